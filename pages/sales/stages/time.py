"""The view Time: how long leads stay in each stage, those that are still there included."""

from itertools import pairwise
from typing import Any

import pandas as pd

from analysis.claims.recorded import told_apart
from analysis.scope import Scope
from analysis.statistics import survival
from analysis.warehouse import Warehouse
from data.names import UNKNOWN
from pages.charts import figures
from pages.parts import opens
from pages.parts.cards import Card, Column
from pages.parts.columns import KNOWN, known
from pages.parts.page import PageModel
from pages.parts.undated import needs_days
from pages.parts.words import common, marks
from pages.sales.stages.comparison import STILL_THERE, Comparison, compare
from pages.sales.stages.words import time as words
from pages.sales.stages.words.comparison import facts

BIN_STARTS = (0, 1, 3, 8, 15, 31, 61, 91, 181)


@needs_days("How long leads stay at a stage")
def build(warehouse: Warehouse, scope: Scope, *, breakdown: str = "motion", stage: str | None = None) -> PageModel:
    """Estimate the days in every stage by motion, or in one stage by group."""
    comparison = compare(warehouse, scope, breakdown, stage)
    if comparison is None:
        return PageModel(common.NO_LEADS, empty=common.WIDEN)
    counts = _stays(warehouse, scope, comparison.breakdown)
    by_motion = counts if comparison.by_motion else _stays(warehouse, scope, "motion")
    rows = _rows(comparison, counts)
    title = words.title(rows) if comparison.by_motion else words.group_title(rows, comparison.stage)
    cards = (_durations(comparison, rows), _histogram(comparison.stage, by_motion))
    return PageModel(title=title, facts=facts(comparison), cards=cards)


def _stays(warehouse: Warehouse, scope: Scope, breakdown: str) -> pd.DataFrame:
    """Days in each stage, by group where groups can be compared."""
    answer = warehouse.ask("stage_durations", scope, breakdown=breakdown)
    return told_apart(warehouse, scope, answer, breakdown, "stage", "position", "days")


def _rows(comparison: Comparison, counts: pd.DataFrame) -> pd.DataFrame:
    """Days in stage: every stage by motion, or one stage by group."""
    rows = durations(counts)
    place = {name: index for index, name in enumerate(comparison.stages)}
    rows = rows[rows["stage"].isin(place)]
    if comparison.by_motion:
        rows = rows.sort_values(["stage", "group"], key=lambda values: values.map(lambda name: place.get(name, name)))
        return rows.assign(motion=rows["group"])
    rows = rows[rows["stage"] == comparison.stage]
    return rows.assign(motion=rows["group"].map(comparison.motions))


def _durations(comparison: Comparison, rows: pd.DataFrame) -> Card:
    """Median and 90th percentile, those still there included."""
    if comparison.by_motion:
        of_known = rows[rows["group"] != UNKNOWN]
        drawn = of_known if len(of_known) else rows
        first, opened = known("motion", "stage"), {"motion": "group", "stage": "stage"}
        further = {}
    else:
        drawn = rows[rows["group"].isin(comparison.shown)].assign(stage=lambda frame: frame["group"])
        drawn = drawn.sort_values("median", ascending=False, na_position="last", kind="stable")
        first, opened = {"group": KNOWN[comparison.breakdown]}, {comparison.breakdown: "group"}
        further = {"stage": comparison.stage}
    return Card(
        name="time in stage",
        title=words.still_title(rows),
        subtitle=marks.under("Days until half and nine in ten have left", drawn["motion"]),
        figure=figures.durations(drawn[["stage", "motion", "median", "p90", "n"]]),
        opens=opens.rows(drawn, ("stage", "motion"), opened, **further, dwell_from="0"),
        numbers=rows[[*first, "n", "median", "p90", "still_there"]],
        columns={**first, **known("n", "median", "p90"), "still_there": STILL_THERE},
        definition=words.DEFINITION,
        empty=words.NO_TIMES if rows.empty else words.NONE_LEFT,
    )


def durations(counts: pd.DataFrame) -> pd.DataFrame:
    """Median and 90th percentile of the days in each stage by Kaplan-Meier.

    Parameters
    ----------
    counts : DataFrame
        Answer to the question ``stage_durations``.

    Returns
    -------
    DataFrame
        Columns ``group``, ``stage``, ``median``, ``p90`` (days; missing when not reached), ``n`` (leads) and
        ``still_there`` (of those).
    """
    rows: list[dict[str, Any]] = []
    for (group, stage), own in counts.groupby(["breakdown", "stage"], sort=False):
        curve = survival.kaplan_meier(own)
        rows.append(
            {
                "group": group,
                "stage": stage,
                "median": survival.quantile(curve, 0.5),
                "p90": survival.quantile(curve, 0.9),
                "n": int(own[["exited", "censored"]].sum().sum()),
                "still_there": int(own["censored"].sum()),
            }
        )
    return pd.DataFrame(rows, columns=["group", "stage", "median", "p90", "n", "still_there"])


def _histogram(stage: str, counts: pd.DataFrame) -> Card:
    """Days that ended stays at one stage took, by motion."""
    stays = counts[counts["stage"] == stage]
    rows = binned(stays)
    return Card(
        name="days in stage",
        title=words.histogram_title(stays[["days", "exited"]], stage),
        subtitle=marks.under("Leads by the days after which they left", rows["motion"]),
        figure=figures.histogram(rows[["bin", "label", "count", "motion"]]),
        opens=_opens(rows, stage),
        numbers=rows[["label", "motion", "count", "still_there"]],
        columns={
            "label": Column("Days"),
            **known("motion"),
            "count": Column("Left", "count"),
            "still_there": STILL_THERE,
        },
        definition=words.HISTOGRAM_DEFINITION,
        note=words.still_note(int(stays["censored"].sum())),
        empty=words.NONE_ENDED,
    )


def _opens(rows: pd.DataFrame, stage: str) -> dict[str, opens.Parameters]:
    """The leads of each bin."""
    ends = dict(pairwise(BIN_STARTS))
    return {
        opens.mark(row["label"], row["motion"]): {
            "motion": str(row["motion"]),
            "stage": stage,
            "exit": "left",
            "dwell_from": str(row["bin"]),
            **({"dwell_until": str(ends[row["bin"]])} if row["bin"] in ends else {}),
        }
        for row in rows.to_dict("records")
    }


def binned(counts: pd.DataFrame) -> pd.DataFrame:
    """Leads by motion and bin of days.

    Parameters
    ----------
    counts : DataFrame
        Rows of one stage of the question ``stage_durations`` by motion.

    Returns
    -------
    DataFrame
        Columns ``motion``, ``bin`` (its first day), ``label``, ``count`` (left after so many days) and
        ``still_there`` (there for so many days so far), every bin of every motion.
    """
    starts = pd.Series(BIN_STARTS)
    places = starts.searchsorted(counts["days"].astype(int), side="right") - 1
    placed = counts.assign(bin=starts.iloc[places].to_numpy())
    motions = list(dict.fromkeys(counts["breakdown"]))
    index = pd.MultiIndex.from_product([motions, BIN_STARTS], names=["breakdown", "bin"])
    sums = placed.groupby(["breakdown", "bin"])[["exited", "censored"]].sum().reindex(index, fill_value=0)
    rows = sums.astype(int).reset_index()
    names = {start: words.bin_name(start, after) for start, after in zip(BIN_STARTS, [*BIN_STARTS[1:], 0], strict=True)}
    rows = rows.assign(label=rows["bin"].map(names))
    return rows.rename(columns={"breakdown": "motion", "exited": "count", "censored": "still_there"})
