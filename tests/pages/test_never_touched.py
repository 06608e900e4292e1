"""No two pages state another number of leads never touched, on samples of several seeds and sizes."""

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest

from analysis.claims.neglect import neglect
from analysis.lists.selection import Selection
from analysis.scope import Scope
from analysis.warehouse import Warehouse
from pages.parts import labels
from pages.parts.page import PageModel
from pages.sales.gaps import owners_over_time, queue, response_time
from pages.sales.prospecting import coverage
from pages.sales.stages import funnel, owners

SAMPLES = [(7, 2_000), (42, 2_000), (99, 300), (1234, 300), (23, 60)]
COUNT = r"\d+(?:,\d{3})*"
NUMBER = f"({COUNT})"
OWNED = r"(?P<who>[A-Z]\w+ [A-Z]\w+)"
# What a count of leads never touched is named by, and how the pages say it. The first group is the number.
NAMES = {
    "never touched": (
        rf"{NUMBER} of [\d,]+ leads? (?:was|were) never touched",
        rf"^[\d,]+ leads?, {NUMBER} never touched by us",
    ),
    "outbound, never touched": (rf"outbound leads?, {NUMBER} never touched by us",),
    "open": (
        rf"^Untouched, open: {NUMBER}",
        rf"^{NUMBER} open leads? (?:was|were) never touched",
        rf"^[\d,]+ leads?, [\d,]+ never touched by us, {NUMBER} of them open",
        rf"^[\d,]+ of [\d,]+ leads? (?:was|were) never touched(?: by us)?, {NUMBER} of them open",
        rf"whenever created, {NUMBER} of them in this period",
        rf"^{NUMBER} open leads? never touched by us$",
    ),
    "all of the owner": (
        rf"{OWNED} \(\w+\)(?: stands out)?: (?P<n>{COUNT}) (?:of [\d,]+ leads? )?never touched by us",
    ),
    "open of the owner": (
        rf"{OWNED} has the most untouched open leads: (?P<n>{COUNT})",
        rf"{OWNED} \(outbound\).*?never touched by us, (?P<n>{COUNT}) of them open",
    ),
}


@pytest.fixture(scope="module", params=SAMPLES, ids=lambda pair: f"seed {pair[0]}, {pair[1]} leads")
def warehouse(request, sample_of) -> Warehouse:
    seed, leads = request.param
    return sample_of(seed=seed, leads=leads)


def sentences(model: PageModel) -> Iterator[str]:
    """All that a page says, as a reader sees it."""
    yield from (model.title, model.facts, *(f"{kpi.label}: {kpi.value}" for kpi in model.kpis))
    yield from (f"{finding.sentence} {finding.advice}" for finding in model.findings)
    yield from (card.title for card in model.cards)


def views(warehouse: Warehouse, scope: Scope) -> dict[str, PageModel]:
    """Every view that speaks of leads never touched."""
    return {
        "queue": queue.build(warehouse, scope),
        "queue of the untouched": queue.build(warehouse, scope, gap="never touched"),
        "owners over time": owners_over_time.build(warehouse, scope),
        "response time": response_time.build(warehouse, scope),
        "coverage": coverage.build(warehouse, scope),
        "funnel": funnel.build(warehouse, scope, earlier=None),
        "funnel by owner": funnel.build(warehouse, scope, earlier=None, breakdown="owner"),
        "owners": owners.build(warehouse, scope),
    }


def stated(models: dict[str, PageModel]) -> dict[str, dict[str, set[str]]]:
    """By the name of a count its values, and which views state each."""
    found: dict[str, dict[str, set[str]]] = {}
    for view, model in models.items():
        for sentence in sentences(model):
            text = labels.without_markdown(sentence).replace("\xa0", " ")
            for name, patterns in NAMES.items():
                for match in (found for pattern in patterns for found in re.finditer(pattern, text)):
                    groups = match.groupdict()
                    own = f"{name} {groups['who']}" if "who" in groups else name
                    found.setdefault(own, {}).setdefault(groups.get("n") or match[1], set()).add(view)
    return found


def periods(warehouse: Warehouse) -> Iterator[Scope]:
    assert warehouse.as_of is not None
    end = warehouse.as_of + timedelta(days=1)
    yield Scope()
    yield Scope(since=end - timedelta(days=365), until=end)


def test_a_count_of_untouched_leads_has_one_value_on_all_pages(warehouse):
    for scope in periods(warehouse):
        found = stated(views(warehouse, scope))
        assert {name: values for name, values in found.items() if len(values) > 1} == {}
        assert len(found["open"]) == 1, "the tile, the queue and the facts say how many are open"


def test_the_lists_hold_as_many_and_the_advice_counts_open_leads_only(warehouse):
    for scope in periods(warehouse):
        claim = neglect(warehouse, scope)
        listed = warehouse.ask("lead_totals", scope, selection=Selection(untouched=True))[["leads", "open"]].sum()
        assert listed.tolist() == [claim.untouched, claim.open]
        assert (
            warehouse.ask("lead_totals", scope, selection=Selection(gap="never touched"))["leads"].sum() == claim.open
        )
        for finding in owners.findings(claim):
            handed = re.search(r"Give the ([\d,]+) open leads", finding.advice)
            row = claim.standing_out.iloc[0]
            own = scope.narrowed(owner=(row["owner"],), motion=(row["motion"],))
            left = warehouse.ask("lead_totals", own, selection=Selection(untouched=True, outcome="open"))["leads"].sum()
            assert (handed[1] if handed else "0") == f"{left:,}" or left == 1


def test_a_contradiction_is_seen():
    told = {
        "one": PageModel("530 of 9,563 leads were never touched, 218 of them open; no owner stands out"),
        "another": PageModel("", facts="9,563 leads, 539 never touched by us, 218 of them open"),
    }
    assert stated(told) == {
        "never touched": {"530": {"one"}, "539": {"another"}},
        "open": {"218": {"one", "another"}},
    }
