"""Warm against cold outreach, and which messages get a positive reply."""

import pandas as pd

from analysis.scope import Scope
from analysis.statistics.checks import UNKNOWN, Interval
from analysis.statistics.proportions import difference_interval, share_interval, wilson_intervals
from analysis.warehouse import Warehouse
from data.names import NOT_RECORDED
from pages.charts import figures as charts
from pages.everyone.interplay import words as wording
from pages.parts import opens
from pages.parts.cards import Card, Column
from pages.parts.frames import cell, interval
from pages.parts.words import marks

RESPONSE_DAYS = 30
WARMTHS = ("cold", "warm")
SHOWN = 10


def warm_and_cold(warehouse: Warehouse, scope: Scope) -> Card:
    """Reply and meeting rate of people reached cold and warm, by the motion of the lead."""
    people = warehouse.ask("outreach", scope, breakdown="motion", response_days=RESPONSE_DAYS)
    is_shown = people["breakdown"].isin(["inbound", "outbound"]) & people["warmth"].isin(WARMTHS)
    people = people[is_shown & (people["people"] > 0)].reset_index(drop=True)
    parts = []
    for shown, column in (("Replied", "replied"), ("Booked a meeting", "meetings")):
        rates = wilson_intervals(people[column], people["people"])
        parts.append(people.assign(rank_group=shown, low=rates["low"], high=rates["high"], rate=rates["rate"]))
    drawn = pd.concat(parts, ignore_index=True)
    drawn = drawn.assign(
        label=[
            f"{motion.capitalize()} leads, {warmth}"
            for motion, warmth in zip(drawn["breakdown"], drawn["warmth"], strict=True)
        ],
        motion=drawn["breakdown"],
        n=drawn["people"],
    )
    replies, meetings = (_difference(people, column) for column in ("replied", "meetings"))
    return Card(
        name="warm-and-cold",
        asked=("outreach",),
        title=wording.warm_title(replies),
        subtitle=marks.under("Share of people within 30 days of the outreach, 95 % interval", drawn["motion"]),
        figure=charts.rates_with_intervals(drawn),
        numbers=people,
        columns={
            "breakdown": Column("Leads", "motion"),
            "warmth": Column("Reached"),
            "people": Column("People", "count"),
            "replied": Column("Replied", "count"),
            "positive": Column("Positive", "count"),
            "meetings": Column("Meeting booked", "count"),
            "answered_before": Column("Answered before", "count", "Left out"),
            "young": Column("Too recent", "count", "Left out"),
        },
        definition=wording.WARM_DEFINITION,
        note=wording.warm_note(meetings, int(people["answered_before"].sum()), int(people["young"].sum())),
        empty=wording.NO_OUTREACH,
        opens=opens.rows(drawn, ("label",), {"motion": "motion", "outreach": "warmth"}, answer_days=str(RESPONSE_DAYS)),
    )


def _difference(people: pd.DataFrame, column: str) -> Interval:
    """Warm less cold, of outbound leads: inbound ones are never cold."""
    own = people[people["breakdown"] == "outbound"].set_index("warmth")
    if not {"warm", "cold"} <= set(own.index):
        return UNKNOWN
    sides = [int(cell(own, warmth, name)) for warmth in ("warm", "cold") for name in (column, "people")]
    return difference_interval(*sides)


def messages(warehouse: Warehouse, scope: Scope, few: int) -> Card:
    """Positive replies of each sequence."""
    counted = warehouse.ask("outreach", scope, breakdown="sequence", response_days=RESPONSE_DAYS)
    first = counted[counted["warmth"] == "first"]
    sums = first.drop(columns=["breakdown", "warmth"]).set_index(first["breakdown"].astype(str))
    sums = sums[(sums.index != NOT_RECORDED) & (sums["people"] > 0)]
    rates = sums.join(wilson_intervals(sums["positive"], sums["people"]))
    rates = rates.sort_values("people", ascending=False, kind="stable")
    known = rates[rates["positive"] >= few]
    bounds = wilson_intervals(known["positive"], known["people"], level=1 - 0.05 / max(len(known), 1))
    best = known["rate"].idxmax() if len(known) > 1 else ""
    rest = share_interval(int(sums["positive"].sum()), int(sums["people"].sum()))
    drawn = rates.head(SHOWN).assign(label=rates.index[:SHOWN], motion="outbound", n=rates["people"].head(SHOWN))
    return Card(
        name="messages",
        asked=("outreach",),
        title=wording.messages_title(str(best), interval(bounds, best) if best else UNKNOWN, rest),
        subtitle="Share of people with a positive reply within 30 days, by their first sequence, 95 % interval",
        figure=charts.rates_with_intervals(drawn),
        numbers=rates.assign(sequence=rates.index),
        columns={
            "sequence": Column("Sequence"),
            "people": Column("People", "count"),
            "replied": Column("Replied", "count"),
            "positive": Column("Positive", "count"),
            "meetings": Column("Meeting booked", "count"),
            "rate": Column("Positive rate", "share"),
            "low": Column("95 % low", "share"),
            "high": Column("95 % high", "share"),
        },
        definition=wording.MESSAGES_DEFINITION,
        note=f"The {SHOWN} with most people of {len(rates)}." if len(rates) > SHOWN else "",
        empty=wording.NO_SEQUENCES,
        opens=opens.by("sequence", drawn["label"], outreach="first", answer_days=str(RESPONSE_DAYS)),
    )
