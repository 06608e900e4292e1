"""What Dependence says about a grain: its names, its threshold, and what to do about one that carries too much."""

from analysis.statistics.checks import Interval
from pages.leadership.dependence.words import measures
from pages.parts import labels
from pages.parts.words import common


def plural(grain: str) -> str:
    """Several of a grain."""
    return f"{grain}s"


def facts(grain: str, measure: str, cases: int, leads: int, unnamed: float) -> str:
    """The start of the grey line: what the shares rest on, and how much has no name."""
    own = {"leads": "", "won": common.counted(cases, "won lead")}.get(measure, measures.cases(cases, measure))
    without = f"{labels.share(unnamed)} without {'an' if grain in {'owner', 'account'} else 'a'} {grain}"
    return common.grey_line(common.counted(leads, "lead"), own, without if unnamed > 0 else "")


def nameless(grain: str) -> str:
    """The title where nothing has a name."""
    return f"No {grain} is recorded here"


def load_names(grain: str) -> str:
    """What to do where nothing has a name."""
    column = {"channel": "source", "account": "account_id"}.get(grain, grain)
    return f"Load leads with their {column}, or look at another grain."


def in_effect(plural: str) -> str:
    """Name of the effective number: as how many equal ones it is."""
    return f"{plural.capitalize()} in effect"


def effective_help(number: Interval, hhi: Interval, plural: str) -> str:
    """What the effective number is, with its interval and the HHI."""
    if number.is_missing:
        return f"Too few cases to say how many {plural} it is in effect."
    return (
        f"As if there were so many {plural}, all of one size: 1 / HHI. 95% interval "
        f"{labels.number(number.low)} to {labels.number(number.high)}. "
        f"HHI {_index(hhi.estimate)} ({_index(hhi.low)} to {_index(hhi.high)})."
    )


def _index(value: float) -> str:
    """An HHI: of many small ones it needs more digits."""
    return labels.number(value) if value >= 0.1 else f"{value:.4f}"
