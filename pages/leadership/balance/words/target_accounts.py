"""What the view Situations of Balance says of the accounts that we want."""

import pandas as pd

from analysis.claims.segments import MARKETING, SALES, UNSURE
from analysis.claims.target_accounts import SHARE, Against, TargetAccounts
from data import dimensions
from data.names import MOTIONS
from pages.parts import labels
from pages.parts.words import common

RATES = {SHARE: "Inbound share", "inbound": "Inbound, won in time", "outbound": "Outbound, won in time"}
REACH_OUT = "Open the list below: call those with an open lead first."
NONE_LEFT = "Every open target account has been touched."
NO_TOUCHES = "No touch is loaded: whom we have touched is not known, and only accounts without a lead are listed."
COVERAGE_DEFINITION = (
    "Of the accounts on the list (target_accounts.csv): those with at least one lead, one that reached opportunity, "
    "one that was won, of leads of any day of creation. An account that both motions work counts for both. Every "
    "account counts once, whatever the number of its leads: Wilson's 95% interval."
)
WORK_DEFINITION = (
    "Accounts on the list that no lead names yet, and those with an open lead that is never touched (as on every page) "
    "where no other lead of the account was touched either. Where every lead has ended nothing is left to do. At most "
    "200 rows."
)


def against_definition(window: int, few: int) -> str:
    """How target accounts are compared."""
    return (
        f"Won in time: within {window} days, of leads watched for that long. Others: leads of accounts that are not on "
        "the list; leads without an account are in neither. Accounts are drawn anew, not leads: the leads of one "
        "account go together. Clear: the interval of the difference lies on one side, corrected for three rates; fewer "
        f"than {few} wins are not compared."
    )


def accounts(number: int) -> str:
    """So many accounts."""
    return common.counted(number, "account")


def waiting(untouched: int, without_lead: int, wanted: int) -> str:
    """Accounts that wait for sales, and for what."""
    parts = []
    if untouched:
        parts.append(f"{accounts(untouched)} with an open lead that nobody has touched")
    if without_lead:
        parts.append(f"{accounts(without_lead)} without a lead yet")
    return f"**Target accounts wait for sales.** Of {labels.count(wanted)} on the list: {common.listed(parts)}."


def coverage_title(wanted: TargetAccounts) -> str:
    """How many have a lead, and of which motion."""
    if wanted.filtered:
        return f"How far the list is covered is not known by {_noun(wanted.filtered)}"
    total, reached = wanted.count("accounts"), wanted.count("with_lead")
    each = [f"{labels.count(wanted.count('with_lead', motion))} of {motion}" for motion in MOTIONS]
    verb = "has" if total == 1 else "have"
    return f"{labels.count(reached)} of {common.counted(total, 'target account')} {verb} a lead: {common.listed(each)}"


def parts_note(coverage: pd.DataFrame) -> str:
    """What is covered of each part of the list, where there are several."""
    if len(coverage) < 2:
        return ""
    each = [
        f"{labels.literal(row.breakdown)} {labels.count(row.with_lead)} of {labels.count(row.accounts)}"
        for row in coverage.itertuples()
    ]
    return f"With a lead: {common.listed(each)}."


def against_title(wanted: TargetAccounts) -> str:
    """Whether target accounts come by themselves, and convert as others do."""
    share, inbound, outbound = (wanted.against[name] for name in (SHARE, *MOTIONS))
    if wanted.advice == MARKETING:
        return (
            f"Target accounts hardly come by themselves: {_pair(share)} of leads are inbound; outbound wins "
            f"{_pair(outbound)}"
        )
    if wanted.advice == SALES:
        return f"Target accounts come by themselves: {_pair(share)} of leads are inbound; inbound wins {_pair(inbound)}"
    if wanted.advice == UNSURE:
        return "Cannot tell yet whether target accounts come by themselves and win more often than others"
    if share.side:
        return f"{_pair(share)} of the leads of target accounts are inbound, and they win as often as others"
    return "Target accounts come by themselves as often as others, as far as can be told"


def verdict(each: Against) -> str:
    """How one rate stands, for a table."""
    if not each.is_known:
        return UNSURE
    return {1: "clearly more", -1: "clearly less", 0: "cannot be told apart"}[each.side]


def state(leads: int) -> str:
    """Why an account is on the list of work."""
    return "open, never touched" if leads else "no lead yet"


def work_title(wanted: TargetAccounts) -> str:
    """How many accounts nobody has touched."""
    if wanted.filtered:
        return f"Which target accounts are left is not known by {_noun(wanted.filtered)}"
    if not wanted.untouched and not wanted.without_lead:
        return "Nobody is left to be touched on the list of target accounts"
    return (
        f"{common.counted(wanted.untouched, 'open target account')} "
        f"{common.agreeing(wanted.untouched, 'was', 'were')} never touched, {labels.count(wanted.without_lead)} "
        f"{common.agreeing(wanted.without_lead, 'has', 'have')} no lead yet"
    )


def filtered(name: str) -> str:
    """Why nothing is told of the list under a filter."""
    return f"Nothing but its part of the list is known of an account without a lead: clear the filter on {_noun(name)}."


def _pair(each: Against) -> str:
    return f"{labels.share(each.own.estimate)} against {labels.share(each.rest.estimate)}"


def _noun(name: str) -> str:
    return dimensions.BY_NAME[name].noun if name in dimensions.BY_NAME else name.removesuffix("_id")
