"""Single points of failure: what too much hangs on, at every grain, against thresholds that the reader may move."""

from collections.abc import Mapping

import pandas as pd

from analysis.claims import single_points
from analysis.claims.single_points import SinglePoint, SinglePoints
from analysis.scope import Scope
from analysis.warehouse import Warehouse
from pages.charts import figures
from pages.leadership.dependence import grains, measures
from pages.leadership.dependence.columns import STATUS, WITHOUT_LARGEST
from pages.leadership.dependence.words import single_points_of_failure as words
from pages.parts import opens
from pages.parts.cards import Card, Column
from pages.parts.columns import bounds, known
from pages.parts.page import PageModel
from pages.parts.single_points import finding
from pages.parts.words.single_points import MEASURES

FINDINGS = 6


def build(warehouse: Warehouse, scope: Scope, *, moved: Mapping[str, float] | None = None) -> PageModel:
    """Look at every grain, under thresholds of which the reader may have moved some."""
    found = single_points.find(warehouse, scope).moved(moved or {})
    if not found.cases:
        return measures.nothing_of("leads", 0)
    if not found.points and (refusal := grains.unknown(warehouse, scope, "channel", found.measure)):
        return refusal
    if not found.points:
        return PageModel(words.NOTHING, empty=words.not_named(found.nameless))
    return PageModel(
        title=words.title(found.points),
        facts=words.facts(found.cases, found.measure, found.compared),
        findings=tuple(finding(point) for point in found.found[:FINDINGS]),
        cards=(_against(found),),
    )


def _against(found: SinglePoints) -> Card:
    rows = pd.DataFrame([_row(point) for point in found.points])
    times = rows[["share", "low", "high"]].div(rows["threshold"], axis=0)
    drawn = times.rename(columns={"share": "value"}).assign(label=rows["point"])
    return Card(
        name="against the thresholds",
        title=words.chart_title(found.points),
        subtitle="Share of the largest one, in times its threshold, 95% interval",
        figure=figures.intervals_on_threshold(drawn, 1.0, "threshold", "times"),
        numbers=rows,
        columns={
            "grain": Column("Grain"),
            "label": Column("Largest"),
            "within": Column("In channel"),
            "of": Column("Share of"),
            **STATUS,
            **known("share"),
            **bounds(),
            "threshold": Column("Threshold", "share"),
            "clear_low": Column("Low, all compared", "share"),
            **WITHOUT_LARGEST,
            "cases": Column("Its cases", "count"),
            "all_cases": Column("All cases", "count"),
        },
        definition=words.DEFINITION,
        note=words.not_named(found.nameless),
        opens={
            opens.mark(words.label(point)): {
                point.grain: point.name,
                **({"channel": point.within} if point.within else {}),
                **opens.counted_in(point.measure),
            }
            for point in found.points
        },
        is_wide=True,
    )


def _row(point: SinglePoint) -> dict[str, object]:
    share = point.share
    return {
        "point": words.label(point),
        "grain": point.grain,
        "label": point.name,
        "within": point.within,
        "of": MEASURES[point.measure],
        "status": point.verdict,
        "share": share.estimate,
        "low": share.low,
        "high": share.high,
        "threshold": point.limit,
        "clear_low": point.clear_low,
        "without_largest": point.without_largest,
        "cases": point.cases,
        "all_cases": point.all_cases,
    }
