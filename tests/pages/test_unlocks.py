"""What each view needs is what the table of unlocks says: enough with it, nothing without it."""

from functools import cache

import pytest

from analysis.scope import Scope
from benchmarks.views import name_of, views
from data.store import PROJECT
from pages.leadership.stress import basis
from pages.parts import unlocks
from tests.worlds import Journey, Spend, Touch, on, warehouse_of

DAYS = 400
SOURCES = ("Webinar", "SEO", "Cold call", "Cold email")
# That views say nothing without a day of creation, and which do, test_undated.py holds against every view.
KINDS = [kind for kind in unlocks.NEEDS if kind != "days"]


NEEDED = {
    name_of(page, view): (page, view, kinds) for page, named in unlocks.VIEWS.items() for view, kinds in named.items()
}
# Kinds of which a part of a view alone tells.
PARTS = ("owner", "campaign", "reason", "target_accounts", "spend")
# Each kind is lacking in one of these, together with others that other views need.
LACKING = (
    ("targets", "segments", "accounts", "steps", "stage entries", "losses"),
    ("touch channels", "won amounts"),
    ("touches",),
    ("motions",),
    ("wins", "closings"),
    ("next steps",),
    PARTS,
)
# What homes have; a view is held against the first one that has what it needs.
CLOSED = {"closings", "wins", "next steps"}
ENOUGH = (
    set(),
    CLOSED | {"accounts", "spend"},
    {"motions", "segments"},
    CLOSED | {"losses", "won amounts", "stage entries", "targets"},
    CLOSED | {"touches", "touch channels"},
    CLOSED | {"touches", "steps", "motions", "won amounts"},
)
# What a reader can choose where the view as it opens says nothing.
OTHERWISE = {
    "sources: crossed": lambda _: {"across": "motion"},
    "sources: gates": lambda _: {"breakdown": "owner"},
    "dependence: shares": lambda _: {"grain": "owner"},
    "dependence: over time": lambda _: {"grain": "owner"},
    **dict.fromkeys(
        ("stress: forecast", "stress: backtest"),
        lambda warehouse: {"basis": basis.ask(warehouse, Scope(), kind="owner")},
    ),
}


def journeys(lacking):
    """A hundred and sixty leads of all kinds, without what is lacking."""
    lacking = {*lacking, *(("touches", "wins") if "next steps" in lacking else ())}

    def has(kind):
        return kind not in lacking

    for number in range(160):
        source = SOURCES[number % 4]
        created = number * 2.2
        ended = ("won", "lost", "lost", None)[number // 4 % 4]
        if not has("closings") or not has({"won": "wins", "lost": "losses"}.get(ended, "")):
            ended = None
        stages = {"lead": created}
        if has("stage entries"):
            stages |= {"contacted": created + 2, "prospect": created + 5}
            stages |= {"opportunity": created + 9} if number % 3 else {}
        touches = [
            Touch(
                created + 1 + step,
                "outbound",
                "email",
                "Cold email" if has("touch channels") else None,
                "Plants" if has("steps") else None,
                step + 1 if has("steps") else None,
                "Ada",
            )
            for step in range(3)
        ]
        yield Journey(
            source if has("motions") else None,
            stages,
            ended,
            created + 20 if ended else None,
            amount=1_000 + number if has("won amounts") else None,
            touches=tuple(touches) if has("touches") else (),
            lead={
                "owner": ("Ada", "Bob")[number % 2] if has("owner") else None,
                "campaign": f"Spring {number % 3}" if has("campaign") else None,
                "segment": ("Small", "Large")[number // 2 % 2] if has("segments") else None,
                "account_id": f"K{number % 60}" if has("accounts") else None,
            },
            reason="Price" if ended == "lost" and has("reason") else None,
        )


@cache
def world(*lacking):
    months = [on(day).replace(day=1) for day in range(0, DAYS + 120, 31)]
    targets = [{"month": month, "motion": "inbound", "amount": 50_000} for month in months]
    wanted = [{"account_id": f"K{number}", "tier": "A"} for number in range(40, 80)]
    return warehouse_of(
        list(journeys(lacking)),
        as_of=DAYS,
        spend=[Spend(each, day, 100) for each in SOURCES for day in range(0, DAYS, 20)] * ("spend" not in lacking),
        rows={
            name: rows for name, rows in {"targets": targets, "target_accounts": wanted}.items() if name not in lacking
        },
    )


def recorded(warehouse):
    return warehouse.ask("recorded_kinds").set_index("kind")["records"].to_dict()


@cache
def built(name, warehouse):
    """A view as it opens; one that compares with an earlier period is given one."""
    if name == "sources: change":
        return views()[name](warehouse, Scope(since=on(250), until=on(DAYS + 1)), Scope(since=on(100), until=on(250)))
    return views()[name](warehouse, Scope(), None)


def test_every_need_is_counted():
    counted = recorded(world())
    assert set(counted) == set(unlocks.NEEDS)
    assert all(counted.values())


@pytest.mark.parametrize("lacking", LACKING, ids="+".join)
def test_without_it_each_view_that_needs_it_says_nothing(lacking):
    warehouse = world(*lacking)
    counted = recorded(warehouse)
    assert not any(counted.get(kind) for kind in lacking)
    for name, (page, view, kinds) in NEEDED.items():
        if set(kinds) & set(lacking):
            assert unlocks.missing(counted, page, view) is not None
            assert built(name, warehouse).empty, name


@pytest.mark.parametrize("name", [name for name in views() if name not in ("leads: first page", "data", "lead")])
def test_what_a_view_needs_is_enough_for_it(name):
    page, view, kinds = NEEDED.get(name, (name, "", ()))
    has = next(each for each in ENOUGH if set(kinds) - {"days"} <= each)
    warehouse = world(*sorted(set(KINDS) - has))
    assert unlocks.missing(recorded(warehouse), page, view) is None
    model = built(name, warehouse)
    if model.empty and name in OTHERWISE:
        model = views()[name](warehouse, Scope(), None, **OTHERWISE[name](warehouse))
    assert not model.empty


def test_without_its_column_a_part_of_a_view_is_not_shown():
    for page, view, name in [each for cards in unlocks.PARTS.values() for each in cards]:
        shown = []
        for warehouse in (world(), world(*PARTS)):
            cards = built(name_of(page, view), warehouse).cards
            shown.append(
                any(c.name == name and (c.figure is not None or (c.is_table and len(c.numbers))) for c in cards)
            )
        assert shown == [True, False], (page, view, name)


def test_a_file_is_said_to_unlock_each_view_once():
    assert list(unlocks.unlocked("targets")) == [("balance", "Coverage")]
    assert list(unlocks.unlocked("spend")) == [("sources", "Cost"), ("attribution", "")]
    for file in {need.file for need in unlocks.NEEDS.values()}:
        assert (PROJECT / "data" / "templates" / f"{file}.csv").is_file()
