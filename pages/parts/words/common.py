"""Words that several pages use."""

from collections.abc import Iterable, Sequence
from datetime import date

from analysis.claims.verdicts import ACT, CLEAR, NO, UNSURE, WEAK
from analysis.statistics.checks import Interval
from data.fiscal import Quarter
from pages.parts import labels

NO_CLEAR_CHANGE, NO_CLEAR_TREND = "no clear change", "no clear trend"
TOO_FEW, TOO_FEW_WINS = "too few to compare", "too few wins"
NO_LOSSES = "No lost lead is recorded, so there is no win rate of closed leads: load outcomes with losses to see it."
NO_LEADS = "No lead was created in this period under these filters"
WIDEN = "Widen the period or remove a filter."
NOT_COMPARED = "not compared: the earlier period was not recorded as a whole"
NO_MOTION = "The motion of these leads is not known"
MAP_SOURCES = "None of their sources belongs to a channel: choose one for each on the page Settings."

# Who can act.
LEADERSHIP, MARKETING, SALES, LOADERS = "leadership", "marketing", "sales", "whoever loads the data"
# How sure a finding is, after it.
SURELY = {CLEAR: " :gray[Clear.]", WEAK: " :gray[Weak evidence.]", UNSURE: " :gray[Cannot tell yet.]", NO: ""}
OPEN_IN_CRM = "Open in CRM"
NEVER = "never"  # of an instant
DOT = " · "  # between facts that stand beside each other


def counted(number: int, noun: str, plural: str = "") -> str:
    """A number with its noun: 1 lead, 13,598 leads.

    Parameters
    ----------
    number : int
        How many.
    noun : str
        Singular.
    plural : str
        "" adds an s.

    Returns
    -------
    str
        Number and noun, never broken over two lines.

    Examples
    --------
    >>> counted(1, "lead"), counted(2, "opportunity", "opportunities")
    ('1\\xa0lead', '2\\xa0opportunities')
    """
    return f"{labels.count(number)}{labels.NO_BREAK}{noun if number == 1 else plural or noun + 's'}"


def fewer(number: int, noun: str, plural: str = "") -> str:
    """Why nothing is told of what has less: fewer than 5 wins."""
    return f"fewer than {counted(number, noun, plural)}"


def agreeing(number: int, one: str, several: str) -> str:
    """The verb that goes with a number: 1 lead is, 2 leads are.

    Parameters
    ----------
    number : int
        How many there are.
    one, several : str
        The verb with one of them, and with any other number.

    Returns
    -------
    str
        One of the two.
    """
    return one if number == 1 else several


def leads(number: int, unknown: int) -> str:
    """How many leads, and how many of them are of unknown motion."""
    return counted(number, "lead") + (f" ({labels.count(unknown)} of unknown motion)" if unknown else "")


def amount(value: float, currency: str) -> str:
    """An amount inside a sentence: its sign must not be read as the start of a formula."""
    return labels.literal(labels.money(value, currency))


def listed(names: Sequence[str]) -> str:
    """Names in a row: a, b and c."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def estimate(value: float, low: float, high: float) -> str:
    """A rate with its interval: 7.9% (7.3 to 8.5%)."""
    if labels.is_missing(value):
        return labels.MISSING
    return f"{labels.share(value)} ({labels.share_range(low, high)})"


def points_range(low: float, high: float) -> str:
    """An interval of a difference of rates: -2.1 to +0.4 points."""
    return f"{labels.points(low).removesuffix(f'{labels.NO_BREAK}points')} to {labels.points(high)}"


def times_range(low: float, high: float) -> str:
    """An interval of a ratio: 0.8 to 1.4×."""
    return f"{labels.times(low).removesuffix(labels.TIMES)} to {labels.times(high)}"


def left_out(young: int, undated: int, window: int) -> str:
    """How many leads a rate within a window leaves out, and why; "" when it leaves out none."""
    reasons = []
    if young:
        reasons.append(f"{counted(young, 'lead')} younger than {window} days")
    if undated:
        reasons.append(f"{counted(undated, 'win')} without a usable date")
    return f"Left out: {listed(reasons)}." if reasons else ""


def shortened(window: int, whole: int) -> str:
    """Why a shorter window than the usual one is shown; "" when it is the usual one."""
    if window == whole:
        return ""
    return f"conversion within {window} days: the usual {whole} would leave out most of these leads"


def listed_after(text: str, more: str) -> str:
    """A text and what specifies it, after a comma; the text alone where there is nothing more to say."""
    return f"{text}, {more}" if more else text


def quarters(example: Quarter | None) -> str:
    """Which quarters are meant, by one of them; "" for none and for those of the calendar, which say it themselves."""
    if example is None or example.of.is_calendar:
        return ""
    return f"Quarters are those of the fiscal year: {example.name} is {example.months}."


def joined(*sentences: str) -> str:
    """Sentences one after the other, without the empty ones."""
    return " ".join(sentence for sentence in sentences if sentence)


def grey_line(*parts: str) -> str:
    """Facts beside each other, without the empty ones."""
    return DOT.join(part for part in parts if part)


def to_do(asks: Iterable[str]) -> str:
    """What findings are together, above them: whether any asks for something."""
    return "What to do" if ACT in asks else "What stands out"


def capital(sentence: str) -> str:
    """The sentence with a capital first letter; the rest stays."""
    return sentence[:1].upper() + sentence[1:]


def money_estimate(mean: Interval, currency: str) -> str:
    """An average amount with its interval, for a table."""
    written = [labels.money(each, currency) for each in mean]
    return f"{written[0]} ({written[1]} to {written[2]})" if not mean.is_missing else written[0]


def gap_under(gap: float, *, is_few: bool) -> str | None:
    """Text under the name of a pair; None where there is no gap."""
    if labels.is_missing(gap):
        return None
    return f"{labels.points(gap)}{', too few' if is_few else ''}"


def late_recording(since: date, leads: int) -> str:
    """Why months are left out: their leads were not observed from the start."""
    return f"{not_observed(since, leads)} Their months are left out."


def not_observed(since: date, leads: int) -> str:
    """Whose wins cannot all be in the data."""
    return (
        f"Wins are recorded only since {labels.day(since)}: {counted(leads, 'lead')} created before "
        f"{agreeing(leads, 'was', 'were')} not observed from the start, so that too few seem to have won."
    )
