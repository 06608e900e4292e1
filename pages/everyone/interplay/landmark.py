"""The landmark analysis: an early touch of the other motion, and the wins after it."""

import pandas as pd

from analysis.scope import Scope
from analysis.statistics.standardisation import mantel_haenszel_risk_ratio
from analysis.warehouse import Warehouse
from data.names import MOTIONS
from pages.charts import figures as charts
from pages.everyone.interplay import words as wording
from pages.parts import opens
from pages.parts.cards import Card, Column
from pages.parts.words import marks


def ask(warehouse: Warehouse, scope: Scope, landmark: int, window: int) -> pd.DataFrame:
    """Columns of the question ``landmark`` by stratum."""
    return warehouse.ask("landmark", scope, landmark_days=landmark, window_days=window)


def lifts(strata: pd.DataFrame) -> pd.DataFrame:
    """Mantel-Haenszel risk ratio of the leads of each motion, touched by the other motion over untouched.

    Parameters
    ----------
    strata : DataFrame
        As ``ask`` returns it.

    Returns
    -------
    DataFrame
        ``motion``, ``ratio``, ``low``, ``high``, and the sums of the strata; missing where a side has no win.
    """
    rows = []
    for motion in MOTIONS:
        own = strata[strata["motion"].astype(str) == motion].reset_index(drop=True)
        if own.empty:
            continue
        ratio = mantel_haenszel_risk_ratio(own["touched_won"], own["touched"], own["untouched_won"], own["untouched"])
        sums = own.drop(columns=["motion", "segment", "channel"]).sum()
        rows.append({"motion": motion, "ratio": ratio.estimate, "low": ratio.low, "high": ratio.high, **sums})
    columns = ["motion", "ratio", "low", "high", *strata.columns.drop(["motion", "segment", "channel"])]
    return pd.DataFrame(rows, columns=columns)


def card(strata: pd.DataFrame, ratios: pd.DataFrame, landmark: int, window: int) -> Card:
    """The ratio of each motion against no difference."""
    drawn = ratios.assign(
        label=[f"{motion.capitalize()} leads, early {wording.OTHER[motion]} touch" for motion in ratios["motion"]],
        value=ratios["ratio"],
        n=ratios["touched"] + ratios["untouched"],
    )
    return Card(
        name="landmark",
        asked=("landmark",),
        title=wording.landmark_title(ratios, landmark),
        subtitle=marks.under(
            f"Wins after day {landmark}, touched over untouched, same segment and channel; 95 % interval",
            ratios["motion"],
        ),
        figure=charts.intervals_on_threshold(drawn, 1.0, "no difference:"),
        numbers=ratios,
        columns={
            "motion": Column("Leads", "motion"),
            "touched": Column("Touched", "count"),
            "touched_won": Column("Won of them", "count"),
            "untouched": Column("Untouched", "count"),
            "untouched_won": Column("Won of them", "count"),
            "ratio": Column("Risk ratio", "number"),
            "low": Column("95 % low", "number"),
            "high": Column("95 % high", "number"),
        },
        definition=wording.LANDMARK_DEFINITION,
        note=wording.landmark_note(strata[["closed_early", "undated", "young"]].sum(), landmark, window),
        empty=wording.LOAD_TOUCHES,
        opens=opens.rows(drawn, ("label",), {"motion": "motion"}, age_days=str(window), open_after=str(landmark)),
    )
