"""A one-page brief as HTML: whole in itself, printable on A4, every text from data escaped."""

from dataclasses import dataclass

from pages.parts import paper

BARS_FROM, BARS_WIDTH = 138, 400


@dataclass(frozen=True)
class Bar:
    """One share with its interval; the motion gives the colour."""

    label: str
    share: float
    low: float
    high: float
    motion: str = ""


@dataclass(frozen=True)
class Brief:
    """What the page says: plain text, no Markdown and no HTML.

    Attributes
    ----------
    heading, scope, data_date : str
        What it is about, which leads, and up to which day.
    status, title, reason : str
        The recommendation: how sure, in a sentence, and what it rests on.
    findings : tuple of (str, str)
        Status and sentence.
    columns : tuple of str
        Heads of the table of numbers, its first column without one.
    numbers : tuple of tuple of str
        Rows of the table: name, then one cell per column.
    bars_title : str
        What the bars show.
    bars : tuple of Bar
        Largest first.
    limit : float
        Share at which a line is drawn.
    boxes : tuple of (str, str, str)
        Name, value and small print of a few key figures.
    definitions : tuple of (str, str)
        Term and meaning.
    """

    heading: str
    scope: str
    data_date: str
    status: str
    title: str
    reason: str
    findings: tuple[tuple[str, str], ...]
    columns: tuple[str, ...]
    numbers: tuple[tuple[str, ...], ...]
    bars_title: str
    bars: tuple[Bar, ...]
    limit: float
    boxes: tuple[tuple[str, str, str], ...]
    definitions: tuple[tuple[str, str], ...]


def render(brief: Brief) -> str:
    """Write the page.

    Parameters
    ----------
    brief : Brief
        What it says.

    Returns
    -------
    str
        HTML with its style, font and drawings inside: it asks for nothing from outside and runs no script.
    """
    highest = max([brief.limit, *(bar.high for bar in brief.bars)]) * 1.05

    def place(share: float) -> float:
        """Where a share lies on the drawing, from its left edge."""
        return BARS_FROM + BARS_WIDTH * share / highest

    return paper.render("brief.html", brief=brief, bars_from=BARS_FROM, place=place)
