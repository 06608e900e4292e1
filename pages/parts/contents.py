"""What is loaded at all, whatever the scope."""

from analysis.warehouse import Warehouse


def has_touches(warehouse: Warehouse) -> bool:
    """Whether any touch is loaded."""
    records = warehouse.ask("contents").set_index("kind")["records"]
    return int(records["touches"]) > 0
