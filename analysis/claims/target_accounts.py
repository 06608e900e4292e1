"""The accounts that the business wants: how far they are worked, and whether they come by themselves."""

from dataclasses import dataclass

import pandas as pd

from analysis.claims.neglect import neglect
from analysis.claims.recorded import recorded
from analysis.claims.segments import CHANCE, UNSURE, advised
from analysis.scope import ALL_PIPELINES, Scope
from analysis.scoping.ledgers import unknown_to_wanted
from analysis.statistics.account_rates import SUMS, account_rate, account_rate_difference
from analysis.statistics.checks import Interval
from analysis.warehouse import Warehouse
from data.names import MOTIONS, NOT_RECORDED, NOT_WANTED

WANTED = "target accounts"
ANY = "any"
SHARE = "inbound share"
RATES = (SHARE, *MOTIONS)


@dataclass(frozen=True)
class Against:
    """One rate of the leads of target accounts, against those of all other accounts.

    Attributes
    ----------
    own, rest, difference : Interval
        Of the target accounts, of the others, and the one less the other: accounts are drawn anew, not leads.
    successes, trials, accounts : int
        Leads behind ``own``, and the target accounts (in bundles) that they belong to.
    side : int
        1 or -1 where the difference is clear after correction for the three rates (Bonferroni), else 0.
    is_known : bool
        Whether there was enough to compare.
    """

    own: Interval
    rest: Interval
    difference: Interval
    successes: int
    trials: int
    accounts: int
    side: int
    is_known: bool


@dataclass(frozen=True)
class TargetAccounts:
    """What may be said of the list of target accounts.

    Attributes
    ----------
    against : dict of Against
        By the name of the rate, in the order of ``RATES``.
    advice : str
        As `segments.compare` gives it: whether one motion could follow the other there.
    coverage : DataFrame
        Answer to ``target_coverage`` by part of the list, of leads of any day; empty under filters that the list does
        not know.
    work : DataFrame
        Answer to ``target_work`` of the same; without any touch loaded only accounts without a lead.
    has_touches : bool
        Whether any touch is loaded.
    filtered : str
        The filter that the list does not know; "" for none.
    """

    against: dict[str, Against]
    advice: str
    coverage: pd.DataFrame
    work: pd.DataFrame
    has_touches: bool
    filtered: str = ""

    def count(self, column: str, motion: str = ANY) -> int:
        """Accounts of all parts of the list."""
        return int(self.coverage.loc[self.coverage["motion"] == motion, column].sum())

    @property
    def without_lead(self) -> int:
        """Accounts that no lead of ours names yet."""
        return self.count("accounts") - self.count("with_lead")

    @property
    def untouched(self) -> int:
        """Accounts with an open lead, old enough, that nobody has touched, and none that somebody has."""
        return self.count("untouched") if self.has_touches else 0


def find(warehouse: Warehouse, scope: Scope, window_days: int) -> TargetAccounts | None:
    """Compare and count the target accounts, once per generation, scope and window.

    Parameters
    ----------
    warehouse : Warehouse
        The generation.
    scope : Scope
        Which leads are compared; what is covered is told of leads of any day of creation.
    window_days : int
        Days in which a lead must win.

    Returns
    -------
    TargetAccounts or None
        None where no list is loaded.
    """
    if not warehouse.has_target_accounts:
        return None
    key = ("target accounts", repr(scope), window_days)
    return warehouse.remembered(key, lambda: _find(warehouse, scope, window_days))


def _find(warehouse: Warehouse, scope: Scope, window_days: int) -> TargetAccounts:
    sums = warehouse.ask("account_rates", scope, breakdown="target_account", window_days=window_days)
    against = compare(sums, warehouse.definitions.thresholds.few_wins)
    is_with_outcome = recorded(warehouse, scope, "target_account").is_with_outcome
    ever, _ = scope.without_period()
    filtered = next(iter(unknown_to_wanted(scope)), "")
    pipeline = None if scope.pipeline is None else ALL_PIPELINES
    whole = Scope(as_of=scope.as_of, pipeline=pipeline) if filtered else ever
    coverage = warehouse.ask("target_coverage", whole, breakdown="target_account")
    work = warehouse.ask("target_work", whole)
    has_touches = neglect(warehouse, Scope(as_of=scope.as_of)).is_loaded
    return TargetAccounts(
        against,
        UNSURE if is_with_outcome else advice(against),
        coverage.head(0) if filtered else coverage,
        work.head(0) if filtered else work if has_touches else work[work["leads"] == 0],
        has_touches,
        filtered,
    )


def compare(sums: pd.DataFrame, few: int) -> dict[str, Against]:
    """Set the leads of target accounts against those of all other accounts.

    Parameters
    ----------
    sums : DataFrame
        Answer to ``account_rates`` by target account. An account is on one part of the list: sums of parts add up.
    few : int
        Fewest wins of a motion there for its conversion to be compared.

    Returns
    -------
    dict of Against
        By the name of the rate, in the order of ``RATES``.
    """
    is_wanted = ~sums["breakdown"].isin([NOT_WANTED, NOT_RECORDED])
    is_other = sums["breakdown"] == NOT_WANTED
    return {name: _against(_whole(sums, name, is_wanted), _whole(sums, name, is_other), name, few) for name in RATES}


def advice(against: dict[str, Against]) -> str:
    """Who could follow into the target accounts, as of a segment."""
    better = {motion: against[motion].side > 0 for motion in MOTIONS}
    return advised(against[SHARE].side, better, {motion: against[motion].is_known for motion in MOTIONS})


def _whole(sums: pd.DataFrame, name: str, side: pd.Series) -> pd.Series:
    return sums.loc[side & (sums["rate_of"] == name), list(SUMS)].sum()


def _against(own: pd.Series, rest: pd.Series, name: str, few: int) -> Against:
    enough = own["successes"] >= few if name != SHARE else own["trials"] > 0
    is_known = bool(enough and rest["trials"] > 0)
    corrected = account_rate_difference(own, rest, level=1 - CHANCE / len(RATES))
    is_clear = is_known and corrected.excludes(0)
    return Against(
        account_rate(own),
        account_rate(rest),
        account_rate_difference(own, rest),
        int(own["successes"]),
        int(own["trials"]),
        int(own["bundles"]),
        (1 if corrected.estimate > 0 else -1) if is_clear else 0,
        is_known,
    )
