"""What an address does not say in plain: names of persons, ids of accounts, and what readers search for.

Links, bookmarks and logs of proxies hold keys and sealed texts in their place. Within the dashboard all is plain.
"""

from collections.abc import Iterable

from data import dimensions
from data.access import keys
from data.store import Store

# Parameters that name somebody, and the column of leads in which the name stands: filters, what ``opens`` makes of a
# mark, and what the Stress test stops.
_NAMING = (*(each.name for each in dimensions.ALL if each.is_person), "account_id")
COLUMNS = {
    **{f"{whose}{column}": column for column in _NAMING for whose in ("", "only_", "stop_")},
    "account": "account_id",
}
TYPED = ("search",)  # what a reader wrote, which may be a name
DISGUISES = ("to_", "exactly_")  # of parameters on the way to a page


def bare(name: str) -> str:
    """Name of a parameter without its disguise."""
    for disguise in DISGUISES:
        name = name.removeprefix(disguise)
    return name


def is_private(name: str) -> bool:
    """Whether a parameter, in disguise or not, may name somebody."""
    return bare(name) in COLUMNS or bare(name) in TYPED


def closed(address: Iterable[tuple[str, str]], sight: str = "") -> list[tuple[str, str]]:
    """Parameters as an address may say them.

    Parameters
    ----------
    address : iterable of (str, str)
        Names and values; what is opaque already stays.
    sight : str, default ""
        Key of what the reader sees, for whom texts are sealed.

    Returns
    -------
    list of (str, str)
        With keys and sealed texts.
    """
    return [(name, _closed(bare(name), value, sight)) for name, value in address]


def _closed(name: str, value: str, sight: str) -> str:
    if value and name in COLUMNS and not keys.is_key(value):
        return keys.key(Store().folder, value)
    if value and name in TYPED and not keys.is_sealed(value):
        return keys.sealed(Store().folder, value, sight)
    return value
