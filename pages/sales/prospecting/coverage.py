"""The view Coverage: how many of the leads that we went for were reached, followed up and answered."""

import pandas as pd

from analysis.claims.neglect import neglect
from analysis.claims.verdicts import FEWEST
from analysis.scope import Scope
from analysis.statistics.proportions import share_interval, wilson_intervals
from analysis.warehouse import Warehouse
from data.names import NOT_RECORDED
from pages.charts import figures
from pages.parts import contents, labels, opens, windows
from pages.parts.cards import Card, Column, Kpi
from pages.parts.columns import bounds, known
from pages.parts.page import PageModel
from pages.parts.words import common
from pages.sales.prospecting import shares
from pages.sales.prospecting.words import coverage as words

GROUPS_SHOWN = 12
# Milestones: what the share of each is of, and which leads those are.
WHOLES = {"reached": "researched", "followed_up": "reached", "replied": "reached", "opportunities": "researched"}
LEADS: dict[str, opens.Parameters] = {"researched": {}, "reached": {"touched": "yes"}}


def build(warehouse: Warehouse, scope: Scope, *, breakdown: str = "segment") -> PageModel:
    """Follow the outbound leads of the scope from research to reply and opportunity."""
    if not contents.has_touches(warehouse):
        return PageModel(words.NOT_KNOWN, empty=words.LOAD_TOUCHES)
    answer = warehouse.ask("prospecting", scope)
    if answer.empty:
        return PageModel(words.NO_OUTBOUND, empty=words.NONE_OUTBOUND)
    whole, untouched = answer.iloc[0], neglect(warehouse, scope).within("outbound")
    rows = shares.joined(warehouse.ask("prospecting", scope, breakdown=breakdown), WHOLES)
    return PageModel(
        title=words.title(*(int(whole[name]) for name in ("researched", "reached", "followed_up", "replied"))),
        facts=words.facts(int(whole["researched"]), untouched.untouched, untouched.open),
        kpis=_kpis(whole),
        cards=(_reached(rows, breakdown), _coverage(rows, breakdown), _advice(warehouse, scope)),
    )


def _kpis(whole: pd.Series) -> tuple[Kpi, ...]:
    kpis = [Kpi("Researched", labels.count(whole["researched"]), help=words.HELP["researched"])]
    for name in ("reached", "followed_up", "replied"):
        share = share_interval(int(whole[name]), int(whole[WHOLES[name]]))
        kpis.append(Kpi(words.NAMES[name], labels.share(share.estimate), help=words.share_help(name, share)))
    return tuple(kpis)


def _reached(rows: pd.DataFrame, breakdown: str) -> Card:
    """Who reaches most of the leads that they research."""
    drawn = rows[(rows["researched"] >= FEWEST) & (rows["breakdown"] != NOT_RECORDED)].head(GROUPS_SHOWN)
    drawn = drawn.rename(
        columns={"breakdown": "label", "reached_rate": "rate", "reached_low": "low", "reached_high": "high"}
    ).assign(motion="outbound", n=drawn["researched"])
    return Card(
        name="reached",
        title=words.reached_title(drawn, breakdown),
        subtitle=words.reached_subtitle(breakdown),
        figure=figures.rates_with_intervals(drawn[["label", "rate", "low", "high", "motion", "n"]]),
        numbers=rows,
        columns=_columns(breakdown),
        definition=words.DEFINITION,
        note=words.few_note(len(drawn), len(rows), breakdown, FEWEST),
        empty=words.too_few(breakdown, FEWEST),
        opens=opens.by(breakdown, drawn["label"], motion="outbound"),
    )


def _coverage(rows: pd.DataFrame, breakdown: str) -> Card:
    """All milestones of all groups in one grid."""
    shown = rows[rows["researched"] > 0].head(GROUPS_SHOWN)
    cells = shares.cells(shown.assign(label=shown["breakdown"]), WHOLES, words.SHORT)
    return Card(
        name="coverage",
        title=words.coverage_title(shown[shown["reached"] >= FEWEST], breakdown),
        subtitle=words.COVERAGE_SUBTITLE,
        figure=figures.heat_map(cells, "outbound"),
        numbers=rows,
        columns=_columns(breakdown),
        definition=words.DEFINITION,
        note=words.few_note(len(shown), len(rows), breakdown, 1),
        opens={
            opens.mark(group, words.SHORT[name]): {breakdown: str(group), "motion": "outbound", **LEADS[whole]}
            for group in shown["breakdown"]
            for name, whole in WHOLES.items()
        },
    )


def _columns(breakdown: str) -> dict[str, Column]:
    named = {name: (words.NAMES[name], words.share_name(name, whole)) for name, whole in WHOLES.items()}
    return {
        "breakdown": Column(breakdown.capitalize()),
        "researched": Column("Researched", "count"),
        **shares.columns(named),
        **known("won"),
    }


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
        title=words.advice_title(table),
        subtitle=words.ADVICE_SUBTITLE,
        numbers=table,
        columns={
            **known("segment"),
            "advice": Column("Advice"),
            "inbound": Column("Inbound leads", "count"),
            "inbound_share": Column("Of all inbound", "share"),
            "outbound": Column("Outbound leads", "count"),
            "outbound_share": Column("Of all outbound", "share"),
            "rate": Column("Outbound to opportunity", "share"),
            **bounds(),
            "inbound_rate": Column("Inbound to opportunity", "share"),
        },
        definition=words.advice_definition(window),
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
