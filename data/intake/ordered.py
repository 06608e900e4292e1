"""What the days of a lead say beside each other: which came first, and which are there only where a lead has ended."""

from collections.abc import Mapping, Sequence
from datetime import date
from statistics import median

from data.definitions import Definitions
from data.intake.labels import CLOSING, labels_for
from data.intake.seen import Seen

SAYING = ("is_closed", "outcome", "stage", "is_won")  # fields that say whether a lead has ended, the best first
FEWEST = 3  # rows: fewer say nothing
RARELY, OFTEN = 0.05, 0.5  # of the rows: a day is later than another one, and before it
PURELY, MOSTLY = 0.95, 0.5  # of the rows with a day those that have ended, and of these those with a day
ALL_ENDED = 0.9
LONGEST = 1_000  # days from one to the other, mostly: a day of birth is not that of a lead

Days = Sequence[date | None]
Ended = Sequence[bool | None]


def is_before(days: Days, others: Days, among: Ended | None = None) -> bool:
    """Whether a day is rarely after another one, and often before it; default: among all rows."""
    told = [among is None or each is True for each in among or days]
    gaps = [
        (other - day).days
        for day, other, counts in zip(days, others, told, strict=True)
        if counts and day is not None and other is not None
    ]
    if len(gaps) < FEWEST or median(gaps) > LONGEST:
        return False
    return sum(gap < 0 for gap in gaps) <= RARELY * len(gaps) and sum(gap > 0 for gap in gaps) >= OFTEN * len(gaps)


def ended(seen: Seen, columns: Mapping[str, str], meant: Definitions) -> Ended:
    """Of some rows whether the lead has ended by its flag, outcome or stage; None where nothing says so.

    Parameters
    ----------
    seen : Seen
        The file.
    columns : mapping of str to str
        Columns of our fields.
    meant : Definitions
        Stages, by which labels are known.
    """
    for field in SAYING:
        if labels := seen.labels_by_row.get(columns.get(field, "")):
            said = {label: _has_ended(field, label, meant) for label in set(labels)}
            if True in said.values():
                return [said[label] for label in labels]
    return ()


def closing_share(days: Days, ends: Ended) -> float:
    """Share of the leads that ended that have a day, where (nearly) none other has one; 0 where that is not so."""
    told = [(day is not None, has_ended) for day, has_ended in zip(days, ends, strict=False) if has_ended is not None]
    filled = [has_ended for has_day, has_ended in told if has_day]
    all_ended = sum(has_ended for _, has_ended in told)
    if len(filled) < FEWEST or sum(filled) < PURELY * len(filled) or sum(filled) < MOSTLY * all_ended:
        return 0.0
    return sum(filled) / all_ended


def have_all_ended(ends: Ended) -> bool:
    """Whether (nearly) all leads of which it is known have ended, so that a day for each says nothing."""
    told = [each for each in ends if each is not None]
    return sum(told) >= ALL_ENDED * len(told)


def _has_ended(field: str, label: str, meant: Definitions) -> bool | None:
    flag = labels_for("is_won", [label], meant)[label]
    if flag is not None and field != "stage":
        return True if flag == "yes" else False if field == "is_closed" else None  # what is not won may be lost
    if not label:
        return False if field == "outcome" else None
    return labels_for("outcome", [label], meant)[label] in CLOSING
