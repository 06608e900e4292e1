"""What Dependence calls that of which it shows shares."""

from pages.parts.words import common

NAMES = {"leads": "Leads", "opportunities": "Opportunities", "won": "Won", "won_amount": "Won amount"}
CASES = {
    "leads": ("lead", "leads"),
    "opportunities": ("opportunity", "opportunities"),
    "won": ("win", "wins"),
    "won_amount": ("won lead with an amount", "won leads with an amount"),
}
NEGATIVE = "The won amounts of a group add up to less than nothing: they have no shares. Choose another measure."
NOTHING = {
    "leads": "No lead here",
    "opportunities": "No opportunity here yet",
    "won": "Nothing is won here yet",
    "won_amount": "No won amount is recorded here",
}
TRY_ANOTHER = {
    "leads": common.WIDEN,
    "opportunities": "Look at leads instead, or widen the period.",
    "won": "Look at leads or opportunities instead, or widen the period.",
    "won_amount": "Load outcomes with their amount, or look at the number won instead.",
}


def cases(number: int, measure: str) -> str:
    """How many cases a share rests on."""
    return common.counted(number, *CASES[measure])
