"""The names of the rates at which leads and opportunities win: each its own, always written in full."""

OF_CLOSED_LEADS = "Win rate of closed leads"
OF_CLOSED_OPPORTUNITIES = "Win rate of closed opportunities"
BY_AMOUNT = "Win rate by amount"
DEFINITIONS = {
    OF_CLOSED_LEADS: "won leads over leads that closed as won or lost",
    OF_CLOSED_OPPORTUNITIES: "won opportunities over opportunities that closed as won or lost",
    BY_AMOUNT: "won amount over the amount of opportunities watched for the conversion window",
}


def inside(name: str) -> str:
    """A name inside a sentence."""
    return name[0].lower() + name[1:]


def defined(name: str) -> str:
    """A name with its numerator and denominator, a sentence."""
    return f"{name}: {DEFINITIONS[name]}."
