"""The cards on Pipeline health: rates by segment, both motions side by side, conversion and share by month."""

from dataclasses import astuple

import pandas as pd

from analysis.statistics import amounts, proportions, trend, velocity
from analysis.statistics.checks import Interval
from analysis.statistics.standardisation import LikeForLike, standardised_rates
from data.definitions import MOTIONS
from pages.charts import figures as charts
from pages.leadership.health import numbers as health_numbers
from pages.leadership.health import words as wording
from pages.leadership.health.numbers import HealthNumbers
from pages.parts import labels, opens
from pages.parts.cards import Card, Column
from pages.parts.frames import every_column, interval
from pages.parts.words import common

SEGMENTS_SHOWN = 8


def by_segment(numbers: HealthNumbers, fair: LikeForLike, few: int) -> Card:
    """Conversion of both motions: of all leads, at the same segment mix, and in each segment.

    Parameters
    ----------
    numbers : HealthNumbers
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
    segments = numbers.segments.join(health_numbers.rates(numbers.segments)).reset_index(names=["label", "motion"])
    wide = health_numbers.wide_of(numbers.segments)
    won, mature = wide["mature_won"], wide["mature"]
    inbound, outbound = MOTIONS
    gaps = proportions.newcombe_difference(won[inbound], mature[inbound], won[outbound], mature[outbound])
    several = len(won) > 1
    parts = [_overall(numbers), *([_same_mix(won, mature, fair)] if several else []), *([segments] if several else [])]
    rows = pd.concat([part for part in parts if len(part)], ignore_index=True)
    gap = {wording.ALL: fair.raw.estimate, wording.SAME_MIX: fair.standardised.estimate} | gaps["difference"].to_dict()
    rows = rows.assign(gap_points=rows["label"].map(gap), n=rows["mature"])
    fewest = rows[["label", "mature_won"]].groupby("label")["mature_won"].min()
    rows["gap"] = [
        common.gap_under(points, is_few=fewest[label] < few)
        for label, points in zip(rows["label"], rows["gap_points"], strict=True)
    ]
    shown = list(dict.fromkeys(rows["label"]))[: SEGMENTS_SHOWN + 2]
    both = int(every_column(mature > 0).sum())
    is_pair = len(numbers.present) > 1
    better = (int((gaps["low"] > 0).sum()), int((gaps["high"] < 0).sum()))
    return Card(
        name="conversion-by-segment",
        asked=("motion_gap",),
        title=wording.segments_title(*better, both, fair.raw, reverses=fair.reverses)
        if is_pair
        else wording.one_motion_by_segment(numbers.present[0]),
        subtitle=wording.segments_subtitle(numbers.window_days, is_pair=is_pair),
        figure=charts.paired_rates(rows[rows["label"].isin(shown)]),
        opens=opens.rows(rows, ("label", "motion"), {"motion": "motion"}, mature_days=str(numbers.window_days))
        | opens.rows(
            segments,
            ("label", "motion"),
            {"segment": "label", "motion": "motion"},
            mature_days=str(numbers.window_days),
        ),
        numbers=rows,
        columns={
            "label": Column("Segment"),
            "motion": Column("Motion", "motion"),
            "mature": Column("Leads old enough", "count"),
            "mature_won": Column("Won in time", "count"),
            "rate": Column("Conversion", "share"),
            "low": Column("95 % low", "share"),
            "high": Column("95 % high", "share"),
            "gap_points": Column("Gap", "points", "Inbound minus outbound"),
        },
        definition=common.joined(wording.conversion_definition(numbers.window_days), wording.SAME_MIX_DEFINITION),
        note=common.joined(
            wording.SAME_MIX_NOTE if several and is_pair else "",
            wording.more_segments(rows["label"].nunique() - len(shown)),
        ),
    )


def side_by_side(numbers: HealthNumbers, currency: str) -> Card:
    """Every number of both motions in one table."""
    motions = numbers.motions.loc[list(MOTIONS)]
    conversion = health_numbers.rates(motions)
    closed = motions["closed"] if numbers.has_losses else motions["closed"] * 0
    decided = motions["closed_opportunities"].where(closed > 0, 0)
    win_rate = proportions.wilson_intervals(motions["won"].where(closed > 0, 0), closed)
    deals = amounts.mean_intervals(motions["won_amount"], motions["won_amount_squares"], motions["won_with_amount"])
    per_day = velocity.pipeline_velocity(
        motions["open_opportunities"],
        proportions.wilson_intervals(motions["won"].where(closed > 0, 0), decided)["rate"],
        deals["mean"],
        motions["mean_cycle_days"],
    )
    rows = {
        "Leads": motions["leads"].map(labels.count),
        "Opportunities": motions["opportunities"].map(labels.count),
        "Won so far": motions["won"].map(labels.count),
        "Won amount": _amounts(motions["won_amount"].where(motions["won_with_amount"] > 0), currency),
        wording.within(numbers.window_days): _estimates(conversion),
        "Win rate of closed leads": _estimates(win_rate),
        "Average deal": pd.Series(
            [common.money_estimate(interval(deals, motion), currency) for motion in MOTIONS], index=list(MOTIONS)
        ),
        "Median days to won": motions["median_days_to_won"].map(labels.days),
        "Open opportunities": motions["open_opportunities"].map(labels.count),
        "Velocity per day": _amounts(per_day, currency),
    }
    table = pd.DataFrame(rows).T
    table = table[~every_column(table == labels.MISSING)].rename_axis("measure").reset_index()
    return Card(
        name="motions-side-by-side",
        asked=("motion_gap",),
        title=wording.side_by_side_title(motions["leads"], motions["won_amount"], motions["won"]),
        subtitle=wording.SIDE_BY_SIDE,
        numbers=table,
        columns={"measure": Column("Measure"), **{motion: Column(motion.capitalize()) for motion in numbers.present}},
        definition=wording.side_by_side_definition(numbers.window_days),
        note=common.joined(
            common.left_out(numbers.young, numbers.undated, numbers.window_days),
            wording.missing_parts(has_amounts=numbers.has_amounts, has_losses=numbers.has_losses),
        ),
        is_table=True,
    )


def conversion_by_month(numbers: HealthNumbers) -> Card:
    """Conversion by month of creation; months too young are drawn as such, with their wins so far."""
    months = numbers.months[numbers.months["breakdown"].isin(MOTIONS)].copy()
    months["is_complete"] = months["first_observed"] >= numbers.window_days
    fixed = proportions.wilson_intervals(months["mature_won"], months["mature"]).where(months["is_complete"])
    so_far = proportions.wilson_intervals(months["won"], months["leads"])["rate"]
    rows = months.assign(value=fixed["rate"].fillna(so_far), low=fixed["low"], high=fixed["high"], n=months["leads"])
    # Leads from before the recording of wins look as if none of them had won: they are left out, and the note says so.
    drawn = rows if numbers.late is None else rows[rows["month"] >= pd.Timestamp(numbers.late.since).replace(day=1)]
    return Card(
        name="conversion-by-month",
        asked=("cohort_months",),
        title=wording.trend_title(_slopes(drawn)),
        subtitle=wording.trend_subtitle(numbers.window_days, is_pair=len(numbers.present) > 1),
        figure=charts.monthly_lines(drawn, unit="share"),
        opens=opens.rows(drawn, ("motion", "month"), {"motion": "motion", "created": "month"}),
        numbers=rows,
        columns={
            "month": Column("Month", "month"),
            "motion": Column("Motion", "motion"),
            "leads": Column("Leads", "count"),
            "opportunities": Column("Opportunities", "count"),
            "won": Column("Won so far", "count"),
            "mature": Column("Leads old enough", "count"),
            "mature_won": Column("Won in time", "count"),
            "value": Column("Rate shown", "share", "Won so far of all leads where the month is not complete"),
            "low": Column("95 % low", "share"),
            "high": Column("95 % high", "share"),
        },
        definition=wording.conversion_definition(numbers.window_days),
        note=common.joined(
            "" if len(drawn) == len(rows) or numbers.late is None else common.late_recording(*astuple(numbers.late)),
            "" if drawn["is_complete"].all() else wording.young_months(numbers.window_days),
        ),
    )


def inbound_share(numbers: HealthNumbers, slope: Interval) -> Card:
    """Share of inbound among the leads of each month."""
    shares = health_numbers.inbound_share(numbers.months).rename(columns={"rate": "value"})
    rows = shares.assign(motion="inbound", is_complete=True, n=shares["leads"]).reset_index()
    leads = numbers.motions.loc[list(MOTIONS), "leads"]
    return Card(
        name="share-of-inbound",
        asked=("cohort_months",),
        title=wording.share_title(slope, float(leads["inbound"]) / float(leads.sum())),
        subtitle="Share of inbound among all leads of known motion, by month of creation, with 95 % band",
        figure=charts.monthly_lines(rows, unit="share"),
        opens=opens.rows(rows, ("motion", "month"), {"motion": "motion", "created": "month"}),
        numbers=rows,
        columns={
            "month": Column("Month", "month"),
            "inbound": Column("Inbound leads", "count"),
            "leads": Column("Leads", "count"),
            "value": Column("Share of inbound", "share"),
            "low": Column("95 % low", "share"),
            "high": Column("95 % high", "share"),
        },
        definition=wording.SHARE_DEFINITION,
        note=wording.slope_note(slope),
    )


def _overall(numbers: HealthNumbers) -> pd.DataFrame:
    motions = numbers.motions.loc[numbers.present]
    return motions.join(health_numbers.rates(motions)).rename_axis("motion").reset_index().assign(label=wording.ALL)


def _same_mix(won: pd.DataFrame, mature: pd.DataFrame, fair: LikeForLike) -> pd.DataFrame:
    """Rates at the same segment mix; both counts are of the segments compared."""
    rates = standardised_rates(won, mature)
    if fair.standardised.is_missing or rates.empty:
        return pd.DataFrame()
    both = every_column(mature > 0)
    counted = rates.assign(mature=mature[both].sum(), mature_won=won[both].sum(), label=wording.SAME_MIX)
    return counted.rename_axis("motion").reset_index()


def _slopes(rows: pd.DataFrame) -> dict[str, Interval]:
    """Change of conversion per year of each motion, over the complete months."""
    complete = rows[rows["is_complete"]]
    by_motion = {str(motion): months.set_index("month") for motion, months in complete.groupby("breakdown")}
    return {motion: trend.trend_slope(months["mature_won"], months["mature"]) for motion, months in by_motion.items()}


def _estimates(rates: pd.DataFrame) -> pd.Series:
    return pd.Series([common.estimate(*row) for row in rates.itertuples(index=False)], index=rates.index)


def _amounts(values: pd.Series, currency: str) -> pd.Series:
    return pd.Series([labels.money(value, currency) for value in values], index=values.index)
