"""The work list: a sheet for each owner, whom to turn to first, why, and what comes next."""

from datetime import date

from analysis.lists.selection import GAPS
from analysis.scope import Scope
from pages.sales.gaps import queue, work_list
from pages.sales.gaps.words import queue as words
from tests.pages.parts.taken import ORIGIN, sheets
from tests.worlds import Journey, Touch, warehouse_of


def lead(*touches, owner, created=0, **more):
    touched = tuple(Touch(*each) for each in touches)
    return Journey("cold email", {"lead": created}, touches=touched, lead={"owner": owner, "team": "North"}, **more)


CALL, REPLY = (1, "outbound", "call"), (2, "inbound", "reply")
WON = [lead(CALL, owner="Cy", outcome="won", closed=20, amount=1000)] * 20
# As of day 100: Bo's reply waits for an answer, Ann never touched hers and touched one of "=Al", whose name is hostile.
WORLD = [*WON, lead(CALL, REPLY, owner="Bo"), lead(owner="Ann"), lead(owner="Ann"), lead(CALL, owner="=Al")]


def taken(**choices):
    book = sheets(work_list.write(warehouse_of(WORLD, as_of=100), Scope(), ORIGIN, **choices))
    return {
        name: [dict(zip(rows[0], row, strict=True)) for row in rows[1:]] for name, rows in book.items() if rows[0][0]
    }


def test_each_owner_has_a_sheet_with_what_to_do_why_and_since_when():
    book = taken()
    assert list(book) == ["All", "=Al", "Ann", "Bo", "About"]
    assert [len(book[name]) for name in ("All", "=Al", "Ann", "Bo")] == [4, 1, 2, 1]
    (bo,) = book["Bo"]
    assert bo["Next step"] == "Answer them"
    assert bo["Why"] == "No touch by us since they answered on 3 Jan 2026"
    assert bo["Last touch"] == date(2026, 1, 3)
    assert {row["Next step"] for row in book["Ann"]} == {"Make the first contact"}
    assert "Owner" not in bo
    assert {row["Owner"] for row in book["All"]} == {"Ann", "Bo", "=Al"}


def test_the_list_keeps_the_order_of_the_page_and_its_choices():
    page = queue.build(warehouse_of(WORLD, as_of=100), Scope())
    shown = next(card for card in page.cards if card.name == "gap queue").numbers
    assert [row["Lead id"] for row in taken()["All"]] == shown["lead_id"].tolist()
    assert list(taken(breakdown="team")) == ["All", "North", "About"]
    assert [row["Owner"] for row in taken(gap="never touched")["All"]] == ["Ann", "Ann"]


def test_a_list_that_ends_too_early_says_so(monkeypatch):
    monkeypatch.setattr(work_list, "MOST", 4)
    book = sheets(work_list.write(warehouse_of(WORLD, as_of=100), Scope(), ORIGIN))
    assert ["Work list", "The list holds the first 4 leads; narrow it down to see others."] in book["About"]


def test_no_gap_is_without_a_next_step():
    assert set(words.NEXT_STEPS) == set(GAPS)
