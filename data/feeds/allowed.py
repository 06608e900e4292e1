"""What a feed may read that is set up in a browser: whoever runs the dashboard names it, so that no reader can."""

import os
from pathlib import Path

from data.feeds.feed import Feed

FOLDERS = "PIPELINE_FEED_FOLDERS"  # whole paths with colons between: they and what is in them
DATABASES = "PIPELINE_FEED_DATABASES"  # variables that hold addresses, with commas between


def folders() -> tuple[Path, ...]:
    """Folders that may be read, with all in them."""
    named = (Path(each.strip()) for each in os.environ.get(FOLDERS, "").split(os.pathsep) if each.strip())
    return tuple(each for each in named if each.is_absolute())


def databases() -> tuple[str, ...]:
    """Variables of the environment with the addresses of databases that may be read."""
    return tuple(each.strip() for each in os.environ.get(DATABASES, "").split(",") if each.strip())


def demand(feed: Feed) -> None:
    """Let a feed pass that reads only what may be read.

    Raises
    ------
    ValueError
        If it reads anything else, or a folder that is not there.
    """
    if feed.database:
        if feed.database not in databases():
            raise ValueError(f"database: {feed.database} is not among those that {DATABASES} names")
        return
    folder = Path(feed.folder).resolve()  # no link leads out
    if not any(folder.is_relative_to(each.resolve()) for each in folders()):
        raise ValueError(f"folder: {feed.folder} is not in a folder that {FOLDERS} names")
    if not folder.is_dir():
        raise ValueError(f"folder: {feed.folder} is not a folder that is there: make it first")
