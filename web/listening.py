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
GUARDED = "PIPELINE_GUARDED_PROCESS"  # set by the guard: the number of the process in front of which it stands
OF_A_PROVIDER = ("client_id", "client_secret", "server_metadata_url")
NO_PROVIDER = "client_kwargs"  # the one section within [auth] that is none
GONE_AROUND = "The dashboard is started with `python server.py`: without it, nothing guards what it shows."


def is_sign_in_configured() -> bool:
    """Whether ``st.login`` has all it needs in the section ``[auth]`` of the secrets."""
    section = get_secrets_auth_section()
    return all(section.get(key) for key in ("redirect_uri", "cookie_secret", *OF_A_PROVIDER))


def named_providers() -> list[str]:
    """Providers that have a section of their own within ``[auth]``; what they say of somebody is looked at nowhere."""
    section = get_secrets_auth_section()
    return sorted(name for name, value in section.items() if isinstance(value, Mapping) and name != NO_PROVIDER)


def is_gone_around(headers: Mapping[str, str]) -> bool:
    """Whether a browser has come here without the guard, by what it has sent; where there is none, there is nobody."""
    return bool(headers) and os.environ.get(GUARDED) != str(os.getpid())


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
    if providers := named_providers():
        yield (
            f"Readers sign in with one provider, which has no name: move what [auth.{providers[0]}] says into [auth] "
            "in .streamlit/secrets.toml (docs/sharing.md)."
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
