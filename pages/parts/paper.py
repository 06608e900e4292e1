"""Pages of our own making, to be printed or handed out: whole in themselves, every text from data escaped."""

import base64
import re
import secrets
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from pages.charts import paper as charts
from pages.charts import theme
from pages.parts import labels

FONT = Path(__file__).parents[2] / "static" / "InterVariable.woff2"
LONGEST = 230

# The templates escape what they are given; what is trusted is named in `render`, never in a template.
PAGES = Environment(
    loader=FileSystemLoader(Path(__file__).with_name("paper_pages")),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
# Colours, links and bold are what our own Markdown has; what stands behind a backslash comes from data.
_MARKED = re.compile(
    r"(?<!\\)(?::(?P<colour>[a-z]+)\[(?P<said>[^\]\\]*)\]|\[(?P<shown>[^\]\\]+)\]\((?P<to>/[^)\\]*)\))"
)


class Piece(NamedTuple):
    """A part of a text: its letters, the name of their colour and where they lead; both "" for most."""

    text: str
    colour: str = ""
    to: str = ""


def pieces(markdown: str) -> list[Piece]:
    """Take one of our own Markdown lines apart.

    Parameters
    ----------
    markdown : str
        A title, subtitle or note; names in it escaped by ``labels.literal``.

    Returns
    -------
    list of Piece
        In order.
    """
    found, end = [], 0
    for mark in _MARKED.finditer(markdown):
        found.append(Piece(labels.without_markdown(markdown[end : mark.start()])))
        found.append(
            Piece(labels.without_markdown(mark["said"] or mark["shown"]), mark["colour"] or "", mark["to"] or "")
        )
        end = mark.end()
    return [piece for piece in (*found, Piece(labels.without_markdown(markdown[end:]))) if piece.text]


def render(template: str, *, draws: bool = False, **told: Any) -> str:
    """Write a page.

    Parameters
    ----------
    template : str
        Of ``paper_pages``.
    draws : bool, default False
        Whether it has figures: then a browser draws them with the library that the page carries, and runs nothing else.
    **told
        What the template is given.

    Returns
    -------
    str
        HTML with its style, font and figures inside: it asks for nothing from outside.
    """
    library = Markup(charts.script()) if draws else ""  # noqa: S704
    return PAGES.get_template(template).render(font=_font(), library=library, nonce=secrets.token_urlsafe(), **told)


def _short(text: str, limit: int = LONGEST) -> str:
    return labels.cut(labels.plain(text), limit)


@cache
def _font() -> str:
    return base64.b64encode(FONT.read_bytes()).decode()


PAGES.filters |= {
    "short": _short,
    "share": labels.share,
    "day": labels.day,
    "colour": theme.colour_of,
    "tenths": "{:.1f}".format,
    "pieces": pieces,
    "figure": charts.written,
    "height": charts.height,
}
PAGES.globals |= {"chart_text": theme.CHART_TEXT_RULE}
