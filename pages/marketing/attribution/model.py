"""Attribution: the touches that each rule credits with the wins, and how far the rules disagree."""

import pandas as pd

from analysis.scope import Scope
from analysis.statistics.checks import UNKNOWN, Interval
from analysis.warehouse import Warehouse
from pages.charts import figures
from pages.marketing.attribution import paths, sourced, words
from pages.marketing.attribution.credit import NO_TOUCH, Credit, credit_of, distances_of, ranges_of
from pages.parts import labels, opens
from pages.parts.cards import Card, Column, Kpi
from pages.parts.columns import bounds, known
from pages.parts.frames import sums
from pages.parts.page import PageModel
from pages.parts.undated import needs_days
from pages.parts.words import common, marks
from pages.parts.words.attribution import RULE_HELP, RULE_NAMES

NAMES_DRAWN = 12


@needs_days("Which touches to credit with the wins")
def build(
    warehouse: Warehouse, scope: Scope, *, grain: str = "channel", measure: str = "won", look_back: int | None = None
) -> PageModel:
    """Credit channels or campaigns by every rule, for the touches of so many days before the closing."""
    credit = credit_of(warehouse, scope, grain, measure, look_back)
    if credit.deals["leads"] == 0:
        return PageModel(common.NO_LEADS, empty=common.WIDEN)
    facts = words.facts(credit.deals, look_back)
    if credit.deals["won"] == 0:
        return PageModel(words.NO_WINS, facts, empty=words.WAIT)
    if not credit.has_touches:
        return PageModel(words.NO_TOUCHES, facts, empty=words.LOAD_TOUCHES)
    if not credit.has_names:
        return PageModel(words.no_names(grain), facts, empty=words.LOAD_NAMES)
    if credit.total <= 0:
        return PageModel(words.NO_AMOUNT, facts, empty=words.LOAD_AMOUNTS)
    ranges, distances = ranges_of(credit), distances_of(credit)
    deals = sourced.ask(warehouse, scope)
    few = warehouse.definitions.thresholds.few_wins
    furthest = float(distances.to_numpy().max())
    # Rules always differ on a single win: whether they do on the channels takes enough of them.
    is_few = deals.won < few
    return PageModel(
        title=words.too_few(deals.won) if is_few else words.title(_widest(ranges), furthest),
        facts=facts,
        kpis=_kpis(credit, deals, furthest, warehouse.currency, is_few=is_few),
        cards=(
            _ranges(credit, ranges, is_few=is_few),
            _distances(distances, is_few=is_few),
            _rules(credit, warehouse.currency, is_few=is_few),
            *((_removal(credit),) if grain == "channel" else ()),
            paths.card(warehouse, scope, credit),
            *sourced.cards(deals, int(credit.deals["won"]), few),
            _returns(credit, warehouse, scope),
        ),
    )


def _widest(ranges: pd.DataFrame) -> pd.Series:
    """The name on which the rules differ most; one that means no name only where there is no other."""
    named = ranges[~ranges["label"].astype(str).str.startswith("(")]
    return (named if len(named) else ranges).iloc[0]


def _kpis(credit: Credit, deals: sourced.Sourced, furthest: float, currency: str, *, is_few: bool) -> tuple[Kpi, ...]:
    amount = credit.measure == "won_amount"
    untouched = float(credit.rows["first"].get(NO_TOUCH, 0.0)) / credit.total
    total = labels.money(credit.total, currency) if amount else labels.count(credit.total)
    return (
        Kpi(
            words.MEASURE_NAMES[credit.measure],
            total,
            help="What every rule hands out, once.",
            opens=opens.counted_in(credit.measure),
        ),
        Kpi("With a touch", labels.share(1 - untouched), help="Part of it that has a touch to credit."),
        Kpi("Rules disagree on", labels.MISSING if is_few else labels.share(furthest), help=words.DISTANCE_DEFINITION),
        Kpi(
            "Deals that switch",
            labels.share(deals.switched / deals.won) if deals.won else labels.MISSING,
            help="Won deals with a touch whose first touch came through another channel than the source in the CRM.",
        ),
    )


def _ranges(credit: Credit, frame: pd.DataFrame, *, is_few: bool) -> Card:
    """Lowest and highest share of each name over the rules."""
    largest = frame.sort_values("highest", ascending=False, kind="stable").head(NAMES_DRAWN)
    drawn = largest.assign(start=largest["lowest"], end=largest["highest"])
    named = frame.assign(
        lowest_rule=frame["lowest_rule"].map(RULE_NAMES),
        highest_rule=frame["highest_rule"].map(RULE_NAMES),
    )
    return Card(
        name="ranges",
        asked=("credits", "credits_within", "channel_sets", "transitions"),
        title=words.RANGES if is_few else words.ranges_title(frame, credit.grain),
        subtitle=marks.under(
            "Share of the credit by the rule that gives least and the one that gives most", drawn["motion"]
        ),
        figure=figures.dumbbells(drawn, "by the lowest rule", "by the highest rule"),
        numbers=named,
        columns={
            "label": Column(words.GRAIN_NAMES[credit.grain]),
            **known("motion"),
            "lowest": Column("Lowest share", "share"),
            "lowest_rule": Column("By"),
            "highest": Column("Highest share", "share"),
            "highest_rule": Column("By"),
            "range": Column("Between", "points"),
        },
        definition=words.DEFINITION,
        note=f"The {NAMES_DRAWN} largest of {len(frame)}; all are under Numbers." if len(frame) > NAMES_DRAWN else "",
        opens=_opens(credit, drawn["label"]),
    )


def _opens(credit: Credit, names: pd.Series) -> dict[str, opens.Parameters]:
    """The won leads that each name touched."""
    look_back = {} if credit.look_back is None else {"look_back_days": str(credit.look_back)}
    field = {"channel": "touched_by", "campaign": "touched_by_campaign"}[credit.grain]
    return {opens.mark(name): {field: str(name), "outcome": "won", **look_back} for name in names if name != NO_TOUCH}


def _distances(matrix: pd.DataFrame, *, is_few: bool) -> Card:
    """How far each rule stands from the others."""
    average = matrix.sum(axis=1) / max(len(matrix) - 1, 1)
    far = str(average.idxmax())
    rows = pd.DataFrame(
        {
            "label": [RULE_NAMES[name] for name in average.index],
            "share": average.to_numpy(),
            "motion": "both motions",
        }
    )
    table = matrix.rename(columns=RULE_NAMES, index=RULE_NAMES).rename_axis("rule").reset_index()
    return Card(
        name="disagreement",
        asked=("credits", "credits_within", "channel_sets", "transitions"),
        title=words.DISTANCES if is_few else words.distance_title(far, float(average[far])),
        subtitle="Part of the credit that would have to move to match another rule, average over the others",
        figure=figures.share_bars(rows),
        numbers=table,
        columns={
            "rule": Column("Rule"),
            **{RULE_NAMES[name]: Column(RULE_NAMES[name], "share") for name in map(str, matrix)},
        },
        definition=words.DISTANCE_DEFINITION,
    )


def _rules(credit: Credit, currency: str, *, is_few: bool) -> Card:
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
        title=words.RULES if is_few else words.rules_title(shares, untouched),
        subtitle=f"Share of the {of} that each rule credits; each column sums to 100%",
        numbers=table,
        total=sums(table, "touches", *credit.rules),
        columns={
            "name": Column(words.GRAIN_NAMES[credit.grain]),
            **known("motion"),
            "touches": Column("Touches", "count", "Of won leads, up to their closing"),
            **{rule: Column(RULE_NAMES[rule], "share", RULE_HELP[rule]) for rule in credit.rules},
        },
        definition=words.DEFINITION,
        note=words.credit_note(left_out, touches, credit.deals, credit.measure),
        is_table=True,
        is_wide=True,
    )


def _removal(credit: Credit) -> Card:
    """Markov's removal effects with their intervals."""
    motions = credit.rows["motion"].reindex(credit.removal.index).fillna("unknown")
    effects = credit.removal.assign(label=credit.removal.index, motion=motions, rate=credit.removal["share"])
    ordered = effects.sort_values("share", ascending=False, kind="stable")
    first, second = UNKNOWN, 0.0
    if len(ordered) and ordered["share"].notna().all():
        first = Interval(*(float(ordered.iloc[0][name]) for name in ("share", "low", "high")))
        second = float(ordered["high"].iloc[1]) if len(ordered) > 1 else 0.0
    return Card(
        name="removal-effects",
        asked=("transitions", "touch_letters"),
        title=words.removal_title(str(ordered.index[0]) if len(ordered) else "", first, second),
        subtitle=marks.under(
            "Share of the what would be missing without each channel, 95% interval", ordered["motion"].head(NAMES_DRAWN)
        ),
        figure=figures.rates_with_intervals(ordered.head(NAMES_DRAWN)),
        numbers=ordered,
        columns={
            "label": Column("Channel"),
            **known("motion"),
            "effect": Column("Removal effect", "share", "Wins lost without the channel"),
            "share": Column("Share of effects", "share"),
            **bounds(),
        },
        definition=words.REMOVAL_DEFINITION,
        opens=_opens(credit, effects["label"]),
        empty=words.NO_WINS,
    )


def _returns(credit: Credit, warehouse: Warehouse, scope: Scope) -> Card:
    """Won amount that each rule credits over the spend."""
    amounts = (
        credit
        if credit.measure == "won_amount"
        else credit_of(warehouse, scope, credit.grain, "won_amount", credit.look_back)
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
        title=words.return_title(table) if len(table) else "Return on spend",
        subtitle=f"Credited won amount over spend of the period, in {warehouse.currency}",
        numbers=table,
        columns={
            "name": Column(words.GRAIN_NAMES[credit.grain]),
            **known("spend"),
            **{rule: Column(RULE_NAMES[rule], "times", RULE_HELP[rule]) for rule in credit.rules},
        },
        definition=words.RETURN_DEFINITION,
        empty=words.NO_SPEND,
        is_table=True,
        is_wide=True,
    )
