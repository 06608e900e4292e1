"""Dependence: whether too much hangs on one channel, campaign, segment, owner or account."""

from dataclasses import dataclass

import pandas as pd

from analysis.scope import Scope
from analysis.statistics.checks import Interval
from analysis.statistics.proportions import difference_interval
from analysis.warehouse import Warehouse
from pages.leadership.dependence import accounts as dependence_accounts
from pages.leadership.dependence import cards as dependence_cards
from pages.leadership.dependence import counts as dependence_shares
from pages.leadership.dependence import points as dependence_points
from pages.leadership.dependence.counts import UNSURE, Shares
from pages.leadership.dependence.points import ORDER
from pages.leadership.dependence.words import shares as wording
from pages.parts import labels, windows
from pages.parts.cards import Kpi
from pages.parts.page import Finding, PageModel
from pages.parts.words import common

FINDINGS = 3


@dataclass(frozen=True, eq=False)
class Asked:
    """What the page asked: everything its cards are made of.

    Attributes
    ----------
    shares : Shares
        The chosen grain and measure.
    points : Points
        The largest one of the other grains.
    cohorts : DataFrame
        Counts by month of the chosen grain.
    accounts : DataFrame
        Largest account of each channel as `dependence_points.within` tells it, with ``label`` and ``motion``; the
        largest share first.
    has_accounts : bool
        Whether a won lead has an account at all.
    account_threshold : float
        Share above which one account is too much.
    few : int
        Fewest wins worth a rate.
    currency : str
        ISO code of the amounts.
    """

    shares: Shares
    points: dependence_points.Points
    cohorts: pd.DataFrame
    accounts: pd.DataFrame
    has_accounts: bool
    account_threshold: float
    few: int
    currency: str

    @property
    def known_accounts(self) -> pd.DataFrame:
        """Channels with a name and enough deals to speak of."""
        enough = self.accounts["cases"] >= self.few
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
        One of ``dependence_shares.GRAINS``, or account.

    Returns
    -------
    PageModel
        The page.
    """
    if grain == "account":
        return dependence_accounts.build(warehouse, scope, measure)
    shares = dependence_shares.ask(warehouse, scope, grain, measure)
    leads = int(shares.rows["leads"].sum())
    if refusal := wording.refusal(leads, measure, shares.total, has_negative=shares.has_negative):
        return refusal
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
    accounts = dependence_points.within(warehouse, scope, "won_amount", "channel", thresholds.few_wins)
    accounts = accounts[accounts["part"] == "account"]
    motions = warehouse.ask("shares", scope, breakdown="channel").set_index("breakdown")["motion"]
    accounts = accounts.assign(label=accounts["breakdown"], motion=accounts["breakdown"].map(motions))
    accounts = accounts.sort_values(["share", "label"], ascending=[False, True], ignore_index=True)
    won = warehouse.ask("largest_parts", scope, measure="won") if accounts.empty else None
    return Asked(
        shares=shares,
        points=dependence_points.find(warehouse, scope, shares.measure, without=shares.grain),
        cohorts=warehouse.ask(
            "cohort_months", scope, breakdown=shares.grain, window_days=windows.window_of(warehouse, scope)
        ),
        accounts=accounts,
        has_accounts=won is None or bool((won.loc[won["part"] == "account", "names"] > 0).any()),
        account_threshold=thresholds.account_share,
        few=thresholds.few_wins,
        currency=warehouse.currency,
    )


def _kpis(warehouse: Warehouse, scope: Scope, earlier: Scope | None, shares: Shares) -> tuple[Kpi, ...]:
    now, plural = shares.concentration, wording.PLURALS[shares.grain]
    before = dependence_shares.ask(warehouse, earlier, shares.grain, shares.measure) if earlier is not None else None
    if before is not None and (before.rows.empty or before.has_negative or before.total == 0):
        before = None
    then = before.concentration if before is not None else None
    kpis = [
        Kpi(
            f"Effective {plural}",
            labels.number(now.effective_number.estimate),
            _number_change(now.effective_number, then.effective_number) if then else "",
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
            _clear_change(now.top3, then.top3) if then else "",
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
    found = dependence_shares.ask(warehouse, scope, "motion", measure)
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
    shares, found = asked.shares, []
    row, status = shares.largest, shares.verdict(asked.few)
    if row is not None and status:
        sentence = wording.finding(shares.grain, shares.measure, row, shares.threshold, status)
        advice = wording.ADVICE[shares.grain] if status != UNSURE else ""
        link = dependence_points.LINKS.get(shares.grain, "") if status != UNSURE else ""
        found.append((ORDER[status], -row["share"] / shares.threshold, Finding(status, sentence, advice, link)))
    for _, row in asked.points.found.iterrows():
        place = (ORDER[str(row["status"])], -row["share"] / row["threshold"])
        found.append((*place, dependence_points.finding(row)))
    found.sort(key=lambda each: each[:2])
    return tuple(each for *_, each in found[:FINDINGS])
