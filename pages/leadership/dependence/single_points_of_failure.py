"""Single points of failure: what too much hangs on, at every grain, against thresholds that the reader may move."""

from collections.abc import Mapping

from analysis.scope import Scope
from analysis.warehouse import Warehouse
from pages.charts import figures
from pages.leadership.dependence import grains, largest_parts, measures, points, thresholds
from pages.leadership.dependence.points import Points
from pages.leadership.dependence.words import single_points_of_failure as words
from pages.leadership.dependence.words.measures import NEGATIVE
from pages.parts import opens
from pages.parts.cards import Card, Column
from pages.parts.columns import bounds, known
from pages.parts.page import PageModel

FINDINGS = 6


def build(warehouse: Warehouse, scope: Scope, *, measure: str, moved: Mapping[str, float] | None = None) -> PageModel:
    """Look at every grain, under thresholds of which the reader may have moved some."""
    counted = warehouse.ask("shares", scope)
    if not counted[measure].sum() > 0:
        return measures.nothing_of(measure, int(counted["leads"].sum()))
    largest = points.find(warehouse, scope, measure, moved)
    if largest.rows.empty and (refusal := grains.unknown(warehouse, scope, "channel", measure)):
        return refusal
    if largest.rows.empty:
        return PageModel(words.NOTHING, empty=words.not_named(largest.nameless) or NEGATIVE)
    return PageModel(
        title=words.title(largest.rows),
        facts=words.facts(measures.cases_of(counted, measure), measure, largest.compared),
        findings=tuple(points.finding(row) for _, row in largest.found.head(FINDINGS).iterrows()),
        cards=(_against(largest),),
    )


def _against(largest: Points) -> Card:
    rows = largest.rows.assign(label=[words.label(row) for _, row in largest.rows.iterrows()])
    times = rows[["share", "low", "high"]].div(rows["threshold"], axis=0)
    drawn = times.rename(columns={"share": "value"}).assign(label=rows["label"])
    return Card(
        name="against the thresholds",
        title=words.chart_title(largest.rows),
        subtitle="Share of the largest one, in times its threshold, 95 % interval",
        figure=figures.intervals_on_threshold(drawn, 1.0, "threshold", "times"),
        numbers=largest.rows,
        columns={
            "grain": Column("Grain"),
            "label": Column("Largest"),
            "within": Column("In channel"),
            **thresholds.STATUS,
            **known("share"),
            **bounds(),
            "threshold": Column("Threshold", "share"),
            "clear_low": Column("Low, all compared", "share"),
            **largest_parts.WITHOUT_LARGEST,
            "cases": Column("Its cases", "count"),
            "all_cases": Column("All cases", "count"),
        },
        definition=words.DEFINITION,
        note=words.not_named(largest.nameless),
        opens={
            opens.mark(row["label"]): {
                str(point["grain"]): str(point["label"]),
                **({"channel": str(point["within"])} if point["within"] else {}),
                **measures.counted_in(str(point["of"])),
            }
            for row, point in zip(rows.to_dict("records"), largest.rows.to_dict("records"), strict=True)
        },
        is_wide=True,
    )
