"""Readings of "reached": by a later stage too, by own entries only, or by own entries in order."""

from dataclasses import dataclass
from typing import Any

import pandas as pd

from analysis.ask import Warehouse
from analysis.scope import Scope
from analysis.statistics.proportions import wilson_intervals
from pages.models import stages_cards
from pages.models.stages_asked import Asked
from pages.parts import charts
from pages.parts.cards import Card, Column
from pages.parts.wording import marks
from pages.parts.wording import stages_modes as wording

MODES = ("reached", "explicit", "ordered")
STEP_DAYS = (7, 14, 30, 60, 90)


@dataclass(frozen=True)
class Reading:
    """How "reached" is read.

    Attributes
    ----------
    mode : str
        One of ``MODES``.
    step_days : int, optional
        The most days that each step may take; None is no limit.
    excluded_reason : str, optional
        Leads that were lost or disqualified for this reason are left out; None leaves out none.
    """

    mode: str = "reached"
    step_days: int | None = None
    excluded_reason: str | None = None

    @property
    def is_limited(self) -> bool:
        """Whether it leaves leads out."""
        return self.step_days is not None or self.excluded_reason is not None

    @property
    def is_plain(self) -> bool:
        """Whether it is that of all other cards."""
        return self.mode == "reached" and not self.is_limited


PLAIN = Reading()


def reasons_of(warehouse: Warehouse, scope: Scope) -> tuple[str, ...]:
    """Reasons that can be left out, the most frequent first."""
    answer = warehouse.ask("reasons", scope)
    counts = answer.groupby("reason")["leads"].sum().sort_values(ascending=False, kind="stable")
    return tuple(str(reason) for reason in counts.index)


def readings(warehouse: Warehouse, scope: Scope, asked: Asked, reading: Reading) -> pd.DataFrame:
    """Count the leads that reached each stage by every mode, under the limits of the reading.

    Parameters
    ----------
    warehouse : Warehouse
        The generation.
    scope : Scope
        Which leads.
    asked : Asked
        Says which groups and stages.
    reading : Reading
        Gives the limits.

    Returns
    -------
    DataFrame
        One row per group and stage: ``group``, ``stage``, ``plain`` (reached without the limits), the three modes.
    """
    given: dict[str, Any] = {"step_days": reading.step_days, "excluded_reason": reading.excluded_reason}
    limits = {name: value for name, value in given.items() if value is not None}
    asks: dict[str, dict[str, Any]] = {
        "plain": {"mode": "reached"},
        **{mode: limits | {"mode": mode} for mode in MODES},
    }
    groups = list(dict.fromkeys(asked.steps["breakdown"]))
    index = pd.MultiIndex.from_product([groups, asked.stages], names=["breakdown", "stage"])
    counts = {}
    for name, arguments in asks.items():
        answer = warehouse.ask("funnel", scope, breakdown=asked.breakdown, **arguments)
        counts[name] = answer.set_index(["breakdown", "stage"])["reached"].reindex(index, fill_value=0).astype(int)
    return pd.DataFrame(counts).reset_index(names=["group", "stage"])


def table(rows: pd.DataFrame, asked: Asked, reading: Reading) -> Card:
    """What each mode changes, in numbers.

    Parameters
    ----------
    rows : DataFrame
        As `readings` returns it.
    asked : Asked
        What the page asked.
    reading : Reading
        The chosen one.

    Returns
    -------
    Card
        A table over the whole row.
    """
    first = {"motion": Column("Motion", "motion")} if asked.by_motion else {"group": stages_cards.group_column(asked)}
    shown = rows.rename(columns={"group": "motion"}) if asked.by_motion else rows
    ends = rows[rows["stage"] == asked.stages[-1]][["plain", *MODES]].sum()
    limited = {"reached": Column(wording.NAMES["reached"] + ", limited", "count")} if reading.is_limited else {}
    return Card(
        name="ways of counting",
        title=wording.title(reading.mode, reading.is_limited, *(int(ends[name]) for name in ("plain", *MODES))),
        subtitle=wording.subtitle(reading.step_days, reading.excluded_reason),
        numbers=shown.assign(share=_shares(rows, reading.mode)["rate"]),
        columns={
            **first,
            "stage": Column("Stage"),
            "plain": Column(wording.NAMES["reached"], "count"),
            **limited,
            "explicit": Column(wording.NAMES["explicit"], "count"),
            "ordered": Column(wording.NAMES["ordered"], "count"),
            "share": Column(f"{wording.NAMES[reading.mode]}: of all leads", "share"),
        },
        definition=wording.DEFINITION,
        is_table=True,
        is_wide=True,
    )


def lines(rows: pd.DataFrame, asked: Asked, reading: Reading) -> Card:
    """Share of each motion's leads that reach each stage by the chosen reading.

    Parameters
    ----------
    rows : DataFrame
        As `readings` returns it, by motion.
    asked : Asked
        What the page asked.
    reading : Reading
        The chosen one.

    Returns
    -------
    Card
        Lines over stages.
    """
    drawn = pd.concat([rows.rename(columns={"group": "motion"}), _shares(rows, reading.mode)], axis=1)
    drawn = drawn.rename(columns={"rate": "share"}).assign(n=rows[reading.mode])
    ends = drawn[drawn["stage"] == asked.stages[-1]]
    return Card(
        name="stages",
        title=wording.lines_title(reading.mode, list(zip(ends["motion"], ends["share"], strict=True))),
        subtitle=marks.under(wording.subtitle(reading.step_days, reading.excluded_reason), drawn["motion"]),
        figure=charts.stage_lines(drawn[["stage", "motion", "share", "low", "high", "n"]]),
        numbers=drawn[["motion", "stage", "n", "share", "low", "high"]],
        columns={
            "motion": Column("Motion", "motion"),
            "stage": Column("Stage"),
            "n": Column(wording.NAMES[reading.mode], "count"),
            "share": Column("Of all leads", "share"),
            "low": Column("95 % low", "share"),
            "high": Column("95 % high", "share"),
        },
        definition=wording.DEFINITION,
        note=wording.OTHERS,
    )


def _shares(rows: pd.DataFrame, mode: str) -> pd.DataFrame:
    """Share of the leads of the group's first stage."""
    return wilson_intervals(rows[mode], rows.groupby("group", sort=False)[mode].transform("first"))
