"""What Dependence says about single points: the largest one of a grain against its threshold."""

import pandas as pd

from pages.leadership.dependence.words.grains import ADVICE, against, limit_of
from pages.leadership.dependence.words.measures import MEASURES
from pages.parts import labels
from pages.parts.words import common

LONGER = "Look at a longer period."


def finding(row: pd.Series) -> str:
    """One of a grain against its threshold, with its evidence."""
    share = common.estimate(row["share"], row["low"], row["high"])
    limit = f"the threshold of {limit_of(float(row['threshold']))} for one {row['grain']}"
    if row["grain"] != "account":
        start = f"{labels.literal(row['label'])} brings {share} of {MEASURES[str(row['of'])]}"
        return f"{start}, {against(str(row['status']))} {limit}."
    what = "won amount" if row["of"] == "won_amount" else "wins"
    where = f"{labels.literal(row['within'])}'s {what}" if row["within"] else f"all {what}"
    start = f"Account {labels.literal(row['label'])} carries {share} of {where}"
    start += f" with {common.counted(int(row['cases']), 'deal')}"
    if row["status"] in {"clear", "weak"}:
        return f"{start}, {against(str(row['status']))} {limit}."
    return f"{start}; of so few deals, it may be chance that this is above {limit}."


def advice(grain: str, status: str) -> str:
    """What to do about a finding; where nothing can be told yet, how to know more."""
    if status == "cannot tell yet":
        return LONGER if grain == "account" else ""
    return ADVICE[grain]
