"""``python -m analysis`` answers from the same code as the pages."""

import io
import json
import os
import shlex
import subprocess
import sys
from datetime import UTC, datetime

import duckdb
import pandas as pd
import pytest
from statsmodels.stats.proportion import proportion_confint

from analysis import __main__ as command
from analysis.question import names
from analysis.scoping import clauses
from data import definitions, marts
from data.intake.load import load_files
from data.store import PROJECT, Store
from tests.worlds import add

OUTDATED = "The data was built by an earlier version: run `python -m data rebuild`.\n"


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    """Six leads of two channels; three of the four inbound ones are won."""
    folder = tmp_path_factory.mktemp("home")
    leads = [
        {
            "lead_id": str(number),
            "created_at": datetime(2026, 1, 1 + number, tzinfo=UTC),
            "source": source,
            "owner": "=1+1",
        }
        for number, source in enumerate(["google ads"] * 4 + ["cold calls"] * 2)
    ]
    won = [
        {"lead_id": str(number), "outcome": "won", "closed_at": datetime(2026, 1, 20, tzinfo=UTC), "amount": 612_400.4}
        for number in range(3)
    ]
    with Store(folder).new_generation("six leads") as build:
        build.complete_through = datetime(2026, 12, 31, tzinfo=UTC)
        add(build.connection, "leads", leads)
        add(build.connection, "outcomes", won)
    return folder


@pytest.fixture
def run(home, monkeypatch, capsys):
    """Run the command line in this process: status, what it wrote, what it complained."""
    monkeypatch.setenv("PIPELINE_HOME", str(home))

    def run_with(*arguments):
        status = command.main(list(arguments))
        written = capsys.readouterr()
        return status, written.out, written.err

    return run_with


def test_without_a_question_all_are_listed(run):
    status, out, _ = run()
    lines = out.splitlines()
    assert status == 0
    assert [line.split()[0] for line in lines] == names()
    assert all(line.endswith("?") for line in lines)


def test_json_holds_counts_and_rates_with_their_intervals(run):
    status, out, _ = run("conversion", "--breakdown", "channel", "--format", "json")
    rows = {row["breakdown"]: row for row in json.loads(out)}
    assert status == 0
    assert (rows["Paid search"]["leads"], rows["Paid search"]["won"], rows["Cold call"]["won"]) == (4, 3, 0)
    for row in rows.values():
        low, high = proportion_confint(row["won"], row["leads"], method="wilson")
        assert row["lead_to_won"] == pytest.approx(row["won"] / row["leads"])
        assert (row["lead_to_won_low"], row["lead_to_won_high"]) == pytest.approx((low, high))


def test_csv_is_read_back_by_pandas(run):
    _, out, _ = run("cohort_months", "--format", "csv", "--window-days", "30")
    frame = pd.read_csv(io.StringIO(out))
    assert frame["month"].tolist() == ["2026-01-01"]
    assert frame[["leads", "mature", "mature_won"]].to_numpy().tolist() == [[6, 6, 3]]


def test_the_window_is_that_of_the_pages_and_said_where_it_is_not_the_usual_one(run):
    # On 25 January the six leads are 19 to 24 days old: 180 days would leave out all, 14 leave out none.
    _, out, told = run("conversion", "--as-of", "2026-01-25", "--format", "json")
    assert json.loads(out)[0]["mature"] == 6
    assert told.startswith("Conversion within 14 days: the usual 180 would leave out most of these leads.")
    _, out, told = run("conversion", "--as-of", "2026-01-25", "--format", "json", "--window-days", "180")
    assert (json.loads(out)[0]["mature"], told) == (0, "")


def test_the_table_is_for_reading(run):
    _, out, _ = run("conversion", "--breakdown", "source")
    head, *lines = out.splitlines()
    assert head.split()[:3] == ["breakdown", "motion", "leads"]
    assert len(lines) == 2
    assert "–" in lines[1], "missing is shown as a dash"
    written = dict(zip(head.split()[1:], lines[0].split()[2:], strict=False))
    assert (written["motion"], written["leads"]) == ("inbound", "4")
    assert written["won_amount"] == "1,837,201", "3 x 612,400.40, no power of ten"
    assert "75.00%" in lines[0], "3 of 4"


def test_text_that_a_spreadsheet_would_run_is_neutralised(run):
    _, out, _ = run("conversion", "--breakdown", "owner", "--format", "csv")
    assert out.splitlines()[1].startswith("'=1+1,mixed,6,")


@pytest.mark.parametrize(
    ("asked", "form", "written"),
    [
        (("conversion", "--channel", "Webinar"), "table", "No lead matches: widen the period or leave out a filter.\n"),
        (("quarantine_reasons",), "table", "Nothing of this is recorded.\n"),
        (("won_accounts", "--channel", "Webinar"), "csv", "breakdown,account_id,won,won_amount\n"),
        (("won_accounts", "--channel", "Webinar"), "json", "[\n\n]\n"),
    ],
)
def test_an_empty_answer_is_a_sentence_or_an_empty_table(run, asked, form, written):
    assert run(*asked, "--format", form) == (0, written, "")


def test_data_of_an_earlier_version_must_be_rebuilt(run, monkeypatch):
    monkeypatch.setattr(marts, "fingerprint", lambda: "other models")
    assert run("conversion") == (1, "", OUTDATED)


def test_what_an_earlier_version_lacks_is_a_sentence(run, monkeypatch):
    # An import that moves the symlink between the look and the question is as good as an outdated generation.
    monkeypatch.setattr(Store, "is_outdated", lambda store: False)
    monkeypatch.setattr(marts, "is_current", lambda connection: False)
    monkeypatch.setitem(clauses.BREAKDOWNS, "owner", "no_such_column")
    assert run("conversion", "--breakdown", "owner") == (1, "", OUTDATED)


def test_a_column_that_these_models_lack_is_a_fault(run, monkeypatch):
    monkeypatch.setitem(clauses.BREAKDOWNS, "owner", "no_such_column")
    with pytest.raises(duckdb.BinderException, match="no_such_column"):
        run("conversion", "--breakdown", "owner")


@pytest.mark.parametrize("module", [("analysis",), ("analysis", "leads", "--format", "json"), ("data", "log")])
def test_a_reader_that_stops_reading_is_no_error(home, module):
    command = shlex.join([sys.executable, "-m", *module])
    ended = subprocess.run(
        ["bash", "-c", f"{command} | true; echo ${{PIPESTATUS[0]}}"],
        cwd=PROJECT,
        env={"PIPELINE_HOME": str(home), "PATH": os.environ["PATH"]},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (ended.stdout, ended.stderr) == ("0\n", "")


@pytest.mark.parametrize(
    ("filters", "leads"),
    [
        (("--motion", "outbound"), 2),
        (("--channel", "Paid search", "--channel", "Cold call"), 6),
        (("--since", "2026-01-02", "--until", "2026-01-04"), 2),
        (("--as-of", "2026-01-03"), 3),
        (("--source", "google ads", "--until", "2026-01-02"), 1),
    ],
)
def test_filters_narrow(run, filters, leads):
    _, out, _ = run("conversion", "--format", "json", *filters)
    assert [row["leads"] for row in json.loads(out)] == [leads]


def test_two_breakdowns_are_crossed(run):
    _, out, _ = run("conversion_cross", "--breakdown", "motion", "--across", "quarter", "--format", "csv")
    frame = pd.read_csv(io.StringIO(out))
    assert frame[["breakdown", "across", "leads"]].to_numpy().tolist() == [
        ["inbound", "2026-01-01", 4],
        ["outbound", "2026-01-01", 2],
    ]


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("profit",), "There is no question 'profit'"),
        (("costs", "--window-days", "3"), "The question 'costs' takes no 'window_days'"),
        (("conversion", "--window-days", "-1"), "window_days: -1 is not a whole number of days"),
        (("conversion", "--since", "2026-02-01", "--until", "2026-01-01"), "The period is empty"),
        (("costs", "--breakdown", "owner"), "Spend is not known by owner"),
    ],
)
def test_what_cannot_be_answered_is_a_sentence(run, arguments, sentence):
    status, out, err = run(*arguments)
    assert status == 1
    assert out == ""
    assert err.startswith(sentence)
    assert err.count("\n") == 1


def test_before_the_first_import_it_says_what_to_do(tmp_path):
    answer = subprocess.run(
        [sys.executable, "-m", "analysis", "conversion"],
        cwd=PROJECT,
        env={"PIPELINE_HOME": str(tmp_path), "PATH": ""},
        capture_output=True,
        text=True,
        check=False,
    )
    assert answer.returncode == 1
    assert answer.stdout == ""
    assert answer.stderr.startswith(f"Nothing is loaded in {tmp_path} yet: run python -m data load FILE")


def test_a_wrong_breakdown_is_refused_by_the_parser(run, capsys):
    with pytest.raises(SystemExit, match="2"):
        run("conversion", "--breakdown", "amount")
    assert "invalid choice: 'amount'" in capsys.readouterr().err


def test_a_period_of_what_happened_is_not_one_of_creation(sample_home, monkeypatch, capsys):
    monkeypatch.setenv("PIPELINE_HOME", str(sample_home))
    asked = ["opportunity_ages", "--since", "2026-10-01", "--until", "2026-11-01", "--format", "json"]
    assert command.main(asked) == 0
    rows = json.loads(capsys.readouterr().out)
    # Wins of October are of leads that were created before.
    assert sum(row["won"] for row in rows) > 20
    assert max(row["days"] for row in rows if row["won"]) > 30


DEALS = """lead_id,created_at,source,outcome,closed_at,pipeline
1,2026-01-05,google ads,won,2026-02-05,First deals
2,2026-01-05,google ads,lost,2026-02-05,First deals
3,2026-01-05,google ads,lost,2026-02-05,First deals
4,2026-01-05,google ads,won,2026-02-05,Renewal
5,2026-01-05,google ads,won,2026-02-05,Renewal
"""


@pytest.mark.parametrize(
    ("usual", "options", "leads", "won", "said"),
    [
        ("", (), 5, 3, ""),
        ("", ("--pipeline", "Renewal"), 2, 2, ""),
        ("first deals", (), 3, 1, "Only the usual pipeline, First deals: --pipeline all counts all of them.\n"),
        ("first deals", ("--pipeline", "all"), 5, 3, ""),
        ("first deals", ("--pipeline", "Renewal"), 2, 2, ""),
        ("Partners", (), 5, 3, "No lead is in the pipeline 'Partners' that the definitions name as a usual one.\n"),
    ],
)
def test_an_answer_keeps_to_the_usual_pipeline_and_says_so(
    tmp_path, monkeypatch, capsys, usual, options, leads, won, said
):
    (tmp_path / "deals.csv").write_text(DEALS, encoding="utf-8")
    own = f'pipeline = "{usual}"\n' if usual else ""
    (tmp_path / "definitions.toml").write_text(own + definitions.text(), encoding="utf-8")
    load_files([tmp_path / "deals.csv"], home=tmp_path)
    monkeypatch.setenv("PIPELINE_HOME", str(tmp_path))
    assert command.main(["lead_totals", "--format", "json", *options]) == 0
    written = capsys.readouterr()
    assert [(row["leads"], row["won"]) for row in json.loads(written.out)] == [(leads, won)]
    assert written.err == said
