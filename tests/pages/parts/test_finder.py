"""The search: what a reader means is found first, by whatever name they know it."""

import pytest

from pages.parts import finder, site

NAMES = [
    *finder.of_site(has_data=True),
    *finder.of_names(finder.CHANNELS, ["Webinar", "Cold call"], "What it brings", site.FIRST),
    *finder.of_names(finder.OWNERS, ["Zoë Mark", "Costa Rey"], "Their leads", site.PAGES["gaps"]),
]


def found(text):
    return [(entry.page.name, entry.name) for entry in finder.best(text, NAMES)]


@pytest.mark.parametrize(
    ("text", "page", "name"),
    [
        ("cost", "sources", "Cost"),
        ("COSTS", "sources", "Cost"),
        ("cost per win", "sources", "Cost"),
        ("funnel", "stages", "Funnel"),
        ("who was never called", "stages", "Owners"),
        ("which leads are stalled", "gaps", "Queue"),
        ("quota", "balance", "Coverage"),
        ("what if we lose a channel", "stress", "Stress test"),
        ("speed to lead", "gaps", "Response time"),
        ("sources cost", "sources", "Cost"),
        ("upload", "add_data", "Add data"),
        ("web", "health", "Webinar"),
        ("zoe", "gaps", "Zoë Mark"),
        ("mark", "gaps", "Zoë Mark"),
    ],
)
def test_what_is_meant_is_found_first(text, page, name):
    assert found(text)[0] == (page, name)


@pytest.mark.parametrize("text", ["", "  ?", "xyzzy", "xyzzy qwerty cost"])
def test_nothing_is_found_where_half_of_the_words_or_more_are_nowhere(text):
    assert found(text) == []


def test_without_data_only_what_needs_none_is_found():
    pages = {entry.page.name for entry in finder.of_site(has_data=False)}
    assert pages == {page.name for page in site.PAGES.values() if page.is_listed and not page.needs_data}
    assert "add_data" in pages
