"""The defaults hold what the business speaks of; whatever is wrong is refused with the key that holds it."""

import subprocess
import sys
import tomllib
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data import definitions
from data.definitions import REASON_CLASSES, DefinitionsError, spelling_key
from data.names import NOT_RECORDED
from data.store import PROJECT

INBOUND = [
    "blog", "SEO", "e-book", "whitepaper", "lead magnet", "training video", "webinar", "contest", "search ads",
    "social ads", "display ads", "landing page", "organic social", "referral", "event", "free trial", "demo",
]  # fmt: skip
OUTBOUND = [
    "cold email", "warm email", "cold call", "warm call", "LinkedIn message", "referral prospecting", "introduction",
    "trade-show networking",
]  # fmt: skip


@pytest.fixture(scope="module")
def default():
    return definitions.load()


def values() -> dict[str, Any]:
    return tomllib.loads(definitions.DEFAULT_FILE.read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("source", "motion"), [(each, "inbound") for each in INBOUND] + [(each, "outbound") for each in OUTBOUND]
)
def test_every_channel_of_both_motions_is_known(default, source, motion):
    name = default.channel_of(source)
    assert name is not None
    assert {channel.name: channel.motion for channel in default.channels}[name] == motion


def test_a_referral_that_arrives_is_inbound_and_one_asked_for_is_outbound(default):
    assert default.channel_of("Referral") == "Referral"
    assert default.channel_of("asked referral") == "Asked-for introduction"
    assert default.channel_of("event registration") == "Event sign-up"
    assert default.channel_of("trade show") == "Trade show"


def test_the_default_stages_stand_in_order(default):
    names = ["lead", "contacted", "engaged", "prospect", "opportunity", "proposal", "won"]
    assert [stage.name for stage in default.stages] == names
    assert [default.position_of(stage.role) for stage in default.stages] == list(range(1, 8))
    assert default.stage_of("Closed Won") == "won"
    assert default.stage_of("Qualified To Buy") == "prospect"
    assert default.stage_of("no such stage") is None
    assert default.channel_of("carrier pigeon") is None


@pytest.mark.parametrize(
    ("own", "said"),
    [
        (
            {"country": "Germany"},
            "country: 'Germany' is no country code that is known: near are DE (Germany)",
        ),
        ({"country": "UK"}, "country: 'UK' is no country code"),
        ({"country": 49}, "country: must be a code"),
        (
            {"country": "DE", "subdivision": "Bayern"},
            "subdivision: 'Bayern' is no part of Germany (DE): near",
        ),
        (
            {"country": "DE", "subdivision": "XX"},
            "subdivision: 'XX' is no part of Germany (DE), such as BB",
        ),
        ({"country": "MC", "subdivision": "MC"}, "subdivision: no part of Monaco"),
        ({"subdivision": "BY"}, "subdivision: needs its country"),
    ],
)
def test_a_country_that_is_not_known_is_refused_with_near_ones(own, said):
    with pytest.raises(DefinitionsError) as refused:
        definitions.parse({**values(), "working_hours": own})
    assert str(refused.value).startswith(f"working_hours.{said}")


def test_the_package_of_holidays_is_imported_only_where_a_country_is_named():
    program = "import sys; from data import definitions; definitions.load(); print('holidays' in sys.modules)"
    told = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=PROJECT)
    assert told.stdout == "False\n"


def test_a_missing_role_stands_where_the_next_one_does():
    own = values()
    own["stages"] = [stage for stage in own["stages"] if stage["role"] not in ("contacted", "engaged")]
    fewer = definitions.parse(own)
    assert fewer.position_of("contacted") == fewer.position_of("prospect") == 2
    own["stages"] = [stage for stage in own["stages"] if stage["role"] != "prospect"]
    assert definitions.parse(own).position_of("prospect") == definitions.parse(own).position_of("opportunity") == 2


@pytest.mark.parametrize("written", ["Paid_Search", " PAID  SEARCH ", "paid-search", "Paid Search", "paid.search"])
def test_case_and_punctuation_do_not_matter(default, written):
    assert default.channel_of(written) == "Paid search"


@given(st.text())
def test_a_spelling_key_is_its_own_key(text):
    key = spelling_key(text)
    assert spelling_key(key) == key
    assert spelling_key(f" -{text}_ ") == key


def test_no_spelling_means_two_things(default):
    for entries, meaning in ((default.channels, default.channel_of), (default.stages, default.stage_of)):
        for entry in entries:
            assert all(meaning(text) == entry.name for text in (entry.name, *entry.also))


WRONG: list[tuple[str, Any, str]] = [
    ("currency", "dollars", "currency: 'dollars' is not an ISO 4217 code"),
    ("currency", 5, "currency: 5 is not"),
    ("time_zone", "Berlin", "time_zone: 'Berlin' is not an IANA name"),
    ("time_zone", ["UTC"], r"time_zone: \['UTC'\] is not an IANA name"),
    *[
        ("fiscal_year_starts", bad, r"fiscal_year_starts: .+ is not a month from 1 \(January\) to 12 \(December\)")
        for bad in (0, 13, -4, 4.0, True, "April", [4])
    ],
    ("balance", 5, "balance: must be a table"),
    ("balance", {"motion_share": 1.5}, "balance.motion_share: 1.5 is not a share between 0 and 1"),
    ("balance", {"motion_share": 0.4}, "balance.motion_share: 0.4 is not at least 0.5, half of all"),
    ("balance", {"covered": 0}, "balance.covered: 0 is not a number above 0"),
    ("balance", {"deal_ratio": True}, "balance.deal_ratio: True is not a number above 0"),
    ("windows", 5, "windows: must be a table"),
    ("windows", {"conversion": 5}, "windows.conversion: no such key; known are conversion_days, stalled_quantile"),
    ("windows", {"conversion_days": 0}, "windows.conversion_days: 0 is not a whole number of days from 1 to 3650"),
    ("windows", {"conversion_days": 3651}, "windows.conversion_days: 3651 is not"),
    ("windows", {"conversion_days": 90.5}, "windows.conversion_days: 90.5 is not"),
    ("windows", {"conversion_days": True}, "windows.conversion_days: True is not"),
    ("windows", {"conversion_days": "90"}, "windows.conversion_days: '90' is not"),
    ("windows", {"conversion_days": float("nan")}, "windows.conversion_days: nan is not"),
    ("windows", {"conversion_days": float("inf")}, "windows.conversion_days: inf is not"),
    *[("costs", {"gross_margin": bad}, "costs.gross_margin: ") for bad in (0, 1.01, "0.7", True, float("nan"))],
    ("windows", {"stalled_quantile": 1}, "windows.stalled_quantile: 1 is not between 0 and 1"),
    ("windows", {"stalled_quantile": float("nan")}, "windows.stalled_quantile: nan is not"),
    ("working_hours", {"days": []}, "working_hours.days: must be some of mon, tue"),
    ("working_hours", {"days": ["monday"]}, "working_hours.days: must be some of"),
    ("working_hours", {"days": 5}, "working_hours.days: must be some of"),
    ("working_hours", {"start": "9"}, "working_hours.start and end: must be times such as 09:00"),
    ("working_hours", {"start": 9}, "working_hours.start and end: must be times"),
    ("working_hours", {"start": "09:00+01:00"}, "working_hours.start and end: must be times"),
    ("working_hours", {"start": "18:00", "end": "09:00"}, "working_hours.end: must be later than start"),
    ("working_hours", {"holidays": ["2026-12-25"]}, "working_hours.holidays: must be dates such as 2026-12-25"),
    ("working_hours", {"holidays": 5}, "working_hours.holidays: must be dates"),
    ("gaps", {"reply_days": 0}, "gaps.reply_days: 0 is not a whole number of days from 1 to 3650"),
    ("gaps", {"given_up_days": 2.5}, "gaps.given_up_days: 2.5 is not"),
    ("gaps", {"patience": 3}, "gaps.patience: no such key; known are given_up_days"),
    ("reasons", 5, "reasons: must be a table"),
    ("reasons", {"no_money": ["too dear"]}, "reasons.no_money: no such key; known are no_answer, no_problem"),
    ("reasons", {"no_problem": "no need"}, "reasons.no_problem: must be a list of beginnings of reasons"),
    ("reasons", {"no_answer": ["- -"]}, "reasons.no_answer: '- -' is not the beginning of a reason"),
    ("reasons", {"no_answer": ["no need"]}, "reasons.no_answer: 'no need' and 'no need' under no_problem begin the"),
    ("reasons", {"no_answer": ["No-need now"]}, "reasons.no_answer: 'No-need now' and 'no need' under no_problem"),
    ("reasons", {"no_problem": ["no"]}, "reasons.no_answer: 'no answer' and 'no' under no_problem begin the same"),
    ("reasons", {"no_problem": [5]}, "reasons.no_problem: 5 is not the beginning of a reason"),
    ("thresholds", {"channel_share": 40}, "thresholds.channel_share: 40 is not a share between 0 and 1"),
    ("thresholds", {"channel_share": True}, "thresholds.channel_share: True is not"),
    ("thresholds", {"few_wins": 0}, "thresholds.few_wins: 0 is not a whole number of at least 1"),
    ("thresholds", {"few_wins": 1.5}, "thresholds.few_wins: 1.5 is not"),
    ("stages", [], "stages: there are none"),
    ("stages", 5, "stages: must be tables under"),
    ("stages", ["lead"], r"stages\[0\]: must be a table"),
    ("stages", [{"role": "lead"}], r"stages\[0\]: missing 1 required positional argument: 'name'"),
    ("stages", [{"name": "x", "colour": "red"}], r"stages\[0\].colour: no such key; known are also, name, role"),
    ("stages", [{"name": 5}], "stages: 5 of 5 is not a name"),
    ("stages", [{"name": "- -"}], "stages: '- -' of '- -' is not a name"),
    ("stages", [{"name": "lead", "also": "new"}], "stages: also of 'lead' is not a list of names"),
    ("stages", [{"name": "lead", "also": 5}], "stages: also of 'lead' is not a list of names"),
    ("channels", "all", "channels: must be tables under"),
    ("channels", [{"name": "A"}], r"channels\[0\]: missing 1 required positional argument: 'motion'"),
    (
        "channels",
        [{"name": "A", "motion": "sideways"}],
        "channels: motion 'sideways' of 'A' is not inbound or outbound",
    ),
    (
        "channels",
        [{"name": "A", "motion": "inbound", "also": ["x"]}, {"name": "B", "motion": "inbound", "also": ["X "]}],
        "channels: the spelling 'X ' stands under both 'A' and 'B'",
    ),
    (
        "channels",
        [{"name": "A", "motion": "inbound"}, {"name": "A", "motion": "inbound"}],
        "channels: a name stands twice",
    ),
    (
        "colour",
        "red",
        "colour: no such key; known are balance, cells, channels, closings, company, costs, currency, feeds,",
    ),
]


@pytest.mark.parametrize(("key", "value", "sentence"), WRONG, ids=lambda each: repr(each)[:40])
def test_a_wrong_value_is_refused_with_its_key(key, value, sentence):
    with pytest.raises(DefinitionsError, match=f"^{sentence}"):
        definitions.parse(values() | {key: value})


@pytest.mark.parametrize(
    ("reason", "said"),
    [
        ("No need for it", "no problem"),
        ("Doesn't Answer", "no answer"),
        ("no_reply after 5 calls", "no answer"),
        ("There was no answer", "other reason"),
        ("Kein Bedarf", "other reason"),
        (NOT_RECORDED, "not recorded"),
    ],
)
def test_a_reason_is_told_by_how_it_begins(default, reason, said):
    assert default.reason_class(reason) == said
    assert said in REASON_CLASSES


def test_a_home_says_which_reasons_it_writes(tmp_path):
    own = definitions.text().partition("[reasons]")[0] + '[reasons]\nno_problem = ["kein Bedarf"]\nno_answer = []\n'
    own += definitions.text()[definitions.text().index("[thresholds]") :]
    (tmp_path / "definitions.toml").write_text(own, encoding="utf-8")
    loaded = definitions.load(tmp_path)
    written = ["Kein Bedarf im Moment", "no need", "no answer"]
    assert [loaded.reason_class(each) for each in written] == ["no problem", "other reason", "other reason"]


def test_a_home_from_before_reasons_could_be_defined_tells_them_as_the_default_does(default):
    older = values()
    del older["reasons"]
    assert definitions.parse(older) == default


def test_a_fiscal_year_starts_in_january_unless_it_is_said_otherwise(default):
    older = values()
    del older["fiscal_year_starts"]
    assert definitions.parse(older) == default
    assert default.fiscal_year.is_calendar
    april = definitions.parse(values() | {"fiscal_year_starts": 4})
    assert april.fiscal_year.quarter_of(date(2026, 8, 15)).name == "Q2 FY27"


@pytest.mark.parametrize("key", ["currency", "time_zone", "stages", "channels"])
def test_what_is_missing_is_named(key):
    rest = values()
    del rest[key]
    with pytest.raises(DefinitionsError, match=f"^{key}: is missing"):
        definitions.parse(rest)


@pytest.mark.parametrize(
    ("roles", "sentence"),
    [
        (
            ("lead", "prospect", "won"),
            "stages: the roles are wrong: no stage has 'opportunity' .'lead', 'opportunity' and 'won' are needed.",
        ),
        (
            ("lead", "opportunity", "prospect", "won"),
            "stages: the roles are wrong: they must stand in the order lead, contacted",
        ),
        (
            ("lead", "prospect", "prospect", "opportunity", "won"),
            "stages: the roles are wrong: more than one stage has 'prospect'",
        ),
        (("lead", "prospect", "demo", "opportunity", "won"), "stages: the roles are wrong: 'demo' is not one of lead"),
        (
            (None, "lead", "prospect", "opportunity", "won"),
            "stages: the roles are wrong: the first stage must have 'lead'",
        ),
        (
            ("lead", "prospect", "opportunity", "won", None),
            "stages: the roles are wrong: the first stage must have 'lead' and the last",
        ),
        (
            ("lead", "demo", "trial"),
            ".*'demo' is not one of .*; 'trial' is not .*; no stage has 'opportunity' or 'won' ",
        ),
        (("lead", "prospect", *[None] * 27, "opportunity", "won"), "stages: 31 are more than 30"),
    ],
)
def test_stages_in_the_wrong_order_are_refused(roles, sentence):
    stages = [{"name": f"stage {place}"} | ({"role": role} if role else {}) for place, role in enumerate(roles)]
    with pytest.raises(DefinitionsError, match=f"^{sentence}"):
        definitions.parse(values() | {"stages": stages})


def test_the_home_folder_has_the_last_word(tmp_path):
    assert definitions.file_of(tmp_path) == definitions.DEFAULT_FILE
    own = definitions.text().replace('currency = "USD"', 'currency = "EUR"')
    (tmp_path / "definitions.toml").write_text(own, encoding="utf-8")
    assert definitions.load(tmp_path).currency == "EUR"
    assert definitions.text(tmp_path) == own


def test_only_what_counts_makes_two_texts_differ():
    text = definitions.text()
    assert definitions.count_alike(text, f'# new\n{text}\n[[feeds]]\nfolder = "/srv/exports"\n')
    assert not definitions.count_alike(text, text.replace('currency = "USD"', 'currency = "EUR"'))
    assert not definitions.count_alike(text, text.replace('also = ["new", ', "also = ["))
    assert not definitions.count_alike(text, "currency = ")
    assert definitions.count_alike("currency = ", "currency = "), "what is the same is the same"


@pytest.mark.parametrize("content", [b"currency = ", b"\xff\xfe", b'currency = "dollars"'])
def test_a_wrong_file_is_named(tmp_path, content):
    own = tmp_path / "definitions.toml"
    own.write_bytes(content)
    with pytest.raises(DefinitionsError) as refused:
        definitions.load(tmp_path)
    assert str(refused.value).startswith(f"{own}: ")
    assert "\n" not in str(refused.value)
