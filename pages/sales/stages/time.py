"""The view Time: how long leads stay in each stage, those that are still there included."""

from itertools import pairwise
from typing import Any

import pandas as pd

from analysis.scope import Scope
from analysis.statistics import survival
from analysis.warehouse import Warehouse
from pages.charts import figures as charts
from pages.parts import opens
from pages.parts.cards import Card, Column
from pages.parts.page import PageModel
from pages.parts.words import marks
from pages.sales.stages import asked as stages_asked
from pages.sales.stages import cards as stages_cards
from pages.sales.stages.asked import Asked
from pages.sales.stages.words import funnel as stages_wording
from pages.sales.stages.words import time as wording

COLUMNS = {
    "n": Column("Leads", "count"),
    "median": Column("Median, days", "days"),
    "p90": Column("90th percentile, days", "days"),
    "still_there": Column("Still there", "count"),
}


BIN_STARTS = (0, 1, 3, 8, 15, 31, 61, 91, 181)


def _view(warehouse: Warehouse, scope: Scope, earlier: Scope | None, asked: Asked) -> PageModel:
    """The view Time: how long leads stay in each stage."""
    del earlier
    counts = warehouse.ask("stage_durations", scope, breakdown=asked.breakdown)
    by_motion = counts if asked.by_motion else warehouse.ask("stage_durations", scope, breakdown="motion")
    rows = _rows(asked, counts)
    title = wording.title(rows) if asked.by_motion else wording.group_title(rows, asked.stage)
    return PageModel(
        title=title, facts=stages_wording.facts(asked), cards=(_durations(asked, rows), _histogram(asked, by_motion))
    )


build = stages_asked.of_stages(_view)


def _rows(asked: Asked, counts: pd.DataFrame) -> pd.DataFrame:
    """Days in stage: every stage by motion, or one stage by group."""
    rows = durations(counts)
    place = {name: index for index, name in enumerate(asked.stages)}
    rows = rows[rows["stage"].isin(place)]
    if asked.by_motion:
        rows = rows.sort_values(["stage", "group"], key=lambda values: values.map(lambda name: place.get(name, name)))
        return rows.assign(motion=rows["group"])
    rows = rows[rows["stage"] == asked.stage]
    return rows.assign(motion=rows["group"].map(asked.motions))


def _durations(asked: Asked, rows: pd.DataFrame) -> Card:
    """Median and 90th percentile, those still there included."""
    if asked.by_motion:
        known = rows[rows["group"] != "unknown"]
        drawn = known if len(known) else rows
        first = {"motion": Column("Motion", "motion"), "stage": Column("Stage")}
    else:
        drawn = rows[rows["group"].isin(asked.shown)].assign(stage=lambda frame: frame["group"])
        drawn = drawn.sort_values("median", ascending=False, na_position="last", kind="stable")
        first = {"group": stages_cards.group_column(asked)}
    return Card(
        name="time in stage",
        title=wording.still_title(rows),
        subtitle=marks.under("Days until half and nine in ten have left (filled and open mark)", drawn["motion"]),
        figure=charts.durations(drawn[["stage", "motion", "median", "p90", "n"]]),
        opens=opens.rows(drawn, ("stage", "motion"), {"motion": "group", "stage": "stage"}, dwell_from="0")
        if asked.by_motion
        else opens.rows(drawn, ("stage", "motion"), {asked.breakdown: "group"}, stage=asked.stage, dwell_from="0"),
        numbers=rows[[*first, *COLUMNS]],
        columns={**first, **COLUMNS},
        definition=wording.DEFINITION,
        empty=wording.NO_TIMES if rows.empty else wording.NONE_LEFT,
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


def _histogram(asked: Asked, counts: pd.DataFrame) -> Card:
    """Days that ended stays at one stage took, by motion."""
    rows = binned(counts[counts["stage"] == asked.stage])
    stays = counts[counts["stage"] == asked.stage]
    return Card(
        name="days in stage",
        title=wording.histogram_title(stays[["days", "exited"]], asked.stage),
        subtitle=marks.under("Leads by the days after which they left", rows["motion"]),
        figure=charts.histogram(rows[["bin", "label", "count", "motion"]]),
        opens=_opens(rows, asked.stage),
        numbers=rows[["label", "motion", "count", "still_there"]],
        columns={
            "label": Column("Days"),
            "motion": Column("Motion", "motion"),
            "count": Column("Left", "count"),
            "still_there": Column("Still there", "count"),
        },
        definition=wording.HISTOGRAM_DEFINITION,
        note=wording.still_note(int(stays["censored"].sum())),
        empty=wording.NONE_ENDED,
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
    names = {
        start: wording.bin_name(start, after) for start, after in zip(BIN_STARTS, [*BIN_STARTS[1:], 0], strict=True)
    }
    rows = rows.assign(label=rows["bin"].map(names))
    return rows.rename(columns={"breakdown": "motion", "exited": "count", "censored": "still_there"})
