"""The view Biggest leak: where more leads would bring most, if a group advanced as often as its motion does."""

import pandas as pd

from analysis.claims.leaks import leaks
from analysis.claims.verdicts import ACT, CLEAR, FEWEST
from analysis.scope import Scope
from analysis.warehouse import Warehouse
from data.names import NAMELESS
from pages.charts import figures
from pages.parts import labels, opens, unrecorded
from pages.parts.cards import Card, Column
from pages.parts.columns import KNOWN, bounds, known
from pages.parts.page import Finding, PageModel
from pages.parts.words import common, marks
from pages.sales.stages import reasons
from pages.sales.stages.comparison import GO_ON
from pages.sales.stages.words import biggest_leak as words

BREAKDOWNS = ("segment", "channel", "region", "target_account", "pipeline", "owner", "team")
PLACES_SHOWN = 10
COLUMNS = {
    **known("stage", "motion"),
    "decided": Column("Decided", "count", "Advanced, lost, disqualified or stalled"),
    **known("advanced"),
    "rate": GO_ON,
    "average": Column("Motion's average", "share"),
    "more_leads": Column("More leads", "number", "That would go on at the motion's average"),
    "lead_amount": Column("Won amount per lead", "money", "Of a lead that went on from here"),
    "worth": Column("Worth", "money"),
    **bounds("money"),
}


def build(warehouse: Warehouse, scope: Scope, *, breakdown: str = "segment") -> PageModel:
    """Rank the places where a group falls behind its motion by what that costs."""
    if nothing := unrecorded.instead(warehouse, scope, "motion", breakdown):
        return nothing
    rows = leaks(warehouse, scope, breakdown)
    if rows.empty:
        return PageModel(common.NO_LEADS, empty=common.WIDEN)
    fewest_wins = warehouse.definitions.thresholds.few_wins
    leads = int(rows.loc[rows["position"] == 1, "reached"].sum())
    if rows["worth"].isna().all():
        return PageModel(words.NO_WORTH, facts=common.counted(leads, "lead"), empty=words.LOAD_AMOUNTS)
    found = rows[rows["verdict"] == CLEAR]
    cards = [_worth(rows, breakdown, warehouse.currency, fewest_wins)]
    if not found.empty:
        worst = found.iloc[0]
        place = reasons.Place(str(worst["group"]), str(worst["motion"]), str(worst["stage"]))
        cards.append(reasons.at_leak(warehouse, scope, breakdown, place))
    return PageModel(
        title=words.title(found, warehouse.currency),
        facts=common.counted(leads, "lead"),
        findings=tuple(finding(row, warehouse.currency) for _, row in found.head(3).iterrows()),
        cards=tuple(cards),
    )


def finding(leak: pd.Series, currency: str, *, by: str = "") -> Finding:
    """Word one leak, with what was compared where a view compares something else."""
    return Finding(
        ACT,
        words.finding(leak, currency, by),
        who=common.SALES,
        worth=common.amount(leak["worth"], currency),
        surely=str(leak["verdict"]),
    )


def _worth(rows: pd.DataFrame, breakdown: str, currency: str, fewest_wins: int) -> Card:
    """The leaks that are worth most."""
    losing = rows[(rows["worth"] > 0) & (rows["decided"] >= FEWEST) & ~rows["group"].isin(NAMELESS)]
    drawn = losing.head(PLACES_SHOWN)
    named = [f"{labels.plain(row.group)}, {labels.plain(row.stage)}" for row in drawn.itertuples()]
    return Card(
        name="leaks",
        title=words.worth_title(int((rows["verdict"] == CLEAR).sum()), len(losing)),
        subtitle=marks.under("Won amount at the motion's own average, 95% interval", drawn["motion"]),
        figure=figures.ranked_bars(
            drawn.assign(
                label=named,
                n=drawn["decided"],
                value=drawn["worth"],
                mark=[opens.mark(*row) for row in drawn[["group", "motion", "stage"]].itertuples(index=False)],
            )[["label", "value", "low", "high", "motion", "n", "mark"]],
            currency=currency,
        ),
        opens=opens.rows(
            drawn,
            ("group", "motion", "stage"),
            {breakdown: "group", "motion": "motion", "stage": "stage"},
            exit="leaked",
        ),
        numbers=rows[["group", *COLUMNS]],
        columns={"group": KNOWN[breakdown], **COLUMNS},
        definition=words.definition(fewest_wins),
        note=common.joined(words.few_drawn(len(drawn), len(losing)), words.NOT_ADDED),
        empty=words.none(FEWEST),
    )
