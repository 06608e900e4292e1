"""Which engine the business needs more of now, in a sentence."""

from analysis.balance.evidence import Evidence
from analysis.balance.recommendation import BOTH, CANNOT_TELL, ENGINES, HOLD, SECOND, Recommendation
from analysis.claims.verdicts import WEAK
from pages.parts import labels
from pages.parts.words import common


def needed(found: Recommendation, evidence: Evidence) -> str:
    """The recommendation.

    Parameters
    ----------
    found : Recommendation
        What follows from the rules.
    evidence : Evidence
        What it follows from.

    Returns
    -------
    str
        One sentence without its full stop, Markdown.
    """
    channel = labels.literal(found.channel)
    if found.answer == CANNOT_TELL:
        return _untold(found, evidence)
    if found.answer == SECOND:
        engine = f"{ENGINES[found.through]} as a second engine" if found.through else "a second engine"
        sentence = f"build {engine} before buying more {channel}"
    elif found.answer == BOTH:
        sentence = "more of both: neither inbound nor outbound brings enough"
        sentence += f", and {channel} is too large a part" if found.channel else ""
    elif found.answer == HOLD:
        sentence = "hold the balance: both engines bring enough and no channel is too large"
    else:
        sentence = f"the business needs more {found.answer} now"
    return f"Probably: {sentence}" if found.status == WEAK else common.capital(sentence)


def _untold(found: Recommendation, evidence: Evidence) -> str:
    if found.reason == "too little data":
        few = common.counted(evidence.opportunities, "opportunity", "opportunities")
        verb = common.agreeing(evidence.opportunities, "is", "are")
        return f"Cannot tell yet: {few} {verb} too few to say which engine needs more"
    if found.reason == "one motion":
        return f"Cannot tell yet which engine needs more: only {evidence.present[0]} leads are recorded"
    return "Cannot tell yet which engine needs more"
