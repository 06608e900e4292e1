"""A usual pipeline holds in every answer until a reader chooses another, and mixed ones are said."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import valuing
from analysis.claims import pipelines
from analysis.claims.recorded import in_the_way, recorded
from analysis.question import AskError
from analysis.scope import ALL_PIPELINES, Scope
from data import definitions
from data.definitions import DefinitionsError
from tests.analysis import strategies
from tests.analysis.agreement import END, demand_agreement, twin_answers
from tests.analysis.reading import read
from tests.worlds import Journey, Spend, on, warehouse_of

NEW, RENEWALS = "New business", "Renewals"
PIPELINES = (NEW, RENEWALS, None)


def usual(*names):
    """The definitions with usual pipelines."""
    return f"pipeline = {list(names)}\n{definitions.text()}"


def deals(pipeline, won=0, lost=0, source="google ads", touches=(), day=0):
    """So many deals, won after three days or lost after four."""
    stages, lead = {"lead": day, "opportunity": day + 1}, {"pipeline": pipeline}
    return [
        *(Journey(source, stages, "won", day + 3, 100, touches=touches, lead=lead) for _ in range(won)),
        *(Journey(source, stages, "lost", day + 4, touches=touches, lead=lead) for _ in range(lost)),
    ]


MIXED = [*deals(NEW, won=1, lost=3), *deals(RENEWALS, won=3), *deals(None, lost=2)]


def totals(warehouse, scope=None, breakdown="all"):
    frame = warehouse.ask("lead_totals", scope, breakdown=breakdown)
    return {row.breakdown: (row.leads, row.won) for row in frame.itertuples()}


def test_pipelines_filter_and_break_down():
    warehouse = warehouse_of(MIXED)
    assert totals(warehouse) == {"All": (9, 4)}
    assert totals(warehouse, breakdown="pipeline") == {NEW: (4, 1), RENEWALS: (3, 3), "(not recorded)": (2, 0)}
    assert totals(warehouse, Scope(pipeline=(RENEWALS,))) == {"All": (3, 3)}
    assert totals(warehouse, Scope(pipeline=ALL_PIPELINES)) == {"All": (9, 4)}


def test_the_usual_pipeline_holds_until_another_one_is_chosen():
    warehouse = warehouse_of(MIXED, toml=usual(NEW))
    assert totals(warehouse) == {"All": (4, 1)}
    assert totals(warehouse, breakdown="pipeline") == {NEW: (4, 1)}
    assert totals(warehouse, Scope(pipeline=(RENEWALS,))) == {"All": (3, 3)}
    assert totals(warehouse, Scope(pipeline=ALL_PIPELINES)) == {"All": (9, 4)}
    assert totals(warehouse_of(MIXED, toml=usual(NEW, "(not recorded)"))) == {"All": (6, 1)}


@pytest.mark.parametrize(
    ("names", "holds", "missing"),
    [
        (["new  BUSINESS"], (NEW,), ()),  # spelt otherwise
        (["Partners"], (), ("Partners",)),  # nothing is left out for the sake of a name that is not there
        (["Partners", RENEWALS], (RENEWALS,), ("Partners",)),
        ([NEW, RENEWALS, "(not recorded)"], (), ()),  # that is all
    ],
)
def test_usual_pipelines_are_those_that_leads_are_in(names, holds, missing):
    warehouse = warehouse_of(MIXED, toml=usual(*names))
    assert (warehouse.usual_pipeline, warehouse.unknown_pipelines) == (holds, missing)
    assert sum(leads for leads, _ in totals(warehouse).values()) == {(): 9, (NEW,): 4, (RENEWALS,): 3}[holds]


def test_a_pipeline_is_offered_only_where_there_is_a_choice():
    names = ("segment", "pipeline")
    for world in (deals(None, won=2), deals(NEW, won=2), [*deals(NEW, won=2), *deals(None, won=2)]):
        assert warehouse_of(world).offered(names) == ("segment",)
        assert pipelines.find(warehouse_of(world)) is None
    assert warehouse_of(MIXED).offered(names) == names
    # What keeps to one pipeline is not broken down by it.
    kept = warehouse_of(MIXED, toml=usual(NEW))
    assert kept.offered(names) == names
    assert kept.offered(names, Scope()) == ("segment",)
    assert kept.offered(names, Scope(pipeline=ALL_PIPELINES)) == names
    assert warehouse_of([*deals(NEW, won=2), *deals(None, won=2)], toml=usual(NEW)).offered(names) == names


@pytest.mark.parametrize("value", ["3", '[""]', "[4]", '{name = "x"}'])
def test_a_usual_pipeline_is_a_name_or_names(value):
    with pytest.raises(DefinitionsError, match="pipeline: must be the name of a pipeline, or a list of such names"):
        definitions.parse_text(f"pipeline = {value}\n{definitions.text()}")
    assert definitions.parse_text(f'pipeline = "x"\n{definitions.text()}').pipeline == ("x",)


with_pipelines = st.lists(st.tuples(strategies.journeys(), st.sampled_from(PIPELINES)), max_size=10).map(
    lambda pairs: [replace(each, lead={**each.lead, "pipeline": name}) for each, name in pairs]
)


@given(
    world=with_pipelines,
    scope=strategies.scopes(),
    chosen=st.sampled_from([None, ALL_PIPELINES, (RENEWALS,), (NEW, "(not recorded)")]),
    is_usual=st.booleans(),
    breakdown=st.sampled_from(["all", "motion", "pipeline"]),
    window=strategies.windows,
)
@settings(max_examples=settings().max_examples // 4)
def test_every_question_keeps_to_the_pipeline(world, scope, chosen, is_usual, breakdown, window):
    warehouse = warehouse_of(world, as_of=strategies.LAST_DAY, toml=usual(NEW) if is_usual else None)
    is_there = any(each.lead["pipeline"] == NEW for each in world)
    admitted = None if chosen == ALL_PIPELINES else chosen
    if chosen is None and is_usual and is_there:
        admitted = (NEW,)
    leads = read(world, scope.narrowed(pipeline=admitted), END)
    answers = twin_answers(world, leads, breakdown, window, scope.as_of)
    demand_agreement(warehouse, answers, scope.narrowed(pipeline=chosen), breakdown, window)
    warehouse.close()


def test_spend_is_held_against_the_usual_pipeline_and_refused_for_a_chosen_one():
    warehouse = warehouse_of(MIXED, spend=[Spend("google ads", 0, 60)], toml=usual(NEW))
    for scope, won in ((Scope(), 1), (Scope(pipeline=ALL_PIPELINES), 4)):
        assert warehouse.ask("costs", scope)[["won", "spend"]].to_numpy().tolist() == [[won, 60]]
    with pytest.raises(AskError, match="Spend is not known by pipeline: clear that filter to see costs"):
        warehouse.ask("costs", Scope(pipeline=(RENEWALS,)))


def test_what_was_done_is_that_for_the_usual_pipeline():
    called = ((1, "outbound", "call"),)
    world = [*deals(NEW, lost=2, touches=called), *deals(RENEWALS, won=3, touches=called)]
    for toml, touches in ((None, 5), (usual(NEW), 2)):
        assert warehouse_of(world, toml=toml).ask("activity")["touches"].sum() == touches


def test_what_open_deals_are_worth_is_learnt_from_their_own_pipeline():
    new, renewals = deals(NEW, won=6, lost=24), deals(RENEWALS, won=28, lost=2)
    both = warehouse_of([*new, *renewals], toml=usual(NEW), as_of=200)
    for pipeline, own in ((None, new), ((RENEWALS,), renewals), (ALL_PIPELINES, [*new, *renewals])):
        learnt, alone = valuing.learn(both, Scope(pipeline=pipeline)), valuing.learn(warehouse_of(own, as_of=200))
        assert learnt is not None
        assert alone is not None
        assert learnt.arguments() == alone.arguments()


def test_wins_of_another_pipeline_are_counted():
    found = pipelines.find(warehouse_of(MIXED))
    assert (found.main, found.others, found.has_none) == (NEW, (RENEWALS,), False)
    assert (found.counted, found.is_much) == ((3, 4, "win"), True)
    # 1 of 40 wins is too little to change a number.
    few = pipelines.find(warehouse_of([*deals(NEW, won=39, lost=3), *deals(RENEWALS, won=1)]))
    assert (few.counted, few.is_much) == ((1, 40, "win"), False)
    # Without a win elsewhere leads are counted.
    lost = pipelines.find(warehouse_of([*deals(NEW, won=1, lost=3), *deals(RENEWALS, lost=1)]))
    assert lost.counted == (1, 5, "lead")
    # Where a usual one holds, leads without a pipeline are left out too.
    left = pipelines.find(warehouse_of(MIXED, toml=usual(RENEWALS)))
    assert (left.main, left.others, left.has_none) == (RENEWALS, (NEW,), True)
    assert (left.leads_elsewhere, left.won_elsewhere, left.leads, left.won) == (6, 1, 9, 4)


def test_a_pipeline_that_is_filled_in_at_the_win_stands_in_the_way():
    world = [*deals(NEW, won=30, lost=2), *deals(RENEWALS, won=20, lost=2), *deals(None, lost=120)]
    found = recorded(warehouse_of(world), Scope(), "pipeline")
    assert found.is_with_outcome
    assert (found.leads, found.known) == (174, 54)
    assert in_the_way(warehouse_of(world), Scope()) is None
    for warehouse, scope in (
        (warehouse_of(world, toml=usual(NEW)), Scope()),
        (warehouse_of(world), Scope(pipeline=(NEW,))),
    ):
        late = in_the_way(warehouse, scope)
        assert late is not None
        assert late.dimension == "pipeline"


@pytest.mark.parametrize("question", ["stays", "lead_ages"])
def test_what_was_known_on_evenings_that_are_kept_is_of_the_usual_pipeline(question):
    world = [*deals(NEW, won=2, lost=3, day=20), *deals(RENEWALS, won=4, day=20), *deals(NEW, won=1, day=70)]
    evening = {"known_by": [on(21), on(30)]}
    kept = warehouse_of(world, toml=usual(NEW)).ask(question, **evening)
    chosen = warehouse_of(world).ask(question, Scope(pipeline=(NEW,)), **evening)
    mixed = warehouse_of(world).ask(question, **evening)
    assert kept.equals(chosen)
    assert not kept.equals(mixed)
