"""What is told of feeds, a row for each: the pages Data and Settings say the same."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

import pandas as pd

from data.feeds.memory import Told
from pages.parts import labels
from pages.parts.cards import Column
from pages.parts.words import common

COLUMNS = {
    "feed": Column("Feed"),
    "came_at": Column("Last came"),
    "refused": Column("What was refused"),
    "brought": Column("What it brought"),
    "looked_at": Column("Last looked at"),
}


def rows(feeds: Sequence[Told], zone: str) -> pd.DataFrame:
    """When each came and was looked at, what it brought and what was refused.

    Parameters
    ----------
    feeds : sequence of Told
        What is remembered of each.
    zone : str
        Time zone of the business.

    Returns
    -------
    DataFrame
        With the columns of ``COLUMNS``, as texts.
    """
    return pd.DataFrame(
        [
            {
                "feed": each.title,
                "came_at": at(each.came_at, zone),
                "refused": " ".join(each.faults),
                "brought": common.capital(each.brought),
                "looked_at": at(each.looked_at, zone),
            }
            for each in feeds
        ],
        columns=list(COLUMNS),
    )


def at(instant: str, zone: str) -> str:
    """An instant on the clock of the business, "never" for none."""
    if not instant:
        return common.NEVER
    told = datetime.fromisoformat(instant).astimezone(ZoneInfo(zone))
    return f"{labels.day(told)}, {told:%H:%M}"
