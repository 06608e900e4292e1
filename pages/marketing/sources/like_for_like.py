"""Like for like: inbound against outbound as they are, and at the same mix of segments and regions."""

import pandas as pd

from analysis.claims import deal_size, motion_gap
from analysis.claims.motion_gap import MotionGap
from analysis.claims.verdicts import CLEAR, KNOW, WATCH
from analysis.scope import Scope
from analysis.statistics import proportions
from analysis.statistics.standardisation import LikeForLike, standardised_rates
from analysis.warehouse import Warehouse
from data.names import MOTIONS
from pages.charts import figures
from pages.marketing.sources import deals, tables
from pages.marketing.sources.words import like_for_like as words
from pages.parts import labels, opens, unrecorded
from pages.parts.cards import Card, Column
from pages.parts.columns import bounds, known
from pages.parts.deal_size import findings as deal_findings
from pages.parts.frames import cell, every_column
from pages.parts.page import Finding, PageModel
from pages.parts.undated import needs_days
from pages.parts.words import common

SEGMENTS_SHOWN = 8


@needs_days("How the motions compare like for like")
def build(warehouse: Warehouse, scope: Scope) -> PageModel:
    """Compare the two motions."""
    if scope.motion is not None and not set(MOTIONS) <= set(scope.motion):
        return PageModel(words.NO_MATURE, empty=words.BOTH_MOTIONS)
    if nothing := unrecorded.instead(warehouse, scope, "motion"):
        return nothing
    if not warehouse.ask("shares", scope, breakdown="motion")["breakdown"].isin(MOTIONS).any():
        return PageModel(common.NO_MOTION, empty=words.NEEDS_MOTIONS)
    sides = motion_gap.find(warehouse, scope, warehouse.window_days(scope))
    if not (sides.trials.sum() > 0).all():
        return PageModel(words.ONE_MOTION, empty=common.WIDEN)
    fair = sides.gap("both")
    whole = warehouse.definitions.windows.conversion_days
    sizes = deal_size.find(warehouse, scope)
    return PageModel(
        title=words.title(fair.raw, fair.standardised, reverses=fair.reverses, is_few=sides.is_few),
        facts=common.grey_line(
            words.facts(int(sides.trials.sum().sum()), sides.window_days),
            common.shortened(sides.window_days, whole),
        ),
        findings=(*_findings(sides, fair), *deal_findings(sizes)),
        cards=(_rates(sides, fair), _segments(sides), deals.card(sizes), _strata(sides)),
    )


def _findings(sides: MotionGap, fair: LikeForLike) -> tuple[Finding, ...]:
    found = []
    if not fair.standardised.is_missing:
        if fair.reverses and not sides.is_few:
            found.append(Finding(WATCH, words.simpson(fair.raw, fair.standardised), surely=CLEAR))
        else:
            found.append(Finding(KNOW, words.mix_matters(fair.raw, fair.standardised), surely=sides.verdict))
    if fair.dropped:
        leads = int(sides.trials.loc[fair.dropped].sum().sum())
        share = leads / int(sides.trials.sum().sum())
        found.append(Finding(KNOW, words.dropped(len(fair.dropped), leads, share)))
    return tuple(found)


def _rates(sides: MotionGap, fair: LikeForLike) -> Card:
    """Rates of both motions as they are and at each mix, side by side."""
    rows = []
    for mix, label in words.MIXES.items():
        if mix == "raw":
            rates = proportions.wilson_intervals(sides.successes.sum(), sides.trials.sum())
            counted, gap = sides.trials.sum(), fair.raw
        else:
            successes, trials = sides.by(mix)
            if len(trials) < 2 and mix != "both":
                continue
            rates, gap = standardised_rates(successes, trials), sides.gap(mix).standardised
            counted = trials[every_column(trials > 0)].sum()
        if rates.empty:
            continue
        rates = rates.rename_axis("motion").reset_index()
        rows.append(
            rates.assign(
                label=label,
                n=rates["motion"].map(counted),
                difference=gap.estimate,
                difference_low=gap.low,
                difference_high=gap.high,
                gap=labels.points(gap.estimate),
            )
        )
    frame = pd.concat(rows, ignore_index=True)
    return Card(
        name="like-for-like",
        title=words.rates_title(fair.raw, fair.standardised),
        subtitle=f"Won within {sides.window_days} days, 95% interval; difference under each name · {labels.MARKS}",
        figure=figures.paired_rates(frame),
        opens=opens.rows(frame, ("label", "motion"), {"motion": "motion"}, mature_days=str(sides.window_days)),
        numbers=frame,
        columns={
            "label": Column("Mix"),
            **known("motion"),
            "n": tables.COUNTED,
            **known("rate"),
            **bounds(),
            "difference": Column("Inbound less outbound", "points"),
            "difference_low": Column("Gap, low", "points"),
            "difference_high": Column("Gap, high", "points"),
        },
        definition=words.DEFINITION,
    )


def _segments(sides: MotionGap) -> Card:
    """Both motions in each segment."""
    successes, trials = sides.by("segment")
    # The title names segments, and looks at all of them to find those.
    gaps = _differences(successes, trials, level=1 - 0.05 / len(trials))
    order = trials.sum(axis=1).sort_values(ascending=False, kind="stable").index
    rows = []
    for segment in order:
        rates = proportions.wilson_intervals(successes.loc[segment], trials.loc[segment]).rename_axis("motion")
        gap = cell(gaps, segment, "difference")
        rows.append(
            rates.reset_index().assign(
                label=segment,
                n=trials.loc[segment].to_numpy(),
                won=successes.loc[segment].to_numpy(),
                gap=None if labels.is_missing(gap) else labels.points(gap),
            )
        )
    frame = pd.concat(rows, ignore_index=True)
    clear = gaps[(gaps["low"] > 0) | (gaps["high"] < 0)]
    shown = frame[frame["label"].isin(order[:SEGMENTS_SHOWN])]
    return Card(
        name="segments",
        title=words.segments_title([str(name) for name in order if name in clear.index], len(gaps.dropna())),
        subtitle=f"Won within {sides.window_days} days, 95% interval; difference under each name · {labels.MARKS}",
        figure=figures.paired_rates(shown),
        opens=opens.rows(
            shown,
            ("label", "motion"),
            {"segment": "label", "motion": "motion"},
            mature_days=str(sides.window_days),
        ),
        numbers=frame,
        columns={
            "label": Column("Segment"),
            **known("motion"),
            "n": tables.COUNTED,
            **known("won", "rate"),
            **bounds(),
        },
        definition=words.STRATA_DEFINITION,
    )


def _strata(sides: MotionGap) -> Card:
    """Every combination of segment and region, the largest first; those that only one motion works are named."""
    inbound, outbound = MOTIONS
    table = _differences(sides.successes, sides.trials).assign(
        compared=every_column(sides.trials > 0).map({True: "Compared", False: "Left out"}),
        **{f"{motion}_leads": sides.trials[motion] for motion in MOTIONS},
        **{
            f"{motion}_rate": sides.successes[motion] / sides.trials[motion].where(sides.trials[motion] > 0)
            for motion in MOTIONS
        },
    )
    compared = int(every_column(sides.trials > 0).sum())
    clear = _differences(sides.successes, sides.trials, level=1 - 0.05 / max(compared, 1))
    size = sides.trials.sum(axis=1)
    table = table[size > 0].loc[size[size > 0].sort_values(ascending=False, kind="stable").index].reset_index()
    return Card(
        name="segments-and-regions",
        title=words.strata_title(int((clear["low"] > 0).sum()), int((clear["high"] < 0).sum()), compared),
        subtitle=f"Won within {sides.window_days} days; difference: inbound less outbound",
        numbers=table,
        columns={
            **known("segment", "region"),
            f"{inbound}_leads": Column("Inbound leads", "count"),
            f"{inbound}_rate": Column("Inbound rate", "share"),
            f"{outbound}_leads": Column("Outbound leads", "count"),
            f"{outbound}_rate": Column("Outbound rate", "share"),
            "difference": Column("Difference", "points"),
            **bounds("points"),
            "compared": Column("Same mix"),
        },
        definition=words.STRATA_DEFINITION,
        is_table=True,
        is_wide=True,
    )


def _differences(successes: pd.DataFrame, trials: pd.DataFrame, *, level: float = 0.95) -> pd.DataFrame:
    """Inbound less outbound in each stratum."""
    inbound, outbound = MOTIONS
    sides = (successes[inbound], trials[inbound], successes[outbound], trials[outbound])
    return proportions.newcombe_difference(*sides, level=level)
