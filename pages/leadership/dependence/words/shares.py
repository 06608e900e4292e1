"""What Dependence says about the shares of a grain."""

import pandas as pd

from analysis.claims.shares import Shares
from analysis.claims.single_points import SinglePoint
from analysis.statistics.checks import Interval
from pages.parts import labels
from pages.parts.words import common, marks, single_points
from pages.parts.words.single_points import MEASURES, limit_of

NO_ACCOUNTS = "No won lead here has an account. Load leads with their account_id to see what hangs on one account."
NO_AMOUNTS = "No won amount is recorded here. Load outcomes with their amount to see what hangs on one account."
ACCOUNTS_UNKNOWN = "What hangs on one account is not known"
DEFINITION = (
    "Share of all leads, opportunities, wins or won amount of the period, leads without a name included. Intervals: "
    "Wilson, 95%, at the number of accounts and deals that know the share as well: an account that brings many, or a "
    "few large deals, make it wide."
)
ACCOUNTS_DEFINITION = (
    "Won amount of the largest account, of all won amount of the channel, wins without an account included. Interval: "
    "Wilson at the effective number of the channel's deals, 95%. Without the largest deal: both without it."
)
INBOUND_HELP = "Of what comes from inbound or outbound channels; unknown motion is left out."


def title(point: SinglePoint | None, own: Shares) -> str:
    """The finding: whether the largest group is above its threshold; without a verdict what the largest brings.

    Parameters
    ----------
    point : SinglePoint or None
        The largest of the grain by what decides; None where sources are the channels under other names.
    own : Shares
        What is shown.

    Returns
    -------
    str
        The title.
    """
    if point is not None:
        return single_points.title(point)
    top = own.largest
    return f"{labels.literal(top['label'])} brings {labels.share(top['share'])} of {MEASURES[own.measure]}, most of all"


def of_measure(name: str, measure: str) -> str:
    """Name of a key figure with what it is of."""
    return f"{name}, {MEASURES[measure]}"


def largest_help(name: str, low: float, high: float) -> str:
    """Which group is the largest, with the interval of its share."""
    return f"{labels.literal(name)}. 95% interval {labels.share_range(low, high)}."


def top_help(share: Interval, plural: str) -> str:
    """What the three largest bring, with its interval."""
    return f"The three largest {plural} together. 95% interval {labels.share_range(share.low, share.high)}."


def inbound_help(share: Interval) -> str:
    """What the inbound share is, with its interval."""
    return f"{INBOUND_HELP} 95% interval {labels.share_range(share.low, share.high)}."


def shares_title(rows: pd.DataFrame, measure: str, plural: str) -> str:
    """Title of the bars: what the largest few bring together."""
    if rows.empty:
        return f"No {plural} are recorded"
    if len(rows) == 1:
        return f"All with a name come from {labels.literal(rows['label'].iloc[0])}"
    if len(rows) == 2:
        return f"Two {plural} bring all {MEASURES[measure]} with a name"
    together = float(rows["share"].head(2).sum())
    return f"The two largest of {len(rows)} {plural} bring {labels.share(together)} of {MEASURES[measure]}"


def shares_subtitle(measure: str, motions: pd.Series) -> str:
    """Units and marks."""
    return marks.under(f"Share of {MEASURES[measure]}, 95% interval", motions)


def few_bars(shown: int, groups: int, plural: str) -> str:
    """How many bars are drawn."""
    return "" if shown >= groups else f"The {shown} largest of {labels.count(groups)} {plural}; the numbers have all."


def accounts_title(rows: pd.DataFrame, threshold: float) -> str:
    """Title of the largest account of each channel."""
    above = rows[rows["clear_low"] > threshold]
    if len(above) > 1:
        return f"In {len(above)} channels one account carries more than {limit_of(threshold)} of the won amount"
    top = rows.iloc[0] if above.empty else above.iloc[0]
    if top["share"] > threshold:
        doubt = "" if len(above) else "; too few deals to be sure"
        return f"One account carries {labels.share(top['share'])} of {labels.literal(top['label'])}'s won amount{doubt}"
    return f"No account carries more than {limit_of(threshold)} of its channel's won amount"


def accounts_subtitle(motions: pd.Series) -> str:
    """Units and marks."""
    return marks.under("Its share of the channel's won amount, 95% interval", motions)


def few_deals(left_out: int, few: int) -> str:
    """Which channels are not drawn."""
    if not left_out:
        return ""
    verb = "is" if left_out == 1 else "are"
    return f"{common.counted(left_out, 'channel')} with fewer than {few} deals {verb} in the numbers only."
