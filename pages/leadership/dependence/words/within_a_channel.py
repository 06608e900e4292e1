"""What Dependence says about the inside of a channel."""

import pandas as pd

from pages.leadership.dependence.words import measures
from pages.parts import labels
from pages.parts.words import common, marks
from pages.parts.words.single_points import AGAINST, MEASURES, limit_of

ADVICE = {
    "campaign": "Try a second campaign in this channel.",
    "owner": "Let a second person work this channel.",
    "account": "Plan the channel with and without it.",
}
LOAD = {"campaign": "campaign", "owner": "owner", "account": "account_id"}
DEFINITION = (
    "Of every channel the largest campaign, owner and account, as a share of all of the channel, with a name or "
    "without. Interval: Wilson at the effective number of the channel's deals, 95%. A share counts as above its "
    "threshold when its interval is, after allowing for the number of channels. Without the largest deal: the same "
    "share after the channel's largest deal is left out of both."
)


def title(above: pd.DataFrame, channels: int) -> str:
    """The finding: which channels hang on one campaign, owner or account."""
    if channels == 0:
        return "Too few cases in every channel to look inside"
    sure = above[above["status"] == "clear"]
    if above.empty:
        return "No channel surely hangs on one campaign, owner or account"
    row = (sure if len(sure) else above).iloc[0]
    doubt = "" if len(sure) else "probably "
    more = len(above) - 1
    rest = f", and {more} more such {'finding' if more == 1 else 'findings'}" if more else ""
    return (
        f"{labels.literal(row['breakdown'])} {doubt}hangs on one {row['part']}: "
        f"{labels.literal(row['name'])} has {labels.share(row['share'])}{rest}"
    )


def facts(leads: int, cases: int, measure: str) -> str:
    """The start of the grey line."""
    own = "" if measure == "leads" else measures.cases(cases, measure)
    return common.grey_line(common.counted(leads, "lead"), own)


def finding(row: pd.Series, measure: str) -> str:
    """One channel that hangs on one of its parts, with the number without the largest deal."""
    share = common.estimate(row["share"], row["low"], row["high"])
    sentence = (
        f"{common.capital(str(row['part']))} {labels.literal(row['name'])} brings {share} of "
        f"{labels.literal(row['breakdown'])}'s {MEASURES[measure]}"
    )
    if measure == "won_amount" and not labels.is_missing(row["without_largest"]):
        sentence += f", {labels.share(row['without_largest'])} without the largest deal"
    limit = f"the threshold of {limit_of(float(row['threshold']))} for one {row['part']}"
    return f"{sentence}: {AGAINST[str(row['status'])]} {limit}."


def card_title(known: pd.DataFrame, part: str, threshold: float) -> str:
    """Title of the largest campaigns, owners or accounts."""
    if known.empty:
        return f"What hangs on one {part} is not known"
    sure = known[known["clear_low"] > threshold]
    limit = limit_of(threshold)
    if len(sure) > 1:
        return f"In {len(sure)} of {len(known)} channels one {part} brings more than {limit}"
    top = known.iloc[0] if sure.empty else sure.iloc[0]
    if top["share"] > threshold:
        doubt = "" if len(sure) else "; too few cases to be sure"
        return f"One {part} brings {labels.share(top['share'])} of {labels.literal(top['breakdown'])}{doubt}"
    return f"No {part} brings more than {limit} of its channel"


def subtitle(part: str, measure: str, motions: pd.Series) -> str:
    """Units and marks."""
    return marks.under(f"Share of the largest {part} in the channel's {MEASURES[measure]}, 95% interval", motions)


def without(known: pd.DataFrame, measure: str) -> str:
    """The largest share beside the same without the largest deal."""
    if measure != "won_amount" or known.empty or labels.is_missing(known.iloc[0]["without_largest"]):
        return ""
    top = known.iloc[0]
    return (
        f"{labels.literal(top['breakdown'])} · {labels.literal(top['name'])}: {labels.share(top['share'])}, without "
        f"the channel's largest deal {labels.share(top['without_largest'])}. The numbers have all."
    )


def missing(part: str, *, has_rows: bool, few: int) -> str:
    """Why nothing is drawn, and what to load."""
    if has_rows:
        return f"Every channel has fewer than {few} cases: widen the period, or look at leads."
    return f"Load leads with their {LOAD[part]} to see what hangs on one {part}."
