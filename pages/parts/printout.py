"""A page of the dashboard on paper, and one of its charts as a picture: in the style of the brief, always light."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from pages.charts import paper as charts
from pages.parts import columns, labels, paper
from pages.parts.cards import Card, Kind
from pages.parts.origin import Origin
from pages.parts.page import PageModel
from pages.parts.words import common, marks

ROWS_SHOWN = 15
LINE = 120  # letters that fit beside each other
NARROWEST, WIDEST = 7, 34  # letters of a column; a longer cell is broken
GAP = 2  # letters between columns
SHORT = 200  # letters of a cell that are printed
SCALE = 0.8  # of figures beside text as small as that of paper
PICTURE_WIDTH, PICTURE_HEIGHT, AROUND = 1000, 562, 170  # pixels; what stands around the figure of a picture

_FORMS: Mapping[Kind, Callable[[float], str]] = {
    "count": "{:,.0f}".format,
    "number": "{:,.2f}".format,
    "tenths": "{:,.1f}".format,
    "days": "{:,.0f}".format,
    "times": lambda value: f"{value:.1f}{labels.TIMES}",
    "share": lambda value: f"{value * 100:.1f}%",
    "bar": lambda value: f"{value * 100:.1f}%",
    "points": lambda value: f"{value * 100:+.1f}",
}
_NUMBERS = {*_FORMS, "money"}
_ON_SCREEN: tuple[Kind, ...] = ("button", "lead", "link", "trend")


@dataclass(frozen=True)
class Table:
    """The first rows of a table, as texts.

    Attributes
    ----------
    heads : tuple of str
        Of its columns.
    numeric : tuple of bool
        Which columns are numbers.
    rows : tuple of tuple of str
        A text for each column.
    more : str
        What is left out; "" for nothing.
    """

    heads: tuple[str, ...]
    numeric: tuple[bool, ...]
    rows: tuple[tuple[str, ...], ...]
    more: str


def page(model: PageModel, origin: Origin) -> str:
    """Write a page as HTML, to be printed or handed out.

    Parameters
    ----------
    model : PageModel
        What it shows.
    origin : Origin
        Which page it is, as it stands.

    Returns
    -------
    str
        Whole in itself.
    """
    listed = [card for card in model.cards if (card.is_table or card.is_comparison) and not card.numbers.empty]
    tables = {card.name: table(card, origin) for card in listed}
    draws = any(card.is_drawn for card in model.cards)
    return paper.render(
        "page.html",
        draws=draws,
        model=model,
        origin=origin,
        tables=tables,
        definitions=_definitions(model),
        scale=SCALE,
        words=common,
        marks=marks,
    )


def picture(card: Card, origin: Origin) -> tuple[str, tuple[int, int]]:
    """Write the chart of a card as HTML, with what a picture needs that stands alone.

    Parameters
    ----------
    card : Card
        One with a figure.
    origin : Origin
        Which page it is on, as that stands.

    Returns
    -------
    html : str
        Whole in itself; the figure takes what room the texts leave.
    size : (int, int)
        Its width and height in pixels.
    """
    size = (PICTURE_WIDTH, max(PICTURE_HEIGHT, charts.height(card.figure) + AROUND))
    return paper.render("picture.html", draws=True, card=card, origin=origin, height=size[1]), size


def table(card: Card, origin: Origin) -> Table:
    """What of a table fits on paper: its first rows, and of its columns those that fit beside each other."""
    named = columns.shown(card.numbers, card.columns)
    named = {name: column for name, column in named.items() if column.kind not in _ON_SCREEN}
    rows = card.numbers.head(ROWS_SHOWN)
    texts = {
        name: [written(value, column.kind, origin) for value in rows[name].astype(object)]
        for name, column in named.items()
    }
    fitting, left = [], LINE
    for name, column in named.items():
        widest = max(map(len, [*column.label.split(), *texts[name]]))
        left -= min(max(widest, NARROWEST), WIDEST) + GAP
        if left < 0:
            break
        fitting.append(name)
    return Table(
        heads=tuple(named[name].label for name in fitting),
        numeric=tuple(named[name].kind in _NUMBERS for name in fitting),
        rows=tuple(zip(*(texts[name] for name in fitting), strict=True)),
        more=_more(len(card.numbers) - len(rows), len(named) - len(fitting)),
    )


def written(value: Any, kind: Kind, origin: Origin) -> str:
    """A cell as the page shows it."""
    if labels.is_missing(value):
        return labels.MISSING
    if kind == "money":
        return labels.money(value, origin.currency)
    if kind in _FORMS:
        return _FORMS[kind](float(value)).replace("-", labels.MINUS) if math.isfinite(value) else labels.MISSING
    if kind == "motion":
        return labels.plain(value).capitalize()
    if isinstance(value, date):
        return _time(value, kind, ZoneInfo(origin.time_zone))
    return labels.cut(labels.plain(", ".join(map(str, value)) if isinstance(value, list | tuple) else value), SHORT)


def _time(value: date, kind: Kind, zone: ZoneInfo) -> str:
    if kind == "month":
        return labels.month(value)
    if kind != "moment" or not isinstance(value, datetime):
        return labels.day(value)
    at = value.astimezone(zone) if value.tzinfo else value
    return f"{labels.day(at)}, {at:%H:%M}"


def _definitions(model: PageModel) -> list[tuple[tuple[str, ...], str]]:
    """What is counted, and how; what is counted alike stands together."""
    told = [(kpi.label, kpi.help) for kpi in model.kpis] + [(card.title, card.definition) for card in model.cards]
    terms: dict[str, list[str]] = {}
    for term, meaning in told:
        if meaning and term not in terms.setdefault(meaning, []):
            terms[meaning].append(term)
    return [(tuple(named), meaning) for meaning, named in terms.items()]


def _more(rows: int, hidden: int) -> str:
    """What is left out of a table."""
    left = [common.counted(number, noun) for number, noun in ((rows, "row"), (hidden, "column")) if number > 0]
    return f"{common.listed(left)} more in the download" if left else ""
