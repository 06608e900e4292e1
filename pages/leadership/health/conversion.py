"""How often both motions win: the gap as it is and at the same mix, by segment and by month."""

from collections.abc import Mapping
from dataclasses import astuple

import pandas as pd

from analysis.claims import trends
from analysis.claims.motion_gap import MotionGap
from analysis.claims.trends import Trend
from analysis.claims.verdicts import CLEAR, KNOW, UNSURE, WATCH
from analysis.scope import Scope
from analysis.statistics import proportions, ranking, standardisation
from analysis.statistics.standardisation import LikeForLike
from analysis.warehouse import Warehouse
from data import dimensions
from data.names import MOTIONS, is_named
from pages.charts import figures
from pages.leadership.health import words
from pages.leadership.health.counts import ALL, Counts, side_by_side
from pages.parts import addresses, opens
from pages.parts.cards import Card, Column
from pages.parts.columns import bounds, known
from pages.parts.frames import every_column
from pages.parts.page import Finding
from pages.parts.words import common
from pages.parts.words import trends as trend_words

SEGMENTS_SHOWN = 8
OLD_ENOUGH = {"mature": Column("Leads old enough", "count"), **known("mature_won")}


def rates(frame: pd.DataFrame) -> pd.DataFrame:
    """Conversion within the window with Wilson's interval, on the index of the counts."""
    return proportions.wilson_intervals(frame["mature_won"], frame["mature"])


def finding(counts: Counts, sides: MotionGap) -> list[Finding]:
    """The gap, like for like."""
    if not counts.is_pair:
        return []
    fair = sides.gap()
    raw, same_mix, surely = fair.raw, fair.standardised, sides.verdict
    if surely == UNSURE:
        return [Finding(KNOW, words.gap_unknown(raw, counts.window_days), surely=UNSURE)]
    if fair.reverses:
        sentence = words.reversal(raw, same_mix)
    elif surely == CLEAR:
        sentence = words.fair_gap(same_mix, sides.compared)
    else:
        sentence = words.gap_of_mix(raw, same_mix)
    asks = WATCH if fair.reverses else KNOW
    return [Finding(asks, sentence, link=addresses.SOURCES, choice={"view": "Like for like"}, surely=surely)]


def by_segment(counts: Counts, sides: MotionGap, few: int) -> Card:
    """Conversion of both motions: of all leads, at the same mix, and in each segment.

    Parameters
    ----------
    counts : Counts
        What was counted.
    sides : MotionGap
        The gap, raw and at the same mix.
    few : int
        Wins below which a rate is marked as resting on too few.

    Returns
    -------
    Card
        Figure of pairs; the numbers hold every segment.
    """
    window, is_pair, fair = counts.window_days, counts.is_pair, sides.gap()
    segments = counts.segments.join(rates(counts.segments)).reset_index(names=["label", "motion"])
    gaps = proportions.newcombe_difference(*_sides(counts.segments))
    parts = [_overall(counts), *([_same_mix(sides, fair), segments] if counts.has_segments else [])]
    rows = pd.concat([part for part in parts if len(part)], ignore_index=True)
    gap = {words.ALL: fair.raw.estimate, words.SAME_MIX: fair.standardised.estimate} | gaps["difference"].to_dict()
    rows = rows.assign(gap_points=rows["label"].map(gap), n=rows["mature"])
    fewest = rows.groupby("label")["mature_won"].min()
    rows["gap"] = [
        common.gap_under(points, is_few=fewest[label] < few)
        for label, points in zip(rows["label"], rows["gap_points"], strict=True)
    ]
    shown = list(dict.fromkeys(rows["label"]))[: SEGMENTS_SHOWN + 2]
    both = int(every_column(side_by_side(counts.segments)["mature"] > 0).sum())
    better = (int((gaps["low"] > 0).sum()), int((gaps["high"] < 0).sum()))
    return Card(
        name="conversion-by-segment",
        asked=("motion_gap",),
        title=words.segments_title(*better, both, fair.raw, reverses=fair.reverses)
        if is_pair
        else words.one_motion_by_segment(counts.present[0]),
        subtitle=words.segments_subtitle(window, is_pair=is_pair),
        figure=figures.paired_rates(rows[rows["label"].isin(shown)]),
        opens=opens.rows(rows, ("label", "motion"), {"motion": "motion"}, mature_days=str(window))
        | opens.rows(segments, ("label", "motion"), {"segment": "label", "motion": "motion"}, mature_days=str(window)),
        numbers=rows,
        columns={
            "label": Column("Segment"),
            **known("motion"),
            **OLD_ENOUGH,
            "rate": Column("Conversion", "share"),
            **bounds(),
            "gap_points": Column("Gap", "points", "Inbound minus outbound"),
        },
        definition=common.joined(words.conversion_definition(window), words.SAME_MIX_DEFINITION),
        note=common.joined(
            words.SAME_MIX_NOTE if counts.has_segments and is_pair else "",
            words.more_groups(rows["label"].nunique() - len(shown), "segment", "segments"),
        ),
    )


def by_group(warehouse: Warehouse, scope: Scope, dimension: str, window: int, few: int) -> Card | None:
    """Conversion by what leads are told apart by; None where fewer than two groups have a name.

    Parameters
    ----------
    warehouse : Warehouse
        Where to ask.
    scope : Scope
        Which leads.
    dimension : str
        A dimension that was recorded whatever became of the leads.
    window : int
        Days that a lead must have been watched for.
    few : int
        Wins below which a rate is marked as resting on too few.

    Returns
    -------
    Card or None
        Rates with their intervals, of the groups with most leads.
    """
    groups = warehouse.ask("conversion", scope, breakdown=dimension, window_days=window)
    groups = groups[groups["breakdown"].map(is_named).astype(bool)].set_index("breakdown")
    groups = groups[groups["mature"] > 0]
    if len(groups) < 2:
        return None
    groups = groups.join(rates(groups))
    ranks = int(ranking.rank_groups(groups["mature_won"], groups["mature"])["rank_group"].max())
    few_wins = (groups["mature_won"] < few).map({True: common.TOO_FEW_WINS, False: None})
    rows = groups.assign(label=groups.index, n=groups["mature"], note=few_wins)
    named = dimensions.BY_NAME[dimension]
    return Card(
        name=f"conversion-by-{dimension}",
        asked=("conversion",),
        title=words.groups_title(len(groups), ranks, named.noun, named.plural),
        subtitle=words.segments_subtitle(window, is_pair=False),
        figure=figures.rates_with_intervals(rows.head(SEGMENTS_SHOWN)),
        opens=opens.by(dimension, rows.index, mature_days=str(window)),
        numbers=rows,
        columns={"label": Column(named.label), **OLD_ENOUGH, "rate": Column("Conversion", "share"), **bounds()},
        definition=words.conversion_definition(window),
        note=words.more_groups(len(rows) - SEGMENTS_SHOWN, named.noun, named.plural),
    )


def by_month(warehouse: Warehouse, scope: Scope, counts: Counts, converts: Mapping[str, Trend]) -> Card:
    """Conversion by month of creation; months too young are drawn as such, with their wins so far."""
    seen = trends.window(warehouse, scope)
    is_apart = ALL not in counts.present
    by = "motion" if is_apart else "all"
    months = warehouse.ask("cohort_months", seen, breakdown=by, window_days=counts.window_days)
    months = months[months["breakdown"].isin(counts.present)].assign(month=lambda rows: pd.to_datetime(rows["month"]))
    months["is_complete"] = months["first_observed"] >= counts.window_days
    fixed = rates(months).where(months["is_complete"])
    so_far = proportions.wilson_intervals(months["won"], months["leads"])["rate"]
    rows = months.assign(value=fixed["rate"].fillna(so_far), low=fixed["low"], high=fixed["high"], n=months["leads"])
    # Leads from before the recording of wins look as if none of them had won: they are left out, and the note says so.
    late = counts.late
    drawn = rows if late is None else rows[rows["month"] >= pd.Timestamp(late.since).replace(day=1)]
    lines = drawn if is_apart else drawn.drop(columns="motion").assign(name=words.ALL)
    return Card(
        name="conversion-by-month",
        asked=("cohort_months",),
        title=words.trend_title(converts),
        subtitle=words.trend_subtitle(counts.window_days, is_pair=counts.is_pair),
        figure=figures.monthly_lines(lines, unit="share"),
        opens=opens.rows(drawn, ("motion", "month"), {"motion": "motion", "created": "month"})
        if is_apart
        else opens.rows(lines, ("name", "month"), {"created": "month"}),
        numbers=rows,
        columns={
            **known("month", *(["motion"] if is_apart else []), "leads", "opportunities"),
            "won": Column("Won so far", "count"),
            **OLD_ENOUGH,
            "value": Column("Rate shown", "share", "Won so far of all leads where the month is not complete"),
            **bounds(),
        },
        definition=common.joined(words.conversion_definition(counts.window_days), trend_words.DEFINITION),
        note=common.joined(
            "" if len(drawn) == len(rows) or late is None else common.late_recording(*astuple(late)),
            "" if drawn["is_complete"].all() else words.young_months(counts.window_days),
        ),
    )


def _sides(segments: pd.DataFrame) -> list[pd.Series]:
    """Won in time and old enough of inbound, then of outbound, by segment."""
    wide = side_by_side(segments)
    return [wide[name][motion] for motion in MOTIONS for name in ("mature_won", "mature")]


def _overall(counts: Counts) -> pd.DataFrame:
    motions = counts.motions.loc[counts.present]
    return motions.join(rates(motions)).rename_axis("motion").reset_index().assign(label=words.ALL)


def _same_mix(sides: MotionGap, fair: LikeForLike) -> pd.DataFrame:
    """Rates at the same mix; both counts are of the segments and regions compared."""
    won, mature = sides.by("both")
    same_mix = standardisation.standardised_rates(won, mature)
    if fair.standardised.is_missing or same_mix.empty:
        return pd.DataFrame()
    both = every_column(mature > 0)
    counted = same_mix.assign(mature=mature[both].sum(), mature_won=won[both].sum(), label=words.SAME_MIX)
    return counted.rename_axis("motion").reset_index()
