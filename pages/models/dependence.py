"""Dependence: whether too much hangs on one channel, campaign, segment, owner or account."""

from dataclasses import dataclass

import pandas as pd

from analysis.ask import Warehouse
from analysis.scope import Scope
from analysis.statistics.amount_shares import account_share_intervals
from analysis.statistics.checks import UNKNOWN, Interval
from analysis.statistics.concentration import Concentration
from analysis.statistics.proportions import difference_interval
from pages.models import dependence_cards, dependence_shares
from pages.models.dependence_shares import STRONG, UNSURE, WEAK, Shares
from pages.models.page import Finding, PageModel
from pages.parts import labels
from pages.parts.cards import Kpi
from pages.parts.wording import common
from pages.parts.wording import dependence as wording

FINDINGS = 3
SINGLE_POINTS = ("channel", "campaign", "segment", "owner")
SOURCES_PAGE = "pages/marketing/sources.py"
ORDER = {STRONG: 0, WEAK: 1, UNSURE: 2}


@dataclass(frozen=True)
class Asked:
    """What the page asked: everything its cards are made of.

    Attributes
    ----------
    shares : Shares
        The chosen grain and measure.
    others : tuple of Shares
        The other grains in the same measure.
    cohorts : DataFrame
        Counts by month of the chosen grain.
    accounts : DataFrame
        Largest account of each channel, with ``share``, ``low``, ``high``, ``label`` and ``motion``, and the lower ends
        ``strong_low`` and ``weak_low`` that allow for the number of channels; the largest share first.
    has_accounts : bool
        Whether a won lead has an account at all.
    account : Series or None
        The largest account over all channels, with the same.
    account_threshold : float
        Share above which one account is too much.
    few : int
        Fewest wins worth a rate.
    currency : str
        ISO code of the amounts.
    """

    shares: Shares
    others: tuple[Shares, ...]
    cohorts: pd.DataFrame
    accounts: pd.DataFrame
    has_accounts: bool
    account: pd.Series | None
    account_threshold: float
    few: int
    currency: str

    @property
    def known_accounts(self) -> pd.DataFrame:
        """Channels with a name and enough deals to speak of."""
        enough = self.accounts["won"] >= self.few
        return self.accounts[enough & (self.accounts["label"] != dependence_shares.NOT_RECORDED)]


def build(
    warehouse: Warehouse, scope: Scope, earlier: Scope | None, measure: str = "leads", grain: str = "channel"
) -> PageModel:
    """Ask, compare and draw.

    Parameters
    ----------
    warehouse : Warehouse
        The generation.
    scope : Scope
        Which leads.
    earlier : Scope, optional
        The period to compare with.
    measure : str, default "leads"
        One of ``dependence_shares.MEASURES``.
    grain : str, default "channel"
        One of ``dependence_shares.GRAINS``.

    Returns
    -------
    PageModel
        The page.
    """
    shares = dependence_shares.ask(warehouse, scope, grain, measure)
    leads = int(shares.rows["leads"].sum())
    if leads == 0:
        return PageModel(wording.NO_LEADS, empty=common.WIDEN)
    if shares.has_negative:
        return PageModel(wording.NOTHING[measure], empty=wording.NEGATIVE)
    if shares.total == 0:
        return PageModel(wording.NOTHING[measure], common.counted(leads, "lead"), empty=wording.TRY_ANOTHER[measure])
    if shares.largest is None:
        return PageModel(wording.nameless(grain), common.counted(leads, "lead"), empty=wording.load_names(grain))
    asked = ask(warehouse, scope, shares)
    return PageModel(
        title=wording.title(grain, measure, shares.largest, shares.verdict(asked.few), shares.threshold),
        facts=wording.facts(measure, shares.cases, leads, shares.unnamed, grain),
        kpis=_kpis(warehouse, scope, earlier, shares),
        findings=_findings(asked),
        cards=dependence_cards.cards(asked),
    )


def ask(warehouse: Warehouse, scope: Scope, shares: Shares) -> Asked:
    """Ask for the other grains, the months and the accounts."""
    thresholds = warehouse.definitions.thresholds
    others = tuple(
        dependence_shares.ask(warehouse, scope, grain, shares.measure)
        for grain in SINGLE_POINTS
        if grain != shares.grain
    )
    channels = next(each for each in (shares, *others) if each.grain == "channel")
    deals = channels.rows.set_index("label")
    motions = deals["motion"]
    everything = deals[["won", "won_amount", "won_amount_squares"]].sum().to_frame("All").T
    largest = warehouse.ask("account_shares", scope)
    overall = _with_shares(largest, everything)
    by_channel = _with_shares(warehouse.ask("account_shares", scope, breakdown="channel"), deals)
    by_channel = by_channel.assign(label=by_channel["breakdown"], motion=by_channel["breakdown"].map(motions))
    by_channel = by_channel.sort_values(["share", "label"], ascending=[False, True], ignore_index=True)
    return Asked(
        shares=shares,
        others=others,
        cohorts=warehouse.ask("cohort_months", scope, breakdown=shares.grain),
        accounts=by_channel,
        has_accounts=len(largest) > 0,
        account=overall.iloc[0] if len(overall) else None,
        account_threshold=thresholds.account_share,
        few=thresholds.few_wins,
        currency=warehouse.currency,
    )


def _with_shares(accounts: pd.DataFrame, deals: pd.DataFrame) -> pd.DataFrame:
    """Add the share of the largest account with its intervals.

    The effective number of deals of a group counts all its wins; its wins without an account take their part of it.
    """
    accounts = accounts[(accounts["won_amount"] > 0) & (accounts["account_won_amount"] <= accounts["won_amount"])]
    accounts = accounts[accounts["account_won_amount"] > 0].reset_index(drop=True)
    group = deals.reindex(accounts["breakdown"]).reset_index(drop=True)
    effective = (group["won_amount"] ** 2 / group["won_amount_squares"]) * accounts["won"] / group["won"]
    part, whole = accounts["account_won_amount"], accounts["won_amount"]
    levels = {"strong_low": 0.95, "weak_low": dependence_shares.WEAK_LEVEL}
    # The largest of many: each group's bound takes its part of the chance that any of them is above by chance.
    shared = {
        name: account_share_intervals(part, whole, effective, level=1 - (1 - level) / max(len(accounts), 1))["low"]
        for name, level in levels.items()
    }
    return pd.concat([accounts, account_share_intervals(part, whole, effective), pd.DataFrame(shared)], axis=1)


def _kpis(warehouse: Warehouse, scope: Scope, earlier: Scope | None, shares: Shares) -> tuple[Kpi, ...]:
    now, plural = shares.concentration(), wording.PLURALS[shares.grain]
    before = dependence_shares.ask(warehouse, earlier, shares.grain, shares.measure) if earlier is not None else None
    if before is not None and (before.rows.empty or before.has_negative or before.total == 0):
        before = None
    then = before.concentration() if before is not None else Concentration(UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN)
    kpis = [
        Kpi(
            f"Effective {plural}",
            labels.number(now.effective_number.estimate),
            _number_change(now.effective_number, then.effective_number),
            help=wording.effective_help(now.effective_number, now.hhi, plural),
        )
    ]
    top = shares.named.iloc[0]
    kpis.append(
        Kpi(
            f"Largest {shares.grain}",
            labels.share(top["share"]),
            _share_change(shares, before, str(top["label"])),
            help=wording.largest_help(str(top["label"]), float(top["low"]), float(top["high"])),
        )
    )
    kpis.append(
        Kpi(
            "Three largest",
            labels.share(now.top3.estimate),
            _clear_change(now.top3, then.top3),
            help=wording.top_help(now.top3, plural),
        )
    )
    return (*kpis, _inbound(warehouse, scope, earlier, shares.measure))


def _inbound(warehouse: Warehouse, scope: Scope, earlier: Scope | None, measure: str) -> Kpi:
    now = _motions(warehouse, scope, measure)
    before = _motions(warehouse, earlier, measure) if earlier is not None else None
    if now is None:
        return Kpi("Inbound share", labels.MISSING, help=wording.INBOUND_HELP)
    row = now.rows.set_index("label").reindex(["inbound"]).iloc[0].fillna(0)
    share = Interval(float(row["share"]), float(row["low"]), float(row["high"]))
    change = _share_change(now, before, "inbound")
    return Kpi("Inbound share", labels.share(share.estimate), change, "inbound", help=wording.inbound_help(share))


def _motions(warehouse: Warehouse, scope: Scope, measure: str) -> Shares | None:
    """Shares of the known motions; None where there is nothing of the measure."""
    answer = warehouse.ask("shares", scope, breakdown="motion").rename(columns={"breakdown": "label"})
    found = dependence_shares.of(answer[answer["label"] != "unknown"].reset_index(drop=True), "motion", measure, 1.0)
    return None if found.rows.empty or found.has_negative or found.total == 0 else found


def _share_change(now: Shares, before: Shares | None, label: str) -> str:
    """Change of the share of one group in points; of amounts only where the intervals lie apart."""
    if before is None:
        return ""
    rows = [side.rows.set_index("label").reindex([label]).iloc[0].fillna(0) for side in (now, before)]
    if now.measure == "won_amount":
        return _clear_change(*(Interval(*row[["share", "low", "high"]].astype(float)) for row in rows))
    change = difference_interval(int(rows[0]["value"]), int(now.total), int(rows[1]["value"]), int(before.total))
    if change.is_missing:
        return ""
    return labels.points(change.estimate) if change.excludes(0) else common.NO_CLEAR_CHANGE


def _clear_change(now: Interval, before: Interval) -> str:
    """Change of a share in points where the two intervals lie apart: careful, where no better test is at hand."""
    if now.is_missing or before.is_missing:
        return ""
    apart = now.low > before.high or now.high < before.low
    return labels.points(now.estimate - before.estimate) if apart else common.NO_CLEAR_CHANGE


def _number_change(now: Interval, before: Interval) -> str:
    if now.is_missing or before.is_missing:
        return ""
    if now.low <= before.high and now.high >= before.low:
        return common.NO_CLEAR_CHANGE
    change = now.estimate - before.estimate
    return f"{'+' if change > 0 else labels.MINUS}{labels.number(abs(change))}"


def _findings(asked: Asked) -> tuple[Finding, ...]:
    """Everything above its threshold, or too close to tell, at every grain: the surest first."""
    found: list[tuple[int, float, Finding]] = []
    for shares in (asked.shares, *asked.others):
        row, status = shares.largest, "" if shares.has_negative else shares.verdict(asked.few)
        if row is None or not status:
            continue
        sentence = wording.finding(shares.grain, shares.measure, row, shares.threshold, status)
        link = SOURCES_PAGE if shares.grain in {"channel", "source"} else ""
        finding = Finding(status, sentence, wording.ADVICE[shares.grain] if status != UNSURE else "", link)
        found.append((ORDER[status], -row["share"] / shares.threshold, finding))
    accounts = [("", asked.account)] if asked.account is not None else []
    surest = asked.known_accounts.sort_values("strong_low", ascending=False, kind="stable").head(1)
    accounts += [(str(row["label"]), row) for _, row in surest.iterrows()]
    for channel, row in accounts:
        # An account below the threshold whose interval reaches it is no finding: every small channel has one.
        if row["won"] < asked.few or row["share"] <= asked.account_threshold:
            continue
        bounds = row.drop("low").rename({"strong_low": "low"})
        status = dependence_shares.verdict(bounds, asked.account_threshold)
        sentence = wording.account_finding(channel, row, asked.account_threshold, status)
        finding = Finding(status, sentence, wording.ADVICE["account"] if status != UNSURE else "")
        found.append((ORDER[status], -row["share"] / asked.account_threshold, finding))
    found.sort(key=lambda each: each[:2])
    return tuple(finding for _, _, finding in found[:FINDINGS])
