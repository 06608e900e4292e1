"""What the page Dependence says."""

import pandas as pd

from analysis.statistics.checks import Interval
from pages.models.dependence_time import Growth
from pages.parts import labels
from pages.parts.wording import common

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
PLURALS = {grain: f"{grain}s" for grain in ("channel", "source", "campaign", "segment", "owner")}
NO_ACCOUNTS = "No won lead here has an account. Load leads with their account_id to see what hangs on one account."
NO_AMOUNTS = "No won amount is recorded here. Load outcomes with their amount to see what hangs on one account."
ADVICE = {
    "channel": "Grow a second one before buying more of the same.",
    "source": "Grow a second one before buying more of the same.",
    "campaign": "Try a second campaign beside it.",
    "segment": "Check that this focus is meant.",
    "owner": "Make sure somebody else knows these customers.",
    "account": "Plan the channel with and without it.",
}

SHARES_DEFINITION = (
    "Share of all leads, opportunities, wins or won amount of the period, leads without a name included. Intervals: "
    "Wilson, 95 %; for amounts at the effective number of deals, so that a few large deals make it wide."
)
TIME_DEFINITION = (
    "Share by month of creation. The trend is a line through the monthly shares weighted by their leads; one share "
    "clearly grows when its interval lies above 0 after allowing for all that were looked at. For amounts the trend is "
    "that of the number won."
)
CONCENTRATION_DEFINITION = (
    "Effective number: how many equally large ones would be as concentrated, 1 / HHI. HHI: the chance that two leads "
    "come from the same one (unbiased form). Intervals: seeded bootstrap, 95 %. For amounts by the number won."
)
ACCOUNTS_DEFINITION = (
    "Won amount of the largest account, of the won amount of all accounts of the channel; wins without an account are "
    "left out. Interval: Wilson at the effective number of the channel's deals, 95 %."
)
SLOW_MONTHS = "The latest months can still win."
SMALL_CHANGE = 1.1  # a certain change of an effective number is worth a word from a tenth on
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
    column = "source" if grain in {"channel", "source"} else grain
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
        parts.append(f"{labels.share(unnamed)} without a {grain}")
    return " · ".join(parts)


def effective_help(number: Interval, hhi: Interval, plural: str) -> str:
    """What the effective number is, with its interval and the HHI."""
    if number.is_missing:
        return f"Too few cases to say how many {plural} it is in effect."
    return (
        f"How many equally large {plural} would be as concentrated: 1 / HHI. 95 % interval {_numbers(number)}. "
        f"HHI {labels.number(hhi.estimate)} ({_numbers(hhi)})."
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


def account_finding(channel: str, row: pd.Series, threshold: float, verdict: str) -> str:
    """One account against its threshold, in a channel or over all."""
    where = f"{labels.literal(channel)}'s won amount" if channel else "all won amount"
    share = common.estimate(row["share"], row["low"], row["high"])
    wins = common.counted(int(row["account_won"]), "deal")
    start = f"Account {labels.literal(row['account_id'])} carries {share} of {where} with {wins}"
    limit = f"the threshold of {limit_of(threshold)} for one account"
    if verdict in {"strong", "weak"}:
        return f"{start}, {_against(verdict)} {limit}."
    return f"{start}; of so few deals in one of several channels, it may be chance that this is above {limit}."


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


def concentration_title(first: Interval, last: Interval, plural: str) -> str:
    """Title of the effective number over time: whether dependence rises."""
    if first.is_missing or last.is_missing:
        return "Too early to say whether dependence rises"
    change = f"from {labels.number(first.estimate)} to {labels.number(last.estimate)} effective {plural}"
    is_clear = last.high < first.low or last.low > first.high
    if is_clear and max(first.estimate, last.estimate) < SMALL_CHANGE * min(first.estimate, last.estimate):
        return f"Dependence hardly changes: {change}"
    if last.high < first.low:
        return f"Dependence rises: {change}"
    if last.low > first.high:
        return f"Dependence falls: {change}"
    return f"No clear change in dependence: {change}"


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


def _numbers(interval: Interval) -> str:
    return f"{labels.number(interval.low)} to {labels.number(interval.high)}"


def _year(slope: Interval) -> str:
    low, high = (labels.number(round(abs(end) * 100)) for end in (slope.low, slope.high))
    return f"{labels.number(round(slope.estimate * 100))} ({low} to {high})"


def _signed(share: float) -> str:
    return labels.points(share).removesuffix(f"{labels.NO_BREAK}pp")
