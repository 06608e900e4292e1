"""For how long leads must have been watched before their conversion counts, the same on all pages."""

from analysis.scope import Scope
from analysis.warehouse import Warehouse


def window_of(warehouse: Warehouse, scope: Scope) -> int:
    """Conversion window in days; see ``Warehouse.window_days``."""
    return warehouse.window_days(scope)
