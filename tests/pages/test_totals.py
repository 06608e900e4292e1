"""Totals of tables: what the rows add up to, and what all leads of the page come to."""

from datetime import timedelta

from analysis.scope import Scope
from pages.marketing.sources import change, cost, ranking
from pages.sales.gaps import queue

ADDING_UP = {
    "ranking": lambda at, scope: ranking.build(at, scope),
    "cost": lambda at, scope: cost.build(at, scope),
    "change": lambda at, scope: change.build(at, scope, earlier=scope.previous_year(at.as_of)),
    "queue": lambda at, scope: queue.build(at, scope),
}


def test_totals_are_those_of_all_leads_and_rates_have_none(sampled):
    after = sampled.as_of + timedelta(days=1)
    scope = Scope(since=after.replace(year=after.year - 1), until=after)
    whole = sampled.ask("lead_totals", scope).iloc[0]
    totals = {card.name: card for view in ADDING_UP.values() for card in view(sampled, scope).cards if card.total}
    for name in ("scorecard", "costs"):
        found = totals[name].total
        assert (found["leads"], found["won"], found["won_amount"]) == (
            whole["leads"],
            whole["won"],
            whole["won_amount"],
        )
    moved = totals["change-by-group"].total
    steps = sum(moved[f"wins_{step}"] for step in ("volume", "mix", "rate"))
    assert abs(moved["won_after"] - moved["won_before"] - steps) < 1e-6, "the columns add up to the change"
    assert totals["gaps by owner"].total["leads"] == totals["gaps by kind"].total["leads"] > 0
    for card in totals.values():
        rates = {name for name, column in card.columns.items() if column.kind in ("share", "points", "times", "days")}
        assert not rates & set(card.total) or card.name in ("shares", "rules"), card.name
