"""How often both motions win: the gap as it is and at the same segment mix, by segment and by month."""

from dataclasses import astuple

import pandas as pd

from analysis.claims.verdicts import CLEAR, KNOW, UNSURE, WATCH, WEAK
from analysis.scope import Scope
from analysis.statistics import proportions, ranking, standardisation, trend
from analysis.statistics.checks import Interval
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

SEGMENTS_SHOWN = 8
OLD_ENOUGH = {"mature": Column("Leads old enough", "count"), **known("mature_won")}


def rates(frame: pd.DataFrame) -> pd.DataFrame:
    """Conversion within the window with Wilson's interval, on the index of the counts."""
    return proportions.wilson_intervals(frame["mature_won"], frame["mature"])


def like_for_like(segments: pd.DataFrame) -> LikeForLike:
    """Gap of conversion, inbound minus outbound, as it is and at the segment mix of both together."""
    return standardisation.like_for_like(*_sides(segments))


def finding(counts: Counts, fair: LikeForLike) -> list[Finding]:
    """The gap, like for like."""
    raw, same_mix = fair.raw, fair.standardised
    if not counts.is_pair:
        return []
    if not raw.excludes(0) and not same_mix.excludes(0):
        return [Finding(KNOW, words.gap_unknown(raw, counts.window_days), surely=UNSURE)]
    if same_mix.is_missing:
        return []
    surely = CLEAR if same_mix.excludes(0) else WEAK
    if fair.reverses:
        sentence = words.reversal(raw, same_mix)
    elif same_mix.excludes(0):
        compared = every_column(side_by_side(counts.segments)["mature"] > 0)
        sentence = words.fair_gap(same_mix, int(compared.sum()))
    else:
        sentence = words.gap_of_mix(raw, same_mix)
    asks = WATCH if fair.reverses else KNOW
    return [Finding(asks, sentence, link=addresses.SOURCES, choice={"view": "Like for like"}, surely=surely)]


def by_segment(counts: Counts, fair: LikeForLike, few: int) -> Card:
    """Conversion of both motions: of all leads, at the same segment mix, and in each segment.

    Parameters
    ----------
    counts : Counts
        What was counted.
    fair : LikeForLike
        The gap, raw and at the same mix.
    few : int
        Wins below which a rate is marked as resting on too few.

    Returns
    -------
    Card
        Figure of pairs; the numbers hold every segment.
    """
    window, is_pair = counts.window_days, counts.is_pair
    segments = counts.segments.join(rates(counts.segments)).reset_index(names=["label", "motion"])
    gaps = proportions.newcombe_difference(*_sides(counts.segments))
    parts = [_overall(counts), *([_same_mix(counts.segments, fair), segments] if counts.has_segments else [])]
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


def by_month(counts: Counts) -> Card:
    """Conversion by month of creation; months too young are drawn as such, with their wins so far."""
    months = counts.months[counts.months["breakdown"].isin(counts.present)].copy()
    months["is_complete"] = months["first_observed"] >= counts.window_days
    fixed = rates(months).where(months["is_complete"])
    so_far = proportions.wilson_intervals(months["won"], months["leads"])["rate"]
    rows = months.assign(value=fixed["rate"].fillna(so_far), low=fixed["low"], high=fixed["high"], n=months["leads"])
    # Leads from before the recording of wins look as if none of them had won: they are left out, and the note says so.
    late = counts.late
    drawn = rows if late is None else rows[rows["month"] >= pd.Timestamp(late.since).replace(day=1)]
    is_apart = ALL not in counts.present
    lines = drawn if is_apart else drawn.drop(columns="motion").assign(name=words.ALL)
    return Card(
        name="conversion-by-month",
        asked=("cohort_months",),
        title=words.trend_title(_slopes(drawn)),
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
        definition=words.conversion_definition(counts.window_days),
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


def _same_mix(segments: pd.DataFrame, fair: LikeForLike) -> pd.DataFrame:
    """Rates at the same segment mix; both counts are of the segments compared."""
    wide = side_by_side(segments)
    won, mature = wide["mature_won"], wide["mature"]
    same_mix = standardisation.standardised_rates(won, mature)
    if fair.standardised.is_missing or same_mix.empty:
        return pd.DataFrame()
    both = every_column(mature > 0)
    counted = same_mix.assign(mature=mature[both].sum(), mature_won=won[both].sum(), label=words.SAME_MIX)
    return counted.rename_axis("motion").reset_index()


def _slopes(rows: pd.DataFrame) -> dict[str, Interval]:
    """Change of conversion per year of each motion, over the complete months."""
    complete = rows[rows["is_complete"]]
    by_motion = {
        "" if motion == ALL else str(motion): months.set_index("month")
        for motion, months in complete.groupby("breakdown")
    }
    return {motion: trend.trend_slope(months["mature_won"], months["mature"]) for motion, months in by_motion.items()}
