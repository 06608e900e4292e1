"""Shares: whether too much hangs on one channel, campaign, segment, owner or account."""

from analysis.claims import largest_parts, shares, single_points, trends
from analysis.claims.shares import Shares
from analysis.claims.single_points import SinglePoints
from analysis.claims.verdicts import SUREST_FIRST
from analysis.scope import Scope
from analysis.statistics.checks import Interval
from analysis.warehouse import Warehouse
from data.names import is_named
from pages.charts import figures
from pages.leadership.dependence import accounts, grains, growth, lorenz
from pages.leadership.dependence.columns import WITHOUT_LARGEST
from pages.leadership.dependence.words import shares as words
from pages.leadership.dependence.words.grains import effective_help, in_effect, plural
from pages.parts import labels, opens
from pages.parts.cards import Card, Column, Kpi
from pages.parts.columns import bounds, known
from pages.parts.frames import sums
from pages.parts.page import Finding, PageModel
from pages.parts.single_points import finding
from pages.parts.words import common
from pages.parts.words import trends as trend_words

FINDINGS = 3
BARS = 10
ACCOUNTS_SHOWN = 8


def build(warehouse: Warehouse, scope: Scope, *, measure: str, grain: str = "channel") -> PageModel:
    """Share out a measure among the groups of a grain; accounts, of which there are many, by their size."""
    if grain == "account":
        return accounts.build(warehouse, scope, measure=measure)
    own = shares.ask(warehouse, scope, grain, measure)
    if refusal := grains.refusal(own) or grains.unknown(warehouse, scope, grain, measure):
        return refusal
    found = single_points.find(warehouse, scope)
    spread = own.concentration
    return PageModel(
        title=words.title(found.largest(grain), own),
        facts=grains.facts(own),
        kpis=_kpis(warehouse, scope, own),
        findings=_findings(found, grain),
        cards=(
            _shares(own),
            _largest_accounts(warehouse, scope),
            *([growth.card(trends.growth(warehouse, scope, grain), own)] if warehouse.has_days else []),
            lorenz.card(spread.lorenz, spread.gini, plural(grain), measure),
        ),
    )


def _kpis(warehouse: Warehouse, scope: Scope, own: Shares) -> tuple[Kpi, ...]:
    """How concentrated it is; beside each the trend that all pages speak of."""
    now, groups, top = own.concentration, plural(own.grain), own.largest
    grows = trends.growth(warehouse, scope, own.grain)
    return (
        Kpi(
            words.of_measure(in_effect(groups), own.measure),
            labels.number(now.effective_number.estimate),
            slope=trend_words.direction(trends.dependence(warehouse, scope, own.grain)),
            help=effective_help(now.effective_number, now.hhi, groups),
        ),
        Kpi(
            words.of_measure(f"Largest {own.grain}", own.measure),
            labels.share(top["share"]),
            slope=trend_words.gain(grows, str(top["label"])) if grows else "",
            help=words.largest_help(str(top["label"]), float(top["low"]), float(top["high"])),
            opens={own.grain: str(top["label"]), **opens.counted_in(own.measure)},
        ),
        Kpi(
            words.of_measure("Three largest", own.measure),
            labels.share(now.top3.estimate),
            help=words.top_help(now.top3, groups),
        ),
        _inbound(warehouse, scope, own.measure),
    )


def _inbound(warehouse: Warehouse, scope: Scope, measure: str) -> Kpi:
    name, motions = words.of_measure("Inbound share", measure), shares.ask(warehouse, scope, "motion", measure)
    is_unknown = grains.unknown(warehouse, scope, "motion", measure) is not None
    if is_unknown or motions.has_negative or not motions.total > 0:
        return Kpi(name, labels.MISSING, help=words.INBOUND_HELP)
    row = motions.rows.set_index("label").reindex(["inbound"]).iloc[0].fillna(0)
    share = Interval(*row[["share", "low", "high"]].astype(float))
    change = trend_words.tile(trends.inbound_share(warehouse, scope))
    return Kpi(
        name,
        labels.share(share.estimate),
        motion="inbound",
        help=words.inbound_help(share),
        slope=change,
        opens={"motion": "inbound", **opens.counted_in(measure)},
    )


def _findings(found: SinglePoints, grain: str) -> tuple[Finding, ...]:
    """Everything above its threshold, or too close to tell: the grain that is shown first, then the surest."""
    points = sorted(found.found, key=lambda point: (point.grain != grain, SUREST_FIRST.index(point.verdict)))
    return tuple(finding(point) for point in points[:FINDINGS])


def _shares(own: Shares) -> Card:
    groups, measure = plural(own.grain), own.measure
    rows = own.rows[own.rows["value"] > 0]
    drawn = rows.head(BARS)
    columns = {
        "label": Column(common.capital(own.grain)),
        **known("motion", "share"),
        **bounds(),
        **known("leads", "opportunities", "won"),
        "won_amount": Column("Won amount", "money"),
    }
    return Card(
        name="shares",
        asked=("shares", "account_cells"),
        title=words.shares_title(own.named[own.named["value"] > 0], measure, groups),
        subtitle=words.shares_subtitle(measure, drawn["motion"]),
        figure=figures.share_bars(drawn[["label", "share", "low", "high", "motion"]], own.threshold),
        opens=opens.by(own.grain, own.rows["label"], **opens.counted_in(measure)),
        numbers=own.rows[[*columns, "foreign_won"]],
        total=sums(own.rows, "share", "leads", "opportunities", "won", "won_amount"),
        columns=columns,
        definition=words.DEFINITION,
        note=words.few_bars(len(drawn), len(rows), groups),
    )


def _largest_accounts(warehouse: Warehouse, scope: Scope) -> Card:
    """The largest account of each channel, the largest share first, against the threshold."""
    limit, few = warehouse.definitions.thresholds.account_share, warehouse.definitions.thresholds.few_wins
    rows = largest_parts.ask(warehouse, scope, "won_amount")
    rows = rows[rows["part"] == "account"]
    motions = warehouse.ask("shares", scope, breakdown="channel").set_index("breakdown")["motion"]
    rows = rows.assign(label=rows["breakdown"], motion=rows["breakdown"].map(motions))
    rows = rows.sort_values(["share", "label"], ascending=[False, True], ignore_index=True)
    enough = rows[(rows["cases"] >= few) & rows["label"].map(is_named).astype(bool)]
    columns = _account_columns()
    if enough.empty:
        return Card(
            name="largest accounts",
            asked=("largest_parts",),
            title=words.ACCOUNTS_UNKNOWN,
            numbers=rows,
            columns=columns,
            definition=words.ACCOUNTS_DEFINITION,
            empty=_why_no_accounts(warehouse, scope) if rows.empty else words.few_deals(len(rows), few),
        )
    drawn = enough.head(ACCOUNTS_SHOWN)
    drawn = drawn.assign(value=drawn["share"], label=drawn["label"].astype(str) + " · " + drawn["name"].astype(str))
    return Card(
        name="largest accounts",
        asked=("largest_parts",),
        title=words.accounts_title(enough, limit),
        subtitle=words.accounts_subtitle(drawn["motion"]),
        figure=figures.intervals_on_threshold(
            drawn[["label", "value", "low", "high", "motion"]], limit, "threshold", unit="share"
        ),
        numbers=rows,
        columns=columns,
        definition=words.ACCOUNTS_DEFINITION,
        note=words.few_deals(len(rows) - len(enough), few),
        opens=opens.rows(drawn, ("label",), {"channel": "breakdown", "account": "name"}, outcome="won"),
    )


def _account_columns() -> dict[str, Column]:
    return {
        "label": Column("Channel"),
        "name": Column("Largest account"),
        **known("share"),
        **bounds(),
        **WITHOUT_LARGEST,
        "name_cases": Column("Its deals", "count"),
        "name_value": Column("Its won amount", "money"),
        "cases": Column("Deals", "count"),
        "value": Column("Won amount", "money"),
        "names": Column("Accounts", "count"),
    }


def _why_no_accounts(warehouse: Warehouse, scope: Scope) -> str:
    """Whether accounts are missing or amounts: wins may have accounts all the same."""
    won = warehouse.ask("largest_parts", scope, measure="won")
    has_accounts = (won.loc[won["part"] == "account", "names"] > 0).any()
    return words.NO_AMOUNTS if has_accounts else words.NO_ACCOUNTS
