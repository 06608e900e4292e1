"""Warm against cold outreach, and which messages get a positive reply."""

import pandas as pd

from analysis.scope import Scope
from analysis.statistics.checks import UNKNOWN, Interval
from analysis.statistics.proportions import difference_interval, share_interval, wilson_intervals
from analysis.warehouse import Warehouse
from data.names import MOTIONS, NOT_RECORDED
from pages.charts import figures
from pages.everyone.interplay import words
from pages.parts import opens
from pages.parts.cards import Card, Column
from pages.parts.columns import bounds, known
from pages.parts.frames import cell, interval
from pages.parts.words import marks

RESPONSE_DAYS = 30
WARMTHS = ("cold", "warm")
SEQUENCES_SHOWN = 10
ANSWERS = {
    **known("people", "replied"),
    "positive": Column("Positive", "count"),
    "meetings": Column("Meeting booked", "count"),
}


def warm_and_cold(warehouse: Warehouse, scope: Scope) -> Card:
    """Reply and meeting rate of people reached cold and warm, by the motion of the lead."""
    people = warehouse.ask("outreach", scope, breakdown="motion", response_days=RESPONSE_DAYS)
    is_shown = people["breakdown"].isin(MOTIONS) & people["warmth"].isin(WARMTHS)
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
        title=words.warm_title(replies),
        subtitle=marks.under("Share of people within 30 days of the outreach, 95% interval", drawn["motion"]),
        figure=figures.rates_with_intervals(drawn),
        numbers=people,
        columns={
            "breakdown": Column("Leads", "motion"),
            "warmth": Column("Reached"),
            **ANSWERS,
            "answered_before": Column("Answered before", "count", "Left out"),
            "young": Column("Too recent", "count", "Left out"),
        },
        definition=words.WARM_DEFINITION,
        note=words.warm_note(meetings, int(people["answered_before"].sum()), int(people["young"].sum())),
        empty=words.NO_OUTREACH,
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
    told = rates[rates["positive"] >= few]
    stricter = wilson_intervals(told["positive"], told["people"], level=1 - 0.05 / max(len(told), 1))
    best = told["rate"].idxmax() if len(told) > 1 else ""
    rest = share_interval(int(sums["positive"].sum()), int(sums["people"].sum()))
    drawn = rates.head(SEQUENCES_SHOWN)
    drawn = drawn.assign(label=drawn.index, motion="outbound", n=drawn["people"])
    return Card(
        name="messages",
        asked=("outreach",),
        title=words.messages_title(str(best), interval(stricter, best) if best else UNKNOWN, rest),
        subtitle="Share of people with a positive reply within 30 days, by their first sequence, 95% interval",
        figure=figures.rates_with_intervals(drawn),
        numbers=rates.assign(sequence=rates.index),
        columns={
            **known("sequence"),
            **ANSWERS,
            "rate": Column("Positive rate", "share"),
            **bounds(),
        },
        definition=words.MESSAGES_DEFINITION,
        note=f"The {SEQUENCES_SHOWN} with most people of {len(rates)}." if len(rates) > SEQUENCES_SHOWN else "",
        empty=words.NO_SEQUENCES,
        opens=opens.by("sequence", drawn["label"], outreach="first", answer_days=str(RESPONSE_DAYS)),
    )
