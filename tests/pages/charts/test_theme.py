import re
import tomllib
from pathlib import Path

import pytest

from pages.charts import theme

PROJECT = Path(__file__).parents[3]
CONFIG = tomllib.loads((PROJECT / ".streamlit" / "config.toml").read_text())


def luminance(colour):
    parts = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize("mark", [theme.INBOUND, theme.OUTBOUND, theme.NEITHER])
def test_marks_stand_out_in_both_modes(mode, mark):
    assert contrast(mark, CONFIG["theme"][mode]["backgroundColor"]) >= 3


@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize("ink", ["textColor", "grayTextColor", "blueTextColor", "orangeTextColor", "linkColor"])
def test_text_can_be_read_in_both_modes(mode, ink):
    assert contrast(CONFIG["theme"][mode][ink], CONFIG["theme"][mode]["backgroundColor"]) >= 4.5


@pytest.mark.parametrize(
    ("ink", "fill"),
    [
        (theme.ON_INBOUND, theme.INBOUND),
        (theme.ON_OUTBOUND, theme.OUTBOUND),
        (theme.ON_NEITHER, theme.NEITHER),
        (theme.HOVER_TEXT, theme.HOVER_BACKGROUND),
    ],
)
def test_text_on_solid_colours_can_be_read(ink, fill):
    assert contrast(ink, fill) >= 4.5


def test_the_font_and_the_icon_are_served_from_here():
    urls = [face["url"] for face in CONFIG["theme"]["fontFaces"]]
    assert all((PROJECT / url.removeprefix("app/")).is_file() for url in urls)
    assert not re.search(r"https?://", (PROJECT / ".streamlit" / "config.toml").read_text())


def test_viewers_see_no_details_and_cannot_export_around_the_one_way_out():
    assert CONFIG["client"]["showErrorDetails"] in {"none", "type"}
    assert CONFIG["client"]["disableDataExport"] is True
    assert CONFIG["runner"]["magicEnabled"] is False
    assert CONFIG["server"]["address"] == "127.0.0.1"
