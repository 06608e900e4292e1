"""Single points as findings: the same on every page that shows one."""

from analysis.claims.single_points import SinglePoint
from analysis.claims.verdicts import KNOW, UNSURE, WATCH
from pages.parts import addresses
from pages.parts.page import Finding
from pages.parts.words import common
from pages.parts.words import single_points as words

# Where one reads on: what would be lost without it, or what it is made of.
LINKS = {
    "channel": addresses.STRESS,
    "owner": addresses.STRESS,
    "account": addresses.STRESS,
    "source": addresses.SOURCES,
}


def finding(point: SinglePoint, link: str = "") -> Finding:
    """A point above its threshold, or too close to tell.

    Parameters
    ----------
    point : SinglePoint
        Which one.
    link : str, optional
        Where to read on; by the grain if not said.

    Returns
    -------
    Finding
        For those who lead.
    """
    is_told = point.verdict != UNSURE
    return Finding(
        WATCH if is_told else KNOW,
        words.sentence(point),
        words.advice(point),
        link or (LINKS.get(point.grain, "") if is_told else ""),
        who=common.LEADERSHIP,
        surely=point.verdict,
    )
