"""The view After the drop: what lost and disqualified leads did instead."""

import pandas as pd

from analysis.scope import Scope
from analysis.statistics.proportions import wilson_intervals
from analysis.warehouse import Warehouse
from pages.charts import figures as charts
from pages.parts import labels, opens
from pages.parts.cards import Card, Column, Kpi
from pages.parts.groups import FEWEST
from pages.parts.page import PageModel
from pages.parts.words import marks
from pages.sales.stages import asked as stages_asked
from pages.sales.stages.words import after_the_drop as wording
from pages.sales.stages.words import funnel as stages_wording

WAYS = ("reopened", "returned", "returned_other_channel", "returned_won")
COUNTS = ("leads", *WAYS)
AFTER = {"returned_other_channel": "returned elsewhere", "returned_won": "returned and won"}


def build(warehouse: Warehouse, scope: Scope, earlier: Scope | None, breakdown: str = "motion") -> PageModel:
    """Ask, compare and draw.

    Parameters
    ----------
    warehouse : Warehouse
        The generation.
    scope : Scope
        Which leads.
    earlier : Scope, optional
        Not compared with in this view.
    breakdown : str, default "motion"
        What the groups are.

    Returns
    -------
    PageModel
        The view.
    """
    del earlier
    rows = _asked(warehouse, scope, breakdown)
    if rows.empty:
        return PageModel(wording.NONE_DROPPED, empty=wording.LOAD_OUTCOMES)
    total = rows[list(COUNTS)].sum()
    return PageModel(
        title=wording.title(*(int(total[name]) for name in COUNTS)),
        facts=wording.facts(int(total["leads"])),
        kpis=tuple(Kpi(wording.NAMES[way], labels.count(total[way]), help=wording.HELP[way]) for way in WAYS),
        cards=_cards(warehouse, scope, rows, breakdown),
    )


def _asked(warehouse: Warehouse, scope: Scope, breakdown: str) -> pd.DataFrame:
    rows = warehouse.ask("afterlife", scope, breakdown=breakdown).rename(columns={"breakdown": "group"})
    if rows.empty:
        return rows
    motions = stages_asked.motions_of(warehouse, scope, breakdown)
    return rows.astype(dict.fromkeys(COUNTS, int)).assign(motion=rows["group"].map(motions))


def _cards(warehouse: Warehouse, scope: Scope, rows: pd.DataFrame, breakdown: str) -> tuple[Card, ...]:
    """What each motion's leads did; which groups came back, by channel where the motions are compared."""
    by_motion = rows if breakdown == "motion" else _asked(warehouse, scope, "motion")
    groups = "channel" if breakdown == "motion" else breakdown
    return _ways(by_motion), _returns(_asked(warehouse, scope, groups), groups)


def ways(rows: pd.DataFrame) -> pd.DataFrame:
    """Share of the dropped that went each way.

    Parameters
    ----------
    rows : DataFrame
        One row per motion with ``motion`` and the counts of the question ``afterlife``.

    Returns
    -------
    DataFrame
        Columns ``way``, ``motion``, ``leads`` (that went so), ``dropped`` (of those), ``rate``, ``low``, ``high``.
    """
    long = rows.melt(["motion", "leads"], list(WAYS), "way", "went").rename(
        columns={"leads": "dropped", "went": "leads"}
    )
    return pd.concat([long, wilson_intervals(long["leads"], long["dropped"])], axis=1)


def _ways(rows: pd.DataFrame) -> Card:
    """Every way by motion."""
    shares = ways(rows[["motion", *COUNTS]])
    drawn = shares[shares["motion"].isin(["inbound", "outbound"])]
    drawn = drawn.assign(label=drawn["way"].map(wording.NAMES), n=drawn["dropped"])
    return Card(
        name="what they did",
        title=wording.ways_title(rows),
        subtitle=marks.under("Share of the lost and disqualified, 95 % interval", drawn["motion"]),
        figure=charts.paired_rates(drawn[["label", "motion", "rate", "low", "high", "n"]]),
        opens=opens.rows(drawn.replace({"way": AFTER}), ("label", "motion"), {"motion": "motion", "after": "way"}),
        numbers=shares.assign(way=shares["way"].map(wording.NAMES)),
        columns={
            "way": Column("What they did"),
            "motion": Column("Motion", "motion"),
            "leads": Column("Leads", "count"),
            "dropped": Column("Dropped", "count"),
            **_rates(),
        },
        definition=wording.DEFINITION,
        note=wording.SO_FAR,
    )


def _returns(rows: pd.DataFrame, breakdown: str) -> Card:
    """Who came back, by group."""
    shares = pd.concat([rows, wilson_intervals(rows["returned"], rows["leads"])], axis=1)
    enough = shares[shares["leads"] >= FEWEST]
    drawn = enough.head(stages_asked.SHOWN).rename(columns={"group": "label"})
    return Card(
        name="who came back",
        title=wording.returns_title(enough.head(stages_asked.SHOWN)),
        subtitle=marks.under("Share with a later lead of the same contact or account, 95 % interval", drawn["motion"]),
        figure=charts.rates_with_intervals(drawn[["label", "rate", "low", "high", "motion"]].assign(n=drawn["leads"])),
        opens=opens.rows(drawn, ("label",), {breakdown: "label"}, after="returned"),
        numbers=shares[["group", *COUNTS, "rate", "low", "high"]],
        columns={
            "group": Column(breakdown.capitalize()),
            "leads": Column("Dropped", "count"),
            **{way: Column(wording.NAMES[way], "count") for way in WAYS},
            **_rates(),
        },
        definition=wording.DEFINITION,
        note=stages_wording.few_shown(len(drawn), len(shares), breakdown),
        empty=wording.few(FEWEST),
    )


def _rates() -> dict[str, Column]:
    return {
        "rate": Column("Share", "share"),
        "low": Column("95 % low", "share"),
        "high": Column("95 % high", "share"),
    }
