"""Ranking: where the leads that convert come from, and which sources can be told apart."""

from dataclasses import replace

import pandas as pd

from analysis.claims.recorded import WORTH_SPEAKING, recorded
from analysis.claims.verdicts import ACT, CLEAR, KNOW, WATCH, WEAK
from analysis.question import GATES
from analysis.scope import Scope
from analysis.statistics import proportions
from analysis.warehouse import Warehouse
from data.names import UNMAPPED, is_named
from pages.charts import figures
from pages.marketing.sources import tables, unknown, value
from pages.marketing.sources.counts import SO_FAR, Counts, count, drawn, impostors, leaders
from pages.marketing.sources.words import gate_names
from pages.marketing.sources.words import ranking as words
from pages.parts import addresses, labels, opens, unrecorded
from pages.parts.cards import Card, Column
from pages.parts.columns import bounds, known
from pages.parts.frames import cell, interval, sums
from pages.parts.page import Finding, PageModel
from pages.parts.words import common, rates, undated
from pages.parts.words import recorded as recorded_words


def build(
    warehouse: Warehouse, scope: Scope, *, breakdown: str = "channel", measure: str = "won", gate: str = "lead"
) -> PageModel:
    """Rank the groups by a measure of those leads that reached a gate."""
    if nothing := unrecorded.instead(warehouse, scope, gate=gate):
        return nothing
    measure = measure if warehouse.has_days else SO_FAR
    if measure in value.MEASURES:
        return value.build(warehouse, scope, breakdown=breakdown, measure=measure, gate=gate)
    counts = count(warehouse, scope, breakdown, measure, gate)
    if counts.leads == 0:
        return PageModel(words.none_at(gate), empty=common.WIDEN)
    few, currency = warehouse.definitions.thresholds.few_wins, warehouse.currency
    shortened = ""
    if warehouse.has_days:
        shortened = common.shortened(counts.window_days, warehouse.definitions.windows.conversion_days)
    facts = common.grey_line(words.facts(counts.leads, len(counts.named), breakdown, gate), shortened)
    known = recorded(warehouse, scope, breakdown, gate)
    if known.is_with_outcome:
        return PageModel(
            recorded_words.title(known),
            facts,
            findings=(unrecorded.finding(known),),
            cards=(unknown.wins(counts), *unknown.bounds(counts)),
        )
    if not any(is_named(name) for name in counts.groups.index):
        return _unnamed(counts, common.grey_line(common.counted(counts.leads, "lead"), shortened), currency)
    return PageModel(
        title=_title(counts, few),
        facts=facts,
        findings=(*_to_map(counts), *_findings(counts, few)),
        cards=(
            _ranking(counts, few),
            *_beside(counts, few),
            *(replace(card, is_wide=True) for card in unknown.bounds(counts)),
            _scorecard(counts, currency),
        ),
    )


def _unnamed(counts: Counts, facts: str, currency: str) -> PageModel:
    """What can be said where no group has a name: the rate of all, and what would name them."""
    rate = proportions.share_interval(int(counts.groups["successes"].sum()), int(counts.groups["trials"].sum()))
    verb = words.verb(counts.measure, counts.window_days, counts.gate)
    to_map = _to_map(counts)
    none = Finding(KNOW, recorded_words.none(recorded_words.filled_in(counts.breakdown)))
    return PageModel(
        title=words.nothing_recorded(rate, counts.breakdown, verb),
        facts=facts,
        findings=to_map or (none,),
        cards=(replace(_scorecard(counts, currency), title=words.won_of_all(counts.groups)),),
    )


def _to_map(counts: Counts) -> tuple[Finding, ...]:
    """Sources that map to no channel, where they are many."""
    unmapped = int(counts.groups.loc[[name.startswith(UNMAPPED) for name in counts.groups.index], "leads"].sum())
    if unmapped <= WORTH_SPEAKING * counts.leads:
        return ()
    sentence = recorded_words.unmapped(unmapped, unmapped / counts.leads)
    return (Finding(ACT, sentence, recorded_words.MAP_IT, addresses.SETTINGS, who=common.LOADERS),)


def _beside(counts: Counts, few: int) -> tuple[Card, ...]:
    """The card beside the ranking, then one with a row of its own: closed rates without a figure are only a line.

    Where no lead has a day there is no fixed age to hold the closed rates against.
    """
    volume = _volume(counts, few)
    if not counts.has_days:
        return (volume,)
    looks = _looks(counts, few)
    beside, alone = (volume, looks) if looks.figure is None else (looks, volume)
    return beside, replace(alone, is_wide=True)


def _title(counts: Counts, few: int) -> str:
    """The best group, if its wins are enough and others are below it."""
    groups = counts.groups
    first = leaders(groups, few)
    others = int((groups["rank_group"] > 1).sum())
    is_known = len(first) == 1 and (others > 0 or len(groups) == 1)
    best = interval(first, first.index[0]) if is_known else None
    verb = words.verb(counts.measure, counts.window_days, counts.gate)
    names = [str(name) for name in first.index]
    found = words.title(names, others, best, counts.breakdown, verb)
    if not others or not names or counts.surely_lead(names):
        return found
    return f"{found}; {words.could_change(counts.breakdown, counts.unknown_share)}"


def _findings(counts: Counts, few: int) -> tuple[Finding, ...]:
    """What looks better than it is, and what brings volume without quality."""
    found = [
        Finding(WATCH, words.impostor(row, counts.window_days, counts.gate), who=common.MARKETING, surely=CLEAR)
        for _, row in impostors(counts.groups, few).head(1).iterrows()
    ]
    groups = _shares(counts.groups)
    below = proportions.newcombe_difference(
        groups["successes"],
        groups["trials"],
        groups["successes"].sum() - groups["successes"],
        groups["trials"].sum() - groups["trials"],
        level=1 - 0.05 / len(groups),
    )
    is_below = (below["high"] < 0) & groups.index.isin(counts.named.index)
    heavy = groups[is_below].assign(excess=lambda rows: rows["first"] - rows["second"])
    if len(heavy):
        name = str(heavy["excess"].idxmax())
        leads, wins = cell(heavy, name, "first"), cell(heavy, name, "second")
        mean = groups["successes"].sum() / groups["trials"].sum()
        is_sure = counts.bounds is None or cell(counts.bounds, name, "high") < mean
        sentence = words.heavy(name, leads, wins, counts.measure)
        found.append(Finding(WATCH, sentence, who=common.MARKETING, surely=CLEAR if is_sure else WEAK))
    return tuple(found)


def _ranking(counts: Counts, few: int) -> Card:
    """Rates with intervals, in groups that can be told apart."""
    groups, window = counts.groups, counts.window_days
    shown = drawn(groups, few)
    rows = shown.assign(
        label=shown.index,
        n=shown["trials"],
        note=pd.Series([_note(name, won, few) for name, won in shown["successes"].items()], shown.index, dtype=object),
    )
    is_timed = counts.measure != "so far"
    note = words.rates_note(
        int(groups["young"].sum()) if is_timed else 0,
        int(groups["undated_won"].sum()) if is_timed else 0,
        int(groups["undated_gate"].sum()) if is_timed else 0,
        window,
        counts.gate,
        list(groups.index[groups["trials"] == 0]),
        len(groups) - len(shown),
        counts.breakdown,
    )
    survivors = words.SURVIVORS.get(counts.breakdown, "")
    is_small = (shown["successes"] < few) & shown.index.isin(counts.named.index)
    small = words.small(int(is_small.sum()), few, counts.breakdown, counts.measure)
    return Card(
        name="ranking",
        title=words.rates_title(counts.ranks, len(counts.named), counts.breakdown),
        subtitle=f"{words.measure_name(counts.measure, window, counts.gate)}, 95% interval · {labels.MARKS}",
        figure=figures.rates_with_intervals(rows),
        numbers=groups.sort_values("place", na_position="last"),
        columns={
            "breakdown": tables.heading(counts.breakdown),
            "rank_group": Column("Group", "count", "1 is the best that can be told apart"),
            "trials": tables.COUNTED,
            "successes": Column(words.successes(counts.measure).capitalize(), "count"),
            **known("rate"),
            **bounds(),
            "shrunken": Column("Shrunken", "share", "Drawn towards the others, the more the fewer leads"),
        },
        definition=words.ranking_definition(counts.measure, window, counts.gate),
        note=common.joined(note, small, survivors, "" if counts.has_days else _floor(groups)),
        opens=_opens(counts),
    )


def _floor(groups: pd.DataFrame) -> str:
    """What shares won so far say where nobody knows how old the leads are."""
    return common.joined(undated.floor(int(groups["won"].sum()), int(groups["open"].sum())), undated.AGES)


def _note(name: object, won: int, few: int) -> str | None:
    """What stands under a name: what to do with one that is none, or that its wins are few."""
    if not is_named(name):
        return words.MAP_IT if str(name).startswith(UNMAPPED) else None
    return words.TOO_FEW if won < few else None


def _volume(counts: Counts, few: int) -> Card:
    """Share of leads against share of successes."""
    groups = counts.groups
    rows = _shares(groups)
    both = rows[rows["first"].notna() & rows["second"].notna() & rows.index.isin(counts.named.index)]
    largest = str(both["first"].idxmax()) if len(both) else ""
    successes = words.successes(counts.measure)
    cohort = "leads" if counts.measure == "so far" else "leads old enough"
    return Card(
        name="volume-and-quality",
        title="Volume beside quality"
        if not largest
        else words.volume_title(largest, cell(both, largest, "first"), cell(both, largest, "second"), counts.measure),
        subtitle=f"Share of {cohort} and of {successes} · {labels.MARKS}",
        figure=figures.share_pairs(drawn(rows[rows["trials"] > 0], few), cohort, successes),
        numbers=rows,
        columns={
            "label": tables.heading(counts.breakdown),
            **known("motion"),
            "trials": tables.COUNTED,
            "successes": Column(successes.capitalize(), "count"),
            "first": Column("Share of leads", "share"),
            "second": Column(f"Share of {successes}", "share"),
        },
        definition=words.volume_definition(counts.measure, counts.window_days, counts.gate),
        opens=_opens(counts),
    )


def _shares(groups: pd.DataFrame) -> pd.DataFrame:
    """Share of each group in the leads counted and in the successes."""
    trials, successes = groups["trials"].sum(), groups["successes"].sum()
    return groups.assign(
        label=groups.index,
        n=groups["trials"],
        first=groups["trials"] / trials if trials else float("nan"),
        second=groups["successes"] / successes if successes else float("nan"),
    )


def _looks(counts: Counts, few: int) -> Card:
    """Win rate of closed leads against conversion at a fixed age."""
    groups, window = counts.groups, counts.window_days
    shown = drawn(groups, few).sort_values("closed_rate", ascending=False)
    rows = shown.assign(label=shown.index, start=shown["closed_rate"], end=shown["fixed_rate"], n=shown["leads"])
    found = impostors(groups, few)
    since = words.measure_name("won", window, counts.gate).lower()
    has_losses = bool(groups["lost"].sum())
    young = [str(name) for name in shown.index[shown["young"] > shown["leads"] / 2]]
    return Card(
        name="closed-and-fixed-age",
        title=words.impostor_title([str(name) for name in found.index], counts.breakdown, has_losses=has_losses),
        subtitle=f"{rates.OF_CLOSED_LEADS}, and {since} · {labels.MARKS}",
        figure=figures.dumbbells(rows, "of closed leads won", since) if has_losses else None,
        empty=common.NO_LOSSES,
        numbers=rows.assign(young_share=rows["young"] / rows["leads"]),
        columns={
            "label": tables.heading(counts.breakdown),
            **known("leads"),
            "young_share": Column("Too young", "share"),
            "closed": Column("Closed", "count"),
            "won": tables.WON_SO_FAR,
            "closed_rate": Column(rates.OF_CLOSED_LEADS, "share"),
            **bounds(prefix="closed_"),
            "fixed_rate": Column("Won in time", "share"),
            **bounds(prefix="fixed_"),
        },
        definition=words.impostor_definition(window, counts.gate),
        note=words.impostor_note(young, window, counts.gate) if has_losses else "",
        opens=_opens(counts, counted=False),
    )


def _scorecard(counts: Counts, currency: str) -> Card:
    """All numbers of each group in one table."""
    groups = counts.groups
    with_amount = groups["won_with_amount"].where(groups["won_with_amount"] > 0)
    groups = groups.assign(average_won_amount=groups["won_amount"] / with_amount)
    has_amounts = bool(groups["won_with_amount"].sum())
    amounts = {**known("won_amount"), "average_won_amount": Column("Average deal", "money")}
    measure, prefix = ("won", "fixed_") if counts.has_days else (SO_FAR, "")
    days = Column("Typical days to won", "days", words.DAYS_TO_WON)
    return Card(
        name="scorecard",
        title=words.scorecard_title(groups["won"], counts.breakdown, list(counts.named.index)),
        subtitle=f"{gate_names.cohort(counts.gate)}, most first{f'; amounts in {currency}' if has_amounts else ''}",
        numbers=groups,
        total=sums(groups, "leads", *_beyond(counts.gate), "won", "won_amount"),
        columns={
            "breakdown": tables.heading(counts.breakdown),
            **known("motion", "leads"),
            **{name: Column(name.capitalize(), "count") for name in _beyond(counts.gate)},
            **known("won"),
            f"{prefix}rate": Column(words.measure_name(measure, counts.window_days, counts.gate), "bar"),
            **bounds(prefix=prefix),
            **({"closed_rate": Column(rates.OF_CLOSED_LEADS, "share")} if groups["lost"].sum() else {}),
            **(amounts if has_amounts else {}),
            **({"median_days_to_won": days} if counts.has_days else {}),
        },
        definition=words.ranking_definition(measure, counts.window_days, counts.gate),
        is_table=True,
        is_wide=True,
    )


def _beyond(gate: str) -> list[str]:
    """The counts of stages that lie beyond the gate."""
    return ["prospects", "opportunities"][max(GATES.index(gate) - GATES.index("prospect") + 1, 0) :]


def _opens(counts: Counts, *, counted: bool = True) -> dict[str, opens.Parameters]:
    """The leads of each group that passed the gate, all or, from their creation, those that the measure counts."""
    only: dict[str, str] = {}
    if counts.gate != GATES[0]:
        only = {"from_gate": counts.gate}
    if counted and counts.measure != "so far":
        only |= {"mature_days": str(counts.window_days)}
    return opens.by(counts.breakdown, counts.groups.index, **only)
