"""The names of the rates at which leads and opportunities win: each its own, always written in full."""

from pages.parts import glossary

OF_CLOSED_LEADS = "Win rate of closed leads"
OF_CLOSED_OPPORTUNITIES = "Win rate of closed opportunities"
BY_AMOUNT = "Win rate by amount"


def inside(name: str) -> str:
    """A name inside a sentence."""
    return name[0].lower() + name[1:]


def defined(name: str) -> str:
    """A name with its numerator and denominator, a sentence."""
    return f"{name}: {inside(glossary.plain(name))}"
