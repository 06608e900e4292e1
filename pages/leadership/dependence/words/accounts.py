"""What Dependence says about accounts as its grain."""

import pandas as pd

from pages.leadership.dependence.words.grains import limit_of
from pages.leadership.dependence.words.measures import MEASURES
from pages.parts import labels

TEN = "The ten largest accounts together, of what has an account."
ACCOUNTS = "Accounts with any of the measure."
DEFINITION = (
    "Share of one account in what has an account; leads without one are left out and said above. Interval: Wilson at "
    "the effective number of deals, 95 %. HHI, effective number and Gini are those of the accounts that are there; "
    "Gini and the Lorenz curve take accounts within five per cent of each other as equal."
)


def title(row: pd.Series, measure: str, status: str, threshold: float) -> str:
    """The finding: whether one account is above its threshold."""
    name, share, limit = labels.literal(row["label"]), labels.share(row["share"]), limit_of(threshold)
    if status in {"clear", "weak"}:
        surely = "" if status == "clear" else "probably "
        return f"Account {name} carries {share} of {MEASURES[measure]}, {surely}above the {limit} threshold"
    if status:
        return f"Cannot tell yet whether account {name} is above the {limit} threshold: {share} of {MEASURES[measure]}"
    return f"No account is above the {limit} threshold: the largest, {name}, carries {share} of {MEASURES[measure]}"


def of_named(row: pd.Series) -> str:
    """Which account is the largest, with the interval of its share."""
    return f"{labels.literal(row['label'])}. 95 % interval {labels.share_range(row['low'], row['high'])}."


def largest_title(top: pd.DataFrame, measure: str) -> str:
    """Title of the bars: what the largest few carry together."""
    if len(top) == 1:
        return "One account carries all that has an account"
    together = float(top["share"].sum())
    return f"The {len(top)} largest accounts carry {labels.share(together)} of {MEASURES[measure]}"


def largest_subtitle(measure: str) -> str:
    """What is drawn."""
    return f"Share of the {MEASURES[measure]} of all accounts, 95 % interval"
