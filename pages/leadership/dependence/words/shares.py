"""What the page Dependence says."""

import pandas as pd

from analysis.statistics.checks import Interval
from pages.leadership.dependence.months import Growth
from pages.parts import labels
from pages.parts.page import PageModel
from pages.parts.words import common

NO_LEADS = "No lead was created in this period under these filters"
NEGATIVE = "The won amounts of a group add up to less than nothing: they have no shares. Choose another measure."
NOTHING = {
    "leads": "No lead here",
    "opportunities": "No opportunity here yet",
    "won": "Nothing is won here yet",
    "won_amount": "No won amount is recorded here",
}
TRY_ANOTHER = {
    "leads": common.WIDEN,
    "opportunities": "Look at leads instead, or widen the period.",
    "won": "Look at leads or opportunities instead, or widen the period.",
    "won_amount": "Load outcomes with their amount, or look at the number won instead.",
}
MEASURES = {"leads": "leads", "opportunities": "opportunities", "won": "won leads", "won_amount": "won amount"}
MEASURE_NAMES = {"leads": "Leads", "opportunities": "Opportunities", "won": "Won", "won_amount": "Won amount"}
GRAINS = ("channel", "source", "campaign", "segment", "region", "owner", "account")
PLURALS = {grain: f"{grain}s" for grain in GRAINS}
NO_ACCOUNTS = "No won lead here has an account. Load leads with their account_id to see what hangs on one account."
NO_AMOUNTS = "No won amount is recorded here. Load outcomes with their amount to see what hangs on one account."
ADVICE = {
    "channel": "Grow a second one before buying more of the same.",
    "source": "Grow a second one before buying more of the same.",
    "campaign": "Try a second campaign beside it.",
    "segment": "Check that this focus is meant.",
    "region": "Check that this focus is meant.",
    "owner": "Make sure somebody else knows these customers.",
    "account": "Plan the channel with and without it.",
}

SHARES_DEFINITION = (
    "Share of all leads, opportunities, wins or won amount of the period, leads without a name included. Intervals: "
    "Wilson, 95 %, at the number of accounts and deals that know the share as well: an account that brings many, or a "
    "few large deals, make it wide."
)
TIME_DEFINITION = (
    "Share by month of creation. The trend is a line through the monthly shares weighted by their leads; one share "
    "clearly grows when its interval lies above 0 after allowing for all that were looked at. For wins and amounts the "
    "trend is that of the number won within the conversion window, of leads that were observed for it."
)
ACCOUNTS_DEFINITION = (
    "Won amount of the largest account, of all won amount of the channel, wins without an account included. Interval: "
    "Wilson at the effective number of the channel's deals, 95 %. Without the largest deal: both without it."
)
LORENZ_DEFINITION = (
    "The smallest first: what part of all {plural} brings what share. The straight line is what equal {plural} would "
    "bring. Gini: twice the area between the two, 0 where all are equal. Band: 95 %, seeded bootstrap over accounts."
)
SLOW_MONTHS = "The latest months can still win."
INBOUND_HELP = "Of what comes from inbound or outbound channels; unknown motion is left out."


def title(grain: str, measure: str, row: pd.Series, verdict: str, threshold: float) -> str:
    """The finding: which group is above the threshold, and how surely.

    Parameters
    ----------
    grain, measure : str
        What is shared, and of what.
    row : Series
        The largest group that has a name.
    verdict : str
        How surely it is above.
    threshold : float
        Share above which it is too much.

    Returns
    -------
    str
        The title.
    """
    name, of = labels.literal(row["label"]), MEASURES[measure]
    limit, share = f"the {limit_of(threshold)} threshold", labels.share(row["share"])
    if verdict == "strong":
        return f"{name} brings {share} of {of}, above {limit}"
    if verdict == "weak":
        return f"{name} brings {share} of {of}, probably above {limit}"
    if verdict:
        between = labels.share_range(row["low"], row["high"])
        return f"Cannot tell yet whether {name} is above {limit}: {share} of {of} ({between})"
    return f"No {grain} is above {limit}: the largest, {name}, brings {share} of {of}"


def nameless(grain: str) -> str:
    """The title where nothing has a name."""
    return f"No {grain} is recorded here"


def load_names(grain: str) -> str:
    """What to do where nothing has a name."""
    column = {"channel": "source", "account": "account_id"}.get(grain, grain)
    return f"Load leads with their {column}, or look at another grain."


def facts(measure: str, cases: int, leads: int, unnamed: float, grain: str) -> str:
    """The start of the grey line: what the shares rest on, and how much has no name."""
    nouns = {"leads": ("lead", ""), "opportunities": ("opportunity", "opportunities")}
    singular, plural = nouns.get(measure, ("won lead", ""))
    parts = [common.counted(leads, "lead")]
    if measure != "leads":
        priced = " with an amount" if measure == "won_amount" else ""
        parts.append(common.counted(cases, singular, plural) + priced)
    if unnamed > 0:
        parts.append(f"{labels.share(unnamed)} without {'an' if grain in {'owner', 'account'} else 'a'} {grain}")
    return " · ".join(parts)


def effective_help(number: Interval, hhi: Interval, plural: str) -> str:
    """What the effective number is, with its interval and the HHI."""
    if number.is_missing:
        return f"Too few cases to say how many {plural} it is in effect."
    return (
        f"How many equally large {plural} would be as concentrated: 1 / HHI. 95 % interval {_numbers(number)}. "
        f"HHI {_index(hhi.estimate)} ({_index(hhi.low)} to {_index(hhi.high)})."
    )


def largest_help(name: str, low: float, high: float) -> str:
    """Which group is the largest, with the interval of its share."""
    return f"{labels.literal(name)}. 95 % interval {labels.share_range(low, high)}."


def top_help(share: Interval, plural: str) -> str:
    """What the three largest bring, with its interval."""
    return f"The three largest {plural} together. 95 % interval {labels.share_range(share.low, share.high)}."


def inbound_help(share: Interval) -> str:
    """What the inbound share is, with its interval."""
    return f"{INBOUND_HELP} 95 % interval {labels.share_range(share.low, share.high)}."


def finding(grain: str, measure: str, row: pd.Series, threshold: float, verdict: str) -> str:
    """One group of one grain against its threshold."""
    share = common.estimate(row["share"], row["low"], row["high"])
    start = f"{labels.literal(row['label'])} brings {share} of {MEASURES[measure]}"
    return f"{start}, {_against(verdict)} the threshold of {limit_of(threshold)} for one {grain}."


def refusal(leads: int, measure: str, total: float, *, has_negative: bool = False) -> PageModel | None:
    """The page where there is nothing to share; None where there is.

    Parameters
    ----------
    leads : int
        Leads in scope.
    measure : str
        Of what shares are asked.
    total : float
        How much there is of it.
    has_negative : bool, default False
        Whether a group has less than nothing.

    Returns
    -------
    PageModel or None
        Title and what to do.
    """
    if leads == 0:
        return PageModel(NO_LEADS, empty=common.WIDEN)
    if has_negative:
        return PageModel(NOTHING[measure], empty=NEGATIVE)
    if not total > 0:
        return PageModel(NOTHING[measure], common.counted(leads, "lead"), empty=TRY_ANOTHER[measure])
    return None


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


def few_bars(shown: int, groups: int, plural: str) -> str:
    """How many bars are drawn."""
    return "" if shown >= groups else f"The {shown} largest of {labels.count(groups)} {plural}; the numbers have all."


def growth_title(growth: Growth, plural: str) -> str:
    """Title of the shares by month: which grows, by how many points a year."""
    if growth.slope.is_missing:
        return "Too few months for a trend"
    if growth.label not in growth.clear:
        return f"No share of the largest {plural} clearly grows"
    return f"{labels.literal(growth.label)} gains {_year(growth.slope)} points a year"


def rolling_title(label: str, shares: pd.Series, threshold: float) -> str:
    """Title of the shares by rolling quarter: where the one to follow stands now."""
    now, side = labels.share(shares.iloc[-1]), "above" if shares.iloc[-1] > threshold else "below"
    return f"{labels.literal(label)} brings {now} in the latest three months, {side} {limit_of(threshold)}"


def growth_note(growth: Growth, measure: str) -> str:
    """The trend with its interval, what else clearly grows, and which months are not settled."""
    unsettled = "" if measure == "leads" else SLOW_MONTHS
    if growth.slope.is_missing:
        return unsettled
    between = f"{_signed(growth.slope.low)} to {_signed(growth.slope.high)}"
    trend = f"{labels.literal(growth.label)}: {_signed(growth.slope.estimate)} points a year, interval {between}"
    if not growth.also and growth.label not in growth.clear:
        trend += f"; not clear for one of {common.counted(growth.looked_at, 'share')} that were looked at"
    also = [f"{labels.literal(label)} ({_signed(slope.estimate)})" for label, slope in growth.also.items()]
    return common.joined(f"{trend}.", f"Clearly growing too: {common.listed(also)}." if also else "", unsettled)


def accounts_title(rows: pd.DataFrame, threshold: float) -> str:
    """Title of the largest account of each channel."""
    above = rows[rows["strong_low"] > threshold]
    if len(above) > 1:
        return f"In {len(above)} channels one account carries more than {limit_of(threshold)} of the won amount"
    top = rows.iloc[0] if above.empty else above.iloc[0]
    if top["share"] > threshold:
        doubt = "" if len(above) else "; too few deals to be sure"
        return f"One account carries {labels.share(top['share'])} of {labels.literal(top['label'])}'s won amount{doubt}"
    return f"No account carries more than {limit_of(threshold)} of its channel's won amount"


def lorenz_title(gini: Interval, part: float, share: float, plural: str, measure: str) -> str:
    """Title of the Lorenz curve: what the smaller half brings."""
    return (
        f"The smaller {labels.share(part, 0)} of {plural} bring {labels.share(share)} of {MEASURES[measure]}: "
        f"Gini {labels.number(gini.estimate)}"
    )


def lorenz_subtitle(plural: str, measure: str, *, has_band: bool) -> str:
    """What the curve shows."""
    return f"Share of {MEASURES[measure]} that the smallest {plural} bring{', band 95 %' if has_band else ''}"


def lorenz_note(gini: Interval) -> str:
    """The interval of the Gini coefficient."""
    return "" if gini.is_missing else f"Gini {labels.number(gini.estimate)}, 95 % interval {_numbers(gini)}."


def few_deals(left_out: int, few: int) -> str:
    """Which channels are not drawn."""
    if not left_out:
        return ""
    verb = "is" if left_out == 1 else "are"
    return f"{common.counted(left_out, 'channel')} with fewer than {few} deals {verb} in the numbers only."


def limit_of(threshold: float) -> str:
    """A threshold as it was chosen: without decimals where it has none."""
    return labels.share(threshold, 0 if round(threshold * 100, 6).is_integer() else None)


def _against(verdict: str) -> str:
    return {"strong": "above", "weak": "probably above"}.get(verdict, "too close to tell from")


def _index(value: float) -> str:
    """An HHI: of many small ones it needs more digits."""
    return labels.number(value) if value >= 0.1 else f"{value:.4f}"


def _numbers(interval: Interval) -> str:
    return f"{labels.number(interval.low)} to {labels.number(interval.high)}"


def _year(slope: Interval) -> str:
    low, high = (labels.number(round(abs(end) * 100)) for end in (slope.low, slope.high))
    return f"{labels.number(round(slope.estimate * 100))} ({low} to {high})"


def _signed(share: float) -> str:
    return labels.points(share).removesuffix(f"{labels.NO_BREAK}pp")
