"""What the view Velocity of Balance says: what each motion's pipeline brings a day, and what moved it most."""

import pandas as pd

from analysis.statistics.checks import Interval
from analysis.statistics.velocity import VelocityChange
from pages.parts import labels
from pages.parts.words import common, rates

COMPONENTS = {
    "opened": "Opportunities opened",
    "won_share": "Share that win",
    "won_amount": "Average won amount",
}
MEASURES = {
    "opened": "Opportunities opened a day",
    "won_share": "Share of them that win",
    "won_amount": "Average won amount",
    "velocity": "Velocity a day",
}
WON_A_DAY = "For comparison: won a day"
TEXTBOOK = {
    "open_opportunities": "Open opportunities",
    "win_rate": rates.OF_CLOSED_OPPORTUNITIES,
    "won_amount": "Average won amount",
    "cycle_days": "Mean days, opportunity to won",
    "textbook": "Textbook formula, a day",
}
PERIOD_OF = "opened or closed"
NOTHING_OPENED = "No opportunity opened or was won"
NO_VELOCITY = "Velocity cannot be told yet"
LOAD = "It takes opportunities that opened in the period, and won amounts: load leads with these, or widen the period."
IN_SHORT = (
    "opportunities opened a day × the share of them that win × the average amount of the deals won, all of the same "
    "days, whenever their leads were created"
)
DEFINITION = (
    f"Velocity: {IN_SHORT}. The share that win puts together what happened in these days at each age of an "
    "opportunity, as a life table does (Aalen-Johansen with delayed entry): young ones are no failures, and those that "
    "no longer move count as what they are. Interval: delta method on the log scale; opened opportunities count as "
    "Poisson."
)
CHANGE_DEFINITION = (
    "Each component's part of the change is exact on the log scale (logarithmic mean Divisia index); the parts add up. "
    "Clear: the 95% interval of after over before leaves out 1."
)
GAINS_DEFINITION = (
    "What velocity would gain if one component alone were at the other motion's level, all else as it is. It says "
    "where the distance is, not that it can be closed."
)
TEXTBOOK_DEFINITION = (
    f"Textbook formula: open opportunities × {rates.inside(rates.OF_CLOSED_OPPORTUNITIES)} × average won amount ÷ mean "
    "days from opportunity to won, of leads created in the period."
)
TEXTBOOK_NOTE = (
    "It takes every open opportunity as one that closes within one cycle: those that no longer move and were never "
    "closed count as if they did. Velocity counts what opens instead of what is open."
)


def facts(opened: int, won: int) -> str:
    """Start of the grey line: what was counted."""
    return f"{common.counted(opened, 'opportunity', 'opportunities')} opened and {labels.count(won)} won"


def left_out(undated: int, *, has_losses: bool) -> str:
    """What the share that win does not know."""
    several = common.counted(undated, "won opportunity", "won opportunities")
    return common.joined(
        f"{several} without a day of opening: left out, but for the amount won a day." if undated else "",
        "" if has_losses else "No lost opportunity is recorded: what is neither won nor open is not known.",
    )


def textbook_title(textbook: float, won: float, currency: str) -> str:
    """What the textbook formula says, against what was won."""
    if labels.is_missing(textbook):
        return "The textbook formula lacks a part"
    said = f"The textbook formula says {common.amount(textbook, currency)} a day"
    return f"{said}; {common.amount(won, currency)} a day was won"


def title(velocity: dict[str, Interval], currency: str) -> str:
    """Which motion's pipeline brings more a day."""
    known = {motion: value for motion, value in velocity.items() if not labels.is_missing(value.estimate)}
    if not known:
        return NO_VELOCITY
    if len(known) == 1:
        motion, value = next(iter(known.items()))
        return f"{motion.capitalize()} brings {common.amount(value.estimate, currency)} a day"
    (lower, low), (higher, high) = sorted(known.items(), key=lambda each: each[1].estimate)
    amounts = [common.amount(value.estimate, currency) for value in (high, low)]
    if low.high < high.low:
        return f"{higher.capitalize()} brings more a day than {lower}: {amounts[0]} against {amounts[1]}"
    return f"Which motion brings more a day cannot be told yet: {higher} {amounts[0]}, {lower} {amounts[1]}"


def factors_title(factors: dict[str, tuple[str, str, str]]) -> str:
    """Title of the table: what the velocity of each motion is made of; of motions with all three parts."""
    if not factors:
        return "Opened a day × share that win × amount: a part is missing"
    said = [f"{motion} {' × '.join(parts)}" for motion, parts in factors.items()]
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
    return f"Now over before, 95% interval: {common.listed(parts)}."


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
