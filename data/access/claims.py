"""Whether what a provider said of somebody admits them, now.

A browser keeps what was said for a month. It is looked at on every run: what was right when somebody signed in need not
be right any more.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from data.access.readers import Identity, named

METADATA = "/.well-known/openid-configuration"


class NotAdmittedError(ValueError):
    """Somebody is not admitted; the message says why, for them to read.

    Attributes
    ----------
    can_sign_in : bool
        Whether signing in anew may help.
    """

    def __init__(self, sentence: str, *, can_sign_in: bool = True) -> None:
        super().__init__(sentence)
        self.can_sign_in = can_sign_in


@dataclass(frozen=True)
class Expected:
    """What must be said of whoever is admitted.

    Attributes
    ----------
    issuer : str
        The company's provider.
    audience : str
        This dashboard, as the provider calls it.
    tenant : str, default ""
        The company, at a provider of many; "" where the provider is of one.
    verifies : bool, default False
        Whether the provider knows every address by itself, and does not say so of each.
    groups : str, default "groups"
        Name of the claim that lists groups.
    """

    issuer: str
    audience: str
    tenant: str = ""
    verifies: bool = False
    groups: str = "groups"


def expected(auth: Mapping[str, Any]) -> Expected:
    """What the settings demand.

    Parameters
    ----------
    auth : mapping
        The section ``[auth]`` of Streamlit's secrets: ``client_id`` and ``server_metadata_url``.

    Returns
    -------
    Expected
        With what the environment adds: ``PIPELINE_ISSUER`` (else the provider of the address), ``PIPELINE_TENANT``,
        ``PIPELINE_ADDRESSES_VERIFIED=yes`` and ``PIPELINE_GROUPS``.
    """
    told = os.environ
    return Expected(
        issuer=told.get("PIPELINE_ISSUER") or str(auth.get("server_metadata_url", "")).removesuffix(METADATA),
        audience=str(auth.get("client_id", "")),
        tenant=told.get("PIPELINE_TENANT", ""),
        verifies=told.get("PIPELINE_ADDRESSES_VERIFIED") == "yes",
        groups=told.get("PIPELINE_GROUPS") or "groups",
    )


def admitted(claims: Mapping[str, Any], demanded: Expected, now: float) -> Identity:
    """Who somebody is, if all that is demanded holds.

    Parameters
    ----------
    claims : mapping
        What the provider said of them when they signed in.
    demanded : Expected
        Of the settings.
    now : float
        Seconds since 1970.

    Returns
    -------
    Identity
        Who it is.

    Raises
    ------
    NotAdmittedError
        If anything of it does not hold, or is not said.
    """
    audience = claims.get("aud")
    audiences = audience if isinstance(audience, list) else [audience]
    if not demanded.issuer or str(claims.get("iss", "")).rstrip("/") != demanded.issuer.rstrip("/"):
        raise NotAdmittedError("You signed in with another provider than your company's.")
    if not demanded.audience or demanded.audience not in audiences:
        raise NotAdmittedError("You signed in to something else than this dashboard.")
    if demanded.tenant and demanded.tenant not in (claims.get("tid"), claims.get("hd")):
        raise NotAdmittedError("Your account is of another company than this dashboard.")
    ends = claims.get("exp")
    if not isinstance(ends, int | float) or isinstance(ends, bool) or ends <= now:
        raise NotAdmittedError("Your sign-in has expired.")
    address = claims.get("email")
    if not isinstance(address, str) or "@" not in address:
        raise NotAdmittedError("Your provider tells no address of yours.", can_sign_in=False)
    if claims.get("email_verified") is not True and not demanded.verifies:
        raise NotAdmittedError("Your provider has not verified your address.", can_sign_in=False)
    listed = claims.get(demanded.groups)
    return Identity(address, str(claims.get("name") or ""), named(listed if isinstance(listed, list) else [listed]))
