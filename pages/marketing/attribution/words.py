"""What the page Attribution says."""

import pandas as pd

from analysis.statistics.checks import Interval
from pages.parts import labels
from pages.parts.words import common
from pages.parts.words.attribution import RULE_NAMES

MEASURE_NAMES = {"won": "Won", "won_amount": "Won amount"}
GRAIN_NAMES = {"channel": "Channel", "campaign": "Campaign or sequence"}
LOOK_BACKS = {"All touches": None, "180 days": 180, "90 days": 90, "30 days": 30, "14 days": 14, "7 days": 7}
NO_WINS = "Nothing is won here yet, so there is nothing to credit"
NO_AMOUNT = "No won amount is recorded here"
NO_TOUCHES = "Which touches to credit cannot be said: no touch of a won lead is recorded"
LOAD_NAMES = (
    "Touches are loaded, but every rule hands its credit to a name. Load them again with their channel and sequence."
)
LOAD_TOUCHES = (
    "Load a file of touches with lead_id or contact_id, at, channel, direction and kind: "
    "every rule needs to know who was touched when and through which channel."
)
LOAD_AMOUNTS = "Load outcomes with their amount, or look at the number won instead."
WAIT = "Look at a longer period, or come back when leads are won."
ASSOCIATION = "Credit is handed out by a rule; it says what was present before a win, not what brought it about."
DEFINITION = (
    "Won leads of the period. Touches up to the closing count, ours and theirs, each for the channel it came through. "
    "W and full path: a touch that is several of the named ones gets each part; the rest goes in equal parts to the "
    "other touches, and where there is none, the named ones share it in proportion (one touch gets all, two touches of "
    "a U half each). Leads without a touch are a row of their own: every rule sums to all that was won. By amount, "
    "shares of “missing without it” are those of the number won."
)
DISTANCE_DEFINITION = (
    "Half the sum of the absolute differences of two rules' shares (total variation distance): the part of the credit "
    "that would have to move to make them equal. A bar is the average over all other rules; the table has every pair."
)
REMOVAL_DEFINITION = (
    "Missing without it: the removal effect in an order-one Markov chain over all journeys of the period: won ones "
    "end in a win; lost, disqualified, and open for longer than the window end without one. Effect: share of the "
    "wins that are lost when every journey ends where it would enter the channel, solved exactly. Share: effect over "
    "the sum of effects; 95% interval from 400 seeded resamples of accounts, dealt into 64 groups."
)
SOURCED_DEFINITION = (
    "Three definitions of who sourced a won deal: the channel of the lead's source in the CRM; the channel of its "
    "first touch; the same where that touch was theirs, so that it came before any activity of ours. Share of the "
    "deals of the row."
)
PATHS_DEFINITION = (
    "Channels of a lead's touches in order up to its closing or so far, repeats in a row as one, the first twelve. "
    "Rate: won within the window among leads observed for all of it, with Wilson's interval. Longer paths need leads "
    "that stayed long enough to be touched again: they are not comparable as such."
)
RETURN_DEFINITION = (
    "Won amount that a rule credits to the name over the spend recorded for it in the same period and scope. Where no "
    "spend is recorded the return is missing, not zero."
)
RANGES, DISTANCES, RULES = (
    "Lowest and highest share by the rules",
    "How far the rules stand apart",
    "All rules side by side",
)
PATHS_WHOLE = "The look-back window does not apply: whole paths."
NO_SPEND = (
    "No spend is recorded in this period, or a filter is set that spend does not know. Load a file of spend to see it."
)


def title(widest: pd.Series, furthest: float) -> str:
    """The finding: how far the rules disagree, and on what most."""
    if furthest < 0.05:
        return f"All rules agree within {labels.share(furthest)} of the credit"
    return (
        f"Who gets credit depends on the rule: up to {labels.share(furthest)} of it moves, and "
        f"{labels.literal(widest['label'])} gets "
        f"{labels.share(widest['lowest'])} by “{rule(widest['lowest_rule'])}”, "
        f"{labels.share(widest['highest'])} by “{rule(widest['highest_rule'])}”"
    )


def too_few(won: int) -> str:
    """The title where there are too few wins to set the rules against each other."""
    return f"How far the rules disagree cannot be told yet: {common.counted(won, 'win')} with a touch"


def no_names(grain: str) -> str:
    """Touches are there, but nothing that a rule could credit."""
    name = "channel" if grain == "channel" else "campaign or sequence"
    return f"Which {name} to credit cannot be said: none is recorded with the touches of won leads"


def rule(name: str) -> str:
    """A rule inside a sentence."""
    written = RULE_NAMES[name]
    return written if name in {"u", "w"} else written[:1].lower() + written[1:]


def facts(deals: pd.Series, look_back: int | None) -> str:
    """The start of the grey line."""
    window = "" if look_back is None else f"touches of the last {look_back} days before the closing"
    won = f"{common.counted(int(deals['won']), 'won lead')} of {labels.count(deals['leads'])}"
    return common.grey_line(won, window)


def rules_title(shares: pd.DataFrame, untouched: float) -> str:
    """Title of the table of all rules: who gets most, and whether every rule says so."""
    rest = f"; {labels.share(untouched)} has no touch" if untouched > 0 else ""
    named = shares[~shares.index.astype(str).str.startswith("(")]
    if named.empty:
        return f"{RULES}{rest}"
    tops = named.idxmax().value_counts()
    first = str(tops.index[0])
    if len(tops) == 1:
        own = named.loc[first]
        return f"{labels.literal(first)} gets most by every rule: {labels.share_range(own.min(), own.max())}{rest}"
    return f"Who gets most depends on the rule: {labels.literal(first)} by {tops.iloc[0]} of {tops.sum()}{rest}"


def credit_note(left_out: int, touches: int, deals: pd.Series, measure: str) -> str:
    """What the credit leaves out."""
    foreign, nothing = int(deals["foreign_won"]), int(deals["won_without_amount"])
    is_amount = measure == "won_amount"
    return common.joined(
        f"{common.counted(left_out, 'touch', 'touches')} of {labels.count(left_out + touches)} before the look-back "
        "window left out."
        if left_out
        else "",
        f"{common.counted(foreign, 'win')} in another currency and {labels.count(nothing)} without an amount "
        f"{common.agreeing(foreign + nothing, 'counts', 'count')} as 0."
        if is_amount and foreign + nothing
        else "",
        ASSOCIATION,
    )


def ranges_title(frame: pd.DataFrame, grain: str) -> str:
    """Title of the ranges: how many names depend on the rule."""
    doubled = int((frame["highest"] > 2 * frame["lowest"]).sum())
    if not doubled:
        return f"No {grain} gets twice as much by one rule as by another"
    verb = "gets" if doubled == 1 else "get"
    return f"{common.counted(doubled, grain)} {verb} over twice as much by one rule as by another"


def distance_title(far: str, average: float) -> str:
    """Title of the disagreement: the rule that stands apart."""
    return f"“{RULE_NAMES[far]}” stands furthest apart: {labels.share(average)} of its credit on average"


def removal_title(first: str, share: Interval, others: float) -> str:
    """Title of the removal effects: the largest, where it can be told from the next."""
    if share.is_missing or share.low <= others:
        return "Which channel would be missed most cannot be told yet"
    return (
        f"Most wins would be missing without {labels.literal(first)}: {labels.share(share.estimate)} of all that would "
        "be missing, channel by channel"
    )


def sourced_title(switched: int, won: int) -> str:
    """Title of the definitions of sourced."""
    if not won:
        return "Who sourced the deals cannot be said: none has a touch"
    verb, their = ("has", "its") if switched == 1 else ("have", "their")
    return (
        f"{common.counted(switched, 'deal')} of {labels.count(won)} ({labels.share(switched / won)}) {verb} another "
        f"first touch than {their} source"
    )


def sourced_note(untouched: int, sales_first: int, won: int) -> str:
    """What the definitions say of the rest."""
    return common.joined(
        f"In {common.counted(sales_first, 'deal')} ({labels.share(sales_first / won)}) the first touch was ours, so "
        "there is none before sales."
        if sales_first
        else "",
        f"{common.counted(untouched, 'won lead')} without a touch left out." if untouched else "",
    )


def definitions_title(frame: pd.DataFrame) -> str:
    """Title of the three counts side by side: who gains most from the definition."""
    frame = frame[~frame.index.astype(str).str.startswith("(")]
    gap = (frame[["created_by", "first_touch", "before_sales"]].max(axis=1) - frame["created_by"]).sort_values()
    if gap.empty or gap.iloc[-1] <= 0:
        return "Three definitions of sourced, side by side"
    name = str(gap.index[-1])
    first, other = frame.at[name, "created_by"], frame.loc[name, ["first_touch", "before_sales"]].max()
    return (
        f"{labels.literal(name)} sourced {labels.count(first)} deals by the CRM, {labels.count(other)} by its touches"
    )


def paths_title(best: str, rate: Interval, rest: Interval) -> str:
    """Title of the common paths: the best, where it stands out."""
    if not best or rate.is_missing or rate.low <= rest.high:
        return "Common paths: none converts clearly better than all together"
    return f"{labels.literal(best)} converts {common.estimate(*rate)}, all together {labels.share(rest.estimate)}"


def paths_note(shown: int, leads: int, all_leads: int, all_paths: int, look_back: int | None) -> str:
    """How much the shown paths stand for."""
    return common.joined(
        f"{labels.count(shown)} of {labels.count(all_paths)} paths, {labels.share(leads / all_leads)} of the leads "
        "with touches.",
        PATHS_WHOLE if look_back is not None else "",
    )


def return_title(frame: pd.DataFrame) -> str:
    """Title of the return on spend: where the rule decides whether it pays."""
    turns = frame[(frame["lowest"] < 1) & (frame["highest"] >= 1)]
    if len(turns):
        return f"Whether {labels.literal(turns.index[0])} returns its spend depends on the rule"
    return "No rule changes which names return their spend"
