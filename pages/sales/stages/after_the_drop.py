"""The view After the drop: what lost and disqualified leads did instead."""

import pandas as pd

from analysis.claims.recorded import told_apart
from analysis.claims.verdicts import FEWEST
from analysis.scope import Scope
from analysis.statistics.proportions import wilson_intervals
from analysis.warehouse import Warehouse
from data.names import MOTIONS, UNKNOWN
from pages.charts import figures
from pages.parts import labels, opens
from pages.parts.cards import Card, Column, Kpi
from pages.parts.columns import KNOWN, bounds, known
from pages.parts.page import PageModel
from pages.parts.undated import needs_days
from pages.parts.words import marks
from pages.sales.stages.comparison import GROUPS_SHOWN, motions_of
from pages.sales.stages.words import after_the_drop as words
from pages.sales.stages.words.comparison import few_shown

WAYS = ("reopened", "returned", "returned_other_channel", "returned_won")
COUNTS = ("leads", *WAYS)
AFTER = {"returned_other_channel": "returned elsewhere", "returned_won": "returned and won"}
RATES = {"rate": KNOWN["share"], **bounds()}


@needs_days("What became of the dropped")
def build(warehouse: Warehouse, scope: Scope, *, breakdown: str = "motion") -> PageModel:
    """Count who came back, by motion and by group."""
    rows = _dropped(warehouse, scope, breakdown)
    if rows.empty:
        return PageModel(words.NONE_DROPPED, empty=words.LOAD_OUTCOMES)
    by_motion = rows if breakdown == "motion" else _dropped(warehouse, scope, "motion")
    groups = "channel" if breakdown == "motion" else breakdown  # the motions have a card of their own
    total = rows[list(COUNTS)].sum()
    return PageModel(
        title=words.title(*(int(total[name]) for name in COUNTS)),
        facts=words.facts(int(total["leads"])),
        kpis=tuple(
            Kpi(words.NAMES[way], labels.count(total[way]), help=words.HELP[way], opens={"after": AFTER.get(way, way)})
            for way in WAYS
        ),
        cards=(_ways(by_motion), _returns(_dropped(warehouse, scope, groups), groups)),
    )


def _dropped(warehouse: Warehouse, scope: Scope, breakdown: str) -> pd.DataFrame:
    rows = told_apart(warehouse, scope, warehouse.ask("afterlife", scope, breakdown=breakdown), breakdown)
    rows = rows.rename(columns={"breakdown": "group"})
    if rows.empty:
        return rows
    motions = motions_of(warehouse, scope, breakdown)
    return rows.astype(dict.fromkeys(COUNTS, int)).assign(motion=rows["group"].map(motions).fillna(UNKNOWN))


def _ways(rows: pd.DataFrame) -> Card:
    """Every way by motion."""
    shares = rows.rename(columns={"leads": "dropped"}).melt(["motion", "dropped"], list(WAYS), "way", "leads")
    shares = pd.concat([shares, wilson_intervals(shares["leads"], shares["dropped"])], axis=1)
    is_of_motion = shares["motion"].isin(MOTIONS)
    drawn = shares[is_of_motion] if is_of_motion.any() else shares
    drawn = drawn.assign(label=drawn["way"].map(words.NAMES), n=drawn["dropped"])
    return Card(
        name="what they did",
        title=words.ways_title(rows),
        subtitle=marks.under("Share of the lost and disqualified, 95% interval", drawn["motion"]),
        figure=figures.paired_rates(drawn[["label", "motion", "rate", "low", "high", "n"]]),
        opens=opens.rows(drawn.replace({"way": AFTER}), ("label", "motion"), {"motion": "motion", "after": "way"}),
        numbers=shares.assign(way=shares["way"].map(words.NAMES)),
        columns={
            "way": Column("What they did"),
            **known("motion", "leads"),
            "dropped": Column("Dropped", "count"),
            **RATES,
        },
        definition=words.DEFINITION,
        note=words.SO_FAR,
    )


def _returns(rows: pd.DataFrame, breakdown: str) -> Card:
    """Who came back, by group."""
    shares = pd.concat([rows, wilson_intervals(rows["returned"], rows["leads"])], axis=1)
    enough = shares[shares["leads"] >= FEWEST]
    drawn = enough.head(GROUPS_SHOWN).rename(columns={"group": "label"})
    return Card(
        name="who came back",
        title=words.returns_title(enough.head(GROUPS_SHOWN)),
        subtitle=marks.under("Share with a later lead of the same contact or account, 95% interval", drawn["motion"]),
        figure=figures.rates_with_intervals(drawn[["label", "rate", "low", "high", "motion"]].assign(n=drawn["leads"])),
        opens=opens.rows(drawn, ("label",), {breakdown: "label"}, after="returned"),
        numbers=shares[["group", *COUNTS, "rate", "low", "high"]],
        columns={
            "group": KNOWN[breakdown],
            "leads": Column("Dropped", "count"),
            **{way: Column(words.NAMES[way], "count") for way in WAYS},
            **RATES,
        },
        definition=words.DEFINITION,
        note=few_shown(len(drawn), len(shares), breakdown),
        empty=words.few(FEWEST),
    )
