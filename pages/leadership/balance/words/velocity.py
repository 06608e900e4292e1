"""What the view Velocity of Balance says: what each motion's pipeline is worth a day, and what moved it most."""

import pandas as pd

from analysis.statistics.checks import Interval
from analysis.statistics.velocity import VelocityChange
from pages.parts import labels
from pages.parts.words import common

COMPONENTS = {
    "opportunities": "Open opportunities",
    "win_rate": "Win rate",
    "won_amount": "Average won amount",
    "cycle_days": "Cycle",
}
MEASURES = {
    **COMPONENTS,
    "win_rate": "Win rate from opportunity",
    "cycle_days": "Mean days, opportunity to won",
    "velocity": "Velocity a day",
}
NO_VELOCITY = "Velocity cannot be told yet"
LOAD = (
    "It takes open and lost opportunities, won amounts and the days between opportunity and win: load leads with "
    "these, or widen the period."
)
DEFINITION = (
    "Velocity: open opportunities × win rate of decided opportunities × average won amount ÷ mean days from "
    "opportunity to won, of leads created in the period, per day. Interval: delta method on the log scale; open "
    "opportunities count as Poisson."
)
CHANGE_DEFINITION = (
    "The earlier period as its data stood at the same age. Each component's part of the change is exact on the log "
    "scale (logarithmic mean Divisia index); the parts add up. A shorter cycle adds. Clear: the 95 % interval of after "
    "over before leaves out 1."
)
GAINS_DEFINITION = (
    "What velocity would gain if one component alone were at the other motion's level, all else as it is. It says "
    "where the distance is, not that it can be closed."
)


def title(velocity: dict[str, Interval], currency: str) -> str:
    """Which motion's pipeline is worth more a day."""
    known = {motion: value for motion, value in velocity.items() if not value.is_missing}
    if not known:
        return NO_VELOCITY
    if len(known) == 1:
        motion, value = next(iter(known.items()))
        return f"{motion.capitalize()} is worth {common.amount(value.estimate, currency)} a day"
    (lower, low), (higher, high) = sorted(known.items(), key=lambda each: each[1].estimate)
    amounts = f"{common.amount(high.estimate, currency)} a day against {common.amount(low.estimate, currency)}"
    if low.high < high.low:
        return f"{higher.capitalize()} moves faster than {lower}: {amounts}"
    return f"The velocities cannot be told apart: {higher} {amounts} {lower}"


def factors_title(factors: dict[str, tuple[str, str, str, str]]) -> str:
    """Title of the table: what the velocity of each motion is made of; of motions with all four parts."""
    if not factors:
        return "Opportunities × win rate × amount ÷ cycle: a part is missing"
    said = [f"{motion} {' × '.join(parts[:3])} ÷ {parts[3]}" for motion, parts in factors.items()]
    return common.capital(", ".join(said))


def change_title(motion: str, change: VelocityChange, currency: str) -> str:
    """What moved a velocity most."""
    if change.effects["effect"].isna().all():
        return f"What moved {motion} velocity cannot be told yet"
    verb = "rose" if change.change > 0 else "fell"
    much = common.amount(abs(change.change), currency)
    most = str(change.effects["effect"].abs().idxmax())
    start = f"{motion.capitalize()} velocity {verb} by {much} a day"
    if not change.effects["is_clear"].any():
        return f"{start}; no component changed clearly"
    clear = change.effects[change.effects["is_clear"]]
    most = str(clear["effect"].abs().idxmax())
    return f"{start}, most clearly through {component(most)}"


def component(name: str) -> str:
    """A component inside a sentence."""
    return COMPONENTS[name].lower()


def change_note(effects: pd.DataFrame) -> str:
    """Each component's change with its interval."""
    parts = [
        f"{component(str(name))} {labels.times(row['factor'])} ({common.times_range(row['low'], row['high'])})"
        for name, row in effects.iterrows()
    ]
    return f"Now over before, 95 % interval: {common.listed(parts)}; a shorter cycle is above 1."


def gains_title(gains: pd.DataFrame, currency: str) -> str:
    """Where the largest distance is."""
    if gains.empty or not (gains["value"] > 0).any():
        return "Neither motion would gain at the other's level"
    top = gains.sort_values("value", ascending=False, kind="stable").iloc[0]
    other = "outbound" if top["motion"] == "inbound" else "inbound"
    return (
        f"With {other}'s {component(str(top['component']))} {top['motion']} would gain "
        f"{common.amount(float(top['value']), currency)} a day"
    )


def gain_label(motion: str, name: str) -> str:
    """One motion with one component of the other."""
    return f"{motion.capitalize()}: {component(name)}"
