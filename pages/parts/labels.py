"""How names are written: they come from data and are shown letter by letter. Number formats are at hand here too."""

import html
import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

from pages.parts.formats import (
    MINUS,
    MISSING,
    NO_BREAK,
    TIMES,
    change,
    count,
    currency_sign,
    day,
    days,
    is_missing,
    money,
    month,
    number,
    points,
    share,
    share_range,
    times,
    wait,
)

__all__ = [
    "ELLIPSIS",
    "MARKS",
    "MINUS",
    "MISSING",
    "NO_BREAK",
    "TIMES",
    "change",
    "chart_lines",
    "chart_text",
    "count",
    "currency_sign",
    "cut",
    "cut_apart",
    "day",
    "days",
    "is_missing",
    "literal",
    "money",
    "month",
    "number",
    "plain",
    "points",
    "share",
    "share_range",
    "times",
    "wait",
    "without_markdown",
]

ELLIPSIS = "\u2026"
NAMES_KEPT = 20_000  # every run of a page writes the same names again, above all those to filter by

# Read by subtitles of cards: what the marks mean, in the colours of the theme.
MARKS = ":blue[\u25cf]\u00a0Inbound :orange[\u25c6]\u00a0Outbound"

_WORD_JOINER = "\u2060"

_MARKDOWN = re.compile(r"([\\`*_{}\[\]<>()#+\-.!|~$:&@\"=^])")
# Streamlit replaces these after Markdown has been parsed, so a backslash does not stop it: icons and emoji (:name:),
# arrows and comparisons (->, >=), and bare addresses. An invisible word joiner inside does.
_REPLACED_LATE = re.compile(r":(?=\S)|[<>~=-](?=[<>=-])|(?<=[^\s])(?=@)|(?<=www)(?=\.)", re.IGNORECASE)


def plain(text: object) -> str:
    """Return data text without characters that cannot be seen or that reorder their neighbours.

    Parameters
    ----------
    text : object
        Text of any origin; None and NaN count as missing.

    Returns
    -------
    str
        One line in NFC; a dash when nothing visible is left.
    """
    return MISSING if is_missing(text) else _visible(str(text))


@lru_cache(maxsize=NAMES_KEPT)
def _visible(text: str) -> str:
    spaced = re.sub(r"\s+", " ", text)
    visible = "".join(letter for letter in spaced if unicodedata.category(letter) not in {"Cc", "Cf", "Cs", "Co", "Cn"})
    return unicodedata.normalize("NFC", " ".join(visible.split())) or MISSING


def cut(text: str, limit: int) -> str:
    """Shorten text to a number of letters, the last one an ellipsis.

    Parameters
    ----------
    text : str
        Any text.
    limit : int
        The most letters to keep.

    Returns
    -------
    str
        At most `limit` letters.
    """
    return text if len(text) <= limit else text[: limit - 1].rstrip() + ELLIPSIS


def cut_apart(names: Sequence[str], limit: int) -> list[str]:
    """Shorten names to a number of letters so that no two different ones look the same.

    Parameters
    ----------
    names : sequence of str
        Any texts.
    limit : int
        The most letters to keep.

    Returns
    -------
    list of str
        Each cut at its end, or at its start where its start is that of another.

    Examples
    --------
    >>> cut_apart(["spring-campaign-2025", "spring-campaign-2026", "Referral"], 10)
    ['…aign-2025', '…aign-2026', 'Referral']
    """
    ends = [cut(name, limit) for name in names]
    return [
        ELLIPSIS + name[1 - limit :] if len(name) > limit and ends.count(end) > 1 else end
        for name, end in zip(names, ends, strict=True)
    ]


def literal(text: object, limit: int = 200) -> str:
    r"""Escape data text for every place where Streamlit reads Markdown.

    Parameters
    ----------
    text : object
        A name from the data.
    limit : int, default 200
        The most letters to show.

    Returns
    -------
    str
        Markdown that renders as the text itself.

    Examples
    --------
    >>> literal("*Paid* [ads](http://x)") == r"\*Paid\* \[ads\]\(http\:" + "\u2060" + r"//x\)"
    True
    """
    joined = _REPLACED_LATE.sub(lambda found: found.group() + _WORD_JOINER, cut(plain(text), limit))
    return _MARKDOWN.sub(r"\\\1", joined)


def without_markdown(markdown: str) -> str:
    """Return the text of one of our own Markdown lines, for places that show no Markdown.

    Parameters
    ----------
    markdown : str
        A title or subtitle, names in it escaped by `literal`.

    Returns
    -------
    str
        The text without escapes and colours.
    """
    without_colours = re.sub(r"(?<!\\):[a-z]+\[([^\]\\]*)\]", r"\1", markdown)
    return re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", without_colours.replace("**", "")).replace(_WORD_JOINER, "")


def chart_text(text: object, limit: int = 40) -> str:
    """Escape data text for Plotly, which reads a small HTML.

    Parameters
    ----------
    text : object
        A name from the data.
    limit : int, default 40
        The most letters to show.

    Returns
    -------
    str
        Escaped text on one line.
    """
    return html.escape(cut(plain(text), limit))


def chart_lines(text: object, width: int = 20, limit: int = 40) -> str:
    """Escape data text for an axis and break it into two lines at most, so that it leaves room on a phone.

    Parameters
    ----------
    text : object
        A name from the data.
    width : int, default 20
        Letters per line.
    limit : int, default 40
        The most letters to show.

    Returns
    -------
    str
        Escaped text, lines separated by "<br>".
    """
    lines = [""]
    for piece in _pieces(cut(plain(text), limit), width):
        if lines[-1] and len(lines[-1] + piece.rstrip()) > width:
            lines.append("")
        lines[-1] += piece
    if len(lines) > 2:
        lines = [lines[0], cut("".join(lines[1:]), width)]
    return "<br>".join(html.escape(line.strip()) for line in lines)


def _pieces(text: str, width: int) -> list[str]:
    """Split after blanks and after the marks that join words in technical names; cut what is longer than a line."""
    words = re.findall(r"[^\s_/.\-]*[\s_/.\-]+|[^\s_/.\-]+", text)
    return [word[start : start + width] for word in words for start in range(0, len(word), width)]
