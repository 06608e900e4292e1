"""The cards of Stage drop-off."""

from typing import TYPE_CHECKING, Any

import pandas as pd

from analysis.statistics import survival
from pages.models import stages_steps
from pages.parts import charts, labels
from pages.parts.cards import Card, Column
from pages.parts.wording import common, marks
from pages.parts.wording import stages as wording

if TYPE_CHECKING:
    from pages.models.stages import Asked

OWNERS_SHOWN = 12
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
DURATION_COLUMNS = {
    "n": Column("Leads", "count"),
    "median": Column("Median, days", "days"),
    "p90": Column("90th percentile, days", "days"),
    "still_there": Column("Still there", "count"),
}


def cards(asked: "Asked") -> tuple[Card, ...]:
    """All cards in reading order.

    Parameters
    ----------
    asked : Asked
        What the page asked.

    Returns
    -------
    tuple of Card
        Lines, ways out and time in stage by motion; for other groups the same at one stage, then all steps.
    """
    if asked.by_motion:
        return (_lines(asked), _exits(asked), _durations(asked), untouched(asked))
    return (_rates(asked), _exits(asked), _durations(asked), untouched(asked), _all_steps(asked))


def _lines(asked: "Asked") -> Card:
    rates = stages_steps.step_rates(asked.steps)
    named = rates.rename(columns={"breakdown": "motion"})
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
        title=wording.lines_title(list(zip(ends["motion"], ends["share"], strict=True))),
        subtitle=marks.under("Share of leads that reach each stage", drawn["motion"]),
        figure=charts.stage_lines(drawn[["stage", "motion", "share", "low", "high", "n"]], headline),
        numbers=named[["motion", "stage", *COUNT_COLUMNS, "following", *RATE_COLUMNS, "overall_rate"]],
        columns={
            "motion": Column("Motion", "motion"),
            "stage": Column("Stage"),
            **{name: COUNT_COLUMNS[name] for name in ("reached", "explicit", "implied")},
            **RATE_COLUMNS,
            "overall_rate": Column("Of all leads", "share"),
        },
        definition=wording.LINES_DEFINITION,
        note=common.joined(wording.unrecorded(asked.left_out), wording.young_note(asked.total("young"))),
    )


def _rates(asked: "Asked") -> Card:
    """Who goes on from one stage, by group."""
    rows = _at_stage(stages_steps.step_rates(asked.steps), asked)
    following = next((name for name in rows["following"].dropna()), asked.stages[-1])
    drawn = _largest(rows, asked).rename(columns={"group": "label"}).assign(n=lambda frame: frame["reached"])
    return Card(
        name="step rates",
        title=wording.rates_title(asked.gap, asked.stage, following),
        subtitle=marks.under("Share that goes on, 95 % interval", drawn["motion"]),
        figure=charts.rates_with_intervals(drawn[["label", "rate", "low", "high", "motion", "n"]]),
        numbers=rows[["group", "motion", *COUNT_COLUMNS, *RATE_COLUMNS]],
        columns={"group": _group_column(asked), "reached": COUNT_COLUMNS["reached"], **RATE_COLUMNS},
        definition=wording.STEP_DEFINITION,
        note=common.joined(_few(asked), wording.young_note(int(rows["young"].sum()))),
    )


def _exits(asked: "Asked") -> Card:
    """How leads leave: every stage by motion, or one stage by group."""
    if asked.by_motion:
        rows = asked.steps[asked.steps["stage"] != asked.stages[-1]].rename(columns={"breakdown": "motion"})
        drawn, title, first = rows, wording.exits_title(rows), {"motion": Column("Motion", "motion")}
        first["stage"] = Column("Stage")
    else:
        rows = _at_stage(asked.steps, asked)
        drawn = _largest(rows, asked).assign(stage=lambda frame: frame["group"])
        title = wording.group_exits_title(rows[~rows["group"].isin(stages_steps.NAMELESS)], asked.stage)
        first = {"group": _group_column(asked)}
    return Card(
        name="ways out",
        title=title,
        subtitle=charts.EXIT_KEY,
        figure=charts.stacked_exits(drawn[["stage", "motion", *stages_steps.EXITS]]),
        numbers=rows[[*first, *COUNT_COLUMNS]],
        columns={
            **first,
            **{name: column for name, column in COUNT_COLUMNS.items() if name not in {"explicit", "implied"}},
        },
        definition=wording.EXITS_DEFINITION,
        note="" if asked.has_losses else wording.NO_LOSSES,
    )


def _durations(asked: "Asked") -> Card:
    """Days in stage with those still there: every stage by motion, or one stage by group."""
    rows = durations(asked.durations)
    place = {name: index for index, name in enumerate(asked.stages)}
    rows = rows[rows["stage"].isin(place)]
    if asked.by_motion:
        rows = rows.sort_values(["stage", "group"], key=lambda values: values.map(lambda name: place.get(name, name)))
        rows = rows.assign(motion=rows["group"])
        known = rows[rows["group"] != "unknown"]
        drawn, title = known if len(known) else rows, wording.duration_title(rows)
        first = {"motion": Column("Motion", "motion"), "stage": Column("Stage")}
    else:
        rows = rows[rows["stage"] == asked.stage]
        rows = rows.assign(motion=rows["group"].map(asked.motions))
        drawn = rows[rows["group"].isin(asked.shown)].assign(stage=lambda frame: frame["group"])
        drawn = drawn.sort_values("median", ascending=False, na_position="last", kind="stable")
        title, first = wording.group_duration_title(rows, asked.stage), {"group": _group_column(asked)}
    return Card(
        name="time in stage",
        title=title,
        subtitle=marks.under("Days until half and nine in ten have left (filled and open mark)", drawn["motion"]),
        figure=charts.durations(drawn[["stage", "motion", "median", "p90", "n"]]),
        numbers=rows[[*first, *DURATION_COLUMNS]],
        columns={**first, **DURATION_COLUMNS},
        definition=wording.DURATION_DEFINITION,
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


def untouched(asked: "Asked") -> Card:
    """Who was never called."""
    found = asked.untouched
    missing = wording.LOAD_TOUCHES if not found.is_loaded else wording.NONE_OLD if not found.leads else ""
    if missing:
        return Card(
            name="untouched leads",
            title="Who was never called is not known",
            numbers=pd.DataFrame(),
            definition=wording.UNTOUCHED_DEFINITION,
            empty=missing,
        )
    rows = found.owners
    worst = rows[rows["leads"] >= stages_steps.FEWEST].head(OWNERS_SHOWN)
    drawn = worst.rename(columns={"owner": "label"}).assign(n=lambda frame: frame["leads"])
    return Card(
        name="untouched leads",
        title=wording.untouched_title(found.standing_out, found.untouched, found.leads),
        subtitle=marks.under("Leads older than a week without a touch by us, by owner, 95 % interval", drawn["motion"]),
        figure=charts.rates_with_intervals(drawn[["label", "rate", "low", "high", "motion", "n"]]),
        numbers=rows,
        columns={
            "owner": Column("Owner"),
            "motion": Column("Motion", "motion"),
            "leads": Column("Leads", "count"),
            "untouched": Column("Untouched", "count"),
            "rate": Column("Share", "share"),
            "low": Column("95 % low", "share"),
            "high": Column("95 % high", "share"),
            "rest_rate": Column("Other owners", "share"),
        },
        definition=wording.UNTOUCHED_DEFINITION,
        note=common.joined(
            wording.owners_note(len(worst), rows["owner"].nunique(), stages_steps.FEWEST),
            wording.waiting_note(found.waiting),
        ),
        empty=wording.few_per_owner(stages_steps.FEWEST),
    )


def _all_steps(asked: "Asked") -> Card:
    """Rates of all steps of all groups, as a table."""
    rates = stages_steps.step_rates(asked.steps)
    wide = rates.pivot(index="breakdown", columns="stage", values="rate").reindex(rates["breakdown"].unique())
    leads = rates[rates["stage"] == asked.stages[0]].set_index("breakdown")["reached"]
    overall = rates[rates["stage"] == asked.stages[-1]].set_index("breakdown")["overall_rate"]
    table = wide[asked.stages[:-1]].assign(leads=leads, overall=overall).reset_index(names="group")
    return Card(
        name="all steps",
        title="All steps side by side",
        subtitle="Share that goes on from each stage to the next",
        numbers=table[["group", "leads", *asked.stages[:-1], "overall"]],
        columns={
            "group": _group_column(asked),
            "leads": Column("Leads", "count"),
            **{name: Column(common.capital(labels.plain(name)), "share") for name in asked.stages[:-1]},
            "overall": Column("Reach the end", "share"),
        },
        definition=wording.STEP_DEFINITION,
        is_table=True,
        is_wide=True,
    )


def _at_stage(rows: pd.DataFrame, asked: "Asked") -> pd.DataFrame:
    own = rows[rows["stage"] == asked.stage].rename(columns={"breakdown": "group"})
    return own.assign(motion=own["group"].map(asked.motions)).reset_index(drop=True)


def _largest(rows: pd.DataFrame, asked: "Asked") -> pd.DataFrame:
    return rows[rows["group"].isin(asked.shown)]


def _group_column(asked: "Asked") -> Column:
    return Column(asked.breakdown.capitalize())


def _few(asked: "Asked") -> str:
    return wording.few_shown(len(asked.shown), asked.steps["breakdown"].nunique(), asked.breakdown)
