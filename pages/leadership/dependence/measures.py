"""What shares are of: leads, opportunities, wins or their amount."""

from analysis.claims import months
from pages.leadership.dependence.words import measures as words
from pages.parts import opens
from pages.parts.page import PageModel
from pages.parts.words import common


def counted_in_trends(measure: str, window: int) -> dict[str, str]:
    """The leads that `months.counted` counts, as parameters of the page Leads."""
    if measure not in months.WINS:
        return opens.counted_in(measure)
    return {"mature_days": str(window), "won_days": str(window)}


def nothing_of(measure: str, leads: int) -> PageModel:
    """The page where there is nothing of a measure to share."""
    if leads == 0:
        return PageModel(common.NO_LEADS, empty=common.WIDEN)
    return PageModel(words.NOTHING[measure], common.counted(leads, "lead"), empty=words.TRY_ANOTHER[measure])


def negative(measure: str) -> PageModel:
    """The page where amounts add up to less than nothing, so that no share means anything."""
    return PageModel(words.NOTHING[measure], empty=words.NEGATIVE)
