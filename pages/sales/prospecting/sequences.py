"""The view Sequences: which step gets an answer, and which sequence."""

import pandas as pd

from analysis.claims.verdicts import FEWEST
from analysis.scope import Scope
from analysis.statistics.proportions import wilson_intervals
from analysis.warehouse import Warehouse
from pages.charts import figures
from pages.parts import contents, opens, unrecorded
from pages.parts.cards import Card, Column
from pages.parts.columns import bounds, known
from pages.parts.page import PageModel
from pages.parts.undated import needs_days
from pages.parts.words import common
from pages.sales.prospecting import shares
from pages.sales.prospecting.words import sequences as words

# Results of a step: shares of the people to whom it was sent.
RESULTS = dict.fromkeys(("replied", "positive", "booked", "met", "opportunities"), "people")
STEPS_SHOWN, SEQUENCES_SHOWN = 10, 12


@needs_days("Which step of a sequence gets an answer")
def build(warehouse: Warehouse, scope: Scope, *, motion: str = "outbound") -> PageModel:
    """Count the people behind the steps that were sent to leads of the motion: inbound leads get sequences too."""
    if not contents.has_touches(warehouse):
        return PageModel(words.NOT_KNOWN, empty=words.LOAD_TOUCHES)
    if nothing := unrecorded.instead(warehouse, scope, "motion"):
        return nothing
    narrowed = scope.narrowed(motion=(motion,)) if scope.motion is None or motion in scope.motion else None
    rows = shares.joined(warehouse.ask("sequence_steps", narrowed), RESULTS) if narrowed else pd.DataFrame()
    if narrowed is None or rows.empty:
        return PageModel(words.no_steps(motion), empty=words.LOAD_STEPS)
    people = warehouse.ask("sequence_people", narrowed).iloc[0]
    average = float(rows["replied"].sum() / rows["people"].sum())
    return PageModel(
        title=words.title(rows, FEWEST),
        facts=words.facts(int(people["people"]), int(rows["people"].sum()), motion),
        cards=(
            _replies(rows, average, motion),
            _all_results(rows, motion),
            _sequences(warehouse, narrowed, motion),
        ),
    )


def _columns() -> dict[str, Column]:
    named = {name: (words.NAMES[name], f"{words.NAMES[name]}, share") for name in RESULTS}
    return {"step": Column("Step", "count"), **known("people"), **shares.columns(named)}


def _first_steps(rows: pd.DataFrame) -> pd.DataFrame:
    drawn = rows.head(STEPS_SHOWN)
    return drawn.assign(label=[words.step(int(step)) for step in drawn["step"]])


def _replies(rows: pd.DataFrame, average: float, motion: str) -> Card:
    """Share of people who reply, step by step."""
    replies = {"replied_rate": "value", "replied_low": "low", "replied_high": "high", "people": "n"}
    drawn = _first_steps(rows).rename(columns=replies).assign(motion=motion)
    return Card(
        name="replies by step",
        title=words.replies_title(rows[rows["people"] >= FEWEST]),
        subtitle=words.REPLIES_SUBTITLE,
        figure=figures.intervals_on_threshold(
            drawn[["label", "value", "low", "high", "motion", "n"]], average, words.AVERAGE, "share"
        ),
        numbers=rows,
        columns=_columns(),
        definition=words.DEFINITION,
        opens=opens.rows(drawn, ("label",), {"step": "step"}, motion=motion),
    )


def _all_results(rows: pd.DataFrame, motion: str) -> Card:
    """Reply, positive reply, meetings and opportunity by step."""
    drawn = _first_steps(rows)
    return Card(
        name="results by step",
        title=words.results_title(rows),
        subtitle=words.RESULTS_SUBTITLE,
        figure=figures.heat_map(
            shares.cells(drawn, RESULTS, words.SHORT), motion, common.fewer(FEWEST, "person", "people")
        ),
        numbers=rows,
        columns=_columns(),
        definition=words.DEFINITION,
        opens={
            opens.mark(label, words.SHORT[name]): {"step": str(step), "motion": motion}
            for step, label in zip(drawn["step"], drawn["label"], strict=True)
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
        title=words.sequences_title(drawn),
        subtitle=words.SEQUENCES_SUBTITLE,
        figure=figures.rates_with_intervals(drawn[["label", "rate", "low", "high", "motion", "n"]]),
        numbers=rows,
        columns={
            "breakdown": Column("Sequence"),
            **known("people", "replied"),
            "positive": Column("Positive reply", "count"),
            "met": Column("Held a meeting", "count"),
            "rate": Column("Positive, share", "share"),
            **bounds(),
        },
        definition=words.SEQUENCES_DEFINITION,
        note=words.few_note(len(drawn), len(rows), FEWEST),
        empty=words.too_few(FEWEST),
        is_wide=True,
        opens=opens.by("sequence", drawn["label"], motion=motion, sequenced="yes"),
    )
