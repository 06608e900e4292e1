"""The view Sequences: which step gets an answer, and which sequence."""

import pandas as pd

from analysis.scope import Scope
from analysis.statistics.proportions import wilson_intervals
from analysis.warehouse import Warehouse
from pages.charts import figures as charts
from pages.parts import gap_values as gaps_values
from pages.parts import opens
from pages.parts.cards import Card, Column
from pages.parts.groups import FEWEST
from pages.parts.page import PageModel
from pages.sales.prospecting.words import sequences as wording

RESULTS = ("replied", "positive", "booked", "met", "opportunities")
STEPS_SHOWN, SEQUENCES_SHOWN = 10, 12
MOTIONS = ("outbound", "inbound")


def build(warehouse: Warehouse, scope: Scope, earlier: Scope | None, motion: str = "outbound") -> PageModel:
    """Ask, estimate and draw.

    Parameters
    ----------
    warehouse : Warehouse
        The generation.
    scope : Scope
        Which leads.
    earlier : Scope, optional
        Not compared with in this view.
    motion : str, default "outbound"
        Sequences sent to leads of this motion: inbound leads get them too.

    Returns
    -------
    PageModel
        The view.
    """
    del earlier
    if not gaps_values.is_loaded(warehouse):
        return PageModel(wording.NOT_KNOWN, empty=wording.LOAD_TOUCHES)
    narrowed = scope.narrowed(motion=(motion,)) if scope.motion is None or motion in scope.motion else None
    rows = steps_of(warehouse.ask("sequence_steps", narrowed)) if narrowed else pd.DataFrame()
    if narrowed is None or rows.empty:
        return PageModel(wording.no_steps(motion), empty=wording.LOAD_STEPS)
    people = warehouse.ask("sequence_people", narrowed).iloc[0]
    average = float(rows["replied"].sum() / rows["people"].sum())
    return PageModel(
        title=wording.title(rows, FEWEST),
        facts=wording.facts(int(people["people"]), int(rows["people"].sum()), motion),
        cards=(
            _replies(rows, average, motion),
            _all_results(rows, motion),
            _sequences(warehouse, narrowed, motion),
        ),
    )


def steps_of(rows: pd.DataFrame) -> pd.DataFrame:
    """Each result of a step as a share of the people to whom it was sent, with its interval.

    Parameters
    ----------
    rows : DataFrame
        Answer to the question ``sequence_steps``.

    Returns
    -------
    DataFrame
        The counts with ``<result>_rate``, ``<result>_low`` and ``<result>_high``.
    """
    parts = [wilson_intervals(rows[name], rows["people"]).add_prefix(f"{name}_") for name in RESULTS]
    return pd.concat([rows, *parts], axis=1)


def _columns() -> dict[str, Column]:
    columns = {"step": Column("Step", "count"), "people": Column("People", "count")}
    for name in RESULTS:
        columns[name] = Column(wording.NAMES[name], "count")
        columns[f"{name}_rate"] = Column(f"{wording.NAMES[name]}, share", "share")
        columns[f"{name}_low"] = Column("95 % low", "share")
        columns[f"{name}_high"] = Column("95 % high", "share")
    return columns


def _replies(rows: pd.DataFrame, average: float, motion: str) -> Card:
    """Share of people who reply, step by step."""
    drawn = rows.head(STEPS_SHOWN)
    drawn = drawn.assign(
        label=[wording.step(int(step)) for step in drawn["step"]],
        value=drawn["replied_rate"],
        low=drawn["replied_low"],
        high=drawn["replied_high"],
        motion=motion,
        n=drawn["people"],
    )
    return Card(
        name="replies by step",
        title=wording.replies_title(rows[rows["people"] >= FEWEST]),
        subtitle=wording.REPLIES_SUBTITLE,
        figure=charts.intervals_on_threshold(
            drawn[["label", "value", "low", "high", "motion", "n"]], average, wording.AVERAGE, "share"
        ),
        numbers=rows,
        columns=_columns(),
        definition=wording.DEFINITION,
        opens=opens.rows(drawn, ("label",), {"step": "step"}, motion=motion),
    )


def _all_results(rows: pd.DataFrame, motion: str) -> Card:
    """Reply, positive reply, meetings and opportunity by step."""
    cells = [
        {
            "row": wording.step(int(row["step"])),
            "column": wording.SHORT[name],
            "share": row[f"{name}_rate"],
            "low": row[f"{name}_low"],
            "high": row[f"{name}_high"],
            "n": row["people"],
            "is_few": row["people"] < FEWEST,
        }
        for _, row in rows.head(STEPS_SHOWN).iterrows()
        for name in RESULTS
    ]
    return Card(
        name="results by step",
        title=wording.results_title(rows),
        subtitle=wording.RESULTS_SUBTITLE,
        figure=charts.heat_map(pd.DataFrame(cells), motion),
        numbers=rows,
        columns=_columns(),
        definition=wording.DEFINITION,
        opens={
            opens.mark(wording.step(int(step)), wording.SHORT[name]): {"step": str(step), "motion": motion}
            for step in rows["step"].head(STEPS_SHOWN)
            for name in RESULTS
        },
    )


def _sequences(warehouse: Warehouse, scope: Scope, motion: str) -> Card:
    """Share of the people in each sequence who reply."""
    answer = warehouse.ask("sequence_people", scope, breakdown="sequence")
    rows = answer.join(wilson_intervals(answer["positive"], answer["people"]))
    drawn = rows[rows["people"] >= FEWEST].sort_values("people", ascending=False, kind="stable").head(SEQUENCES_SHOWN)
    drawn = drawn.rename(columns={"breakdown": "label"}).assign(motion=motion, n=drawn["people"])
    return Card(
        name="sequences",
        title=wording.sequences_title(drawn),
        subtitle=wording.SEQUENCES_SUBTITLE,
        figure=charts.rates_with_intervals(drawn[["label", "rate", "low", "high", "motion", "n"]]),
        numbers=rows,
        columns={
            "breakdown": Column("Sequence"),
            "people": Column("People", "count"),
            "replied": Column("Replied", "count"),
            "positive": Column("Positive reply", "count"),
            "met": Column("Held a meeting", "count"),
            "rate": Column("Positive, share", "share"),
            "low": Column("95 % low", "share"),
            "high": Column("95 % high", "share"),
        },
        definition=wording.SEQUENCES_DEFINITION,
        note=wording.few_note(len(drawn), len(rows), FEWEST),
        empty=wording.too_few(FEWEST),
        is_wide=True,
        opens=opens.by("sequence", drawn["label"], motion=motion, sequenced="yes"),
    )
