"""What is said of views that readers save."""

from collections.abc import Collection, Mapping, Sequence

from data import dimensions
from pages.parts import labels, site
from pages.parts.words import common

SAVE, SAVE_TITLE, RENAME = "Save view", "Save this view", "Rename"
SAVE_HELP = "Gives this page with all that is chosen a name, so that you find it again on My views"
NAME = "Name"
LINK = "Anybody who can open the dashboard sees the same with this link:"
UNKNOWN = "It is listed on My views, with what it says and what it said before."
KNOWN = "This view is saved already: another name takes the place of the one it has."
_NOUNS = {each.name: each.noun for each in dimensions.ALL}


def saved(name: str) -> str:
    """After a view was saved."""
    return f"“{labels.literal(name)}” is on My views now."


def place(page: str, address: Sequence[tuple[str, str]]) -> str:
    """Which page, and what is chosen there; letter by letter.

    Parameters
    ----------
    page : str
        Its name, as the address has it.
    address : sequence of (str, str)
        Parameters of the address.

    Returns
    -------
    str
        In words; what nobody chose is not said.
    """
    chosen: dict[str, list[str]] = {}
    for name, value in address:
        chosen.setdefault(name, []).append(labels.plain(value))
    view = chosen.pop("view", [""])[0]
    view = site.renamed(page).get(view, view)
    told = [f"{_NOUNS.get(name, name.replace('_', ' '))} {', '.join(values)}" for name, values in chosen.items()]
    return common.grey_line(site.PAGES[page].title if page in site.PAGES else page, view, *told)


def gone(page: str, address: Sequence[tuple[str, str]], known: Mapping[str, Collection[str]]) -> str:
    """What of an address is no longer there; "" where all of it is.

    Parameters
    ----------
    page : str
        Name of the page.
    address : sequence of (str, str)
        Its parameters.
    known : mapping
        Values of each filter.

    Returns
    -------
    str
        A sentence. Markdown.
    """
    if page not in site.PAGES:
        return f"The page “{labels.literal(page)}” is no longer there."
    views = [*(view.name for view in site.PAGES[page].views), *site.renamed(page)]
    known = {**known, **({"view": views} if views else {})}
    lost = [
        f"{_NOUNS.get(name, name)} “{labels.literal(value)}”"
        for name, value in address
        if name in known and value not in known[name]
    ]
    if not lost:
        return ""
    return f"The {common.listed(lost)} {'is' if len(lost) == 1 else 'are'} no longer there, and so left out."
