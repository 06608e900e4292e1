"""Leads without a day: files in, pages out; what needs days says so, and what does not is counted."""

import csv
import io
from collections import defaultdict
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from analysis.scope import Scope
from analysis.warehouse import Warehouse
from benchmarks.views import name_of, views
from data.intake.load import load_files
from data.store import PROJECT, Store
from pages.everyone.data import model as data
from pages.everyone.lead import model as lead
from pages.everyone.leads import model as leads
from pages.leadership.dependence import shares
from pages.leadership.health import model as health
from pages.marketing.sources import ranking
from pages.parts import labels, unlocks
from pages.sales.stages import funnel, ways_out

PEOPLE = "lead_id,source,won\nA1,Google,1\nA2,Google,0\nA3,Referral,1\nA4,,0\n"
NEEDING_DAYS = {
    name_of(page, view) for page, named in unlocks.VIEWS.items() for view, kinds in named.items() if "days" in kinds
}


def many():
    """People of two sources and owners: 40 of 100 and 10 of 100 are won, half of the others are lost."""
    rows = ["lead_id,source,owner,segment,account_id,amount,outcome,reason"]
    for source, owner, won in (("Webinar", "Ada", 40), ("Cold call", "Bob", 10)):
        for place in range(100):
            outcome = "won" if place < won else "lost" if place % 2 else "open"
            reason = "Price" if outcome == "lost" else ""
            rows.append(f"{owner}{place},{source},{owner},S{place % 3},K{place % 50},{100 + place},{outcome},{reason}")
    return "\n".join([*rows, ""])


def home_of(folder: Path, **files: str) -> Path:
    """A home with some files, loaded one after the other."""
    for name, content in files.items():
        path = folder / f"{name}.csv"
        path.write_text(content)
        load_files([path], home=folder / "home")
    return folder / "home"


def opened(home: Path) -> Warehouse:
    current = Store(home).current()
    assert current is not None
    return Warehouse.open(current, home)


@pytest.fixture(scope="module")
def homes(tmp_path_factory):
    dated = "lead_id,created_at,source,won\n" + "".join(
        f"D{place},2026-0{1 + place % 6}-10,Webinar,{int(place % 4 == 0)}\n" for place in range(80)
    )
    files = {"small": {"people": PEOPLE}, "large": {"people": many()}, "mixed": {"dated": dated, "people": PEOPLE}}
    files |= {"dated": {"dated": dated}, "neither": {"people": "lead_id,won\nA1,yes\nA2,no\nA3,TRUE\nA4,false\n"}}
    # Of these everything but the creation has a day.
    files["touched"] = {
        "people": "lead_id,source,owner,outcome,closed_at\n"
        + "".join(f"T{place},Webinar,Ada,{('won', 'lost', 'open')[place % 3]},2026-04-10\n" for place in range(60)),
        "stage_events": "lead_id,stage,entered_at\n"
        + "".join(f"T{place},prospect,2026-03-10\n" for place in range(60)),
        "touches": "lead_id,at,channel,direction,kind\n"
        + "".join(f"T{place},2026-02-10 10:00,Cold call,outbound,call\n" for place in range(0, 60, 2)),
    }
    return {name: home_of(tmp_path_factory.mktemp(name), **own) for name, own in files.items()}


@pytest.fixture(scope="module")
def worlds(homes):
    return {name: opened(home) for name, home in homes.items()}


def plain(text):
    return labels.without_markdown(text).replace(labels.NO_BREAK, " ")


def said(model):
    """All sentences of a page."""
    findings = [f"{each.sentence} {each.advice}" for each in model.findings]
    cards = [f"{each.title} {each.subtitle} {each.note} {each.empty}" for each in model.cards]
    figures = [f"{each.label} {each.value} {each.delta} {each.slope} {each.help}" for each in model.kpis]
    return [plain(each) for each in (model.title, model.facts, model.empty, *findings, *cards, *figures)]


def totals(warehouse, breakdown):
    counts = warehouse.ask("conversion", breakdown=breakdown).set_index("breakdown")
    return {name: (row["won"], row["leads"]) for name, row in counts.iterrows()}


def test_people_with_whether_they_were_won_are_loaded_and_counted(worlds):
    warehouse = worlds["small"]
    assert warehouse.ask("lead_totals")[["leads", "won", "open", "lost"]].to_numpy().tolist() == [[4, 2, 2, 0]]
    assert totals(warehouse, "source") == {"Google": (1, 2), "Referral": (1, 1), "(not recorded)": (0, 1)}
    assert (warehouse.has_days, warehouse.undated, warehouse.as_of) == (False, 4, None)


def test_no_day_is_invented(worlds):
    counted = "created_on, days_to_won, days_to_close, observed_days, mature_days, followed_days, days_to_touched"
    minutes = "observed_minutes, observed_working_minutes, closed_minutes, first_response_minutes"
    for name in ("small", "large", "touched"):
        rows = worlds[name].rows(f"select distinct {counted}, {minutes} from marts.journeys")
        assert rows == [(None,) * 11]
        of_stages = "select distinct age_days, dwell_days, known_days from marts.stage_entries"
        assert worlds[name].rows(of_stages) == [(None, None, None)]
    assert worlds["touched"].rows("select count(closed_on), sum(count_touches_by_us) from marts.journeys") == [(40, 30)]


@pytest.mark.parametrize("breakdown", ["all", "source", "owner", "segment", "motion"])
def test_what_is_won_of_all_agrees_with_the_file(worlds, breakdown):
    found: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    motions = {"Webinar": "inbound", "Cold call": "outbound"}
    for row in csv.DictReader(io.StringIO(many())):
        name = {"all": "All", "motion": motions[row["source"]]}.get(breakdown) or row[breakdown]
        found[name][0] += row["outcome"] == "won"
        found[name][1] += 1
    assert totals(worlds["large"], breakdown) == {name: tuple(counts) for name, counts in found.items()}


@pytest.mark.parametrize("world", ["small", "large", "touched", "neither"])
@pytest.mark.parametrize("view", views())
def test_every_view_opens_with_a_true_sentence(worlds, world, view):
    model = views()[view](worlds[world], Scope(), None)
    if view == "leads: first page":
        assert len(model) == min(worlds[world].undated, leads.ROWS)
        return
    assert model.title
    assert ("have no day of creation. Load the leads again" in plain(model.empty)) == (view in NEEDING_DAYS)
    if view in NEEDING_DAYS:
        assert plain(model.title).endswith("cannot be told: no lead has a day")
        assert not model.cards
    for sentence in said(model):
        for false in ("180 days", "young", "has stalled", "older than", "clear trend", "1 Jan 2000", "NaT", "nan"):
            assert false not in sentence, sentence


def test_health_says_that_what_is_won_is_the_least(worlds):
    model = health.build(worlds["small"], Scope(), earlier=None)
    assert plain(model.title).startswith("At least 50% (15.0 to 85%) of all leads are won")  # 2 of 4
    assert "2 leads are open or without an outcome and may still be won: 2 won are the least." in said(model)[3]
    assert [kpi.label for kpi in model.kpis] == ["Won", "Won of all leads"]  # no loss, no amount is recorded


def test_health_compares_what_is_won_of_all(worlds):
    model = health.build(worlds["large"], Scope(), earlier=None)
    cards = {card.name: card for card in model.cards}
    assert list(cards) == ["won-by-motion", "won-by-channel", "won-by-segment", "won-by-owner"]
    assert cards["won-by-owner"].numbers["rate"].to_dict() == {"Ada": 0.4, "Bob": 0.1}
    assert plain(cards["won-by-owner"].title) == "2 owners in 2 groups that can be told apart"
    shown = {kpi.label: kpi.value for kpi in model.kpis}
    assert shown["Win rate of closed leads"] == labels.share(50 / 125)  # 30 and 45 are lost


def test_where_all_have_closed_nothing_is_a_floor(tmp_path):
    warehouse = opened(home_of(tmp_path, people="lead_id,source,outcome\nA,Webinar,won\nB,SEO,lost\n"))
    title = plain(health.build(warehouse, Scope(), earlier=None).title)
    assert title.startswith("50% (9.5 to 91%) of all leads are won")


def test_the_ranking_is_by_what_was_won_so_far(worlds):
    model = ranking.build(worlds["large"], Scope(), breakdown="source")
    assert plain(model.title).startswith("Webinar converts best: 40% have won so far")
    assert any("a group of newer leads has had less time to win" in sentence for sentence in said(model))
    assert [card.name for card in model.cards] == ["ranking", "volume-and-quality", "scorecard"]
    assert "median_days_to_won" not in model.cards[-1].columns


def test_stages_and_shares_say_what_they_can(worlds):
    for build, choices in ((funnel.build, {"earlier": None}), (ways_out.build, {})):
        assert "200 leads · 75 still open" in plain(build(worlds["large"], Scope(), **choices).facts)
    assert "Stalled now" not in [kpi.label for kpi in funnel.build(worlds["large"], Scope(), earlier=None).kpis]
    cards = [card.name for card in shares.build(worlds["large"], Scope(), measure="leads").cards]
    assert "shares by month" not in cards


def test_a_source_that_was_filled_in_at_the_win_is_seen_without_days_too(tmp_path):
    rows = [f"W{place},Webinar,1" for place in range(40)] + [f"L{place},,0" for place in range(200)]
    warehouse = opened(home_of(tmp_path, people="\n".join(["lead_id,source,won", *rows, ""])))
    assert "cannot be compared" in plain(ranking.build(warehouse, Scope()).title)
    assert "filled in at the win" in " ".join(said(health.build(warehouse, Scope(), earlier=None)))


# Where others have a day.


def test_where_others_have_a_day_all_pages_are_those_of_the_others(worlds):
    for question in ("lead_totals", "conversion", "stage_dropoff", "shares", "maturity", "cohort_months"):
        given = {} if question != "cohort_months" else {"window_days": 30}
        expected = worlds["dated"].ask(question, **given)
        assert worlds["mixed"].ask(question, **given).equals(expected), question
    assert (worlds["mixed"].has_days, worlds["mixed"].undated) == (True, 4)


def test_those_without_one_are_counted_and_named(worlds):
    model = data.build(worlds["mixed"], Scope())
    card = next(card for card in model.cards if card.name == "leads without a day")
    assert plain(card.title) == "4 leads without a day are left out"
    assert card.numbers[["lead_id", "source", "outcome"]].to_numpy().tolist() == [
        ["A1", "Google", "won"],
        ["A2", "Google", "open"],
        ["A3", "Referral", "won"],
        ["A4", "(not recorded)", "open"],
    ]
    assert any("4 leads have no day of creation: they are in no number of any page" in each for each in said(model))
    assert lead.build(worlds["mixed"], Scope(), lead_id="A1").title == "This lead has no day of creation"
    assert lead.build(worlds["mixed"], Scope(), lead_id="A9").title == "There is no such lead"


def test_one_that_gets_its_day_counts(tmp_path):
    later = "lead_id,created_at,source\nA1,2026-03-01,Google\nA2,2026-03-02,Google\n"
    warehouse = opened(home_of(tmp_path, people=PEOPLE, later=later))
    assert warehouse.ask("lead_totals")[["leads", "won"]].to_numpy().tolist() == [[2, 1]]
    assert (warehouse.has_days, warehouse.undated) == (True, 2)


# Through the frame.


@pytest.fixture
def app(homes, monkeypatch):
    """The dashboard on a home, not run yet."""

    def start(name: str) -> AppTest:
        monkeypatch.setenv("PIPELINE_HOME", str(homes[name]))
        return AppTest.from_file(str(PROJECT / "dashboard.py"), default_timeout=60)

    return start


@pytest.mark.parametrize("path", sorted((PROJECT / "pages").glob("*/*/page.py")), ids=lambda path: path.parent.name)
def test_every_page_is_drawn_without_a_period(app, path):
    running = app("small")
    running.query_params["period"] = "90 days"  # a link from another home
    running.run()
    running.switch_page(path.relative_to(PROJECT).as_posix()).run()
    for view in [tab.label for tab in running.tabs]:
        running.query_params["to_view"] = view
        running.run()
        assert running.session_state["view"] == view
        assert not running.exception, view
        assert not running.error, view
    assert not running.exception
    assert not running.error
    assert "period" not in [control.key for control in running.selectbox]


def test_the_grey_line_names_them(app):
    for name, sentence in (("small", "No lead has a day"), ("mixed", "4\xa0leads without a day left out")):
        running = app(name).run()
        assert any(sentence.lower() in caption.value.lower() for caption in running.caption), name
