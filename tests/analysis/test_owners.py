"""Owners go by the names of the definitions, and who left leaves open leads to be handed over."""

from dataclasses import replace
from datetime import date

import pytest

from analysis.scope import Scope
from data import definitions
from data.definitions import DefinitionsError
from pages.parts import labels
from pages.sales.gaps import owners_over_time, queue
from pages.sales.stages import owners
from tests.analysis import twins_gaps
from tests.analysis.agreement import rows
from tests.analysis.reading import read
from tests.worlds import Journey, Touch, on, warehouse_of

LEFT = {"Ann": on(5), "Bo": on(8), "Cy": on(9), "Di": None}


def toml(*people: str) -> str:
    return "\n".join([definitions.text(), *(f"[[owners]]\n{each}\n" for each in people)])


WHO_LEFT = toml(*(f'name = "{name}"\n{f"left = {day}" if day else ""}' for name, day in LEFT.items()))
ANN = toml('name = "Ann Example"\nalso = ["0012", "ann@example.com"]\nteam = "north"\nleft = 2026-01-06')


def lead(owner, team=None, *touches, created=0):
    return Journey("google ads", {"lead": created}, touches=touches, lead={"owner": owner, "team": team}, amount=1)


def test_ids_addresses_and_spellings_are_one_owner_with_a_team():
    call = Touch(1, "outbound", "call", actor="ANN@example.com")
    strange = Touch(2, "outbound", "call", actor="Zoe")
    world = [lead("0012", None, call, strange), lead("ann example", "South"), lead("Bo", "North"), lead("Bo")]
    warehouse = warehouse_of(world, toml=ANN)
    select = "select owner::varchar, team::varchar from marts.journeys order by lead_id"
    # Her team is written as leads record it; one that a lead records itself counts before hers, and Bo has none.
    assert warehouse.rows(select) == [
        ("Ann Example", "North"),
        ("Ann Example", "South"),
        ("Bo", "North"),
        ("Bo", "(not recorded)"),
    ]
    actors = "select owner, sum(touches) from marts.activities group by owner order by owner"
    assert warehouse.rows(actors) == [("Ann Example", 1), ("Zoe", 1)]
    history = warehouse.ask("lead_history", lead_id="lead-0")
    assert history["actor"].dropna().tolist() == ["Ann Example", "Zoe"]


def test_the_name_of_the_definitions_counts_before_the_commonest_spelling():
    world = [lead("ann  EXAMPLE"), lead("ann  EXAMPLE"), lead("Ann Example")]
    for text, name in ((definitions.text(), "ann  EXAMPLE"), (ANN, "Ann Example")):
        found = warehouse_of(world, toml=text).rows("select distinct owner::varchar from marts.journeys")
        assert found == [(name,)]


def test_a_person_without_leads_has_the_team_of_the_definitions():
    call = Touch(1, "outbound", "call", actor="0012")
    found = warehouse_of([lead("Bo", None, call)], toml=ANN).rows("select owner, team from marts.activities")
    assert found == [("Ann Example", "north")]


@pytest.mark.parametrize(
    ("people", "said"),
    [
        (['name = "Ann"\nalso = ["7"]', 'name = "Bo"\nalso = ["7"]'], "owners: the spelling '7' stands under both"),
        (['name = "Ann"', 'name = "ANN"'], "owners: "),
        (['name = "Ann"\nleft = "soon"'], "owners: left 'soon' of 'Ann' is not a date"),
        (['name = "Ann"\nleft = 2026-03-31T10:00:00'], "owners: left"),
        (['name = "Ann"\nteam = " "'], "owners: team ' ' of 'Ann' is not a name"),
        (['name = "Ann"\nalso = "7"'], "owners: also of 'Ann' is not a list"),
        (['name = "Ann"\nmail = "a@b.c"'], "owners[0].mail: no such key"),
        (['also = ["7"]'], "owners[0]: missing"),
    ],
)
def test_a_wrong_owner_is_refused_with_the_key(people, said):
    with pytest.raises(DefinitionsError) as refused:
        definitions.parse_text(toml(*people))
    assert str(refused.value).startswith(said)


def test_open_leads_of_those_who_left_agree_with_the_slow_twin():
    ended = [(None, None), ("won", 4), ("lost", 7), ("won", None), ("lost", None)]
    world = [
        replace(lead(owner, created=created), outcome=outcome, closed=closed)
        for place, owner in enumerate((None, *LEFT), 1)
        for outcome, closed in ended
        for created in range(place)
    ]
    warehouse, end = warehouse_of(world, as_of=8, toml=WHO_LEFT), on(8)
    left = {name: day for name, day in LEFT.items() if day}
    for scope in (Scope(), Scope(as_of=on(6)), Scope(as_of=on(4)), Scope(since=on(2))):
        expected = twins_gaps.left_owners(read(world, scope, end), left, scope.as_of or end)
        answer = rows(warehouse.ask("left_owners", scope))
        assert sorted(answer, key=lambda row: row["owner"]) == expected
        assert bool(expected) == (scope.as_of != on(4))


def test_pages_that_list_owners_say_who_left():
    untouched = [lead("0012") for _ in range(3)] + [lead("Bo"), lead("Bo")]
    won = Journey("google ads", {"lead": 0}, "won", 2, 5, touches=((1, "outbound", "call"),), lead={"owner": "0012"})
    warehouse = warehouse_of([*untouched, won], toml=ANN, as_of=20)
    said = "3 open leads belong to somebody who left: Ann Example (left on 6 Jan 2026, 3)."
    for build in (queue.build, owners.build):
        model = build(warehouse, Scope())
        finding = next(each for each in model.findings if "left" in each.sentence)
        assert labels.without_markdown(finding.sentence).replace(labels.NO_BREAK, " ") == said
        assert (finding.asks, finding.choice) == ("act", {"owner": "Ann Example", "outcome": "open"})
    cards = [*queue.build(warehouse, Scope()).cards, *owners.build(warehouse, Scope()).cards]
    cards += owners_over_time.build(warehouse, Scope()).cards
    told = {card.name: card.numbers["left"].tolist() for card in cards if "left" in (card.columns or {})}
    assert set(told) == {"gaps by owner", "gap queue", "untouched leads", "gaps by month"}
    assert {text.replace(labels.NO_BREAK, " ") for listed in told.values() for text in listed} == {
        "left on 6 Jan 2026: hand over",
        "",
    }
    before = owners.build(warehouse, Scope(as_of=date(2026, 1, 5)))
    assert not any("left" in (card.columns or {}) for card in before.cards)
