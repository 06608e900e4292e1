"""What whoever runs the server may set in its environment."""

import ipaddress
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

Network = ipaddress.IPv4Network | ipaddress.IPv6Network
Address = ipaddress.IPv4Address | ipaddress.IPv6Address

HOSTS = "PIPELINE_HOSTS"
PROXY_HEADER, PROXY_ADDRESS, PROXY_GROUPS = "PIPELINE_PROXY_HEADER", "PIPELINE_PROXY_ADDRESS", "PIPELINE_PROXY_GROUPS"
REQUESTS, LINES, LINES_OF_ONE, UPLOADS = (
    "PIPELINE_REQUESTS_PER_MINUTE",
    "PIPELINE_CONNECTIONS",
    "PIPELINE_CONNECTIONS_PER_READER",
    "PIPELINE_UPLOADS",
)
AHEAD = "PIPELINE_DRAWN_AHEAD"
ALL, FIRST, NOTHING = "all", "first", "nothing"  # what is drawn before anybody asks
# A first visit makes 120 requests, and an office may come out of one address.
DEFAULTS = {REQUESTS: 3000, LINES: 300, LINES_OF_ONE: 100, UPLOADS: 6}
LONGEST_READER = 256
HEADER = re.compile(r"[A-Za-z0-9-]+")
HOST = re.compile(r"[a-z0-9._-]+|\[[0-9a-f:.]+\]")
# What a proxy sends of a request anyway, so that its being there says nothing of a reader.
NOT_OF_A_READER = re.compile(r"(?i)host|origin|cookie|accept|user-agent|connection|upgrade|referer|sec-.*|content-.*")


class SettingsError(ValueError):
    """A setting of the environment that cannot be meant."""


@dataclass(frozen=True)
class Proxy:
    """A proxy in front that signs readers in and says who asks.

    Attributes
    ----------
    header : str
        Name of the header that has the reader's id, in lower case.
    networks : tuple of Network
        Where it asks from: nobody else is answered.
    groups : str
        Name of the header that has the reader's groups; "" where there is none.
    """

    header: str
    networks: tuple[Network, ...]
    groups: str = ""

    def is_at(self, address: Address | None) -> bool:
        """Whether a request from an address is the proxy's."""
        return address is not None and any(address in network for network in self.networks)

    def reader(self, told: Sequence[str]) -> str | None:
        """The reader, of all values that the header has in a request.

        Parameters
        ----------
        told : sequence of str
            As they are decoded from Latin-1.

        Returns
        -------
        str or None
            None where nobody is named, where two are, or where what is named is no id.
        """
        if len(told) != 1:
            return None
        try:
            reader = told[0].encode("latin-1").decode()  # proxies send names in UTF-8
        except UnicodeError:
            reader = told[0]
        reader = reader.strip()
        return reader if reader.isprintable() and 0 < len(reader) <= LONGEST_READER else None


@dataclass(frozen=True)
class Settings:
    """How far the server is open, and to whom.

    Attributes
    ----------
    hosts : frozenset of str
        Names besides those of this machine that the server answers to, in lower case and without a port.
    proxy : Proxy or None
        The one in front that signs readers in, where there is one.
    requests : int
        How many a reader may make in a minute.
    lines : int
        How many pages may be open at once.
    lines_of_one : int
        How many of them by one reader.
    uploads : int
        How many files are taken in at once; others wait.
    ahead : str
        Which pages are drawn before anybody asks: all, the first one, or nothing.
    """

    hosts: frozenset[str] = frozenset()
    proxy: Proxy | None = None
    requests: int = DEFAULTS[REQUESTS]
    lines: int = DEFAULTS[LINES]
    lines_of_one: int = DEFAULTS[LINES_OF_ONE]
    uploads: int = DEFAULTS[UPLOADS]
    ahead: str = ALL

    @classmethod
    def read(cls, environment: Mapping[str, str]) -> "Settings":
        """Read the environment.

        Parameters
        ----------
        environment : mapping of str to str
            Such as ``os.environ``; what is blank is not set.

        Returns
        -------
        Settings
            With the defaults for what is not set.

        Raises
        ------
        SettingsError
            If a value cannot be meant, or half of the proxy is set.
        """
        count = {name: _count(name, environment.get(name, ""), usual) for name, usual in DEFAULTS.items()}
        hosts = [each.lower().rstrip(".") for each in _parts(environment.get(HOSTS, ""))]
        for host in hosts:
            if not HOST.fullmatch(host):
                raise SettingsError(
                    f"{HOSTS} names {host!r}: it takes names as they stand in the address, without https:// and "
                    "port, and commas between them."
                )
        return cls(
            frozenset(host.strip("[]") for host in hosts),
            _proxy(environment),
            count[REQUESTS],
            count[LINES],
            count[LINES_OF_ONE],
            count[UPLOADS],
            _ahead(environment.get(AHEAD, "")),
        )


def _proxy(environment: Mapping[str, str]) -> Proxy | None:
    header = environment.get(PROXY_HEADER, "").strip().lower()
    addresses = _parts(environment.get(PROXY_ADDRESS, ""))
    if not header and not addresses:
        return None
    if not header or not addresses:
        raise SettingsError(
            f"{PROXY_HEADER} and {PROXY_ADDRESS} go together: the header that names the reader, and the addresses of "
            "the proxy that it is believed of."
        )
    if not HEADER.fullmatch(header) or NOT_OF_A_READER.fullmatch(header):
        raise SettingsError(f"{PROXY_HEADER} is {header!r}: it takes the name of a header, such as X-Forwarded-User.")
    try:
        networks = tuple(ipaddress.ip_network(each) for each in addresses)
    except ValueError as error:
        raise SettingsError(
            f"{PROXY_ADDRESS}: {error}; it takes addresses such as 10.0.0.5 or 10.0.0.0/28, and commas between them."
        ) from error
    if not all(network.prefixlen for network in networks):
        raise SettingsError(f"{PROXY_ADDRESS} takes in everybody: it takes the addresses of the proxy alone.")
    return Proxy(header, networks, environment.get(PROXY_GROUPS, "").strip().lower())


def _ahead(text: str) -> str:
    named = text.strip().lower() or ALL
    if named not in (ALL, FIRST, NOTHING):
        raise SettingsError(f"{AHEAD} is {text!r}: it takes {ALL}, {FIRST} or {NOTHING}.")
    return named


def _parts(text: str) -> list[str]:
    return [part for each in text.split(",") if (part := each.strip())]


def _count(name: str, text: str, usual: int) -> int:
    if not text.strip():
        return usual
    if not re.fullmatch(r"[0-9]{1,7}", text.strip()) or not int(text):
        raise SettingsError(f"{name} is {text!r}: it takes a whole number above 0.")
    return int(text)
