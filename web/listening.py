"""Where the server listens, and whether it may."""

import ipaddress
import os
from collections.abc import Iterable, Mapping

from streamlit import config
from streamlit.auth_util import get_secrets_auth_section

from web.settings import HOSTS, PROXY_ADDRESS, PROXY_HEADER, Address, Settings

# Whom Uvicorn believes in X-Forwarded-For: nobody, so that an address is that of the socket.
FORWARDED = "FORWARDED_ALLOW_IPS"
ALL_ADDRESSES = (None, "", "0.0.0.0", "::")  # noqa: S104
OF_A_PROVIDER = ("client_id", "client_secret", "server_metadata_url")


def is_sign_in_configured() -> bool:
    """Whether ``st.login`` has all it needs in the section ``[auth]`` of the secrets, of one provider at least."""
    section = get_secrets_auth_section()
    providers = (section, *(value for value in section.values() if isinstance(value, Mapping)))
    return all(section.get(key) for key in ("redirect_uri", "cookie_secret")) and any(
        all(provider.get(key) for key in OF_A_PROVIDER) for provider in providers
    )


def is_behind_proxy() -> bool:
    """Whether a proxy signs readers in; a `SettingsError` where the environment says half of it."""
    return Settings.read(os.environ).proxy is not None


def groups_of(headers: Mapping[str, str]) -> list[str]:
    """The groups of the reader that the proxy names, as `reader_of` takes headers; none where it names none."""
    proxy = Settings.read(os.environ).proxy
    if proxy is None or not proxy.groups:
        return []
    told = ",".join(value for name, value in headers.items() if name.lower() == proxy.groups)
    return [part for each in told.split(",") if (part := each.strip())]


def reader_of(headers: Mapping[str, str]) -> str | None:
    """The reader that the proxy names.

    Parameters
    ----------
    headers : mapping of str to str
        Of the request that opened the page, such as ``st.context.headers``: names in any case.

    Returns
    -------
    str or None
        None where no proxy signs readers in. Behind one that does there is always a reader: requests without one are
        refused before a page is run.
    """
    proxy = Settings.read(os.environ).proxy
    if proxy is None:
        return None
    return proxy.reader([value for name, value in headers.items() if name.lower() == proxy.header])


def address_of(host: str) -> Address | None:
    """An address as the socket has it; None where it is none, such as that of a Unix socket."""
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return None
    # A socket that listens on :: has those of IPv4 in this form.
    return getattr(address, "ipv4_mapped", None) or address


def is_only_here(host: str | None) -> bool:
    """Whether only this machine reaches an address that a server listens on; without one it listens on all."""
    address = address_of(host or "")
    return host == "localhost" or (address is not None and address.is_loopback)


def refusals(settings: Settings) -> Iterable[str]:
    """Why the server must not start with the options that it was given, a sentence each."""
    address = config.get_option("server.address")
    if not is_only_here(address) and settings.proxy is None and not is_sign_in_configured():
        yield (
            f"The server would be open to others on {address or 'all addresses'}, and nobody would have to sign in: "
            "set up the section [auth] in .streamlit/secrets.toml, or a proxy that signs readers in with "
            f"{PROXY_HEADER} and {PROXY_ADDRESS}, or leave out server.address (docs/security.md)."
        )
    for option in ("enableCORS", "enableXsrfProtection"):
        if not config.get_option(f"server.{option}"):
            yield f"server.{option} must stay on: without it other sites can use the dashboard in a reader's name."
    named = {each.lower() for each in config.get_option("server.trustedUserHeaders") or ()}
    if named - ({settings.proxy.header} if settings.proxy else set()):
        yield (
            f"server.trustedUserHeaders believes headers that anybody can send: name the reader's with {PROXY_HEADER}, "
            f"and the proxy with {PROXY_ADDRESS}."
        )


def warnings(settings: Settings) -> Iterable[str]:
    """What whoever starts the server shall know."""
    if settings.proxy is not None:
        where = ", ".join(map(str, settings.proxy.networks))
        yield (
            f"Whoever asks from {where} is believed when the header {settings.proxy.header} names a reader; "
            "nobody else is answered."
        )
    if not is_only_here(config.get_option("server.address")) and not settings.hosts:
        yield f"{HOSTS} is not set: the server answers to no other names than localhost."
