"""Small worlds of two engines: opportunities of either motion, and the targets that they are set against."""

from collections.abc import Iterable
from itertools import chain, cycle

from analysis.warehouse import Warehouse
from tests.worlds import Journey, on, warehouse_of

INBOUND, OUTBOUND = ("Webinar", "Content", "Referral"), ("Cold call", "Cold email", "LinkedIn")


def opportunities(sources: Iterable[str], number: int, *, amount: float = 100, segment: str = "SMB") -> list[Journey]:
    """So many opportunities over the first 180 days, dealt out to the sources: half are won, half lost."""
    listed = []
    for place, source in zip(range(number), cycle(sources), strict=False):
        day = 180 * place // number
        journey = Journey(
            source,
            {"lead": day, "prospect": day + 2, "opportunity": day + 5},
            "won" if place % 2 else "lost",
            day + 20,
            amount + place % 5,
            touches=((day + 1, "outbound", "call"), (day + 3, "inbound", "reply")),
            lead={"segment": segment},
        )
        listed.append(journey)
    return listed


def still_open(source: str, number: int, amount: float = 100) -> list[Journey]:
    return [Journey(source, {"lead": 300, "opportunity": 310}, amount=amount) for _ in range(number)]


def steady(source: str, last: int, *, amount: float = 100) -> list[Journey]:
    """A lead a day up to the last one: every other is won after 16 to 24 days, the others are lost then."""
    listed = []
    for day in range(last + 1):
        closed = day + 16 + day % 9
        outcome = ("won" if day % 2 else "lost", closed) if closed <= last else (None, None)
        listed.append(Journey(source, {"lead": day}, *outcome, amount))
    return listed


def world(*groups: list[Journey], targets: list | None = None) -> Warehouse:
    return warehouse_of(chain(*groups), as_of=363, rows={"targets": targets} if targets else {})


def target(motion: str, *amounts: float) -> list[dict]:
    """Targets of the months from the last one of the data (December 2026) on."""
    months = [on(334), on(365), on(396), on(424)]
    return [
        {"month": month, "motion": motion, "amount": amount} for month, amount in zip(months, amounts, strict=False)
    ]
