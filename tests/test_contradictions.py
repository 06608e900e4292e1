"""No two sentences of any views speak differently of one subject."""

import pytest

from benchmarks.contradictions import contradictions, contradictions_of, said
from pages.parts.cards import Kpi
from pages.parts.page import Finding, PageModel


@pytest.mark.parametrize(("seed", "leads"), [(7, 60), (11, 300), (1234, 2_000)])
def test_small_samples_are_spoken_of_alike_everywhere(sample_of, seed, leads):
    assert contradictions_of(sample_of(seed=seed, leads=leads)) == []


def test_the_sample_is_spoken_of_alike_everywhere(sampled):
    assert contradictions_of(sampled) == []


def page(title, **more):
    return PageModel(title, **more)


def told(*models):
    return contradictions(each for place, model in enumerate(models) for each in said(f"view {place}", model))


SHARE = "Paid search brings {} (45 to 51%) of opportunities, 44% of leads and {} of won amount: {} for one channel."
ABOVE, CLOSE = "above the threshold of 40%", "too close to tell from the threshold of 40%"


@pytest.mark.parametrize(
    ("one", "other", "about"),
    [
        (SHARE.format("48%", "37%", ABOVE), SHARE.format("51%", "37%", ABOVE), "share"),
        (SHARE.format("48%", "37%", ABOVE), SHARE.format("48%", "40%", ABOVE), "share"),
        (SHARE.format("48%", "37%", ABOVE), SHARE.format("48%", "37%", CLOSE), "threshold"),
        (
            "Paid search brings 48% of opportunities, above the 40% threshold",
            "Cannot tell yet whether Paid search is above the 40% threshold: 48% of opportunities (38 to 58%)",
            "threshold",
        ),
        (
            "82% of leads are inbound, rising by 9.2 points a year",
            "The share of inbound leads falls by 9.2 points (7 to 11 points) a year, from 90% to 82% over 24 months.",
            "trend",
        ),
        ("82% of leads are inbound, rising by 9.2 points a year", "82% of leads are inbound; no clear trend", "trend"),
        (
            "Dependence rises: as if there were 3.5 equal channels, after 8.6",
            "Cannot tell yet whether dependence on few channels rises or falls",
            "trend",
        ),
        (
            "Paid search gains 14 points of the leads a year",
            "No share of the largest channels clearly grows",
            "growth",
        ),
        (
            "Like for like, outbound converts better by 7.2 points (3.6 to 11.9 points)",
            "Inbound is ahead by 7.2 points (3.6 to 11.9 points) at the same mix of segments and regions",
            "gap",
        ),
        ("Inbound conversion falls by 2 points a year", "Inbound conversion rises by 2 points a year", "trend"),
        ("9,563 leads · 1,335 opportunities", "9,562 leads", "count"),
        ("2,844 leads stalled, the most at “contacted”", "2,840 leads have stalled", "count"),
    ],
)
def test_a_planted_contradiction_is_found(one, other, about):
    assert told(page(one), page(one)) == []
    (line,) = [line for line in told(page(one), page(other)) if line.startswith(about)]
    assert "view 0" in line
    assert "view 1" in line


def test_findings_cards_and_key_figures_are_read_too():
    first = page("A", findings=(Finding("watch", SHARE.format("48%", "37%", ABOVE)),))
    second = page("B", findings=(Finding("watch", SHARE.format("47%", "37%", ABOVE)),))
    assert len(told(first, second)) == 1
    assert len(told(page("A", kpis=(Kpi("Never touched", "5"),)), page("B", kpis=(Kpi("Never touched", "6"),)))) == 1
    motions = (Kpi("Median touches", "5", motion="inbound"), Kpi("Median touches", "6", motion="outbound"))
    assert told(page("A", kpis=motions)) == []


def test_what_is_of_something_else_is_no_contradiction():
    whole = page("Paid search brings 48% of opportunities, above the 40% threshold")
    assert told(whole, page("Paid search brings 56% of opportunities in the latest three months")) == []
    assert told(page("9,563 leads"), page("60 leads (7.5%) have no recorded spend")) == []
