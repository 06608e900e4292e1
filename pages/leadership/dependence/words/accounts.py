"""What Dependence says about accounts as its grain."""

import pandas as pd

from analysis.claims.single_points import SinglePoint
from analysis.claims.verdicts import NO, UNSURE
from pages.parts import labels
from pages.parts.words.single_points import AGAINST, MEASURES, limit_of

TEN = "The ten largest accounts together, of what has an account."
ACCOUNTS = "Accounts with any of the measure."
DEFINITION = (
    "Share of one account in what has an account; leads without one are left out and said above. Interval: Wilson at "
    "the effective number of deals, 95%. HHI, effective number and Gini are those of the accounts that are there; "
    "Gini and the Lorenz curve take accounts within five per cent of each other as equal."
)


def title(point: SinglePoint | None, row: pd.Series, measure: str) -> str:
    """The finding: whether one account is above its threshold; without a verdict what the largest carries.

    Parameters
    ----------
    point : SinglePoint or None
        The largest account by what is won; None where too little is.
    row : Series
        The largest account of the measure that is shown.
    measure : str
        What is shown.

    Returns
    -------
    str
        The title.
    """
    if point is None:
        name, share = labels.literal(row["label"]), labels.share(row["share"])
        return f"The largest account, {name}, carries {share} of {MEASURES[measure]}"
    name, share, limit = labels.literal(point.name), labels.share(point.share.estimate), limit_of(point.limit)
    of = MEASURES[point.measure]
    if point.verdict == UNSURE:
        return f"Cannot tell yet whether account {name} is above the {limit} threshold: {share} of {of}"
    if point.verdict == NO:
        return f"No account is above the {limit} threshold: the largest, {name}, carries {share} of {of}"
    return f"Account {name} carries {share} of {of}, {AGAINST[point.verdict]} the {limit} threshold"


def of_named(row: pd.Series) -> str:
    """Which account is the largest, with the interval of its share."""
    return f"{labels.literal(row['label'])}. 95% interval {labels.share_range(row['low'], row['high'])}."


def largest_title(top: pd.DataFrame, measure: str) -> str:
    """Title of the bars: what the largest few carry together."""
    if len(top) == 1:
        return "One account carries all that has an account"
    together = float(top["share"].sum())
    return f"The {len(top)} largest accounts carry {labels.share(together)} of {MEASURES[measure]}"


def largest_subtitle(measure: str) -> str:
    """What is drawn."""
    return f"Share of the {MEASURES[measure]} of all accounts, 95% interval"
