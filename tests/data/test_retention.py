"""What is old is forgotten by rule: once and for all, and no number changes by it."""

from contextlib import closing
from datetime import UTC, datetime, timedelta

import duckdb
import pytest

from data import definitions, retention
from data.__main__ import main
from data.definitions import DefinitionsError
from data.store import Store
from tests.data.test_erasing import answers

LEADS = """lead_id,lead_name,created_at,source
old,Ada Lovelace,2024-01-05,Webinar
new,Bob Ross,2026-01-06,Webinar
open,Cleo Dor,2024-01-07,Referral
bad,Dan Brown,some day,Referral
"""
OUTCOMES = """lead_id,outcome,closed_at,amount
old,won,2024-03-01,100
new,lost,2026-03-01,
"""
RULES = "\n[retention]\nquarantine_days = 30\nnames_of_closed_leads_months = 12\ngenerations = 2\n"
NAMES = "select lead_id, lead_name from canonical.leads order by lead_id"
QUARANTINE = "select count(*) from intake.quarantine"


@pytest.fixture
def home(tmp_path):
    for name, text in (("leads", LEADS), ("outcomes", OUTCOMES)):
        (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8")
        assert main(["load", str(tmp_path / f"{name}.csv"), "--home", str(tmp_path / "home")]) == 0
    return tmp_path / "home"


def with_rules(home, rules=RULES):
    text = definitions.text()
    start, end = text.index("[retention]"), text.index("[cells]")
    (home / "definitions.toml").write_text(text[:start] + text[end:] + rules, encoding="utf-8")


def rows(home, query):
    with closing(duckdb.connect(str(Store(home).current()), read_only=True)) as connection:
        return connection.execute(query).fetchall()


def content(home):
    return {path.name: path.read_bytes() for path in Store(home).generations()}


def test_by_default_names_stay_and_quarantine_goes_after_ninety_days(home):
    now = datetime.now(UTC)
    before = content(home)
    assert retention.retain(Store(home), now + timedelta(days=89)).told() == ""
    assert content(home) == before
    assert retention.retain(Store(home), now + timedelta(days=91)) == retention.Retained(quarantined=1)
    assert rows(home, QUARANTINE) == [(0,)]
    assert rows(home, "select sum(count_quarantined)::int from intake.files") == [(1,)], "the log still counts it"
    assert rows(home, NAMES)[2] == ("open", "Cleo Dor")


def test_names_of_leads_that_were_closed_long_ago_are_blanked_and_no_number_changes(home):
    with_rules(home)
    before = answers(home)
    done = retention.retain(Store(home))
    assert done.names == 1
    assert rows(home, NAMES) == [("new", "Bob Ross"), ("old", None), ("open", "Cleo Dor")]
    assert answers(home) == before
    assert not [path for path in Store(home).generations() if b"Ada Lovelace" in path.read_bytes()]
    after = content(home)
    assert retention.retain(Store(home)) == retention.Retained(), "a second time changes nothing"
    assert content(home) == after


def test_each_load_forgets_what_is_old_and_says_so(home, tmp_path, capsys):
    with_rules(home)
    (tmp_path / "more.csv").write_text(LEADS.replace("Bob", "Rob"), encoding="utf-8")
    capsys.readouterr()
    assert main(["load", str(tmp_path / "more.csv"), "--anyway", "--home", str(home)]) == 0
    assert "Removed by the rules under [retention]: 1 names of leads closed long ago." in capsys.readouterr().out
    assert rows(home, NAMES) == [("new", "Rob Ross"), ("old", None), ("open", "Cleo Dor")]
    assert len(Store(home).generations()) == 2
    assert main(["retain", "--home", str(home)]) == 0
    assert "Nothing is older" in capsys.readouterr().out


def test_fewer_generations_are_kept_when_the_rule_says_so(home):
    with_rules(home, "\n[retention]\ngenerations = 1\n")
    current = Store(home).current()
    assert retention.retain(Store(home)) == retention.Retained(generations=1)
    assert Store(home).generations() == [current]


@pytest.mark.parametrize("rule", ["quarantine_days = 0", 'generations = "all"', "names_of_closed_leads_months = 1.5"])
def test_a_rule_that_is_no_whole_number_is_refused(rule):
    text = definitions.text()
    with pytest.raises(
        DefinitionsError, match=rf"retention.{rule.split()[0]}: .* is not a whole number from 1 to 3650"
    ):
        definitions.parse_text(
            text.replace("[retention]", f"[retention]\n{rule}\n#", 1).replace(
                "\nquarantine_days = 90" if rule.startswith("quarantine") else "\ngenerations = 3 ", "\n#", 1
            )
        )
