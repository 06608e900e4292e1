"""Write a feed into the definitions, once it is seen to be there."""

from dataclasses import fields
from pathlib import Path

from data import definitions
from data.definitions import DefinitionsError
from data.feeds import database
from data.feeds.feed import Feed, FeedError
from data.settings import versions
from data.settings.draft import FEEDS, Draft


def add(home: Path, feed: Feed) -> list[str]:
    """Write a feed into the definitions of a home, with nothing that is as it is by default.

    Parameters
    ----------
    home : Path
        The home folder.
    feed : Feed
        What is to come by itself.

    Returns
    -------
    list of str
        What whoever sets it up should know, in sentences.

    Raises
    ------
    FeedError
        If its folder or its database is not there, or cannot be read.
    DefinitionsError
        If the definitions cannot be read, or name such a feed already.
    """
    notes = database.look(feed, home) if feed.database else []
    if feed.folder and not Path(feed.folder).is_dir():
        kind = (
            "a file, and a feed is a folder"
            if Path(feed.folder).exists()
            else "not a folder that is there: make it first"
        )
        raise FeedError(f"{feed.folder} is {kind}.")
    read = versions.now(home)
    if read.fault:
        raise DefinitionsError(f"{definitions.file_of(home)}: {read.fault}")
    told = {each.name: getattr(feed, each.name) for each in fields(feed)}
    usual = {each.name: each.default for each in fields(feed)}
    draft = Draft(read.text)
    draft.add(
        FEEDS,
        **{
            key: list(value) if isinstance(value, tuple) else value
            for key, value in told.items()
            if value and value != usual[key]
        },
    )
    versions.keep(home, draft.text, read=read.digest, who=versions.BY_HAND)
    return notes
