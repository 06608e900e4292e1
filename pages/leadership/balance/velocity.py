"""Balance, view Velocity: what each motion's pipeline brings a day, and what moved it most."""

import pandas as pd

from analysis.balance.flow import BOTH, Flow, textbook
from analysis.recording import comparable
from analysis.scope import Scope
from analysis.statistics.checks import Interval
from analysis.statistics.velocity import COMPONENTS, VelocityChange, gains_at_level, velocity_change
from analysis.warehouse import Warehouse
from data.names import MOTIONS
from pages.charts import figures
from pages.leadership.balance.words import velocity as words
from pages.parts import labels, unrecorded
from pages.parts.cards import Card, Column
from pages.parts.columns import bounds, known
from pages.parts.frames import cell, row_of
from pages.parts.page import PageModel
from pages.parts.undated import needs_days
from pages.parts.words import common

BOUNDS = ("", "_low", "_high")


@needs_days("What the pipeline brings a day")
def build(warehouse: Warehouse, scope: Scope, *, earlier: Scope | None) -> PageModel:
    """The velocity of each motion, its distance from the other's, and what moved it since the earlier period."""
    if nothing := unrecorded.instead(warehouse, scope, "motion", gate="opportunity"):
        return nothing
    flow = Flow.of(warehouse, scope)
    opened, won = (int(flow.counts[name][BOTH]) for name in ("opened", "won"))
    if opened + won == 0:
        return PageModel(words.NOTHING_OPENED, words.facts(0, 0), empty=common.WIDEN, period_of=words.PERIOD_OF)
    parts, currency = flow.components, warehouse.currency
    if parts["velocity"].isna().all():
        return PageModel(words.NO_VELOCITY, words.facts(opened, won), empty=words.LOAD, period_of=words.PERIOD_OF)
    compared = comparable(warehouse, earlier)
    before = None if compared is None else Flow.of(warehouse, compared).components
    present = [motion for motion in MOTIONS if parts["velocity"].notna()[motion]]
    return PageModel(
        title=words.title({motion: estimate(parts, motion, "velocity") for motion in MOTIONS}, currency),
        facts=words.facts(opened, won),
        period_of=words.PERIOD_OF,
        cards=(
            _table(flow, currency),
            *([_gains(parts, currency)] if len(present) == len(MOTIONS) else []),
            *([_change(before, parts, motion, currency) for motion in present] if before is not None else []),
            _textbook(textbook(warehouse.ask("engines", scope, breakdown="motion")), flow, currency),
        ),
    )


def estimate(parts: pd.DataFrame, motion: str, name: str) -> Interval:
    """One component, or the velocity, of one motion with its interval."""
    return Interval(*(cell(parts, motion, f"{name}{bound}") for bound in BOUNDS))


def written(parts: pd.DataFrame, motion: str, name: str, currency: str) -> str:
    """The same in words, its interval in brackets."""
    value = estimate(parts, motion, name)
    if labels.is_missing(value.estimate):
        return labels.MISSING
    if name == "won_share":
        return labels.share(value.estimate) if value.is_missing else common.estimate(*value)
    if name == "opened":
        told = [labels.number(each) for each in value]
        return told[0] if value.is_missing else f"{told[0]} ({told[1]} to {told[2]})"
    return common.money_estimate(value, currency)


def _table(flow: Flow, currency: str) -> Card:
    parts = flow.components
    rows = [
        {"measure": label, **{motion: written(parts, motion, name, currency) for motion in MOTIONS}}
        for name, label in words.MEASURES.items()
    ]
    won = {motion: labels.money(cell(flow.counts, motion, "won_a_day"), currency) for motion in MOTIONS}
    factors = {
        motion: (
            labels.number(cell(parts, motion, "opened")),
            labels.share(cell(parts, motion, "won_share")),
            common.amount(cell(parts, motion, "won_amount"), currency),
        )
        for motion in MOTIONS
        if parts["velocity"].notna()[motion]
    }
    return Card(
        name="velocity",
        title=words.factors_title(factors),
        subtitle="95% intervals in brackets",
        numbers=pd.DataFrame([*rows, {"measure": words.WON_A_DAY, **won}]),
        columns={"measure": Column("Measure"), **{motion: Column(motion.capitalize()) for motion in MOTIONS}},
        definition=words.DEFINITION,
        note=words.left_out(flow.undated, has_losses=bool(flow.counts["dropped"][BOTH] > 0)),
        asked=("opportunity_ages",),
        is_table=True,
        is_comparison=True,
    )


def _textbook(parts: pd.DataFrame, flow: Flow, currency: str) -> Card:
    written_as = {
        "open_opportunities": labels.count,
        "win_rate": labels.share,
        "won_amount": lambda value: labels.money(value, currency),
        "cycle_days": labels.days,
        "textbook": lambda value: labels.money(value, currency),
    }
    rows = [
        {"measure": words.TEXTBOOK[name], **{motion: write(cell(parts, motion, name)) for motion in MOTIONS}}
        for name, write in written_as.items()
    ]
    both = float(parts["textbook"].sum()) if parts["textbook"].notna().any() else float("nan")
    return Card(
        name="textbook formula",
        title=words.textbook_title(both, float(flow.counts["won_a_day"][BOTH]), currency),
        numbers=pd.DataFrame(rows),
        columns={"measure": Column("Measure"), **{motion: Column(motion.capitalize()) for motion in MOTIONS}},
        definition=words.TEXTBOOK_DEFINITION,
        note=words.TEXTBOOK_NOTE,
        asked=("engines",),
        is_table=True,
        is_comparison=True,
    )


def _change(before: pd.DataFrame, after: pd.DataFrame, motion: str, currency: str) -> Card:
    change = velocity_change(row_of(before, motion), row_of(after, motion))
    return Card(
        name=f"{motion} velocity change",
        title=words.change_title(motion, change, currency),
        subtitle=f"{labels.literal(currency)} a day, from the earlier period to this one",
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
