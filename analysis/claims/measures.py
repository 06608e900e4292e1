"""What shares are of: leads, opportunities, wins or their amount, and which of them decides."""

import pandas as pd

from analysis.question import MEASURES

# The gate that a measure counts from; what is won is told by its outcome.
FROM = {"leads": "lead", "opportunities": "opportunity", "won": "opportunity", "won_amount": "opportunity"}


def deciding(counted: pd.DataFrame, few: int) -> str:
    """The measure that the verdict on a share rests on.

    Parameters
    ----------
    counted : DataFrame
        Answer to the question ``shares``.
    few : int
        Cases below which nothing can be told.

    Returns
    -------
    str
        Opportunities: nearer to money than leads, known earlier and of more cases than wins. Leads where there are too
        few of them.
    """
    return "opportunities" if counted["opportunities"].sum() >= few else "leads"


def recorded(counted: pd.DataFrame) -> tuple[str, ...]:
    """The measures of which there is anything in the answer to the question ``shares``."""
    return tuple(name for name in MEASURES if counted[name].sum() > 0)


def cases_of(rows: pd.DataFrame, measure: str) -> int:
    """Leads, opportunities or wins behind the rows of the question ``shares``."""
    return int(rows["won_with_amount" if measure == "won_amount" else measure].sum())
