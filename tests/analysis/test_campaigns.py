"""Campaigns that are run again have one name without the period in it."""

import pytest

from analysis.campaigns import family


@pytest.mark.parametrize(
    ("name", "common"),
    [
        ("paid-search-2026-q3-brand", "paid-search-brand"),
        ("Search 2025-Q1", "Search"),
        ("Q3 Brand FY27", "Brand"),
        ("H2 2025 ABM", "ABM"),
        ("March 2026 newsletter", "newsletter"),
        ("brand_2025_06", "brand"),
        ("brand-202506", "brand"),
        ("12.07.2023wide_DE", "wide_DE"),
        ("20.03.24_wide_PL", "wide_PL"),
        # Not a period, or nothing else.
        ("march-madness", "march-madness"),
        ("Top 10", "Top 10"),
        ("model-2000x", "model-2000x"),
        ("webinar1604", "webinar1604"),
        ("2026-Q1", "2026-Q1"),
        ("(not recorded)", "(not recorded)"),
    ],
)
def test_family(name, common):
    assert family(name) == common
    assert family(common) == common
