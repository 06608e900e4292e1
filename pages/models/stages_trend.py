"""How a step changes over the quarters in which the leads were created."""

import pandas as pd

from analysis.ask import Warehouse
from analysis.scope import Scope
from analysis.statistics.checks import Interval
from analysis.statistics.proportions import difference_interval, wilson_intervals
from pages.models.stages_asked import Asked
from pages.models.stages_steps import CHANCE, FEWEST
from pages.parts import charts
from pages.parts.cards import Card, Column
from pages.parts.wording import marks
from pages.parts.wording import stages_trend as wording

YOUNG_ENOUGH_TO_MATTER = 0.05  # a quarter with a larger share of leads still there and young is not complete


def card(warehouse: Warehouse, scope: Scope, asked: Asked) -> Card:
    """Share that goes on from the stage by quarter of creation, a line for each motion.

    Parameters
    ----------
    warehouse : Warehouse
        The generation.
    scope : Scope
        Which leads.
    asked : Asked
        Says which stage.

    Returns
    -------
    Card
        Quarters with too few leads are in the numbers only.
    """
    rows = quarters(warehouse.ask("leaks", scope, breakdown="quarter"), asked.stage)
    drawn = rows[rows["reached"] >= FEWEST].rename(columns={"quarter": "month", "rate": "value"})
    following = asked.stages[asked.stages.index(asked.stage) + 1]
    return Card(
        name="by quarter",
        title=wording.title(changes(rows), asked.stage, following),
        subtitle=marks.under("Share that goes on, by quarter of creation, 95 % band", drawn["motion"]),
        figure=charts.monthly_lines(
            drawn[["month", "motion", "value", "low", "high", "is_complete"]].assign(n=drawn["reached"]), unit="share"
        ),
        numbers=rows[["quarter", "motion", "reached", "advanced", "young", "rate", "low", "high"]],
        columns={
            "quarter": Column("Quarter from", "day"),
            "motion": Column("Motion", "motion"),
            "reached": Column("Reached", "count"),
            "advanced": Column("Advanced", "count"),
            "young": Column("Still there", "count"),
            "rate": Column("Go on", "share"),
            "low": Column("95 % low", "share"),
            "high": Column("95 % high", "share"),
        },
        definition=wording.definition(YOUNG_ENOUGH_TO_MATTER),
        empty=wording.few(FEWEST),
    )


def quarters(answer: pd.DataFrame, stage: str) -> pd.DataFrame:
    """Rates of one step by quarter and motion.

    Parameters
    ----------
    answer : DataFrame
        Answer to the question ``leaks`` by quarter.
    stage : str
        The stage.

    Returns
    -------
    DataFrame
        Columns ``quarter``, ``motion``, ``reached``, ``advanced``, ``young``, ``rate``, ``low``, ``high``,
        ``is_complete``, in order of time.
    """
    rows = answer[(answer["stage"] == stage) & answer["motion"].isin(["inbound", "outbound"])]
    rows = rows.rename(columns={"breakdown": "quarter"}).sort_values(["quarter", "motion"], ignore_index=True)
    rates = wilson_intervals(rows["advanced"], rows["reached"])
    young = rows["reached"] - rows["decided"]
    return pd.concat([rows[["quarter", "motion", "reached", "advanced"]], rates], axis=1).assign(
        young=young, is_complete=young <= YOUNG_ENOUGH_TO_MATTER * rows["reached"]
    )


def changes(rows: pd.DataFrame) -> dict[str, tuple[float, float, Interval]]:
    """First and last complete quarter of each motion, and their difference.

    The level of the intervals is shared by the motions (Bonferroni).
    """
    found = {}
    complete = rows[rows["is_complete"] & (rows["reached"] >= FEWEST)]
    motions = complete["motion"].unique()
    for motion in motions:
        own = complete[complete["motion"] == motion]
        first, last = own.iloc[0], own.iloc[-1]
        if len(own) > 1:
            apart = difference_interval(
                int(last["advanced"]),
                int(last["reached"]),
                int(first["advanced"]),
                int(first["reached"]),
                level=1 - CHANCE / len(motions),
            )
            found[str(motion)] = (float(first["rate"]), float(last["rate"]), apart)
    return found
