"""Leads: what is listed and said, and that every mark opens exactly the leads that it counts."""

import pytest
from streamlit.testing.v1 import AppTest

from analysis.lists.page import Page
from analysis.lists.selection import Selection
from analysis.scope import Scope
from data.store import PROJECT
from pages.everyone.leads import model as leads
from pages.leadership.health import model as health
from pages.parts import opens
from pages.sales.stages import after_the_drop, biggest_leak, funnel, owners, time, ways_out
from tests.worlds import Journey, warehouse_of

TOUCHED = ((1, "outbound", "call"), (3, "inbound", "reply"))


def world(number=40):
    """Leads of both motions that leave the stages in every way."""
    made = []
    for place in range(number):
        source = ("seo", "cold call")[place % 2]
        stages_ = {"lead": place % 7, "engaged": 8 + place % 3, "prospect": 12 + place % 5}
        lead_ = {
            "owner": ("Ann", "Ben")[place % 3 == 0],
            "segment": ("S", "L")[place % 4 == 0],
            "account_id": f"a{place}",
        }
        outcome, closed = [("won", 30), ("lost", 25), (None, None), ("disqualified", 24)][place % 4]
        if place % 5 == 0:
            stages_.pop("engaged")
        made.append(
            Journey(
                source,
                stages_,
                outcome,
                closed,
                10,
                TOUCHED if place % 2 else (),
                lead_,
                reason="price" if closed else None,
            )
        )
    return made


@pytest.fixture(scope="module")
def warehouse():
    return warehouse_of(world(), as_of=60)


def opened(warehouse, parameters, scope=None):
    """Leads that a mark opens on a page of a scope."""
    scope, selection, left_out = opens.narrowed(parameters, scope or Scope(), warehouse.definitions.stage_names)
    assert left_out == {}
    return int(warehouse.ask("lead_totals", scope, selection=selection)["leads"].sum())


def card(model, name):
    return next(each for each in model.cards if each.name == name)


def test_every_way_out_opens_as_many_leads_as_its_bar_counts(warehouse):
    shown = card(ways_out.build(warehouse, Scope()), "ways out")
    counted = {
        opens.mark(row["stage"], row["motion"], way): row[way]
        for row in shown.numbers.to_dict("records")
        for way in ("advanced", "young", "stalled", "disqualified", "lost")
    }
    assert sum(counted.values()) > 40
    assert {name: opened(warehouse, parameters) for name, parameters in shown.opens.items()} == counted


def test_every_bin_opens_as_many_leads_as_it_counts(warehouse):
    shown = card(time.build(warehouse, Scope(), stage="engaged"), "days in stage")
    counted = {opens.mark(row["label"], row["motion"]): row["count"] for row in shown.numbers.to_dict("records")}
    assert sum(counted.values()) > 10
    assert {name: opened(warehouse, parameters) for name, parameters in shown.opens.items()} == counted


def test_stages_moves_reasons_and_returns_open_what_they_count(warehouse):
    lines = card(funnel.build(warehouse, Scope(), earlier=None), "stages")
    reached = {opens.mark(row["stage"], row["motion"]): row["reached"] for row in lines.numbers.to_dict("records")}
    assert {name: opened(warehouse, parameters) for name, parameters in lines.opens.items()} == reached
    ways = ways_out.build(warehouse, Scope())
    moves, reasons = card(ways, "moves"), card(ways, "reasons")
    for row in moves.numbers.to_dict("records"):
        assert opened(warehouse, moves.opens[opens.mark("skipped", row["stage"], row["group"])]) == row["skipped"]
    for row in reasons.numbers.to_dict("records"):
        name = opens.mark(row["reason"], row["motion"], row["outcome"])
        assert opened(warehouse, reasons.opens[name]) == row["leads"]
    after = card(after_the_drop.build(warehouse, Scope()), "what they did")
    assert {opened(warehouse, parameters) for parameters in after.opens.values()} == {0}


def test_owners_open_their_untouched_leads(warehouse):
    shown = card(owners.build(warehouse, Scope()), "untouched leads")
    counted = {
        opens.mark(row["owner"], row["motion"]): row["untouched_open"] for row in shown.numbers.to_dict("records")
    }
    assert (
        shown.opens == {}
        or {name: opened(warehouse, parameters) for name, parameters in shown.opens.items()}.items() <= counted.items()
    )
    assert biggest_leak.build(warehouse, Scope(), breakdown="segment").title


def test_segments_of_health_open_the_leads_that_are_old_enough(warehouse):
    shown = card(health.build(warehouse, Scope(), earlier=None), "conversion-by-segment")
    for row in shown.numbers.to_dict("records"):
        assert opened(warehouse, shown.opens[opens.mark(row["label"], row["motion"])]) >= row["mature"] > 0


def test_marks_of_a_figure_are_those_that_it_opens(warehouse):
    for model in (ways_out.build(warehouse, Scope()), funnel.build(warehouse, Scope(), earlier=None)):
        for each in model.cards:
            if each.figure is not None and each.opens:
                drawn = {name for trace in each.figure.data for name in (trace.customdata or ())}
                assert drawn & set(each.opens), each.name
                # "otherwise" is for readings that no list knows.
                assert {name for name in drawn if not name.endswith("otherwise")} <= set(each.opens), each.name


def test_a_list_is_turned_page_by_page(warehouse):
    totals = leads.totals(warehouse, Scope(), selection=Selection(outcome="won"))
    assert (totals.title, totals.count, totals.pages) == ("10 leads, all won", 10, 1)
    assert leads.totals(warehouse, Scope(), selection=Selection(account="nobody")).title == "No lead is like this"
    first = leads.piece(warehouse, Scope(), selection=Selection(), page=Page("amount", rows=5))
    assert len(first) == 5


@pytest.fixture
def app(sample_home, monkeypatch):
    monkeypatch.setenv("PIPELINE_HOME", str(sample_home))
    return AppTest.from_file(str(PROJECT / "dashboard.py"), default_timeout=30).run()


def test_the_address_says_what_is_listed_and_what_it_leaves_out(app):
    app.query_params["stage"] = "engaged"
    app.query_params["exit"] = "lost"
    app.query_params["won_days"] = "never"
    app.query_params["channel"] = "Webinar"
    app.switch_page("pages/everyone/leads/page.py").run()
    assert not app.exception
    assert app.title[0].value.endswith("all lost")
    assert any("lost at engaged" in text.value for text in app.markdown)
    assert "channel Webinar" in app.caption[0].value
    assert any("won_days" in toast.value for toast in app.toast)
    listed = app.dataframe[0].value
    assert set(listed["channel"]) == {"Webinar"}
    assert len(listed) <= leads.ROWS
    name = listed["lead_name"].dropna().iloc[0]
    app.text_input[0].set_value(name[2:].upper()).run()
    assert set(app.dataframe[0].value["lead_name"]) == {name}


def test_the_days_of_a_mark_stand_in_the_address_and_are_said(app):
    app.query_params["only_from"] = "2025-01-01"
    app.query_params["only_through"] = "2025-03-31"
    app.query_params["only_motion"] = "inbound"
    app.switch_page("pages/everyone/leads/page.py").run()
    assert not app.exception
    assert app.caption[0].value.startswith("Created 1 Jan 2025 to 31 Mar 2025")
    assert any("motion inbound · created from 1 Jan 2025 through 31 Mar 2025" in text.value for text in app.markdown)
    assert set(app.dataframe[0].value["created_on"].astype(str).str[:7]) == {"2025-03"}, "the latest first"
    app.query_params["only_from"] = "soon"
    app.run()
    assert not app.exception
    assert any("soon" in toast.value for toast in app.toast)
