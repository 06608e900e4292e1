"""Shares above which one is too much, and how surely a share is above its own."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from analysis.claims.verdicts import CLEAR, NO, UNSURE, WEAK
from data.definitions import Thresholds


def by_grain(thresholds: Thresholds) -> dict[str, float]:
    """The threshold of every grain: sources share that of channels, regions that of segments."""
    return {
        "channel": thresholds.channel_share,
        "source": thresholds.channel_share,
        "campaign": thresholds.campaign_share,
        "segment": thresholds.segment_share,
        "region": thresholds.segment_share,
        "owner": thresholds.owner_share,
        "account": thresholds.account_share,
    }


def verdict(row: pd.Series | Mapping[str, Any], threshold: float, *, low: str = "low", is_few: bool = False) -> str:
    """How surely a share is above a threshold.

    Parameters
    ----------
    row : Series or mapping
        The share's interval: ``weak_low`` (lower end at the weaker level), ``high`` and the lower end itself.
    threshold : float
        The share that is too much.
    low : str, default "low"
        Name of the lower end.
    is_few : bool, default False
        Whether the share rests on too few cases to tell.

    Returns
    -------
    str
        CLEAR: the interval is above. WEAK: that at the weaker level is. UNSURE: it spans the threshold, or is not
        below it and cases are few. NO: it is below.
    """
    if row[low] > threshold:
        status = CLEAR
    elif row["weak_low"] > threshold:
        status = WEAK
    else:
        status = UNSURE if row["high"] >= threshold else NO
    return UNSURE if status and is_few else status
