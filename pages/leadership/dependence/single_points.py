"""Single points of failure: what too much hangs on, at every grain, against thresholds that the reader may move."""

from analysis.scope import Scope
from analysis.warehouse import Warehouse
from pages.charts import figures as charts
from pages.leadership.dependence import points as dependence_points
from pages.leadership.dependence.counts import cases_of, counted_in
from pages.leadership.dependence.points import Points
from pages.leadership.dependence.words import shares as words
from pages.leadership.dependence.words import single_points as wording
from pages.parts import opens
from pages.parts.cards import Card, Column
from pages.parts.page import PageModel

FINDINGS = 6
Thresholds = tuple[tuple[str, float], ...]


def build(warehouse: Warehouse, scope: Scope, measure: str, thresholds: Thresholds = ()) -> PageModel:
    """Look at every grain.

    Parameters
    ----------
    warehouse : Warehouse
        The generation.
    scope : Scope
        Which leads.
    measure : str
        One of ``dependence_shares.MEASURES``.
    thresholds : tuple of (grain, share), default ()
        Where they differ from the definitions.

    Returns
    -------
    PageModel
        The page.
    """
    counted = warehouse.ask("shares", scope)
    leads = int(counted["leads"].sum())
    if refusal := words.refusal(leads, measure, float(counted[measure].sum())):
        return refusal
    points = dependence_points.find(warehouse, scope, measure, dict(thresholds))
    if points.rows.empty:
        return PageModel(wording.NOTHING, empty=wording.not_named(points.nameless) or words.NEGATIVE)
    return PageModel(
        title=wording.title(points.rows),
        facts=wording.facts(cases_of(counted, measure), measure, points.compared),
        findings=tuple(dependence_points.findings(points)[:FINDINGS]),
        cards=(_against(points),),
    )


def _against(points: Points) -> Card:
    rows = points.rows.assign(label=[wording.label(row) for _, row in points.rows.iterrows()])
    times = rows[["share", "low", "high"]].div(rows["threshold"], axis=0)
    drawn = times.rename(columns={"share": "value"}).assign(label=rows["label"])
    return Card(
        name="against the thresholds",
        title=wording.chart_title(points.rows),
        subtitle="Share of the largest one, in times its threshold, 95 % interval",
        figure=charts.intervals_on_threshold(drawn, 1.0, "threshold", "times"),
        numbers=points.rows,
        columns={
            "grain": Column("Grain"),
            "label": Column("Largest"),
            "within": Column("In channel"),
            "status": Column("How sure it is above"),
            "share": Column("Share", "share"),
            "low": Column("95 % low", "share"),
            "high": Column("95 % high", "share"),
            "threshold": Column("Threshold", "share"),
            "strong_low": Column("Low, all compared", "share"),
            "without_largest": Column("Without the largest deal", "share"),
            "cases": Column("Its cases", "count"),
            "all_cases": Column("All cases", "count"),
        },
        definition=wording.DEFINITION,
        note=wording.not_named(points.nameless),
        opens={
            opens.mark(row["label"]): {
                str(point["grain"]): str(point["label"]),
                **({"channel": str(point["within"])} if point["within"] else {}),
                **counted_in(str(point["of"])),
            }
            for row, point in zip(rows.to_dict("records"), points.rows.to_dict("records"), strict=True)
        },
        is_wide=True,
    )
