"""The names that the server answers to, and the sites that may ask it."""

from collections.abc import Sequence
from urllib.parse import SplitResult, urlsplit

THIS_MACHINE = frozenset({"localhost", "127.0.0.1", "::1"})


def name_of(told: Sequence[str]) -> str | None:
    """The name in the header ``Host``.

    Parameters
    ----------
    told : sequence of str
        All values that the header has in a request.

    Returns
    -------
    str or None
        In lower case, without port, brackets and a last full stop; None where there is none, or more than one.
    """
    parts = _parts(f"//{told[0]}") if len(told) == 1 else None
    return parts.hostname.rstrip(".") if parts is not None and parts.hostname else None


def is_same_site(origin: str, host: str) -> bool:
    """Whether the page that asks is one of the server's own: it has the address that it asks.

    Parameters
    ----------
    origin : str
        The header ``Origin``: scheme, name and port.
    host : str
        The header ``Host``: name and port.

    Returns
    -------
    bool
        False also for another port: other programs listen on this machine, too. A browser writes both alike.
    """
    return origin in (f"http://{host}", f"https://{host}")


def _parts(address: str) -> SplitResult | None:
    """Parts of an address that has a name and at most a port besides."""
    try:
        parts = urlsplit(address)
        is_plain = parts.hostname and parts.port != 0 and "@" not in parts.netloc
    except ValueError:
        return None
    return parts if is_plain and not (parts.path or parts.query or parts.fragment) else None
