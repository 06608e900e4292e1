"""The cards on Sources: the ranking, volume beside quality, how it looks and how it is, the scorecard."""

import pandas as pd

from analysis.question import GATES
from pages.charts import figures as charts
from pages.marketing.sources import counts as sources_numbers
from pages.marketing.sources.counts import SourceNumbers, impostors
from pages.marketing.sources.words import ranking as wording
from pages.marketing.sources.words import starts as gates
from pages.parts import labels, opens
from pages.parts.cards import Card, Column
from pages.parts.frames import cell
from pages.parts.words import common


def ranking(numbers: SourceNumbers, few: int) -> Card:
    """Rates with intervals, in groups that can be told apart."""
    groups, window = numbers.groups, numbers.window_days
    shown = sources_numbers.shown(groups, few)
    rows = shown.assign(
        label=shown.index, n=shown["trials"], note=(shown["successes"] < few).map({True: "too few", False: None})
    )
    is_timed = numbers.measure != "so far"
    note = wording.rates_note(
        int(groups["young"].sum()) if is_timed else 0,
        int(groups["undated_won"].sum()) if is_timed else 0,
        int(groups["undated_gate"].sum()) if is_timed else 0,
        window,
        numbers.gate,
        list(groups.index[groups["trials"] == 0]),
        len(groups) - len(shown),
        numbers.breakdown,
    )
    survivors = wording.SURVIVORS.get(numbers.breakdown, "")
    small = wording.small(int((shown["successes"] < few).sum()), few, numbers.breakdown, numbers.measure)
    return Card(
        name="ranking",
        title=wording.rates_title(numbers.ranks, len(groups), numbers.breakdown),
        subtitle=f"{wording.measure_name(numbers.measure, window, numbers.gate)}, 95 % interval · {labels.MARKS}",
        figure=charts.rates_with_intervals(rows),
        numbers=groups.sort_values("place", na_position="last"),
        columns={
            "breakdown": Column(wording.BREAKDOWN_NAMES[numbers.breakdown]),
            "rank_group": Column("Group", "count", "1 is the best that can be told apart"),
            "trials": Column("Leads counted", "count"),
            "successes": Column(wording.successes(numbers.measure).capitalize(), "count"),
            "rate": Column("Rate", "share"),
            "low": Column("95 % low", "share"),
            "high": Column("95 % high", "share"),
            "shrunken": Column("Shrunken", "share", "Drawn towards the others, the more the fewer leads"),
        },
        definition=wording.ranking_definition(numbers.measure, window, numbers.gate),
        note=common.joined(note, small, survivors),
        opens=_opens(numbers),
    )


def volume(numbers: SourceNumbers, few: int) -> Card:
    """Share of leads against share of successes."""
    groups = numbers.groups
    rows = shares(groups)
    known = rows[rows["first"].notna() & rows["second"].notna()]
    largest = str(known["first"].idxmax()) if len(known) else ""
    successes = wording.successes(numbers.measure)
    cohort = "leads" if numbers.measure == "so far" else "leads old enough"
    return Card(
        name="volume-and-quality",
        title="Volume beside quality"
        if not largest
        else wording.volume_title(
            largest, cell(known, largest, "first"), cell(known, largest, "second"), numbers.measure
        ),
        subtitle=f"Pale: share of {cohort}; solid: share of {successes} · {labels.MARKS}",
        figure=charts.share_pairs(sources_numbers.shown(rows[rows["trials"] > 0], few), cohort, successes),
        numbers=rows,
        columns={
            "label": Column(wording.BREAKDOWN_NAMES[numbers.breakdown]),
            "motion": Column("Motion", "motion"),
            "trials": Column("Leads counted", "count"),
            "successes": Column(successes.capitalize(), "count"),
            "first": Column("Share of leads", "share"),
            "second": Column(f"Share of {successes}", "share"),
        },
        definition=wording.volume_definition(numbers.measure, numbers.window_days, numbers.gate),
        opens=_opens(numbers),
    )


def shares(groups: pd.DataFrame) -> pd.DataFrame:
    """Share of each group in the leads counted and in the successes."""
    trials, successes = groups["trials"].sum(), groups["successes"].sum()
    return groups.assign(
        label=groups.index,
        n=groups["trials"],
        first=groups["trials"] / trials if trials else float("nan"),
        second=groups["successes"] / successes if successes else float("nan"),
    )


def looks(numbers: SourceNumbers, few: int) -> Card:
    """Win rate among closed leads against conversion at a fixed age."""
    groups, window = numbers.groups, numbers.window_days
    shown = sources_numbers.shown(groups, few).sort_values("closed_rate", ascending=False)
    rows = shown.assign(label=shown.index, start=shown["closed_rate"], end=shown["fixed_rate"], n=shown["leads"])
    found = impostors(groups, few)
    since = wording.measure_name("won", window, numbers.gate).lower()
    has_losses = bool(groups["lost"].sum())
    young = [str(name) for name in shown.index[shown["young"] > shown["leads"] / 2]]
    return Card(
        name="closed-and-fixed-age",
        title=wording.impostor_title([str(name) for name in found.index], numbers.breakdown, has_losses=has_losses),
        subtitle=f"Open: won of closed leads; solid: {since} · {labels.MARKS}",
        figure=charts.dumbbells(rows, "of closed leads won", since) if has_losses else None,
        empty=common.NO_LOSSES,
        numbers=rows.assign(young_share=rows["young"] / rows["leads"]),
        columns={
            "label": Column(wording.BREAKDOWN_NAMES[numbers.breakdown]),
            "leads": Column("Leads", "count"),
            "young_share": Column("Too young", "share"),
            "closed": Column("Closed", "count"),
            "won": Column("Won so far", "count"),
            "closed_rate": Column("Won of closed", "share"),
            "closed_low": Column("95 % low", "share"),
            "closed_high": Column("95 % high", "share"),
            "fixed_rate": Column("Won in time", "share"),
            "fixed_low": Column("95 % low", "share"),
            "fixed_high": Column("95 % high", "share"),
        },
        definition=wording.impostor_definition(window, numbers.gate),
        note=wording.impostor_note(young, window, numbers.gate) if has_losses else "",
        opens=_opens(numbers, counted=False),
    )


def scorecard(numbers: SourceNumbers, currency: str) -> Card:
    """All numbers of each group in one table."""
    groups = numbers.groups
    with_amount = groups["won_with_amount"].where(groups["won_with_amount"] > 0)
    groups = groups.assign(average_won_amount=groups["won_amount"] / with_amount)
    has_amounts = bool(groups["won_with_amount"].sum())
    amounts = {
        "won_amount": Column("Won amount", "money"),
        "average_won_amount": Column("Average deal", "money"),
    }
    return Card(
        name="scorecard",
        title=wording.scorecard_title(groups["won"], numbers.breakdown),
        subtitle=f"{gates.cohort(numbers.gate)}, most first{f'; amounts in {currency}' if has_amounts else ''}",
        numbers=groups,
        columns={
            "breakdown": Column(wording.BREAKDOWN_NAMES[numbers.breakdown]),
            "motion": Column("Motion", "motion"),
            "leads": Column("Leads", "count"),
            **{name: Column(name.capitalize(), "count") for name in _beyond(numbers.gate)},
            "won": Column("Won", "count"),
            "fixed_rate": Column(wording.measure_name("won", numbers.window_days, numbers.gate), "bar"),
            "fixed_low": Column("95 % low", "share"),
            "fixed_high": Column("95 % high", "share"),
            **({"closed_rate": Column("Won of closed", "share")} if groups["lost"].sum() else {}),
            **(amounts if has_amounts else {}),
            "median_days_to_won": Column("Median days to won", "days", wording.DAYS_TO_WON),
        },
        definition=wording.ranking_definition("won", numbers.window_days, numbers.gate),
        is_table=True,
        is_wide=True,
    )


def _beyond(gate: str) -> list[str]:
    """The counts of stages that lie beyond the gate."""
    return ["prospects", "opportunities"][max(GATES.index(gate) - GATES.index("prospect") + 1, 0) :]


def _opens(numbers: SourceNumbers, *, counted: bool = True) -> dict[str, opens.Parameters]:
    """The leads of each group that passed the gate, all or, from their creation, those that the measure counts."""
    only: dict[str, str] = {}
    if numbers.gate_stage:
        only = {"from_gate": numbers.gate}
    if counted and numbers.measure != "so far":
        only |= {"mature_days": str(numbers.window_days)}
    return opens.by(numbers.breakdown, numbers.groups.index, **only)
