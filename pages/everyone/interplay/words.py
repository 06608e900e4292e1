"""What the page Interplay says."""

from collections.abc import Sequence

import pandas as pd

from analysis.statistics.checks import Interval
from pages.parts import labels
from pages.parts.words import common

OTHER = {"inbound": "outbound", "outbound": "inbound"}
NO_TOUCHES = "How the motions work together cannot be said: no touch is recorded"
NO_OTHER = "How the motions work together cannot be said: no touch came through a channel of the other motion"
LOAD_TOUCHES = (
    "Load a file of touches with lead_id or contact_id, at, channel, direction and kind. "
    "The motion of a touch is that of its channel: a touch without a channel belongs "
    "to neither."
)
ASSOCIATION = "An association: who gets the touch is nobody's coin toss, and what decides it may also decide the win."
SURVIVORS = (
    "By all touches so far: leads that last longer have more time to be touched by the other motion, so the orders of "
    "two motions collect survivors, and “inbound only” is left with the leads that nobody of ours has touched."
)
ORDERS_TABLE = "Conversion, time and amount by who moved first and who joined: it says who lasted, not what works"
FIXED_DAY = "The first card compares from a fixed day on."
ORDER_DEFINITION = (
    "Order of the first inbound act (the lead's creation, a visit, a form, an event) and the first touch of ours. Won "
    "within the window among leads observed for all of it, 95% interval by Wilson."
)
CYCLE_DEFINITION = (
    "Days: calendar days from creation to won of the wins within the window, median with the order statistics that "
    "hold it with 95%. Amount: mean of the won amounts with Student's interval."
)
LANDMARK_DEFINITION = (
    "Touched: a touch through a channel of the other motion up to that day (the landmark). Only leads still open on "
    "that day are compared, only wins after it and within the window of creation count, only leads observed for the "
    "whole window are in. Mantel-Haenszel risk ratio over strata of segment and channel with the interval of "
    "Greenland and Robins; 1 is no difference. Strata in which one side has no lead say nothing."
)
WARM_DEFINITION = (
    "People (leads), not messages. Outreach: a touch by us through an outbound channel. Cold: before anything they did "
    "by themselves; warm: after it (a lead that an inbound channel created is always warm). One lead can be in both, "
    "first cold, then warm. Reply or booked meeting within 30 days of the start; the cold ones before they came by "
    "themselves. Who had answered before is left out. Difference: Newcombe, 95%."
)
ACCOUNTS_DEFINITION = (
    "Accounts by the motions of their leads of the period; leads without an account are left out. Won: an account with "
    "at least one won lead, 95% interval by Wilson. More leads mean more chances: accounts of both motions have at "
    "least two."
)
HANDOVER_DEFINITION = (
    "Leads that a channel of the other motion touched after their creation: from the team of the owner to who did that "
    "touch. Another person: owner and actor both known, and different. Days from the creation to that touch."
)
LEDGER_DEFINITION = (
    "Passed on: touched through a channel of the other motion on the day of creation or later. Accepted: became a "
    "prospect on the day of that touch or later. Returned: lost or disqualified without having become a prospect, with "
    "or without a recorded reason. Those that were a prospect before, and those open and undecided, are counted "
    "apart and are in no rate. 95% interval by Wilson. No export says that somebody accepted a lead: this is what its "
    "stages and its end show."
)
SEGMENT_DEFINITION = (
    "Outbound leads won within the window among those observed for all of it, by segment, beside the segment's share "
    "of inbound leads: where prospecting converts and little inbound comes, marketing has something to learn."
)
REASONS_DEFINITION = (
    "Recorded reasons of outbound leads that were lost or disqualified, by the source that brought them."
)
MESSAGES_DEFINITION = (
    "People (leads), each once, by the first sequence they were put into: positive reply within 30 days of the first "
    "outreach through an outbound channel, cold or warm. Who had answered before it, or was reached less than 30 days "
    "ago, is left out. 95% interval by Wilson."
)
NO_ACCOUNTS = "No lead of the period has an account. Load leads with their account_id to see accounts of both motions."
NO_SEQUENCES = "No outreach with a sequence is recorded. Load touches with their sequence to compare messages."
NO_REASONS = "No reason of a lost outbound lead is recorded. Load outcomes with their reason."
NO_HANDOVER = "No lead was touched by the other motion after its creation. Load touches with channel and actor."
NO_OUTREACH = "No outreach through an outbound channel is recorded. Load touches with channel, direction and kind."
LIFT_TITLE = "What a touch of the other motion is associated with cannot be told yet"


def title(lifts: pd.DataFrame) -> str:
    """The finding: which touch of the other motion goes with more wins."""
    told = [row for _, row in lifts.iterrows() if row["low"] > 1 or row["high"] < 1]
    if not told:
        return LIFT_TITLE
    return "; ".join(_lift(row, place) for place, row in enumerate(told))


def _ratio(value: float) -> str:
    """Two decimals: a bound of 1.04 must not look like no difference."""
    return f"{value:.2f}{labels.TIMES}"


def _lift(row: pd.Series, place: int) -> str:
    motion = str(row["motion"])
    sentence = (
        f"{motion} leads that {OTHER[motion]} touched early win {_ratio(row['ratio'])} as often as those it did not"
    )
    return common.capital(sentence) if place == 0 else sentence


def facts(leads: int, both: int) -> str:
    """The start of the grey line."""
    return common.counted(leads, "lead") + (
        f", {labels.count(both)} came to us and were approached by us" if both else ""
    )


def orders_title(both: int, leads: int) -> str:
    """Title of the journey orders: how many leads met both motions. Who wins most often is not said of them."""
    return (
        f"{labels.share(both / leads)} of leads have met both inbound and outbound so far; which of them win more "
        "often cannot be told from the order"
    )


def landmark_title(lifts: pd.DataFrame, days: int) -> str:
    """Title of the landmark analysis."""
    told = lifts[(lifts["low"] > 1) | (lifts["high"] < 1)]
    known = lifts["ratio"].notna().any()
    if not known:
        return "Too few wins to compare leads by an early touch of the other motion"
    if told.empty:
        return f"An early touch of the other motion: no clear difference after day {days}"
    row = told.iloc[0]
    return (
        f"An early {OTHER[str(row['motion'])]} touch goes with {_ratio(row['ratio'])} the wins of {row['motion']} leads"
    )


def landmark_note(counts: pd.Series, landmark: int, window: int) -> str:
    """What the landmark leaves out."""
    closed, undated, young = (int(counts[name]) for name in ("closed_early", "undated", "young"))
    reasons = []
    if young:
        reasons.append(f"{common.counted(young, 'lead')} younger than {window} days")
    if closed:
        reasons.append(f"{labels.count(closed)} closed by day {landmark}")
    if undated:
        reasons.append(f"{labels.count(undated)} closed on an unknown day")
    return common.joined(f"Left out: {common.listed(reasons)}." if reasons else "", ASSOCIATION)


def warm_title(difference: Interval) -> str:
    """Title of warm against cold outreach."""
    if difference.is_missing:
        return "Warm and cold outreach cannot be compared here"
    if not difference.excludes(0):
        return "Warm and cold outreach cannot be told apart yet"
    more = "more" if difference.estimate > 0 else "less"
    return f"Warm outbound leads reply {more} often than cold ones: {labels.points(difference.estimate)}"


def warm_note(difference: Interval, answered: int, young: int) -> str:
    """The difference in meetings, and what is left out."""
    reasons = []
    if answered:
        reasons.append(f"{labels.count(answered)} who had answered before")
    if young:
        reasons.append(f"{labels.count(young)} reached less than 30 days ago")
    return common.joined(
        f"Meetings, outbound leads: {labels.points(difference.estimate)} "
        f"({common.points_range(difference.low, difference.high)}) for warm."
        if not difference.is_missing
        else "",
        f"Left out: {common.listed(reasons)}." if reasons else "",
        ASSOCIATION,
    )


def accounts_title(both: int, accounts: int) -> str:
    """Title of the accounts of both motions."""
    share = labels.share(both / accounts)
    return f"Both motions work {common.counted(both, 'account')} of {labels.count(accounts)} ({share})"


def accounts_note(shared: pd.DataFrame) -> str:
    """How long it takes from one motion to the other, and whether the owner changes."""
    said = []
    for order, row in shared.iterrows():
        days = f"half within {labels.days(row['median_days'])}, nine in ten within {labels.days(row['p90_days'])}"
        known = int(row["other_owner"] + row["same_owner"])
        owner = f", another owner in {labels.share(row['other_owner'] / known)}" if known else ""
        said.append(f"{common.capital(str(order))}: {days} to the first lead of the other{owner}.")
    return " ".join(said)


def handover_title(leads: pd.Series, days: pd.Series) -> str:
    """Title of the handovers: how long they take."""
    parts = [
        f"{motion} leads passed on get an {OTHER[motion]} touch within {labels.days(days[motion])}"
        for motion in OTHER
        if leads.get(motion, 0) > 0
    ]
    return common.capital(f"half of {' and half of '.join(parts)}") if parts else "No handover is recorded"


def handover_note(other: int, known: int, leads: int) -> str:
    """Whether somebody else does the touch."""
    if not known:
        return "Who did the touch, or who owns the lead, is not recorded."
    unknown = leads - known
    return common.joined(
        f"Somebody else than the owner made it in {labels.share(other / known)} of {labels.count(known)} leads.",
        f"{common.counted(unknown, 'lead')} without a known owner or actor." if unknown else "",
    )


def ledger_title(rows: pd.DataFrame) -> str:
    """Title of the ledger: what is accepted of each motion's leads; ``rows`` by motion."""
    parts = [
        f"{labels.share(rows.loc[motion, 'rate'])} of {motion} leads"
        for motion in OTHER
        if motion in rows.index and rows.loc[motion, "decided"]
    ]
    if not parts:
        return "What becomes of leads passed on cannot be told yet"
    return f"Of leads passed on and decided, the other side accepted {common.listed(parts)}"


def ledger_note(sums: pd.Series) -> str:
    """The whole ledger in a line: its entries add up to what was passed on."""
    passed, before, accepted, returned, reasons, pending = (
        int(sums[name]) for name in ("passed", "before", "accepted", "returned", "with_reason", "pending")
    )
    if not passed:
        return ""
    entries = [
        f"{labels.count(accepted)} accepted",
        f"{labels.count(returned)} returned ({labels.count(reasons)} with a reason)",
        f"{labels.count(before)} {'was' if before == 1 else 'were'} a prospect before",
        f"{labels.count(pending)} open and undecided",
    ]
    return f"{common.counted(passed, 'lead')} passed on: {common.listed(entries)}."


def no_ledger(fewest: int) -> str:
    """No source has enough leads to draw."""
    return f"No source has {fewest} leads that were passed on and decided: cannot tell yet. The numbers have all."


def ledger_owners_title(rows: pd.DataFrame) -> str:
    """Title of the ledger by owner: whose leads wait for the other motion's decision."""
    waiting = rows.groupby("breakdown")["pending"].sum().sort_values(ascending=False, kind="stable")
    if rows.empty:
        return "No owner's leads were passed on"
    if not waiting.iloc[0] or (len(waiting) > 1 and waiting.iloc[0] == waiting.iloc[1]):
        leads = common.counted(int(rows["passed"].sum()), "lead")
        return f"{leads} of {common.counted(len(waiting), 'owner')} passed on"
    most = labels.count(waiting.iloc[0])
    return f"{labels.literal(waiting.index[0])} has the most leads passed on, open and undecided: {most}"


def segments_title(names: Sequence[str]) -> str:
    """Title of the segments: where outbound converts and inbound is thin."""
    if not names:
        return "There is no segment where outbound clearly wins and little inbound comes"
    return f"{common.listed([labels.literal(name) for name in names])}: outbound converts well, little inbound comes"


def reasons_title(reason: str, share: float) -> str:
    """Title of the objections."""
    return f"Lost outbound leads: “{labels.literal(reason)}” in {labels.share(share)} of the recorded reasons"


def messages_title(best: str, rate: Interval, rest: Interval) -> str:
    """Title of the sequences."""
    if rest.is_missing:
        return "No sequence is recorded"
    if not best or rate.low <= rest.high:
        return "No sequence gets clearly more positive replies than all together"
    return f"{labels.literal(best)} gets most positive replies: {common.estimate(*rate)} of people"
