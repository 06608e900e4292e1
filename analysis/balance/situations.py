"""In which situations a business is: what the rules say of each, and segments that outbound wins and inbound misses."""

from dataclasses import dataclass

import pandas as pd

from analysis.balance.evidence import OUTBOUND
from analysis.balance.rules import Weighed
from analysis.claims.segments import MARKETING
from analysis.claims.segments import UNSURE as UNTOLD
from analysis.claims.target_accounts import WANTED, TargetAccounts
from analysis.claims.verdicts import CLEAR, NO, UNSURE

MISSED = "missed segment"
NAMES = ("little fit", "hard outreach", MISSED, "long cycles", "larger deals", "falling inbound")


@dataclass(frozen=True)
class Situation:
    """One situation that a business may be in.

    Attributes
    ----------
    name : str
        One of ``NAMES``.
    holds : bool or None
        None: cannot tell yet.
    status : str
        ``clear``, ``weak`` or ``cannot tell yet``; "" where it does not apply, or nothing of the kind was seen.
    leans : str
        The motion of which it asks for more.
    weighed : Weighed or None
        The rule that it is, with its estimate; None where it does not apply, or is about segments.
    segments : tuple of str
        The segments that it is about, most leads first, then ``target accounts`` where it is about these.
    """

    name: str
    holds: bool | None
    status: str
    leans: str = ""
    weighed: Weighed | None = None
    segments: tuple[str, ...] = ()


def told(
    weighed: tuple[Weighed, ...], compared: pd.DataFrame | None, wanted: TargetAccounts | None = None
) -> tuple[Situation, ...]:
    """Every situation, as its rule or the comparison of segments has it: the same verdict wherever it is told.

    Parameters
    ----------
    weighed : tuple of Weighed
        The rules.
    compared : DataFrame or None
        The segments as `segments.compare` has them; None where they cannot be compared.
    wanted : TargetAccounts, optional
        The target accounts, one more segment; None where no list is loaded.

    Returns
    -------
    tuple of Situation
        In the order of ``NAMES``; empty where the rules are about one motion alone.
    """
    rules = {each.rule: each for each in weighed}
    if not set(NAMES) & set(rules):
        return ()
    return tuple(_missed(compared, wanted) if name == MISSED else _of_rule(name, rules.get(name)) for name in NAMES)


def _of_rule(name: str, rule: Weighed | None) -> Situation:
    if rule is None:
        return Situation(name, holds=False, status=NO)
    return Situation(name, rule.holds, rule.status, rule.leans, rule)


def _missed(compared: pd.DataFrame | None, wanted: TargetAccounts | None) -> Situation:
    """Buyers that outbound wins and inbound misses; their comparison is corrected over all segments already."""
    advice = {} if compared is None else {str(name): told for name, told in compared["advice"].items()}
    if wanted is not None:
        advice[WANTED] = wanted.advice
    if all(each == UNTOLD for each in advice.values()):
        return Situation(MISSED, holds=None, status=UNSURE, leans=OUTBOUND)
    found = tuple(name for name, told in advice.items() if told == MARKETING)
    return Situation(MISSED, bool(found), CLEAR if found else NO, OUTBOUND, segments=found)
