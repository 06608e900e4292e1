"""How a step changes over the quarters in which the leads were created."""

import pandas as pd

from analysis.claims.recorded import in_the_way
from analysis.claims.verdicts import CHANCE, FEWEST
from analysis.recording import late_recording
from analysis.scope import Scope
from analysis.statistics.checks import Interval
from analysis.statistics.proportions import difference_interval, wilson_intervals
from analysis.warehouse import Warehouse
from data.fiscal import FiscalYear
from data.names import MOTIONS, UNKNOWN
from pages.charts import figures
from pages.parts import opens
from pages.parts.cards import Card, Column
from pages.parts.columns import bounds, known
from pages.parts.words import common, marks
from pages.sales.stages.comparison import GO_ON, STILL_THERE, Comparison
from pages.sales.stages.words import quarters as words
from pages.sales.stages.words.reading import counted

YOUNG_ENOUGH_TO_MATTER = 0.05  # a quarter with a larger share of leads still there and young is not complete


def card(warehouse: Warehouse, scope: Scope, comparison: Comparison) -> Card:
    """Share that goes on from the stage by quarter of creation, a line for each motion.

    Parameters
    ----------
    warehouse : Warehouse
        The generation.
    scope : Scope
        Which leads.
    comparison : Comparison
        Says which stage.

    Returns
    -------
    Card
        Quarters with too few leads are in the numbers only.
    """
    reading, stage = comparison.reading, comparison.stage
    following = comparison.following(stage)
    rows = quarters(_by_quarter(warehouse, scope, comparison), warehouse.definitions.fiscal_year)
    # Leads from before the recording of wins look as if fewer of them had won.
    late = late_recording(warehouse) if following == comparison.stages[-1] else None
    observed = rows if late is None else rows[pd.to_datetime(rows["since"]) >= pd.Timestamp(late.since)]
    drawn = observed[observed["reached"] >= FEWEST].rename(columns={"since": "month", "rate": "value"})
    last = warehouse.definitions.fiscal_year.quarter_of(rows["since"].max()) if len(rows) else None
    return Card(
        name="by quarter",
        asked=("stage_dropoff",),
        title=words.title(changes(observed), stage, following),
        subtitle=marks.under(counted("Share that goes on, by quarter of creation, 95% band", reading), drawn["motion"]),
        figure=figures.monthly_lines(
            drawn[["month", "quarter", "motion", "value", "low", "high", "is_complete"]].assign(n=drawn["reached"]),
            unit="share",
        ),
        opens={
            opens.mark(row["motion"], f"{row['month']:%Y-%m}"): {
                "motion": str(row["motion"]),
                reading.stage_parameter: stage,
                **reading.parameters,
                **opens.months(row["month"] + pd.DateOffset(months=2), 3, scope),
            }
            for row in drawn.to_dict("records")
        },
        numbers=rows[["quarter", "since", "motion", "reached", "advanced", "young", "rate", "low", "high"]],
        columns={
            "quarter": Column("Quarter"),
            "since": Column("From", "day"),
            **known("motion", "reached", "advanced"),
            "young": STILL_THERE,
            "rate": GO_ON,
            **bounds(),
        },
        definition=common.joined(words.definition(YOUNG_ENOUGH_TO_MATTER), common.quarters(last)),
        note="" if late is None or len(observed) == len(rows) else common.not_observed(late.since, late.leads),
        empty=words.few(FEWEST),
    )


def _by_quarter(warehouse: Warehouse, scope: Scope, comparison: Comparison) -> pd.DataFrame:
    """Counts at the stage that is looked at, by quarter and motion; of all where the motion is known too late."""
    admitted = [motion for motion in MOTIONS if scope.motion is None or motion in scope.motion]
    parted = {motion: scope.narrowed(motion=(motion,)) for motion in admitted}
    if in_the_way(warehouse, scope, "motion"):
        parted = {UNKNOWN: scope}
    parts = [
        counts.assign(motion=motion)
        for motion, part in parted.items()
        if (counts := comparison.counts(warehouse, part, "quarter")) is not None
    ]
    rows = pd.concat(parts, ignore_index=True) if parts else comparison.steps.iloc[:0].assign(motion="")
    return rows[(rows["stage"] == comparison.stage) & ((rows["reached"] > 0) | (rows["too_young"] == 0))]


def quarters(counts: pd.DataFrame, fiscal_year: FiscalYear) -> pd.DataFrame:
    """Rates of one step by quarter and motion.

    Parameters
    ----------
    counts : DataFrame
        One row per quarter (as ``breakdown``, its first day) and motion, with the counts of `steps.counted`.
    fiscal_year : FiscalYear
        Names the quarters.

    Returns
    -------
    DataFrame
        Columns ``quarter`` (its name), ``since`` (its first day), ``motion``, ``reached``, ``advanced``, ``young``,
        ``rate``, ``low``, ``high``, ``is_complete``, in order of time.
    """
    rows = counts.rename(columns={"breakdown": "since"}).sort_values(["since", "motion"], ignore_index=True)
    rows["quarter"] = [fiscal_year.quarter_of(since).name for since in rows["since"]]
    rates = wilson_intervals(rows["advanced"], rows["reached"])
    return pd.concat([rows[["quarter", "since", "motion", "reached", "advanced", "young"]], rates], axis=1).assign(
        is_complete=(rows["young"] <= YOUNG_ENOUGH_TO_MATTER * rows["reached"]) & (rows["too_young"] == 0)
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
