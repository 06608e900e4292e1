"""The size of deals as a finding: the same on every page that shows one."""

from analysis.claims.deal_size import DealSize
from analysis.claims.verdicts import KNOW, NO
from pages.parts import addresses
from pages.parts.page import Finding
from pages.parts.words import deal_size as words


def findings(deals: DealSize) -> tuple[Finding, ...]:
    """The segment in which the ratio of deal sizes stands apart.

    Parameters
    ----------
    deals : DealSize
        Of both motions.

    Returns
    -------
    tuple of Finding
        None where no segment does.
    """
    if deals.apart is None or deals.surely == NO:
        return ()
    sentence = words.apart(deals.apart.stratum, deals.apart.ratio, deals.apart.others)
    return (Finding(KNOW, sentence, link=addresses.SOURCES, choice={"view": "Like for like"}, surely=deals.surely),)
