"""For how long leads must have been watched before their conversion counts, when the period is short."""

from datetime import date, timedelta

from analysis.scope import Scope
from analysis.warehouse import Warehouse

SHORTER = (90, 60, 30, 14, 7)


def window_of(warehouse: Warehouse, scope: Scope) -> int:
    """Conversion window in days that leaves at least half of the days of the scope's period in the count.

    Parameters
    ----------
    warehouse : Warehouse
        Gives the window of the definitions and the last day of the data.
    scope : Scope
        Which leads.

    Returns
    -------
    int
        The window of the definitions; the longest shorter one where the period is too young for it.
    """
    last = scope.as_of or warehouse.as_of
    whole = warehouse.definitions.windows.conversion_days
    if scope.since is None or last is None:
        return whole
    newest = min(last, scope.until - timedelta(days=1)) if scope.until else last
    return fitting(whole, _age(scope.since, last) + _age(newest, last))


def fitting(whole: int, twice_median_age: float) -> int:
    """The longest window that a lead of median age has been watched for; the shortest where there is none."""
    windows = [whole, *(days for days in SHORTER if days < whole)]
    return next((days for days in windows if 2 * days <= twice_median_age), windows[-1])


def _age(day: date, last: date) -> int:
    return max((last - day).days, 0)
