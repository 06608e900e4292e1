"""Key figures that open their leads: the list has as many as the figure says, on every page."""

from analysis.scope import Scope
from benchmarks.views import views
from pages.leadership.dependence import shares
from pages.leadership.health import model as health
from pages.parts import labels, opens
from pages.parts.page import PageModel
from pages.sales.stages import funnel
from pages.sales.stages.reading import Reading

# What a view shows with other choices than those it opens with.
CHOSEN = {
    "funnel by owner": lambda at, scope: funnel.build(at, scope, earlier=None, breakdown="owner"),
    "funnel in order": lambda at, scope: funnel.build(at, scope, earlier=None, reading=Reading("ordered", 30)),
    "shares of wins": lambda at, scope: shares.build(at, scope, grain="channel", measure="won"),
}


def opening(warehouse, scope, shown):
    """Every key figure of some views that opens leads, with what the list of them adds up to."""
    for name, view in shown.items():
        model = view(warehouse, scope)
        for kpi in model.kpis if isinstance(model, PageModel) else ():
            if kpi.opens is not None:
                within, selection, left_out = opens.narrowed(kpi.opens, scope, warehouse.definitions.stage_names)
                assert left_out == {}, f"{name}: {kpi.label}"
                yield name, kpi, warehouse.ask("lead_totals", within, selection=selection).sum(numeric_only=True)


def test_a_key_figure_opens_as_many_leads_as_it_counts(sampled):
    every = {name: lambda at, scope, view=view: view(at, scope, None) for name, view in views().items()} | CHOSEN
    year = Scope(since=sampled.as_of.replace(year=sampled.as_of.year - 1))
    found = list(opening(sampled, year, every))
    telling = {name: every[name] for name, *_ in found}
    counted = set()
    for name, kpi, totals in [*found, *opening(sampled, Scope(), telling)]:
        where = f"{name}: {kpi.label}"
        if kpi.value.replace(",", "").isdigit():
            assert kpi.value == labels.count(totals["leads"]), where
            counted.add(kpi.label)
        elif "won" in kpi.label.lower() and not kpi.value.endswith("%"):
            assert kpi.value == labels.money(totals["won_amount"], sampled.currency), where
        else:
            assert totals["leads"] > 0, where
    assert {"Leads", "Stalled now", "Untouched, open", "Unanswered reply", "Came back", "Won"} <= counted


def test_a_rate_opens_the_leads_that_it_is_of_or_that_it_counts(sampled):
    whole = sampled.ask("lead_totals").iloc[0]
    shown = {
        "funnel": lambda at, scope: funnel.build(at, scope, earlier=None),
        "health": lambda at, scope: health.build(at, scope, earlier=None),
    }
    opened = {kpi.label: (kpi, totals) for _, kpi, totals in opening(sampled, Scope(), shown)}
    kpi, reached = opened["Reach prospect"]
    assert kpi.value == labels.share(reached["leads"] / whole["leads"])
    kpi, old_enough = opened["Inbound conversion"]
    inbound = sampled.ask("conversion", breakdown="motion").set_index("breakdown").loc["inbound"]
    assert old_enough["leads"] == inbound["mature"]
    assert kpi.value == labels.share(inbound["mature_won"] / old_enough["leads"])
