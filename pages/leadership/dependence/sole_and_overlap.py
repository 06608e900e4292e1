"""Sole and overlap: which channels win alone, and which win together."""

from itertools import combinations

import pandas as pd

from analysis.claims.verdicts import CLEAR, KNOW, UNSURE, WATCH
from analysis.lists.selection import SEPARATOR
from analysis.scope import Scope
from analysis.statistics.proportions import wilson_intervals
from analysis.warehouse import Warehouse
from data.names import NOT_RECORDED, UNKNOWN
from pages.charts import figures
from pages.leadership.dependence import measures
from pages.leadership.dependence.words import sole_and_overlap as words
from pages.parts import opens
from pages.parts.cards import Card, Column
from pages.parts.columns import bounds, known
from pages.parts.page import Finding, PageModel
from pages.parts.undated import needs_days
from pages.parts.words import common

BARS, SETS, GRID = 12, 10, 7


@needs_days("Which channels win alone or together")
def build(warehouse: Warehouse, scope: Scope) -> PageModel:
    """Count the wins by the channels that touched them."""
    answer = warehouse.ask("touch_sets", scope)
    won = int(answer["won"].sum())
    if won == 0:
        return measures.nothing_of("won", int(warehouse.ask("shares", scope)["leads"].sum()))
    touched = answer[answer["touched"].notna()]
    untouched = won - int(touched["won"].sum())
    if touched.empty:
        return PageModel(words.NO_TOUCHES, words.facts(won, untouched), empty=words.LOAD_TOUCHES)
    sets = together(touched)
    motions = warehouse.ask("shares", scope, breakdown="channel").set_index("breakdown")["motion"]
    alone = sole(sets).assign(motion=lambda rows: rows["label"].map(motions).fillna(UNKNOWN))
    few = warehouse.definitions.thresholds.few_wins
    return PageModel(
        title=words.title(alone, few),
        facts=words.facts(won, untouched),
        findings=_findings(alone, few, untouched, won),
        cards=(_alone(alone), _sets(sets), _pairs(sets, few)),
    )


def together(touched: pd.DataFrame) -> pd.DataFrame:
    """Wins by the set of all their channels: the one that created them and those that touched them.

    Parameters
    ----------
    touched : DataFrame
        Answer to the question ``touch_sets`` where touches are recorded.

    Returns
    -------
    DataFrame
        ``channels`` (a frozenset), ``won``, ``won_amount``, the most wins first. A creating channel without a name
        is not counted among them.
    """
    members = [
        {*str(row["touched"]).split(SEPARATOR), str(row["channel"])} - {NOT_RECORDED} for _, row in touched.iterrows()
    ]
    named = touched.assign(text=[SEPARATOR.join(sorted(each)) for each in members])
    sets = named.groupby("text", as_index=False)[["won", "won_amount"]].sum()
    sets["channels"] = sets["text"].map(lambda text: frozenset(text.split(SEPARATOR)) - {""})
    return sets.sort_values(["won", "text"], ascending=[False, True], kind="stable", ignore_index=True)


def sole(sets: pd.DataFrame) -> pd.DataFrame:
    """Wins with any touch of each channel, and those it touched alone.

    Parameters
    ----------
    sets : DataFrame
        What `together` returned.

    Returns
    -------
    DataFrame
        ``label``, ``any_won``, ``sole_won``, ``any_share`` and ``sole_share`` of all wins with a recorded touch, and
        ``share``, ``low``, ``high``: sole of any (Wilson). Most sole wins first.
    """
    total = int(sets["won"].sum())
    rows: dict[str, list[int]] = {}
    for channels, won in zip(sets["channels"], sets["won"], strict=True):
        for channel in channels:
            counts = rows.setdefault(channel, [0, 0])
            counts[0] += int(won)
            counts[1] += int(won) if len(channels) == 1 else 0
    frame = pd.DataFrame([(name, *counts) for name, counts in rows.items()], columns=["label", "any_won", "sole_won"])
    rates = wilson_intervals(frame["sole_won"], frame["any_won"]).rename(columns={"rate": "share"})
    frame = frame.assign(any_share=frame["any_won"] / total, sole_share=frame["sole_won"] / total).join(rates)
    return frame.sort_values(["sole_won", "any_won", "label"], ascending=[False, False, True], ignore_index=True)


def pairs(sets: pd.DataFrame, channels: list[str]) -> pd.DataFrame:
    """Of the wins that a channel (row) touched, how many another (column) touched too; with itself, those it had alone.

    Parameters
    ----------
    sets : DataFrame
        What `together` returned.
    channels : list of str
        Rows and columns.

    Returns
    -------
    DataFrame
        ``row``, ``column``, ``both``, ``n`` (wins of the row), ``share``, ``low``, ``high``.
    """
    own = dict.fromkeys(channels, 0)
    both = {(first, second): 0 for first in channels for second in channels}
    for members, won in zip(sets["channels"], sets["won"], strict=True):
        known = [channel for channel in channels if channel in members]
        for channel in known:
            own[channel] += int(won)
            both[channel, channel] += int(won) if len(members) == 1 else 0
        for first, second in combinations(known, 2):
            both[first, second] += int(won)
            both[second, first] += int(won)
    rows = pd.DataFrame(
        [(first, second, count, own[first]) for (first, second), count in both.items()],
        columns=["row", "column", "both", "n"],
    )
    return rows.join(wilson_intervals(rows["both"], rows["n"]).rename(columns={"rate": "share"}))


def _findings(alone: pd.DataFrame, few: int, untouched: int, won: int) -> tuple[Finding, ...]:
    found = []
    known = alone[alone["any_won"] >= few]
    level = 1 - 0.05 / max(len(known), 1)
    strict = wilson_intervals(known["sole_won"], known["any_won"], level=level)
    mostly = known[strict["low"] > 0.5].head(1)
    for _, row in mostly.iterrows():
        found.append(Finding(WATCH, words.mostly_alone(row), words.ALONE_ADVICE, who=common.LEADERSHIP, surely=CLEAR))
    never = known[strict["high"] < 0.5].sort_values("any_won", ascending=False, kind="stable").head(1)
    for _, row in never.iterrows():
        found.append(Finding(KNOW, words.mostly_with_others(row), words.TOGETHER_ADVICE, surely=CLEAR))
    if untouched > 0:
        found.append(
            Finding(KNOW, words.untouched(untouched, won), words.LOAD_TOUCHES, who=common.LOADERS, surely=UNSURE)
        )
    return tuple(found)


def _alone(alone: pd.DataFrame) -> Card:
    drawn = alone[alone["any_won"] > 0].sort_values(["any_won", "label"], ascending=[False, True]).head(BARS)
    drawn = drawn.assign(rate=drawn["share"], note=[words.of(row) for _, row in drawn.iterrows()])
    return Card(
        name="alone",
        title=words.alone_title(alone),
        subtitle=words.alone_subtitle(drawn["motion"]),
        figure=figures.rates_with_intervals(drawn[["label", "rate", "low", "high", "motion", "note"]]),
        numbers=alone,
        columns={
            "label": Column("Channel"),
            **known("motion"),
            "any_won": Column("Wins with any touch", "count"),
            "any_share": Column("Of all wins", "share"),
            "sole_won": Column("Touched by it alone", "count"),
            "sole_share": Column("Of all wins", "share"),
            "share": Column("Alone, of any", "share"),
            **bounds(),
        },
        definition=words.DEFINITION,
        opens=opens.rows(drawn, ("label",), {"channels": "label"}, outcome="won"),
    )


def _sets(sets: pd.DataFrame) -> Card:
    total = int(sets["won"].sum())
    rates = wilson_intervals(sets["won"], pd.Series(total, index=sets.index)).rename(columns={"rate": "share"})
    rows = sets.join(rates).assign(label=[" + ".join(sorted(each)) for each in sets["channels"]])
    drawn = rows.head(SETS).assign(motion="mixed")
    return Card(
        name="channels together",
        title=words.sets_title(sets),
        subtitle="Share of the wins with a recorded touch, by the set of all their channels, 95% interval",
        figure=figures.share_bars(drawn[["label", "share", "low", "high", "motion"]]),
        numbers=rows[["label", "won", "share", "low", "high", "won_amount"]],
        columns={
            "label": Column("Channels"),
            **known("won", "share"),
            **bounds(),
            "won_amount": Column("Won amount", "money"),
        },
        definition=words.DEFINITION,
        note=common.joined(words.few_sets(min(len(rows), SETS), len(rows))),
        opens=opens.rows(drawn, ("label",), {"channels": "text"}, no_other="yes", outcome="won"),
    )


def _pairs(sets: pd.DataFrame, few: int) -> Card:
    alone = sole(sets).sort_values(["any_won", "label"], ascending=[False, True], kind="stable")
    channels = [str(name) for name in alone["label"].head(GRID)]
    rows = pairs(sets, channels)
    is_itself = rows["row"] == rows["column"]
    drawn = rows.assign(is_few=rows["n"] < few)
    return Card(
        name="pairs of channels",
        title=words.pairs_title(rows[(rows["n"] >= few) & ~is_itself]),
        subtitle=words.PAIRS_SUBTITLE,
        figure=figures.heat_map(drawn, few=common.fewer(few, "win")) if len(rows) else None,
        numbers=rows,
        columns={
            "row": Column("Of the wins of"),
            "column": Column("also touched by"),
            "n": Column("Wins", "count"),
            "both": Column("Both", "count"),
            **known("share"),
            **bounds(),
        },
        definition=words.DEFINITION,
        empty="Only one channel touched the wins.",
        is_wide=True,
        opens={
            opens.mark(one, other): {"channels": one, "no_other": "yes", "outcome": "won"}
            if one == other
            else {"channels": SEPARATOR.join((one, other)), "outcome": "won"}
            for one in channels
            for other in channels
        },
    )
