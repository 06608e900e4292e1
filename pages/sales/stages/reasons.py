"""Why leads were lost or disqualified, as it was recorded."""

from dataclasses import dataclass

import pandas as pd

from analysis.claims.recorded import told_apart
from analysis.claims.verdicts import FEWEST
from analysis.scope import Scope
from analysis.statistics.proportions import wilson_intervals
from analysis.warehouse import Warehouse
from data.names import MOTIONS, NOT_RECORDED, UNKNOWN
from pages.charts import figures
from pages.parts import opens
from pages.parts.cards import Card, Column
from pages.parts.columns import KNOWN, bounds, known
from pages.parts.words import common, marks
from pages.sales.stages.words import reasons as words

REASONS_SHOWN = 8
COLUMNS = {**known("outcome", "reason", "leads"), "rate": KNOWN["share"], **bounds()}


@dataclass(frozen=True)
class Place:
    """Where a leak is: leads of a group and motion whose furthest stage is the stage."""

    group: str
    motion: str
    stage: str


def recorded(warehouse: Warehouse, scope: Scope) -> tuple[str, ...]:
    """The reasons by which leads were closed, the most frequent first."""
    answer = warehouse.ask("reasons", scope)
    counts = answer.groupby("reason")["leads"].sum().sort_values(ascending=False, kind="stable")
    return tuple(str(reason) for reason in counts.index)


def by_motion(warehouse: Warehouse, scope: Scope, stage: str | None = None) -> Card:
    """Reasons of all leads that closed without a win, inbound beside outbound.

    Parameters
    ----------
    warehouse : Warehouse
        The generation.
    scope : Scope
        Which leads.
    stage : str, optional
        Only those whose furthest stage it was; None is all.

    Returns
    -------
    Card
        Shares of the leads of each motion that closed without a win.
    """
    rows = told_apart(
        warehouse, scope, warehouse.ask("reasons", scope), "motion", "stage", "outcome", "reason", column="motion"
    )
    sides = MOTIONS if rows["motion"].isin(MOTIONS).any() else (UNKNOWN,)
    if stage:
        rows = rows[rows["stage"] == stage]
    shares = shares_of(rows, "motion")
    top = shares.groupby("reason")["leads"].sum().sort_values(ascending=False, kind="stable")
    classes = top.groupby(warehouse.definitions.reason_class).sum()
    listed = [reason for reason in top.index if reason != NOT_RECORDED][:REASONS_SHOWN]
    drawn = shares[shares["reason"].isin(listed) & shares["motion"].isin(sides)]
    drawn = drawn.sort_values("reason", key=lambda names: names.map({name: n for n, name in enumerate(listed)}))
    return Card(
        name="reasons",
        title=words.title(top.drop(NOT_RECORDED, errors="ignore"), int(top.sum()), classes),
        subtitle=marks.under("Share of those closed without a win, 95% interval", drawn["motion"]),
        figure=figures.paired_rates(
            drawn.rename(columns={"reason": "label", "leads": "n"}).assign(
                mark=[opens.mark(*row) for row in drawn[["reason", "motion", "outcome"]].itertuples(index=False)]
            )[["label", "motion", "rate", "low", "high", "n", "mark"]]
        ),
        opens=opens.rows(
            drawn,
            ("reason", "motion", "outcome"),
            {"reason": "reason", "motion": "motion", "exit" if stage else "outcome": "outcome"},
            **({"stage": stage} if stage else {}),
        ),
        numbers=shares,
        columns={**known("motion"), **COLUMNS},
        definition=words.DEFINITION,
        note=words.not_recorded(int(top.get(NOT_RECORDED, 0)), int(top.sum())),
        empty=words.NONE,
    )


def at_leak(warehouse: Warehouse, scope: Scope, breakdown: str, place: Place) -> Card:
    """Reasons at a leak, beside those of the other groups of the motion at the same stage.

    Parameters
    ----------
    warehouse : Warehouse
        The generation.
    scope : Scope
        Which leads.
    breakdown : str
        What the groups are.
    place : Place
        The leak.

    Returns
    -------
    Card
        Bars of the group's leads, the share among the others in words.
    """
    rows = warehouse.ask("reasons", scope, breakdown=breakdown)
    here = rows[(rows["motion"] == place.motion) & (rows["stage"] == place.stage)]
    sides = here.assign(side=here["breakdown"].eq(place.group).map({True: "here", False: "others"}))
    shares = shares_of(sides, "side").set_index(["side", "outcome", "reason"])
    own = shares.loc[["here"]].droplevel("side") if "here" in shares.index else shares.iloc[:0].droplevel("side")
    others = shares.loc[["others"]].droplevel("side") if "others" in shares.index else own.iloc[:0]
    table = own[["leads", "rate", "low", "high"]].join(others["rate"].rename("others")).reset_index()
    # A reason that the others never have is a share of 0 there; without others nothing is known.
    table["others"] = table["others"].fillna(0.0 if len(others) else float("nan"))
    drawn = table[table["reason"] != NOT_RECORDED].head(REASONS_SHOWN)
    texts = [words.beside(*row) for row in drawn[["rate", "others"]].itertuples(index=False)]
    return Card(
        name="reasons",
        title=words.leak_title(place.group, place.motion, place.stage, drawn),
        subtitle=words.LEAK_SUBTITLE,
        figure=figures.ranked_bars(
            drawn.assign(
                label=drawn["reason"],
                value=drawn["leads"],
                motion=place.motion,
                text=texts,
                mark=[opens.mark(*row) for row in drawn[["reason", "outcome"]].itertuples(index=False)],
            )[["label", "value", "motion", "text", "mark"]],
            unit="count",
        ),
        opens=opens.rows(
            drawn,
            ("reason", "outcome"),
            {"reason": "reason", "exit": "outcome"},
            **{breakdown: place.group, "motion": place.motion, "stage": place.stage},
        ),
        numbers=table,
        columns={**COLUMNS, "others": Column("Other groups", "share")},
        definition=words.DEFINITION,
        note=common.joined(
            words.few(int(table["leads"].sum()), FEWEST),
            words.not_recorded(
                int(table.loc[table["reason"] == NOT_RECORDED, "leads"].sum()), int(table["leads"].sum())
            ),
        ),
        empty=words.NONE,
    )


def shares_of(rows: pd.DataFrame, side: str) -> pd.DataFrame:
    """Share of each reason among the closed leads of each side.

    Parameters
    ----------
    rows : DataFrame
        The column named by ``side``, ``outcome``, ``reason``, ``leads``.
    side : str
        Which column tells the sides apart.

    Returns
    -------
    DataFrame
        Columns of ``side``, ``outcome``, ``reason``, ``leads``, ``rate``, ``low``, ``high``, most leads first.
    """
    counted = rows.groupby([side, "outcome", "reason"], as_index=False)["leads"].sum()
    whole = counted.groupby(side)["leads"].transform("sum")
    shares = pd.concat([counted, wilson_intervals(counted["leads"], whole)], axis=1)
    return shares.sort_values("leads", ascending=False, kind="stable", ignore_index=True)
