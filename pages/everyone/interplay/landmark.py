"""The landmark analysis: an early touch of the other motion, and the wins after it."""

import pandas as pd

from analysis.statistics.standardisation import mantel_haenszel_risk_ratio
from data.names import MOTIONS
from pages.charts import figures
from pages.everyone.interplay import words
from pages.parts import opens
from pages.parts.cards import Card, Column
from pages.parts.columns import bounds
from pages.parts.words import marks


def ratios(strata: pd.DataFrame) -> pd.DataFrame:
    """Mantel-Haenszel risk ratio of the leads of each motion, touched by the other motion over untouched.

    Parameters
    ----------
    strata : DataFrame
        The question ``landmark``.

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


def card(strata: pd.DataFrame, compared: pd.DataFrame, days: int, window: int) -> Card:
    """The ratio of each motion against no difference."""
    drawn = compared.assign(
        label=[f"{motion.capitalize()} leads, early {words.OTHER[motion]} touch" for motion in compared["motion"]],
        value=compared["ratio"],
        n=compared["touched"] + compared["untouched"],
    )
    return Card(
        name="landmark",
        asked=("landmark",),
        title=words.landmark_title(compared, days),
        subtitle=marks.under(
            f"Wins after day {days}, touched over untouched, same segment and channel; 95% interval",
            compared["motion"],
        ),
        figure=figures.intervals_on_threshold(drawn, 1.0, "no difference:", "times"),
        numbers=compared,
        columns={
            "motion": Column("Leads", "motion"),
            "touched": Column("Touched", "count"),
            "touched_won": Column("Won of them", "count"),
            "untouched": Column("Untouched", "count"),
            "untouched_won": Column("Won of them", "count"),
            "ratio": Column("Times as often", "number", "Risk ratio: 1 is no difference"),
            **bounds("number"),
        },
        definition=words.LANDMARK_DEFINITION,
        note=words.landmark_note(strata[["closed_early", "undated", "young"]].sum(), days, window),
        empty=words.LOAD_TOUCHES,
        opens=opens.rows(drawn, ("label",), {"motion": "motion"}, age_days=str(window), open_after=str(days)),
    )
