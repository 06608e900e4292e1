"""Generated small worlds: nine days, four sources, a handful of leads, and everything that goes wrong in a CRM."""

from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

from analysis.scope import Scope
from tests.analysis.reading import SOURCES, STAGES
from tests.worlds import FIRST_DAY, Journey, Spend, on

LAST_DAY = 8
# Two of the days have an evening too, so that order within a day counts.
DAYS = st.integers(0, LAST_DAY) | st.sampled_from([2.25, 5.25])
ENTRIES = st.none() | DAYS | st.integers(-2, -1)  # unknown, or before any lead was created
AMOUNTS = st.none() | st.integers(0, 5)
REASONS = ("price", "no answer")
SEGMENTS = ("small", "large")


@st.composite
def journeys(draw: st.DrawFn) -> Journey:
    """One lead: skips, unknown times, repeats and backward moves among its stages."""
    stages: dict[str, Any] = {"lead": draw(DAYS)}
    outcome = draw(st.sampled_from([None, None, "won", "won", "lost", "disqualified"]))
    closed = draw(ENTRIES) if outcome else None
    for stage in draw(st.lists(st.sampled_from([*STAGES[1:-1], "limbo"]), max_size=4, unique=True)):
        stages[stage] = draw(ENTRIES | st.tuples(ENTRIES, ENTRIES))
    # Where a record says "lost" and an entry "won", the record counts, and no earlier day can tell what it was then;
    # nor can it where a recorded win is later than the entry, or where who stood in the last stage went on to another
    # one. tests/data/test_marts.py has all of them.
    if outcome is None and draw(st.integers(0, 4)) == 0:
        others = [at for stage, entered in stages.items() if stage != "limbo" for at in _dated(entered)]
        stages["won"] = draw(st.none() | st.just(max(others)))
    if outcome == "won" and draw(st.booleans()):
        later = None if closed is None else min(closed + draw(st.integers(0, 2)), LAST_DAY)
        stages["won"] = draw(ENTRIES) if later is None else max(later, closed)
    return Journey(
        source=draw(st.sampled_from(list(SOURCES))),
        stages=stages,
        outcome=outcome,
        closed=closed,
        amount=draw(AMOUNTS),
        closed_amount=draw(AMOUNTS) if outcome else None,
        reason=draw(st.sampled_from([None, *REASONS])) if outcome else None,
        touches=tuple(draw(st.lists(_touches(), max_size=2))),
        lead={
            "lead_name": draw(st.sampled_from([None, "José 50% B", "Ærø_1"])),
            "account_id": draw(st.sampled_from([None, "a", "b"])),
            "account_name": draw(st.sampled_from([None, "Anvil_Ω", "JOSE & Söhne"])),
            "contact_id": draw(st.sampled_from([None, "x", "y"])),
            "currency": draw(st.sampled_from([None, "USD", "EUR"])),
            "segment": draw(st.sampled_from([None, *SEGMENTS])),
        },
    )


def _dated(entered: Any) -> list[float]:
    return [at for at in (entered if isinstance(entered, tuple) else (entered,)) if at is not None]


@st.composite
def _touches(draw: st.DrawFn) -> tuple[float, str, str]:
    return draw(DAYS), draw(st.sampled_from(["outbound", "inbound"])), draw(st.sampled_from(["call", "visit"]))


worlds = st.lists(journeys(), max_size=10)

spending = st.lists(
    st.builds(
        Spend,
        source=st.sampled_from(list(SOURCES)),
        day=st.integers(0, LAST_DAY),
        amount=st.integers(0, 9),
        currency=st.sampled_from([None, "USD", "EUR"]),
        cost_type=st.sampled_from([None, "media", "team"]),
    ),
    max_size=5,
)

windows = st.integers(2, 5)


def _admitted(values: tuple[str, ...]) -> st.SearchStrategy[tuple[str, ...] | None]:
    some = st.lists(st.sampled_from([*values, "(not recorded)"]), unique=True, max_size=len(values)).map(tuple)
    return st.none() | st.none() | some


@st.composite
def scopes(draw: st.DrawFn, *, segments: bool = True) -> Scope:
    """Which leads: open and closed periods, filters that admit all, some and none, and an earlier end of the data."""
    days = st.integers(-1, LAST_DAY + 1).map(on)
    since, until = draw(st.none() | days), draw(st.none() | days)
    if since is not None and until is not None and since >= until:
        until = since + timedelta(days=draw(st.integers(1, 4)))
    return Scope(
        since=since,
        until=until,
        as_of=draw(st.none() | last_days),
        motion=draw(_admitted(("inbound", "outbound", "unknown"))),
        channel=draw(_admitted(("Paid search", "Cold call", "(unmapped: Pigeon post)"))),
        source=draw(_admitted(("google ads", "Cold calls", "Pigeon post", "never seen"))),
        segment=draw(_admitted(SEGMENTS)) if segments else None,
        excluded_reasons=draw(st.sampled_from([(), (), REASONS[:1], (REASONS[1], "(not recorded)")]))
        if segments
        else (),
    )


last_days: st.SearchStrategy[date] = st.integers(0, LAST_DAY).map(
    lambda number: (FIRST_DAY + timedelta(days=number)).date()
)
