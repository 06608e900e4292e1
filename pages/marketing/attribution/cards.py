"""The cards on Attribution about rules: ranges, distances, all rules, removal effects, return on spend."""

import pandas as pd

from analysis.scope import Scope
from analysis.statistics.checks import UNKNOWN, Interval
from analysis.warehouse import Warehouse
from pages.charts import figures as charts
from pages.marketing.attribution import credit as attribution_credit
from pages.marketing.attribution import words as wording
from pages.marketing.attribution.credit import NO_TOUCH, Credit
from pages.parts import opens
from pages.parts.cards import Card, Column
from pages.parts.words import marks

SHOWN = 12


def ranges(credit: Credit, frame: pd.DataFrame) -> Card:
    """Lowest and highest share of each name over the rules."""
    largest = frame.sort_values("highest", ascending=False, kind="stable").head(SHOWN)
    drawn = largest.assign(start=largest["lowest"], end=largest["highest"])
    named = frame.assign(
        lowest_rule=frame["lowest_rule"].map(wording.RULE_NAMES),
        highest_rule=frame["highest_rule"].map(wording.RULE_NAMES),
    )
    return Card(
        name="ranges",
        asked=("credits", "credits_within", "channel_sets", "transitions"),
        title=wording.ranges_title(frame, credit.grain),
        subtitle=marks.under("Open: the rule that credits least; solid: the one that credits most", drawn["motion"]),
        figure=charts.dumbbells(drawn, "by the lowest rule", "by the highest rule"),
        numbers=named,
        columns={
            "label": Column(wording.GRAIN_NAMES[credit.grain]),
            "motion": Column("Motion", "motion"),
            "lowest": Column("Lowest share", "share"),
            "lowest_rule": Column("By"),
            "highest": Column("Highest share", "share"),
            "highest_rule": Column("By"),
            "range": Column("Between", "points"),
        },
        definition=wording.DEFINITION,
        note=f"The {SHOWN} largest of {len(frame)}; all are under Numbers." if len(frame) > SHOWN else "",
        opens=_opens(credit, drawn["label"]),
    )


def _opens(credit: Credit, names: pd.Series) -> dict[str, opens.Parameters]:
    """The won leads that each name touched."""
    look_back = {} if credit.look_back is None else {"look_back_days": str(credit.look_back)}
    field = {"channel": "touched_by", "campaign": "touched_by_campaign"}[credit.grain]
    return {opens.mark(name): {field: str(name), "outcome": "won", **look_back} for name in names if name != NO_TOUCH}


def distances(matrix: pd.DataFrame) -> Card:
    """How far each rule stands from the others."""
    average = matrix.sum(axis=1) / max(len(matrix) - 1, 1)
    far = str(average.idxmax())
    rows = pd.DataFrame(
        {
            "label": [wording.RULE_NAMES[name] for name in average.index],
            "share": average.to_numpy(),
            "motion": "both motions",
        }
    )
    table = matrix.rename(columns=wording.RULE_NAMES, index=wording.RULE_NAMES).rename_axis("rule").reset_index()
    return Card(
        name="disagreement",
        asked=("credits", "credits_within", "channel_sets", "transitions"),
        title=wording.distance_title(far, float(average[far])),
        subtitle="Part of the credit that would have to move to match another rule, average over the others",
        figure=charts.share_bars(rows),
        numbers=table,
        columns={
            "rule": Column("Rule"),
            **{wording.RULE_NAMES[name]: Column(wording.RULE_NAMES[name], "share") for name in map(str, matrix)},
        },
        definition=wording.DISTANCE_DEFINITION,
    )


def rules(credit: Credit, currency: str) -> Card:
    """Every rule's credit in one table."""
    shares = credit.shares
    table = shares.assign(name=shares.index, motion=credit.rows["motion"], touches=credit.rows["touches"])
    table = table.assign(**{f"credit_{rule}": credit.rows[rule] for rule in credit.rules})
    left_out, touches = int(credit.rows["left_out"].sum()), int(credit.rows["touches"].sum())
    untouched = float(shares.iloc[:, 0].get(NO_TOUCH, 0.0))
    of = f"won amount in {currency}" if credit.measure == "won_amount" else "won leads"
    return Card(
        name="rules",
        asked=("credits", "credits_within", "channel_sets", "transitions", "won_deals"),
        title=wording.rules_title(shares, untouched),
        subtitle=f"Share of the {of} that each rule credits; each column sums to 100 %",
        numbers=table,
        columns={
            "name": Column(wording.GRAIN_NAMES[credit.grain]),
            "motion": Column("Motion", "motion"),
            "touches": Column("Touches", "count", "Of won leads, up to their closing"),
            **{rule: Column(wording.RULE_NAMES[rule], "share", wording.RULE_HELP[rule]) for rule in credit.rules},
        },
        definition=wording.DEFINITION,
        note=wording.credit_note(left_out, touches, credit.deals, credit.measure),
        is_table=True,
        is_wide=True,
    )


def removal(credit: Credit) -> Card:
    """Markov's removal effects with their intervals."""
    motions = credit.rows["motion"].reindex(credit.removal.index).fillna("unknown")
    known = credit.removal.assign(label=credit.removal.index, motion=motions, rate=credit.removal["share"])
    ordered = known.sort_values("share", ascending=False, kind="stable")
    first, second = UNKNOWN, 0.0
    if len(ordered) and ordered["share"].notna().all():
        first = Interval(*(float(ordered.iloc[0][name]) for name in ("share", "low", "high")))
        second = float(ordered["high"].iloc[1]) if len(ordered) > 1 else 0.0
    return Card(
        name="removal-effects",
        asked=("transitions", "touch_letters"),
        title=wording.removal_title(str(ordered.index[0]) if len(ordered) else "", first, second),
        subtitle=marks.under(
            "Share of the removal effects of a Markov chain, 95 % interval", ordered["motion"].head(SHOWN)
        ),
        figure=charts.rates_with_intervals(ordered.head(SHOWN)),
        numbers=ordered,
        columns={
            "label": Column("Channel"),
            "motion": Column("Motion", "motion"),
            "effect": Column("Removal effect", "share", "Wins lost without the channel"),
            "share": Column("Share of effects", "share"),
            "low": Column("95 % low", "share"),
            "high": Column("95 % high", "share"),
        },
        definition=wording.REMOVAL_DEFINITION,
        opens=_opens(credit, known["label"]),
        empty=wording.NO_WINS,
    )


def returns(credit: Credit, warehouse: Warehouse, scope: Scope) -> Card:
    """Won amount that each rule credits over the spend."""
    amounts = (
        credit
        if credit.measure == "won_amount"
        else attribution_credit.ask(warehouse, scope, credit.grain, "won_amount", credit.look_back)
    )
    spend = credit.spend.dropna()
    found = amounts.rows.drop(index=NO_TOUCH, errors="ignore")
    found = found.reindex(found.index.union(spend.index, sort=False))
    found = found[found.index.isin(spend.index)]
    over = found[list(credit.rules)].fillna(0.0).div(spend.reindex(found.index), axis=0)
    table = over.assign(
        name=over.index, spend=spend.reindex(over.index), lowest=over.min(axis=1), highest=over.max(axis=1)
    )
    table = table.sort_values("spend", ascending=False, kind="stable")
    return Card(
        name="return-on-spend",
        asked=("credits", "credits_within", "channel_sets", "costs"),
        title=wording.return_title(table) if len(table) else "Return on spend",
        subtitle=f"Credited won amount over spend of the period, in {warehouse.currency}",
        numbers=table,
        columns={
            "name": Column(wording.GRAIN_NAMES[credit.grain]),
            "spend": Column("Spend", "money"),
            **{rule: Column(wording.RULE_NAMES[rule], "times", wording.RULE_HELP[rule]) for rule in credit.rules},
        },
        definition=wording.RETURN_DEFINITION,
        empty=wording.NO_SPEND,
        is_table=True,
        is_wide=True,
    )
