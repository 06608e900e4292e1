"""A one-page brief as HTML: whole in itself, printable on A4, every text from data escaped."""

import base64
import html
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pages.charts import theme
from pages.parts import labels

FOLDER = Path(__file__).with_name("brief_page")
FONT = Path(__file__).parents[2] / "static" / "InterVariable.woff2"
NO_FINDING = "Nothing is beyond its threshold."
LONGEST = 230
BAR_WIDTH, NAME_WIDTH, ROW = 400.0, 138.0, 20.0


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
    parts = {
        "style": (FOLDER / "brief.css").read_text(encoding="utf-8").replace("FONT_DATA", _font()),
        **{name: _text(getattr(brief, name)) for name in ("heading", "data_date", "status", "bars_title")},
        "scope": _text(brief.scope, 300),
        "title": _text(brief.title, 150),
        "reason": _text(brief.reason, 420),
        "status_class": brief.status.replace(" ", "-"),
        "boxes": "".join(_box(*box) for box in brief.boxes),
        "findings": "".join(_finding(*finding) for finding in brief.findings) or f"<li>{NO_FINDING}</li>",
        "heads": "".join(f"<th scope='col'>{_head(column)}</th>" for column in brief.columns),
        "numbers": "".join(_row(row) for row in brief.numbers),
        "bars": _bars(brief),
        "definitions": "".join(
            f"<p><b>{_text(term)}.</b> {_text(meaning, 400)}</p>" for term, meaning in brief.definitions
        ),
    }
    page = (FOLDER / "brief.html").read_text(encoding="utf-8")
    # What was put in is not searched again: a name from data that looks like a place is no place.
    pieces = page.split("{{")
    return pieces[0] + "".join(parts[name] + rest for name, rest in (piece.split("}}", 1) for piece in pieces[1:]))


def _text(text: str, limit: int = LONGEST) -> str:
    return html.escape(labels.cut(labels.plain(text), limit))


def _box(name: str, value: str, small: str) -> str:
    return f"<div class='box'><h3>{_text(name)}</h3><p class='value'>{_text(value)}</p><p>{_text(small, 110)}</p></div>"


def _finding(status: str, sentence: str) -> str:
    return (
        f"<li><span class='chip {status.replace(' ', '-')}'>{_text(status)}</span><span>{_text(sentence)}</span></li>"
    )


def _head(column: str) -> str:
    marks = {"Inbound": "<i class='inbound'>●</i> ", "Outbound": "<i class='outbound'>◆</i> "}
    return marks.get(column, "") + _text(column)


def _row(cells: tuple[str, ...]) -> str:
    name, *values = cells
    return f"<tr><th scope='row'>{_text(name)}</th>{''.join(f'<td>{_text(value)}</td>' for value in values)}</tr>"


def _bars(brief: Brief) -> str:
    """Bars with intervals and a line at the limit, as SVG."""
    highest = max([brief.limit, *(bar.high for bar in brief.bars)], default=1.0) * 1.05
    height = ROW * len(brief.bars) + 16
    width = NAME_WIDTH + BAR_WIDTH + 58

    def place(share: float) -> float:
        return NAME_WIDTH + BAR_WIDTH * share / highest

    drawn = []
    for index, bar in enumerate(brief.bars):
        middle = 16 + ROW * index + ROW / 2
        share = labels.share(bar.share)
        colour, name = theme.colour_of(bar.motion), _text(bar.label, 24)
        drawn.append(
            f"<text x='{NAME_WIDTH - 8:.0f}' y='{middle + 3.5:.1f}' text-anchor='end'>{name}</text>"
            f"<rect x='{NAME_WIDTH:.0f}' y='{middle - 7:.1f}' width='{place(bar.share) - NAME_WIDTH:.1f}' height='14'"
            f" rx='2.5' fill='{colour}' fill-opacity='0.38'/>"
            f"<line x1='{place(bar.low):.1f}' x2='{place(bar.high):.1f}' y1='{middle:.1f}' y2='{middle:.1f}'"
            f" stroke='{colour}' stroke-width='2'/>"
            f"<text class='figure' x='{place(bar.high) + 7:.1f}' y='{middle + 3.5:.1f}'>{share}</text>"
        )
    line = place(brief.limit)
    limit = (
        f"<line class='limit' x1='{line:.1f}' x2='{line:.1f}' y1='14' y2='{height:.0f}'/>"
        f"<text class='limit' x='{line:.1f}' y='9' text-anchor='middle'>threshold {labels.share(brief.limit, 0)}</text>"
    )
    said = _text(brief.bars_title)
    return f"<svg viewBox='0 0 {width:.0f} {height:.0f}' role='img' aria-label='{said}'>{limit}{''.join(drawn)}</svg>"


@cache
def _font() -> str:
    return base64.b64encode(FONT.read_bytes()).decode()
