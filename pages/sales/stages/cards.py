"""The cards of the view Funnel, and what the cards of the other views share with them."""

import pandas as pd

from pages.charts import figures as charts
from pages.parts import labels, opens
from pages.parts.cards import Card, Column
from pages.parts.words import common, marks
from pages.sales.stages import steps as stages_steps
from pages.sales.stages.asked import Asked
from pages.sales.stages.words import funnel as wording
from pages.sales.stages.words.modes import DEFINITION, counted, otherwise_note

COUNT_COLUMNS = {
    "reached": Column("Reached", "count"),
    "explicit": Column("Explicit", "count", "With an entry of their own"),
    "implied": Column("Implied", "count", "Skipped: a later stage was entered"),
    "advanced": Column("Advanced", "count"),
    "young": Column("Still there", "count"),
    "stalled": Column("Stalled", "count"),
    "disqualified": Column("Disqualified", "count"),
    "lost": Column("Lost", "count"),
}
RATE_COLUMNS = {
    "rate": Column("Go on", "share"),
    "low": Column("95 % low", "share"),
    "high": Column("95 % high", "share"),
}


def lines(asked: Asked) -> Card:
    """Share of the leads of each motion that reach each stage."""
    named = stages_steps.step_rates(asked.steps).rename(columns={"breakdown": "motion"})
    drawn = named.assign(
        share=named["overall_rate"], low=named["overall_low"], high=named["overall_high"], n=named["reached"]
    )
    headline = None
    if asked.gap is not None or asked.steep:
        step = asked.gap.step if asked.gap is not None else asked.steep[0]
        words = wording.callout(asked.gap, asked.steep, by_motion=True)
        headline = charts.Callout(step.following, *words)
    ends = drawn[drawn["stage"] == asked.stages[-1]]
    return Card(
        name="stages",
        asked=("stage_dropoff",),
        title=wording.lines_title(list(zip(ends["motion"], ends["share"], strict=True)), asked.reading),
        subtitle=marks.under(counted("Share of leads that reach each stage", asked.reading), drawn["motion"]),
        figure=charts.stage_lines(drawn[["stage", "motion", "share", "low", "high", "n"]], headline),
        opens=opened(asked, drawn, ("stage", "motion"), {"motion": "motion", "reached": "stage"}),
        numbers=named[["motion", "stage", *COUNT_COLUMNS, "following", *RATE_COLUMNS, "overall_rate"]],
        columns={
            "motion": Column("Motion", "motion"),
            "stage": Column("Stage"),
            **{name: COUNT_COLUMNS[name] for name in ("reached", "explicit", "implied")},
            **RATE_COLUMNS,
            "overall_rate": Column("Of all leads", "share"),
        },
        definition=wording.LINES_DEFINITION if asked.reading.is_plain else DEFINITION,
        note=common.joined(
            wording.unrecorded(asked.left_out),
            otherwise_note(asked.total("otherwise"), asked.reading),
            wording.young_note(asked.total("young")),
        ),
    )


def rates(asked: Asked) -> Card:
    """Who goes on from one stage, by group."""
    rows = at_stage(stages_steps.step_rates(asked.steps), asked)
    following = next((name for name in rows["following"].dropna()), asked.stages[-1])
    drawn = largest(rows, asked).rename(columns={"group": "label"}).assign(n=lambda frame: frame["reached"])
    return Card(
        name="step rates",
        asked=("stage_dropoff",),
        title=wording.rates_title(asked.gap, asked.stage, following),
        subtitle=marks.under(counted("Share that goes on, 95 % interval", asked.reading), drawn["motion"]),
        figure=charts.rates_with_intervals(drawn[["label", "rate", "low", "high", "motion", "n"]]),
        opens=opened(asked, drawn, ("label",), {asked.breakdown: "label", "reached": "stage"}),
        numbers=rows[["group", "motion", *COUNT_COLUMNS, *RATE_COLUMNS]],
        columns={"group": group_column(asked), "reached": COUNT_COLUMNS["reached"], **RATE_COLUMNS},
        definition=wording.STEP_DEFINITION,
        note=common.joined(
            few_shown(asked),
            otherwise_note(int(rows["otherwise"].sum()), asked.reading),
            wording.young_note(int(rows["young"].sum())),
        ),
    )


def all_steps(asked: Asked) -> Card:
    """Rates of all steps of all groups, as a table."""
    rows = stages_steps.step_rates(asked.steps)
    wide = rows.pivot(index="breakdown", columns="stage", values="rate").reindex(rows["breakdown"].unique())
    leads = rows[rows["stage"] == asked.stages[0]].set_index("breakdown")["reached"]
    overall = rows[rows["stage"] == asked.stages[-1]].set_index("breakdown")["overall_rate"]
    sums = rows.groupby("stage", sort=False)[["reached", "advanced"]].sum().loc[asked.stages[:-1]]
    table = wide[asked.stages[:-1]].assign(leads=leads, overall=overall).reset_index(names="group")
    return Card(
        name="all steps",
        asked=("stage_dropoff",),
        title=wording.steps_title(sums["reached"], sums["advanced"]),
        subtitle=counted("Share that goes on from each stage to the next", asked.reading),
        numbers=table[["group", "leads", *asked.stages[:-1], "overall"]],
        columns={
            "group": group_column(asked),
            "leads": Column("Leads", "count"),
            **{name: Column(common.capital(labels.plain(name)), "share") for name in asked.stages[:-1]},
            "overall": Column("Reach the end", "share"),
        },
        definition=wording.STEP_DEFINITION,
        is_table=True,
        is_wide=True,
    )


def at_stage(rows: pd.DataFrame, asked: Asked) -> pd.DataFrame:
    """Rows of the stage that is looked at, with the motion of each group."""
    own = rows[rows["stage"] == asked.stage].rename(columns={"breakdown": "group"})
    return own.assign(motion=own["group"].map(asked.motions)).reset_index(drop=True)


def opened(
    asked: Asked, rows: pd.DataFrame, marks: tuple[str, ...], columns: dict[str, str]
) -> dict[str, opens.Parameters]:
    """What the marks open: the leads that reached a stage, by the way of counting and within its limits."""
    if not asked.reading.is_plain:
        columns = {"stage" if name == "reached" else name: column for name, column in columns.items()}
    return opens.rows(rows, marks, columns, **asked.reading.parameters)


def largest(rows: pd.DataFrame, asked: Asked) -> pd.DataFrame:
    """Rows of the groups that are drawn."""
    return rows[rows["group"].isin(asked.shown)]


def group_column(asked: Asked) -> Column:
    """The column that names the groups."""
    return Column(asked.breakdown.capitalize(), "motion" if asked.breakdown == "motion" else "text")


def few_shown(asked: Asked) -> str:
    """How many groups are drawn, where that is not all."""
    return wording.few_shown(len(asked.shown), asked.steps["breakdown"].nunique(), asked.breakdown)
