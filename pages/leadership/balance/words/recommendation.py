"""What the view Recommendation of Balance says: why the business needs more of an engine, and what would change it."""

import math
from dataclasses import replace

from analysis.balance.evidence import Evidence
from analysis.balance.recommendation import CANNOT_TELL, HOLD, Recommendation, Turn
from analysis.balance.rules import SHARES, Limits, Weighed
from analysis.claims.verdicts import UNSURE
from analysis.statistics.checks import Interval
from pages.parts import labels
from pages.parts.words import common, single_points

ANSWERS = {
    "prospecting": "More prospecting",
    "lead generation": "More lead generation",
    "second engine": "A second engine first",
    "both": "More of both engines",
    "hold": "Hold the balance",
    CANNOT_TELL: "Cannot tell yet",
}
LOAD_OTHER = {
    "inbound": "Only inbound leads are recorded. If there is no prospecting, the whole pipeline rests on buyers who "
    "come by themselves; if there is, load its leads to compare.",
    "outbound": "Only outbound leads are recorded. If there is no lead generation, the whole pipeline rests on our own "
    "outreach; if there is, load its leads to compare.",
}
RULES = {
    "one channel": "What the largest channel brings",
    "inbound heavy": "Inbound, share of opportunities",
    "outbound heavy": "Outbound, share of opportunities",
    "thin inbound": "Inbound volume",
    "thin outbound": "Outbound volume",
    "little fit": "Inbound leads that qualify",
    "hard outreach": "Touches for one outbound reply",
    "long cycles": "Wins after a long wait",
    "larger deals": "Outbound deal size over inbound, same segments",
    "falling inbound": "Inbound leads over those of a year earlier",
}
SUBJECTS = {
    "inbound heavy": "inbound's share of opportunities",
    "outbound heavy": "outbound's share of opportunities",
    "thin inbound": "what inbound brings",
    "thin outbound": "what outbound brings",
    "little fit": "the share of inbound leads that qualify",
    "hard outreach": "the number of touches for one outbound reply",
    "long cycles": "the share of wins that took long",
    "larger deals": "the size of outbound deals over inbound ones of the same segments",
    "falling inbound": "the number of inbound leads against a year earlier",
}
ADVICE = {
    "inbound heavy": "We do not choose who comes in: add prospecting to a defined audience.",
    "outbound heavy": "Every opportunity costs our own outreach: add lead generation.",
    "thin inbound": "Inbound alone does not bring what is needed of it.",
    "thin outbound": "Outbound alone does not bring what is needed of it.",
    "little fit": "Many come, few fit: aim, or prospect to chosen accounts where the fit is known.",
    "hard outreach": "Outreach works hard for each reply: create interest first.",
    "missed segment": "Go on prospecting there, and create interest there.",
    "long cycles": "Stay in touch with those who wait, by what they like to read, until they are ready.",
    "larger deals": "Larger deals speak for prospecting: choose the accounts that could be such clients.",
    "falling inbound": "Find which channel brings fewer, and act before the pipeline shows it.",
}
WHO = {
    "little fit": common.SALES,
    "hard outreach": common.MARKETING,
    "missed segment": f"{common.SALES} and {common.MARKETING}",
    "long cycles": common.MARKETING,
    "larger deals": common.SALES,
    "falling inbound": common.MARKETING,
}
LIMITS = {
    "channel_share": "One channel's share",
    "motion_share": "One motion's share of opportunities",
    "fit_share": "Inbound leads that qualify",
    "touches_per_reply": "Touches for one reply",
    "opportunities_per_month": "Opportunities a month of one motion",
    "covered": "Weighted pipeline over remaining target",
    "deal_ratio": "Outbound over inbound deal size",
    "late_share": "Share of wins that took long",
    "inbound_change": "Inbound leads over those of a year earlier",
    "fewest_opportunities": "Opportunities before anything is said",
}
PERCENT, TIMES = (*SHARES, "inbound_change"), ("covered", "deal_ratio")
DEFINITION = (
    "Each rule sets one number against one threshold of the settings. Clear: its 95% interval lies on one side; "
    "weak: its 80% interval does; otherwise it cannot be told yet. The recommendation rests on those that decide; the "
    "others are situations, corrected for looking at all of them. It says what the business needs more of now, not "
    "which engine comes first."
)
SENSITIVITY_DEFINITION = (
    "Every threshold is moved by 20% down and up, one at a time, and all rules are weighed again with the same numbers."
)
NO_CHANNEL = "No channel has a name"
SHARES_DEFINITION = (
    "Share of all, what has no channel included. Opportunities: leads of the period that reached opportunity or a "
    "later stage. Interval: Wilson, 95%, at the number of accounts that know the share as well."
)


def why(found: Recommendation, evidence: Evidence, limits: Limits) -> str:
    """The advice behind the recommendation, and what would change it."""
    if found.reason == "too little data":
        few = common.counted(int(limits.fewest_opportunities), "opportunity", "opportunities")
        return f"It takes {few} in the period: widen the period, or wait."
    if found.reason == "one motion":
        return LOAD_OTHER[evidence.present[0]]
    if found.answer == CANNOT_TELL:
        waiting = common.listed([subject(each) for each in found.because])
        return f"Too close to its threshold to tell: {waiting}. More data, or a wider period, would settle it."
    if found.answer == HOLD:
        return (
            "It would change if one of the rules below came to hold; those nearest to their thresholds are marked weak."
        )
    resting = common.listed([condition(each) for each in found.because])
    otherwise = ANSWERS[found.otherwise]
    return f"It rests on this: {resting}. Were that not so, the answer would be: {otherwise[0].lower()}{otherwise[1:]}."


def subject(each: Weighed) -> str:
    """What a rule is about, inside a sentence."""
    if each.subject is not None:
        return f"{labels.literal(each.subject.name)}'s share of {single_points.MEASURES[each.subject.measure]}"
    return SUBJECTS[each.rule]


def condition(each: Weighed) -> str:
    """A rule with its number and limit, inside a sentence."""
    return f"{subject(each)} is {written(each.value.estimate, each.limit_name)}, {each.side} {limit(each)}"


def sentence(each: Weighed) -> str:
    """A rule as a finding: what holds, with its number, interval and limit.

    Parameters
    ----------
    each : Weighed
        The rule.

    Returns
    -------
    str
        One sentence, Markdown.
    """
    if each.subject is not None:
        return single_points.sentence(replace(each.subject, limit=each.limit))
    value = with_interval(each.value, each.limit_name)
    if each.value.is_missing:
        return f"{common.capital(subject(each))} is not known."
    if each.holds is None:
        return f"{common.capital(subject(each))} is {value}: too close to {limit(each)} to tell."
    side = each.side if each.holds else {"above": "below", "below": "above"}[each.side]
    return f"{common.capital(subject(each))} is {value}, {side} {limit(each)}."


def with_interval(value: Interval, limit_name: str) -> str:
    """An estimate with its interval in the unit of its limit; what is left of a met target has none."""
    if math.isinf(value.estimate):
        return "enough: its target is met"
    if value.is_missing:
        return labels.MISSING
    if limit_name in PERCENT:
        return common.estimate(*value)
    low, high = written(value.low, limit_name).removesuffix(labels.TIMES), written(value.high, limit_name)
    return f"{written(value.estimate, limit_name)} ({low} to {high}){_unit(limit_name)}"


def limit(each: Weighed) -> str:
    """The limit of a rule in its unit."""
    return f"the threshold of {written(each.limit, each.limit_name)}"


def verdict(each: Weighed) -> str:
    """How a rule stands, for a table."""
    return _word(each) if each.holds is None else f"{_word(each)}, {each.status}"


def facts(leads: int, unknown: int, evidence: Evidence) -> str:
    """The start of the grey line."""
    opportunities = common.counted(evidence.opportunities, "opportunity", "opportunities")
    return common.grey_line(common.leads(leads, unknown), opportunities)


def sensitivity_title(turns: tuple[Turn, ...]) -> str:
    """Whether the answer turns when a limit moves."""
    turning = sum(each.is_turned for each in turns)
    if turning:
        return f"Moving one threshold by 20% changes the answer in {turning} of {len(turns)} cases"
    if any(each.changed for each in turns):
        return "Moving one threshold by 20% changes a finding, but not the answer"
    return "Moving one threshold by 20% changes nothing"


def turned(each: Turn) -> str:
    """Which findings turn, for a table."""
    if not each.changed:
        return "nothing"
    return "; ".join(f"{RULES[before.rule]}: {_word(before)} → {_word(after)}" for before, after in each.changed)


def rules_title(weighed: tuple[Weighed, ...]) -> str:
    """How many rules hold."""
    holding = sum(each.holds is True for each in weighed)
    waiting = sum(each.status == UNSURE for each in weighed)
    tail = f", {waiting} cannot be told yet" if waiting else ""
    return f"{holding} of {common.counted(len(weighed), 'rule')} {'holds' if len(weighed) == 1 else 'hold'}{tail}"


def channels_subtitle(measure: str) -> str:
    """What is drawn of the channels."""
    return f"Share of {single_points.MEASURES[measure]}, 95% interval"


def channels_title(evidence: Evidence) -> str:
    """What the largest channel brings, against its threshold."""
    if evidence.channel is None:
        return NO_CHANNEL
    return single_points.title(evidence.channel)


def shares_title(evidence: Evidence) -> str:
    """What inbound brings of the opportunities and of the wins."""
    share, wins = evidence.inbound_share, evidence.inbound_share_of_wins
    if wins.is_missing:
        return f"Inbound brings {labels.share(share.estimate)} of opportunities"
    return f"Inbound brings {labels.share(share.estimate)} of opportunities, {labels.share(wins.estimate)} of wins"


def written(value: float, limit_name: str) -> str:
    """A limit, or an estimate without its interval, in the unit of the limit."""
    if limit_name in PERCENT:
        return labels.share(value, 0 if round(value * 100, 6).is_integer() else None)
    return labels.times(value) if limit_name in TIMES else labels.number(value)


def _unit(limit_name: str) -> str:
    return {"opportunities_per_month": " opportunities a month", "covered": " what remains of its target"}.get(
        limit_name, ""
    )


def _word(each: Weighed) -> str:
    return {True: "holds", False: "does not hold", None: "cannot tell yet"}[each.holds]
