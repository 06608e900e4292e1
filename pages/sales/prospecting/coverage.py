"""Prospecting: how many of the leads that we went for were reached, followed up and answered. The view Coverage."""

import pandas as pd

from analysis.scope import Scope
from analysis.statistics.proportions import share_interval, wilson_intervals
from analysis.warehouse import Warehouse
from data.names import NOT_RECORDED
from pages.charts import figures as charts
from pages.parts import gap_values as gaps_values
from pages.parts import labels, opens, windows
from pages.parts.cards import Card, Column, Kpi
from pages.parts.groups import FEWEST
from pages.parts.page import PageModel
from pages.parts.words import common
from pages.sales.prospecting.words import coverage as wording

BREAKDOWNS = ("segment", "owner", "sequence")
GROUPS_SHOWN = 12
# Share of each milestone: what it is of.
SHARES = {
    "reached": "researched",
    "followed_up": "reached",
    "replied": "reached",
    "opportunities": "researched",
}
# The leads of which each share is.
WHOLES: dict[str, dict[str, str]] = {"researched": {}, "reached": {"touched": "yes"}}


def build(warehouse: Warehouse, scope: Scope, earlier: Scope | None, breakdown: str = "segment") -> PageModel:
    """Ask, estimate and draw.

    Parameters
    ----------
    warehouse : Warehouse
        The generation.
    scope : Scope
        Which leads; outbound ones only count.
    earlier : Scope, optional
        Not compared with in this view.
    breakdown : str, default "segment"
        One of ``BREAKDOWNS``.

    Returns
    -------
    PageModel
        The view.
    """
    del earlier
    if not gaps_values.is_loaded(warehouse):
        return PageModel(wording.NOT_KNOWN, empty=wording.LOAD_TOUCHES)
    answer = warehouse.ask("prospecting", scope)
    if answer.empty:
        return PageModel(wording.NO_OUTBOUND, empty=wording.NONE_OUTBOUND)
    whole = answer.iloc[0]
    rows = shares_of(warehouse.ask("prospecting", scope, breakdown=breakdown))
    return PageModel(
        title=wording.title(*(int(whole[name]) for name in ("researched", "reached", "followed_up", "replied"))),
        facts=wording.facts(int(whole["researched"])),
        kpis=_kpis(whole),
        cards=(_reached(rows, breakdown), _coverage(rows, breakdown), _advice(warehouse, scope)),
    )


def shares_of(rows: pd.DataFrame) -> pd.DataFrame:
    """Each milestone as a share of what comes before it, with its interval.

    Parameters
    ----------
    rows : DataFrame
        Answer to the question ``prospecting``.

    Returns
    -------
    DataFrame
        The counts with ``<milestone>_rate``, ``<milestone>_low`` and ``<milestone>_high``.
    """
    parts = [wilson_intervals(rows[name], rows[whole]).add_prefix(f"{name}_") for name, whole in SHARES.items()]
    return pd.concat([rows, *parts], axis=1)


def _kpis(whole: pd.Series) -> tuple[Kpi, ...]:
    kpis = [Kpi("Researched", labels.count(whole["researched"]), help=wording.HELP["researched"])]
    for name in ("reached", "followed_up", "replied"):
        share = share_interval(int(whole[name]), int(whole[SHARES[name]]))
        kpis.append(Kpi(wording.NAMES[name], labels.share(share.estimate), help=wording.share_help(name, share)))
    return tuple(kpis)


def _reached(rows: pd.DataFrame, breakdown: str) -> Card:
    """Who reaches most of the leads that they research."""
    drawn = rows[(rows["researched"] >= FEWEST) & (rows["breakdown"] != NOT_RECORDED)].head(GROUPS_SHOWN)
    drawn = drawn.rename(
        columns={"breakdown": "label", "reached_rate": "rate", "reached_low": "low", "reached_high": "high"}
    ).assign(motion="outbound", n=drawn["researched"])
    return Card(
        name="reached",
        title=wording.reached_title(drawn, breakdown),
        subtitle=wording.reached_subtitle(breakdown),
        figure=charts.rates_with_intervals(drawn[["label", "rate", "low", "high", "motion", "n"]]),
        numbers=rows,
        columns=_columns(breakdown),
        definition=wording.DEFINITION,
        note=wording.few_note(len(drawn), len(rows), breakdown, FEWEST),
        empty=wording.too_few(breakdown, FEWEST),
        opens=opens.by(breakdown, drawn["label"], motion="outbound"),
    )


def _coverage(rows: pd.DataFrame, breakdown: str) -> Card:
    """All milestones of all groups in one grid."""
    shown = rows[rows["researched"] > 0].head(GROUPS_SHOWN)
    cells = [
        {
            "row": row["breakdown"],
            "column": wording.SHORT[name],
            "share": row[f"{name}_rate"],
            "low": row[f"{name}_low"],
            "high": row[f"{name}_high"],
            "n": row[whole],
            "is_few": row[whole] < FEWEST,
        }
        for _, row in shown.iterrows()
        for name, whole in SHARES.items()
    ]
    return Card(
        name="coverage",
        title=wording.coverage_title(shown[shown["reached"] >= FEWEST], breakdown),
        subtitle=wording.COVERAGE_SUBTITLE,
        figure=charts.heat_map(pd.DataFrame(cells), "outbound"),
        numbers=rows,
        columns=_columns(breakdown),
        definition=wording.DEFINITION,
        note=wording.few_note(len(shown), len(rows), breakdown, 1),
        opens={
            opens.mark(cell["row"], cell["column"]): {breakdown: str(cell["row"]), "motion": "outbound", **only}
            for cell, only in zip(cells, [WHOLES[whole] for whole in SHARES.values()] * len(shown), strict=True)
        },
    )


def _columns(breakdown: str) -> dict[str, Column]:
    columns = {"breakdown": Column(breakdown.capitalize()), "researched": Column("Researched", "count")}
    for name, whole in SHARES.items():
        columns[name] = Column(wording.NAMES[name], "count")
        columns[f"{name}_rate"] = Column(f"{wording.NAMES[name]} of {wording.NAMES[whole].lower()}", "share")
        columns[f"{name}_low"] = Column("95 % low", "share")
        columns[f"{name}_high"] = Column("95 % high", "share")
    return columns | {"won": Column("Won", "count")}


def _advice(warehouse: Warehouse, scope: Scope) -> Card:
    """Segments that convert well outbound and draw little inbound, and the reverse."""
    window = windows.window_of(warehouse, scope)
    answers = [
        warehouse.ask("conversion", scope.narrowed(motion=(motion,)), breakdown="segment", window_days=window)
        for motion in ("inbound", "outbound")
    ]
    table = advice(*answers)
    return Card(
        name="advice to marketing",
        title=wording.advice_title(table),
        subtitle=wording.ADVICE_SUBTITLE,
        numbers=table,
        columns={
            "segment": Column("Segment"),
            "advice": Column("Advice"),
            "inbound": Column("Inbound leads", "count"),
            "inbound_share": Column("Of all inbound", "share"),
            "outbound": Column("Outbound leads", "count"),
            "outbound_share": Column("Of all outbound", "share"),
            "rate": Column("Outbound to opportunity", "share"),
            "low": Column("95 % low", "share"),
            "high": Column("95 % high", "share"),
            "inbound_rate": Column("Inbound to opportunity", "share"),
        },
        definition=wording.advice_definition(window),
        is_table=True,
        is_wide=True,
        empty=common.WIDEN,
    )


def advice(inbound: pd.DataFrame, outbound: pd.DataFrame) -> pd.DataFrame:
    """Where each motion should look, by segment.

    Parameters
    ----------
    inbound, outbound : DataFrame
        Answers to the question ``conversion`` by segment, of each motion.

    Returns
    -------
    DataFrame
        One row per segment: ``segment``, ``inbound``, ``outbound`` (leads), their shares of each motion, ``rate``,
        ``low``, ``high`` (outbound leads that became opportunities within the window), ``inbound_rate`` and
        ``advice``: more marketing where outbound converts above its average and inbound draws a smaller share
        of its leads there; more prospecting where the reverse holds; else cannot tell yet.
    """
    columns = {"leads": "leads", "mature": "mature", "mature_opportunities": "opportunities"}
    sides = [each.set_index("breakdown")[list(columns)].rename(columns=columns) for each in (inbound, outbound)]
    both = sides[0].add_suffix("_in").join(sides[1].add_suffix("_out"), how="outer")
    both = both.drop(index=NOT_RECORDED, errors="ignore").fillna(0).astype(int)
    total_in, total_out = both["leads_in"].sum(), both["leads_out"].sum()
    table = pd.DataFrame({"inbound": both["leads_in"], "outbound": both["leads_out"]})
    table["inbound_share"] = both["leads_in"] / total_in if total_in else float("nan")
    table["outbound_share"] = both["leads_out"] / total_out if total_out else float("nan")
    table = table.join(wilson_intervals(both["opportunities_out"], both["mature_out"]))
    inbound_rates = wilson_intervals(both["opportunities_in"], both["mature_in"])
    table["inbound_rate"] = inbound_rates["rate"]
    average_in, average_out = (
        share_interval(int(both[f"opportunities_{side}"].sum()), int(both[f"mature_{side}"].sum())).estimate
        for side in ("in", "out")
    )
    draws_little = table["inbound_share"] < table["outbound_share"]
    table["advice"] = "cannot tell yet"
    table.loc[(table["low"] > average_out) & draws_little, "advice"] = "more marketing"
    table.loc[(inbound_rates["low"] > average_in) & ~draws_little, "advice"] = "more prospecting"
    order = {"more marketing": 0, "more prospecting": 1, "cannot tell yet": 2}
    return (
        table.rename_axis("segment")
        .reset_index()
        .sort_values(
            ["advice", "rate"],
            key=lambda column: column.map(order) if column.name == "advice" else -column,
            ignore_index=True,
        )
    )
