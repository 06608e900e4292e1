"""Balance, view Velocity: what each motion's pipeline is worth a day, and what moved it most."""

import pandas as pd

from analysis.balance.evidence import by_motion
from analysis.scope import Scope
from analysis.statistics.checks import Interval
from analysis.statistics.velocity import (
    COMPONENTS,
    VelocityChange,
    gains_at_level,
    velocity_change,
    velocity_components,
)
from analysis.warehouse import Warehouse
from data.names import MOTIONS
from pages.charts import figures
from pages.leadership.balance.words import velocity as words
from pages.parts import labels
from pages.parts.cards import Card, Column
from pages.parts.columns import bounds, known
from pages.parts.frames import cell, row_of
from pages.parts.page import PageModel
from pages.parts.words import common

BOUNDS = ("", "_low", "_high")


def build(warehouse: Warehouse, scope: Scope, *, earlier: Scope | None) -> PageModel:
    """The velocity of each motion, its distance from the other's, and what moved it since the earlier period."""
    counts = warehouse.ask("engines", scope, breakdown="motion")
    if counts["leads"].sum() == 0:
        return PageModel(common.NO_LEADS, empty=common.WIDEN)
    parts = components(counts)
    leads = common.counted(int(counts["leads"].sum()), "lead")
    if parts["velocity"].isna().all():
        return PageModel(words.NO_VELOCITY, leads, empty=words.LOAD)
    currency = warehouse.currency
    before = components(warehouse.ask("engines", earlier, breakdown="motion")) if earlier is not None else None
    present = [motion for motion in MOTIONS if parts["velocity"].notna()[motion]]
    return PageModel(
        title=words.title({motion: estimate(parts, motion, "velocity") for motion in MOTIONS}, currency),
        facts=leads,
        cards=(
            _table(parts, currency),
            *([_gains(parts, currency)] if len(present) == len(MOTIONS) else []),
            *([_change(before, parts, motion, currency) for motion in present] if before is not None else []),
        ),
    )


def components(counts: pd.DataFrame) -> pd.DataFrame:
    """Components and velocity by motion; where no loss is recorded there is no win rate.

    Parameters
    ----------
    counts : DataFrame
        Answer to ``engines``.

    Returns
    -------
    DataFrame
        As ``velocity_components``, on the index of both motions.
    """
    sums = by_motion(counts)
    has_losses = bool((sums["decided"] > sums["won_opportunities"]).any())
    if not has_losses:
        sums = sums.assign(decided=0, won_opportunities=0)
    return velocity_components(sums)


def estimate(parts: pd.DataFrame, motion: str, name: str) -> Interval:
    """One component, or the velocity, of one motion with its interval."""
    return Interval(*(cell(parts, motion, f"{name}{bound}") for bound in BOUNDS))


def written(parts: pd.DataFrame, motion: str, name: str, currency: str) -> str:
    """The same in words, its interval in brackets."""
    value = estimate(parts, motion, name)
    # Where the opportunity was never entered by itself, it took no time: that is no cycle.
    if labels.is_missing(value.estimate) or (name == "cycle_days" and value.estimate == 0):
        return labels.MISSING
    if name == "win_rate":
        return common.estimate(*value)
    if name == "opportunities":
        return labels.count(value.estimate)
    if name == "cycle_days":
        low, high = (labels.days(end).removesuffix(f"{labels.NO_BREAK}days") for end in value[1:])
        return labels.days(value.estimate) if value.is_missing else f"{labels.days(value.estimate)} ({low} to {high})"
    return common.money_estimate(value, currency)


def _table(parts: pd.DataFrame, currency: str) -> Card:
    rows = [
        {"measure": label, **{motion: written(parts, motion, name, currency) for motion in MOTIONS}}
        for name, label in words.MEASURES.items()
    ]
    factors = {
        motion: (
            labels.count(cell(parts, motion, "opportunities")),
            labels.share(cell(parts, motion, "win_rate")),
            common.amount(cell(parts, motion, "won_amount"), currency),
            labels.days(cell(parts, motion, "cycle_days")),
        )
        for motion in MOTIONS
        if all(written(parts, motion, name, currency) != labels.MISSING for name in words.COMPONENTS)
    }
    return Card(
        name="velocity",
        title=words.factors_title(factors),
        subtitle="95 % intervals in brackets",
        numbers=pd.DataFrame(rows),
        columns={"measure": Column("Measure"), **{motion: Column(motion.capitalize()) for motion in MOTIONS}},
        definition=words.DEFINITION,
        is_table=True,
    )


def _change(before: pd.DataFrame, after: pd.DataFrame, motion: str, currency: str) -> Card:
    change = velocity_change(row_of(before, motion), row_of(after, motion))
    return Card(
        name=f"{motion} velocity change",
        title=words.change_title(motion, change, currency),
        subtitle=f"{labels.literal(currency)} a day, from the earlier period to this one, at the same age",
        figure=figures.waterfall(steps(change), unit="money", currency=currency, motion=motion),
        numbers=change.effects.rename_axis("component").reset_index(),
        columns={
            "component": Column("Component"),
            "effect": Column("Effect, a day", "money"),
            "factor": Column("After over before", "times"),
            **bounds("times"),
        },
        definition=words.CHANGE_DEFINITION,
        note="" if change.effects["effect"].isna().all() else words.change_note(change.effects),
        empty="It takes a velocity in both periods.",
    )


def steps(change: VelocityChange) -> pd.DataFrame:
    """Start, one step for each component, end."""
    rows = [
        ("Before", change.before, "start"),
        *((words.COMPONENTS[name], float(change.effects["effect"][name]), "step") for name in COMPONENTS),
        ("Now", change.after, "end"),
    ]
    return pd.DataFrame(rows, columns=["label", "value", "kind"])


def _gains(parts: pd.DataFrame, currency: str) -> Card:
    inbound, outbound = MOTIONS
    rows = [
        {"motion": own, "component": name, "value": value, "label": words.gain_label(own, str(name))}
        for own, other in ((inbound, outbound), (outbound, inbound))
        for name, value in gains_at_level(row_of(parts, own), row_of(parts, other)).items()
    ]
    table = pd.DataFrame(rows)
    drawn = table[table["value"] > 0]
    return Card(
        name="velocity gains",
        title=words.gains_title(table, currency),
        subtitle=f"Velocity gained with one component at the other motion's level, a day · {labels.MARKS}",
        figure=figures.ranked_bars(drawn, currency=currency),
        numbers=table,
        columns={
            "label": Column("Component of the other motion"),
            **known("motion"),
            "value": Column("Gain, a day", "money"),
        },
        definition=words.GAINS_DEFINITION,
    )
