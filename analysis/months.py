"""Which months are whole in a period, and which are old enough to be judged."""

import pandas as pd

from analysis.scope import Scope
from analysis.warehouse import Warehouse


def completeness(warehouse: Warehouse, scope: Scope, months: pd.Series, window: int) -> pd.DataFrame:
    """Tell which months are complete.

    Parameters
    ----------
    warehouse : Warehouse
        Gives the last day of the data.
    scope : Scope
        Its period.
    months : Series of datetime
        First days of months.
    window : int
        Days that all leads of a month must have been watched for until its results are complete.

    Returns
    -------
    DataFrame
        ``is_whole`` (all of the month lies in the period) and ``is_mature`` (and is old enough), on the same index.
    """
    after = months + pd.offsets.MonthBegin(1)
    last = pd.Timestamp(scope.as_of or warehouse.as_of or months.max())
    end = last + pd.Timedelta(days=1)
    is_whole = after <= (end if scope.until is None else min(end, pd.Timestamp(scope.until)))
    if scope.since is not None:
        is_whole &= months >= pd.Timestamp(scope.since)
    return pd.DataFrame({"is_whole": is_whole, "is_mature": is_whole & (after + pd.Timedelta(days=window - 1) <= last)})
