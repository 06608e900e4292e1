"""The view Coverage: how many of the leads that we went for were reached, followed up and answered."""

import pandas as pd

from analysis.claims import segments
from analysis.claims.neglect import neglect
from analysis.claims.verdicts import FEWEST
from analysis.scope import Scope
from analysis.statistics.proportions import share_interval
from analysis.warehouse import Warehouse
from data.names import NOT_RECORDED
from pages.charts import figures
from pages.parts import contents, labels, opens, unrecorded
from pages.parts.cards import Card, Column, Kpi
from pages.parts.columns import known
from pages.parts.page import PageModel
from pages.parts.undated import needs_days
from pages.parts.words import common
from pages.parts.words import segments as segment_words
from pages.sales.prospecting import shares
from pages.sales.prospecting.words import coverage as words

GROUPS_SHOWN = 12
# Milestones: what the share of each is of, and which leads those are.
WHOLES = {"reached": "researched", "followed_up": "reached", "replied": "reached", "opportunities": "researched"}
LEADS: dict[str, opens.Parameters] = {"researched": {}, "reached": {"touched": "yes"}}


@needs_days("How far prospecting reaches")
def build(warehouse: Warehouse, scope: Scope, *, breakdown: str = "segment") -> PageModel:
    """Follow the outbound leads of the scope from research to reply and opportunity."""
    if not contents.has_touches(warehouse):
        return PageModel(words.NOT_KNOWN, empty=words.LOAD_TOUCHES)
    if nothing := unrecorded.instead(warehouse, scope, "motion"):
        return nothing
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
    outbound = {"motion": "outbound"}
    reached = {"reached": {**outbound, "touched": "yes"}}  # no list knows who was followed up, or replied
    kpis = [Kpi("Researched", labels.count(whole["researched"]), help=words.HELP["researched"], opens=outbound)]
    for name in ("reached", "followed_up", "replied"):
        share = share_interval(int(whole[name]), int(whole[WHOLES[name]]))
        said = words.share_help(name, share)
        kpis.append(Kpi(words.NAMES[name], labels.share(share.estimate), help=said, opens=reached.get(name)))
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
        figure=figures.heat_map(cells, "outbound", common.fewer(FEWEST, "lead")),
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
    """Segments that convert well outbound and draw little inbound, and the reverse: as on Balance."""
    window, few = warehouse.window_days(scope), warehouse.definitions.thresholds.few_wins
    table = segments.find(warehouse, scope, window)
    rows = pd.DataFrame() if table is None else table.reset_index(names="segment")
    if table is not None:
        rows = rows.assign(advice=[segment_words.ADVICE[each] for each in rows["advice"]])
    return Card(
        name="advice to marketing",
        title=words.NO_ADVICE if table is None else segment_words.title(table),
        subtitle=words.ADVICE_SUBTITLE,
        numbers=rows,
        columns={
            **known("segment"),
            "advice": Column("Advice to"),
            "leads": Column("Leads", "count"),
            "share": Column("Inbound share", "share"),
            "inbound_rate": Column("Inbound conversion", "share"),
            "outbound_rate": Column("Outbound conversion", "share"),
            "outbound_low": Column("Low", "share"),
            "outbound_high": Column("High", "share"),
        },
        definition=segment_words.definition(window, few),
        is_table=True,
        is_wide=True,
        empty=words.LOAD_SEGMENTS,
    )
