"""Shares: whether too much hangs on one channel, campaign, segment, owner or account."""

from collections.abc import Callable

import pandas as pd

from analysis.recording import comparable
from analysis.scope import Scope
from analysis.statistics.checks import Interval
from analysis.statistics.proportions import difference_interval
from analysis.warehouse import Warehouse
from data.names import is_named
from pages.charts import figures
from pages.leadership.dependence import accounts, grains, growth, largest_parts, lorenz, measures, points
from pages.leadership.dependence.grains import Shares
from pages.leadership.dependence.points import Points
from pages.leadership.dependence.thresholds import ORDER
from pages.leadership.dependence.words import shares as words
from pages.leadership.dependence.words.grains import effective_help, plural
from pages.parts import labels, opens, windows
from pages.parts.cards import Card, Column, Kpi
from pages.parts.columns import bounds, known
from pages.parts.page import Finding, PageModel
from pages.parts.words import common

FINDINGS = 3
BARS = 10
ACCOUNTS_SHOWN = 8


def build(
    warehouse: Warehouse, scope: Scope, *, earlier: Scope | None, measure: str = "leads", grain: str = "channel"
) -> PageModel:
    """Share out a measure among the groups of a grain; accounts, of which there are many, by their size."""
    if grain == "account":
        return accounts.build(warehouse, scope, measure=measure)
    shares = grains.ask(warehouse, scope, grain, measure)
    if refusal := grains.refusal(shares) or grains.unknown(warehouse, scope, grain, measure):
        return refusal
    few = warehouse.definitions.thresholds.few_wins
    largest_accounts = _largest_accounts(warehouse, scope)
    others = points.find(warehouse, scope, measure, without=grain)
    window = windows.window_of(warehouse, scope)
    cohorts = warehouse.ask("cohort_months", scope, breakdown=grain, window_days=window)
    spread = shares.concentration
    return PageModel(
        title=words.title(grain, measure, shares.largest, shares.verdict(few), shares.threshold),
        facts=shares.facts,
        kpis=_kpis(warehouse, scope, comparable(warehouse, earlier), shares),
        findings=_findings(shares, others, few),
        cards=(
            _shares(shares, warehouse.currency),
            largest_accounts,
            growth.card(growth.find(cohorts, measure), shares),
            lorenz.card(spread.lorenz, spread.gini, plural(grain), measure),
        ),
    )


def _kpis(warehouse: Warehouse, scope: Scope, earlier: Scope | None, shares: Shares) -> tuple[Kpi, ...]:
    before = _known(warehouse, earlier, shares.grain, shares.measure)
    now, then = shares.concentration, before.concentration if before else None
    groups, top = plural(shares.grain), shares.largest
    return (
        Kpi(
            f"Effective {groups}",
            labels.number(now.effective_number.estimate),
            _clear_change(now.effective_number, then.effective_number, _signed) if then else "",
            help=effective_help(now.effective_number, now.hhi, groups),
        ),
        Kpi(
            f"Largest {shares.grain}",
            labels.share(top["share"]),
            _share_change(shares, before, str(top["label"])),
            help=words.largest_help(str(top["label"]), float(top["low"]), float(top["high"])),
        ),
        Kpi(
            "Three largest",
            labels.share(now.top3.estimate),
            _clear_change(now.top3, then.top3) if then else "",
            help=words.top_help(now.top3, groups),
        ),
        _inbound(warehouse, scope, earlier, shares.measure),
    )


def _inbound(warehouse: Warehouse, scope: Scope, earlier: Scope | None, measure: str) -> Kpi:
    now, before = (_known(warehouse, each, "motion", measure) for each in (scope, earlier))
    if now is None or grains.unknown(warehouse, scope, "motion", measure):
        return Kpi("Inbound share", labels.MISSING, help=words.INBOUND_HELP)
    share = _share_of(now, "inbound")
    change = _share_change(now, before, "inbound")
    return Kpi("Inbound share", labels.share(share.estimate), change, "inbound", help=words.inbound_help(share))


def _known(warehouse: Warehouse, scope: Scope | None, grain: str, measure: str) -> Shares | None:
    """The shares of a period; None where there is none, or nothing of the measure in it."""
    if scope is None:
        return None
    found = grains.ask(warehouse, scope, grain, measure)
    return None if found.has_negative or found.total == 0 else found


def _row_of(shares: Shares, label: str) -> pd.Series:
    """The row of one group; zeros where it is not among them."""
    return shares.rows.set_index("label").reindex([label]).iloc[0].fillna(0)


def _share_of(shares: Shares, label: str) -> Interval:
    return Interval(*_row_of(shares, label)[["share", "low", "high"]].astype(float))


def _share_change(now: Shares, before: Shares | None, label: str) -> str:
    """Change of the share of one group in points; of amounts only where the intervals lie apart."""
    if before is None:
        return ""
    if now.measure == "won_amount":
        return _clear_change(_share_of(now, label), _share_of(before, label))
    own, earlier = (int(_row_of(each, label)["value"]) for each in (now, before))
    change = difference_interval(own, int(now.total), earlier, int(before.total))
    if change.is_missing:
        return ""
    return labels.points(change.estimate) if change.excludes(0) else common.NO_CLEAR_CHANGE


def _clear_change(now: Interval, before: Interval, written: Callable[[float], str] = labels.points) -> str:
    """A change where the two intervals lie apart: careful, where no better test is at hand."""
    if now.is_missing or before.is_missing:
        return ""
    is_apart = now.low > before.high or now.high < before.low
    return written(now.estimate - before.estimate) if is_apart else common.NO_CLEAR_CHANGE


def _signed(change: float) -> str:
    return f"{'+' if change > 0 else labels.MINUS}{labels.number(abs(change))}"


def _findings(shares: Shares, others: Points, few: int) -> tuple[Finding, ...]:
    """Everything above its threshold, or too close to tell, at every grain: the surest first."""
    rows = [row for _, row in others.found.iterrows()]
    if status := shares.verdict(few):
        own = {"grain": shares.grain, "of": shares.measure, "threshold": shares.threshold, "status": status}
        rows.insert(0, pd.Series({**shares.largest, **own}))
    rows.sort(key=lambda row: (ORDER[row["status"]], -row["share"] / row["threshold"]))
    return tuple(points.finding(row) for row in rows[:FINDINGS])


def _shares(shares: Shares, currency: str) -> Card:
    groups, measure = plural(shares.grain), shares.measure
    rows = shares.rows[shares.rows["value"] > 0]
    drawn = rows.head(BARS)
    columns = {
        "label": Column(common.capital(shares.grain)),
        **known("motion", "share"),
        **bounds(),
        **known("leads", "opportunities", "won"),
        "won_amount": Column(f"Won amount, {currency}", "money"),
    }
    return Card(
        name="shares",
        asked=("shares", "account_cells"),
        title=words.shares_title(shares.named[shares.named["value"] > 0], measure, groups),
        subtitle=words.shares_subtitle(measure, drawn["motion"]),
        figure=figures.share_bars(drawn[["label", "share", "low", "high", "motion"]], shares.threshold),
        opens=opens.by(shares.grain, shares.rows["label"], **measures.counted_in(measure)),
        numbers=shares.rows[[*columns, "foreign_won"]],
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
    columns = _account_columns(warehouse.currency)
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


def _account_columns(currency: str) -> dict[str, Column]:
    return {
        "label": Column("Channel"),
        "name": Column("Largest account"),
        **known("share"),
        **bounds(),
        **largest_parts.WITHOUT_LARGEST,
        "name_cases": Column("Its deals", "count"),
        "name_value": Column(f"Its won amount, {currency}", "money"),
        "cases": Column("Deals", "count"),
        "value": Column(f"Won amount, {currency}", "money"),
        "names": Column("Accounts", "count"),
    }


def _why_no_accounts(warehouse: Warehouse, scope: Scope) -> str:
    """Whether accounts are missing or amounts: wins may have accounts all the same."""
    won = warehouse.ask("largest_parts", scope, measure="won")
    has_accounts = (won.loc[won["part"] == "account", "names"] > 0).any()
    return words.NO_AMOUNTS if has_accounts else words.NO_ACCOUNTS
