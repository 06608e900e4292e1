import re
from datetime import UTC, date, datetime
from decimal import Decimal

import numpy as np
import pandas as pd
import pytest

from pages.parts import labels
from tests.pages.parts.hostile import NAMES

# What CommonMark, its extensions and Streamlit's own directives react to.
ACTIVE = re.compile(r"(?<!\\)(?:\\\\)*[`*_{}\[\]<>#|~$&!]")


@pytest.mark.parametrize("name", NAMES)
def test_literal_leaves_nothing_for_markdown_to_react_to(name):
    escaped = labels.literal(name)
    assert not ACTIVE.search(escaped)
    assert not re.match(r"\s*([-+*>#]|\d+[.)])", escaped)
    assert not re.search(r":[A-Za-z+]", escaped)
    assert "\n" not in escaped


@pytest.mark.parametrize("name", NAMES)
def test_literal_shows_every_visible_letter(name):
    shown = re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", labels.literal(name)).replace("\u2060", "")
    assert shown == labels.plain(name)
    assert labels.without_markdown(labels.literal(name)) == labels.plain(name)


def test_there_are_enough_hostile_names():
    assert len(set(NAMES)) >= 33


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("zero\u200bwidth", "zerowidth"),
        ("right\u202eto left", "rightto left"),
        ("two\nlines\tand   blanks ", "two lines and blanks"),
        ("null\x00", "null"),
        ("cafe\u0301", "caf\u00e9"),
        ("\u200b\u200d", "\u2013"),
        ("", "\u2013"),
        (None, "\u2013"),
        (float("nan"), "\u2013"),
        (7, "7"),
    ],
)
def test_plain_keeps_what_can_be_seen(raw, shown):
    assert labels.plain(raw) == shown


def test_long_names_are_cut():
    assert labels.chart_text("x" * 3000) == "x" * 39 + "\u2026"
    assert labels.chart_lines("x" * 3000) == "x" * 20 + "<br>" + "x" * 19 + "\u2026"
    assert len(labels.literal("x" * 3000)) == 200


def test_names_break_at_blanks_and_at_the_marks_of_technical_names():
    assert labels.chart_lines("Trade shows and conferences") == "Trade shows and<br>conferences"
    assert labels.chart_lines("partner_portal_2024_emea_v2") == "partner_portal_2024_<br>emea_v2"
    assert labels.chart_lines("Paid search") == "Paid search"
    assert labels.chart_lines("a & b") == "a &amp; b"


def test_titles_lose_their_marks_for_readers_without_markdown():
    assert labels.without_markdown(f"**{labels.literal('a*b')}** wins") == "a*b wins"
    assert labels.without_markdown(labels.MARKS) == "\u25cf\u00a0Inbound \u25c6\u00a0Outbound"


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (labels.money(23_312_000), "$23.3M"),
        (labels.money(7_000_000), "$7M"),
        (labels.money(233_120_000), "$233M"),
        (labels.money(999_960), "$1M"),
        (labels.money(842_400), "$842K"),
        (labels.money(99_960), "$100K"),
        (labels.money(950), "$950"),
        (labels.money(0), "$0"),
        (labels.money(-1_250_000), "\u2212$1.2M"),
        (labels.money(Decimal("149523.45"), "EUR"), "\u20ac150K"),
        (labels.money(1_200_000, "CHF"), "CHF 1.2M"),
        (labels.share(0.0792), "7.9%"),
        (labels.share(0.46), "46%"),
        (labels.share(0.1996), "20%"),
        (labels.share(0.0), "0%"),
        (labels.share(1.0), "100%"),
        (labels.share(0.0002), "<0.1%"),
        (labels.share(0.9999), ">99%"),
        (labels.share(0.0792, 0), "8%"),
        (labels.share_range(0.0734, 0.0854), "7.3 to 8.5%"),
        (labels.points(0.005), "+0.5 points"),
        (labels.points(-0.0102), "\u22121.0 points"),
        (labels.points(0.31), "+31 points"),
        (labels.change(0.18), "+18%"),
        (labels.change(-0.18), "\u221218%"),
        (labels.days(48), "48 days"),
        (labels.days(1), "1 day"),
        (labels.days(4.5), "4.5 days"),
        (labels.days(48.4), "48 days"),
        (labels.count(13_598), "13,598"),
        (labels.count(np.int64(13_598)), "13,598"),
        (labels.number(0.314), "0.31"),
        (labels.number(4.21), "4.2"),
        (labels.number(2.0), "2"),
        (labels.times(2.21), "2.2\u00d7"),
        (labels.times(12.4), "12\u00d7"),
        (labels.month(date(2026, 10, 2)), "Oct 2026"),
        (labels.day(date(2026, 10, 2)), "2 Oct 2026"),
        (labels.day(pd.Timestamp("2026-10-02")), "2 Oct 2026"),
        (labels.day(np.datetime64("2026-10-02")), "2 Oct 2026"),
        (labels.day(datetime(2026, 10, 2, tzinfo=UTC)), "2 Oct 2026"),
    ],
)
def test_numbers_are_written_for_readers(written, expected):
    assert written.replace("\u00a0", " ") == expected


@pytest.mark.parametrize(
    "write",
    [
        labels.money,
        labels.share,
        labels.points,
        labels.change,
        labels.days,
        labels.count,
        labels.number,
        labels.times,
        labels.month,
        labels.day,
    ],
)
@pytest.mark.parametrize("nothing", [None, float("nan"), float("inf"), pd.NA, pd.NaT, np.datetime64("NaT")])
def test_what_is_missing_is_a_dash(write, nothing):
    assert write(nothing) == "\u2013"


def test_a_rounded_zero_has_no_sign():
    assert labels.count(-0.2) == "0"
    assert labels.change(-0.001).startswith("0") or labels.change(-0.001).startswith("\u2212")
