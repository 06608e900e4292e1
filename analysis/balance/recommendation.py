"""One recommendation from the rules, what it rests on, and how easily it turns when a limit moves."""

from collections.abc import Iterable
from dataclasses import dataclass, fields, replace

from analysis.balance.evidence import INBOUND, OUTBOUND, Evidence
from analysis.balance.rules import Limits, Weighed, weigh
from analysis.claims.verdicts import CLEAR, UNSURE, WEAK

PROSPECTING, LEAD_GENERATION = "prospecting", "lead generation"
SECOND, BOTH, HOLD, CANNOT_TELL = "second engine", "both", "hold", "cannot tell yet"
ENGINES = {OUTBOUND: PROSPECTING, INBOUND: LEAD_GENERATION}
BACKED_BY = {"inbound heavy": "little fit", "outbound heavy": "hard outreach"}
FACTORS = (0.8, 1.2)


@dataclass(frozen=True)
class Recommendation:
    """What the business needs more of now.

    Attributes
    ----------
    answer : str
        ``prospecting``, ``lead generation``, ``second engine``, ``both``, ``hold`` or ``cannot tell yet``.
    status : str
        ``clear``, ``weak`` or ``cannot tell yet``.
    because : tuple of Weighed
        The rules that it rests on; where nothing can be told, those that are not decided.
    reason : str
        Why nothing can be told: ``too little data``, ``one motion``, ``undecided`` or ``recorded with the outcome``;
        "" otherwise.
    channel : str
        The channel that is too large, or "".
    through : str
        The motion in which the second engine should be, or "" for any.
    otherwise : str
        The answer if what it rests on did not hold; "" where nothing can be told.
    """

    answer: str
    status: str
    because: tuple[Weighed, ...] = ()
    reason: str = ""
    channel: str = ""
    through: str = ""
    otherwise: str = ""


UNRECORDED = Recommendation(CANNOT_TELL, UNSURE, reason="recorded with the outcome")


@dataclass(frozen=True)
class Turn:
    """What becomes of a rule and of the answer when one limit moves.

    Attributes
    ----------
    limit_name : str
        Field of `Limits`.
    limit, moved_to : float
        Where it is, and where it was moved.
    changed : tuple of (Weighed, Weighed)
        The rules that hold otherwise, before and after.
    answer : str
        The answer then.
    is_turned : bool
        Whether it is another one.
    """

    limit_name: str
    limit: float
    moved_to: float
    changed: tuple[tuple[Weighed, Weighed], ...]
    answer: str
    is_turned: bool


def recommend(evidence: Evidence, limits: Limits) -> Recommendation:
    """Weigh the rules and say what the business needs more of now.

    Parameters
    ----------
    evidence : Evidence
        What is known.
    limits : Limits
        Where the lines are.

    Returns
    -------
    Recommendation
        Two motions that are both needed outweigh one channel that is too large, and that outweighs one motion that
        is needed: a second engine before more of the same.
    """
    weighed = weigh(evidence, limits)
    found = _decide(evidence, limits, weighed)
    if found.answer in (HOLD, CANNOT_TELL):
        return found
    without = tuple(replace(each, holds=False) if each in found.because else each for each in weighed)
    return replace(found, otherwise=_decide(evidence, limits, without).answer)


def sensitivity(evidence: Evidence, limits: Limits) -> tuple[Turn, ...]:
    """Move every limit by a fifth, one at a time and both ways.

    Parameters
    ----------
    evidence : Evidence
        What is known.
    limits : Limits
        Where the lines are.

    Returns
    -------
    tuple of Turn
        Two for each limit that a rule uses, the lower one first.
    """
    before = weigh(evidence, limits)
    answer = recommend(evidence, limits).answer
    used = {each.limit_name for each in before} | {"fewest_opportunities"}
    turns = []
    for name in (each.name for each in fields(Limits) if each.name in used):
        for factor in FACTORS:
            moved = limits.moved(name, factor)
            pairs = zip(before, weigh(evidence, moved), strict=True)
            changed = tuple((one, other) for one, other in pairs if one.holds != other.holds)
            then = recommend(evidence, moved).answer
            values = getattr(limits, name), getattr(moved, name)
            turns.append(Turn(name, *values, changed, then, then != answer))
    return tuple(turns)


def _decide(evidence: Evidence, limits: Limits, weighed: tuple[Weighed, ...]) -> Recommendation:
    if evidence.opportunities < limits.fewest_opportunities:
        return Recommendation(CANNOT_TELL, UNSURE, reason="too little data")
    deciding = [each for each in weighed if each.is_deciding]
    dominant = next((each for each in deciding if each.rule == "one channel" and each.holds), None)
    needed = [each for each in deciding if each.leans and each.holds]
    motions = {each.leans for each in needed}
    channel = dominant.subject.name if dominant and dominant.subject else ""
    if len(motions) == 2:
        status = min((_surest(needed, weighed, motion) for motion in motions), key=(UNSURE, WEAK, CLEAR).index)
        return Recommendation(BOTH, status, tuple(needed), channel=channel)
    through = motions.pop() if motions else ""
    if dominant:
        return Recommendation(SECOND, dominant.status, (dominant,), channel=channel, through=through)
    if through:
        return Recommendation(ENGINES[through], _surest(needed, weighed, through), tuple(needed), through=through)
    open_rules = tuple(each for each in deciding if each.holds is None)
    if len(evidence.present) < 2:
        return Recommendation(CANNOT_TELL, UNSURE, open_rules, reason="one motion")
    if open_rules:
        return Recommendation(CANNOT_TELL, UNSURE, open_rules, reason="undecided")
    status = CLEAR if all(each.status == CLEAR for each in deciding) else WEAK
    return Recommendation(HOLD, status, tuple(deciding))


def _surest(needed: Iterable[Weighed], weighed: tuple[Weighed, ...], motion: str) -> str:
    """The status of the surest rule that asks for a motion.

    A motion's share alone is a weak reason where what should back it up speaks against it: an inbound that brings
    leads that fit, an outbound that gets its replies.
    """
    backing = {each.rule: each for each in weighed if not each.is_deciding}
    statuses = []
    for each in needed:
        if each.leans == motion:
            backed = backing.get(BACKED_BY.get(each.rule, ""))
            statuses.append(WEAK if backed is not None and backed.holds is False else each.status)
    return CLEAR if CLEAR in statuses else WEAK
