"""What the view Situations of Balance says: which of the usual situations the business is in, what each asks for."""

from collections.abc import Mapping

from analysis.balance.evidence import Evidence
from analysis.balance.situations import MISSED, Situation
from analysis.claims.verdicts import UNSURE, WEAK
from pages.leadership.balance.words import recommendation as rules
from pages.parts import labels
from pages.parts.words import common

HEADLINES = {
    "little fit": "many come in and few of them qualify",
    "hard outreach": "outreach works hard for each reply, and few come by themselves",
    MISSED: "outbound wins buyers who do not come by themselves",
    "long cycles": "most wins take long",
    "larger deals": "outbound brings the larger deals",
    "falling inbound": "inbound interest is falling",
}
NAMES = {
    "little fit": "Visible, but little control over who comes in",
    "hard outreach": "Hard outbound, little inbound interest",
    MISSED: "Good buyers who do not come themselves",
    "long cycles": "Long cycles that need nurturing",
    "larger deals": "High-value clients",
    "falling inbound": "Falling inbound",
}
MEASURES = {
    "little fit": "Inbound leads that qualify in time",
    "hard outreach": "Touches for one outbound reply",
    MISSED: "Segments or target accounts outbound wins, inbound misses",
    "long cycles": "Wins after a long wait",
    "larger deals": "Outbound over inbound deals, same segments",
    "falling inbound": "Inbound leads over those of a year earlier",
}
NO_PAIR = "Situations are told from both motions, and only one has leads"
LOAD_OTHER = "Load the leads of the other motion, or remove the filter on motion."
NOT_HERE = {"little fit": "outbound brings most leads", "hard outreach": "inbound brings most leads"}
DEALS_DEFINITION = (
    "Average won amount of outbound over that of inbound deals in each segment, 95% interval by the delta method. "
    "Same segments: both averages at the mix of segments that all deals have together."
)


def definition(late_days: float, window: int) -> str:
    """How a situation is told."""
    return (
        "Each situation is one number against one threshold of the settings, or the comparison of segments and of "
        "target accounts. "
        "Clear: its 95% interval lies beyond the threshold; weak: its 80% interval does; corrected for looking at "
        f"all of them (Benjamini-Hochberg). A long wait is more than {late_days:g} days, of leads watched for "
        f"{window} days. Waits and the change of inbound are of leads of any day of creation."
    )


def late_definition(late_days: float, window: int) -> str:
    """What a late win is."""
    return (
        f"Leads won more than {late_days:g} days after their creation, of all won within {window} days; of leads "
        "watched for that long, whenever created. Interval: Wilson, 95%."
    )


def change_definition() -> str:
    """How the change of inbound is measured."""
    return (
        "Inbound leads in stretches of 30 days back from the last day of the data, whenever created. The change is "
        "that of a line through the logarithm of the last 24 stretches, each weighing as much as its count is known "
        "(Poisson regression, wider where they scatter more), to a year later. A season can move it by a few per cent."
    )


def title(found: tuple[Situation, ...]) -> str:
    """The situations that hold, or that none does."""
    holding = [each for each in found if each.holds]
    if holding:
        said = "; ".join(HEADLINES[each.name] for each in holding)
        return f"Probably: {said}" if all(each.status == WEAK for each in holding) else common.capital(said)
    waiting = sum(each.status == UNSURE for each in found)
    if waiting:
        return f"None of the {len(found)} usual situations is clear; {waiting} cannot be told yet"
    return "None of the situations that ask for more of one engine is there"


def sentence(each: Situation, evidence: Evidence) -> str:
    """A situation with its evidence.

    Parameters
    ----------
    each : Situation
        One that holds.
    evidence : Evidence
        What is known beside its own number.

    Returns
    -------
    str
        Its headline, number, interval and threshold; Markdown.
    """
    told = (
        rules.sentence(each.weighed) if each.weighed else f"In {_segments(each)}: many of its outbound leads are won."
    )
    return common.joined(f"**{common.capital(HEADLINES[each.name])}.**", told, _more(each, evidence))


def _more(each: Situation, evidence: Evidence) -> str:
    """What bridges to a number that stands elsewhere, or makes it plain."""
    if each.name == "larger deals" and not evidence.deal_ratio_as_it_is.is_missing:
        return f"Whatever their segments, it is {labels.times(evidence.deal_ratio_as_it_is.estimate)}."
    if each.name == "little fit":
        return f"Inbound brings {labels.share(evidence.inbound_share_of_leads.estimate)} of leads."
    if each.name == "hard outreach":
        return f"Inbound brings {labels.share(evidence.inbound_share_of_leads.estimate)} of leads."
    if each.name == "long cycles":
        return f"Of leads that waited so long, {common.estimate(*evidence.won_after_waiting)} were won later."
    return ""


def now(each: Situation) -> str:
    """Its number, for a table."""
    if each.name == MISSED:
        return _segments(each) if each.segments else "none" if each.holds is False else labels.MISSING
    return rules.with_interval(each.weighed.value, each.weighed.limit_name) if each.weighed else NOT_HERE[each.name]


def limit(each: Situation) -> str:
    """When it holds, for a table."""
    if each.weighed is None:
        return "a segment stands out" if each.name == MISSED else ""
    return f"{each.weighed.side} {rules.written(each.weighed.limit, each.weighed.limit_name)}"


def verdict(each: Situation) -> str:
    """How it stands, for a table."""
    if each.name == MISSED:
        return "holds, clear" if each.holds else "none stands out" if each.holds is False else UNSURE
    return rules.verdict(each.weighed) if each.weighed else "does not apply"


def card_title(found: tuple[Situation, ...]) -> str:
    """How many hold, and how many cannot be told."""
    holding, waiting = sum(each.holds is True for each in found), sum(each.status == UNSURE for each in found)
    tail = f", {waiting} cannot be told yet" if waiting else ""
    return f"{holding or 'None'} of {len(found)} situations {'hold' if holding > 1 else 'holds'}{tail}"


def deals_title(evidence: Evidence) -> str:
    """The ratio of deal sizes, like for like and as it is."""
    ratio, plain = evidence.deal_ratio, evidence.deal_ratio_as_it_is
    if ratio.is_missing:
        return "No segment has enough deals of both motions to compare their size"
    said = f"In the same segments outbound deals are {labels.times(ratio.estimate)} as large as inbound ones"
    return said if plain.is_missing else f"{said}, {labels.times(plain.estimate)} as they come"


def late_title(evidence: Evidence, late_days: float, like_for_like: Mapping[str, float]) -> str:
    """How many of the wins took long, and where the motions differ in the same segments."""
    if evidence.late_share.is_missing:
        return "Whether wins take long cannot be told yet"
    said = f"{labels.share(evidence.late_share.estimate)} of wins take more than {late_days:g} days"
    if not like_for_like:
        return said
    each = common.listed([f"{labels.share(share)} of {motion}" for motion, share in like_for_like.items()])
    return f"{said}; in the same segments {each} ones"


def waiting_note(evidence: Evidence, late_days: float) -> str:
    """What still waits, and how often such leads are won."""
    if evidence.won_after_waiting.is_missing:
        return ""
    waiting = common.counted(evidence.waiting, "open lead")
    verb = "has" if evidence.waiting == 1 else "have"
    return (
        f"{waiting} {verb} waited for more than {late_days:g} days. Of earlier ones that had, "
        f"{common.estimate(*evidence.won_after_waiting)} were won later."
    )


def change_title(evidence: Evidence) -> str:
    """Where inbound leads are going."""
    change = evidence.inbound_change
    if change.is_missing:
        return "Where inbound is going cannot be told yet: it takes a year of data"
    if not change.excludes(1):
        return "No clear change in inbound leads over two years"
    more = change.estimate > 1
    by = labels.share(abs(change.estimate - 1), 0)
    return f"Inbound brings {by} {'more' if more else 'fewer'} leads from one year to the next"


def _segments(each: Situation) -> str:
    return common.listed([labels.literal(name) for name in each.segments])
