"""The cards on Sources: the ranking, volume beside quality, how it looks and how it is, the scorecard."""

import pandas as pd

from pages.models import sources_numbers
from pages.models.frames import cell
from pages.models.sources_numbers import SourceNumbers, impostors
from pages.parts import charts, labels, opens
from pages.parts.cards import Card, Column
from pages.parts.wording import common
from pages.parts.wording import sources as wording


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
        window,
        list(groups.index[groups["trials"] == 0]),
        len(groups) - len(shown),
        numbers.breakdown,
    )
    survivors = wording.SURVIVORS if numbers.breakdown == "journey_order" else ""
    small = wording.small(int((shown["successes"] < few).sum()), few, numbers.breakdown, numbers.measure)
    return Card(
        name="ranking",
        title=wording.rates_title(numbers.ranks, len(groups), numbers.breakdown),
        subtitle=f"{wording.measure_name(numbers.measure, window)}, 95 % interval · {labels.MARKS}",
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
        definition=wording.ranking_definition(numbers.measure, window),
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
        definition=wording.volume_definition(numbers.measure, numbers.window_days),
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
    has_losses = bool(groups["lost"].sum())
    young = [str(name) for name in shown.index[shown["young"] > shown["leads"] / 2]]
    return Card(
        name="closed-and-fixed-age",
        title=wording.impostor_title([str(name) for name in found.index], numbers.breakdown)
        if has_losses
        else wording.CLOSED_AND_FIXED,
        subtitle=f"Open: won of closed leads; solid: won within {window} days · {labels.MARKS}",
        figure=charts.dumbbells(rows, "of closed leads won", f"won within {window} days") if has_losses else None,
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
        definition=wording.impostor_definition(window),
        note=wording.impostor_note(young, window) if has_losses else "",
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
        title="Scorecard",
        subtitle=f"Leads of the period, most first{f'; amounts in {currency}' if has_amounts else ''}",
        numbers=groups,
        columns={
            "breakdown": Column(wording.BREAKDOWN_NAMES[numbers.breakdown]),
            "motion": Column("Motion", "motion"),
            "leads": Column("Leads", "count"),
            "prospects": Column("Prospects", "count"),
            "opportunities": Column("Opportunities", "count"),
            "won": Column("Won", "count"),
            "fixed_rate": Column(f"Won within {numbers.window_days} days", "bar"),
            "fixed_low": Column("95 % low", "share"),
            "fixed_high": Column("95 % high", "share"),
            **({"closed_rate": Column("Won of closed", "share")} if groups["lost"].sum() else {}),
            **(amounts if has_amounts else {}),
            "median_days_to_won": Column("Median days to won", "days"),
        },
        definition=wording.ranking_definition("won", numbers.window_days),
        is_table=True,
        is_wide=True,
    )


def _opens(numbers: SourceNumbers, *, counted: bool = True) -> dict[str, opens.Parameters]:
    """The leads of each group, all or those that the measure counts; our own words have a capital here."""
    is_own = numbers.breakdown in wording.OWN_WORDS
    is_timed = counted and numbers.measure != "so far"
    only = {"mature_days": str(numbers.window_days)} if is_timed else {}
    return {
        opens.mark(name): {numbers.breakdown: str(name).lower() if is_own else str(name), **only}
        for name in numbers.groups.index
    }
