"""Who is signed in at a browser, as ``st.login`` left it there."""

import json
from collections.abc import Mapping
from typing import Any

from streamlit.auth_util import get_cookie_with_chunks
from streamlit.web.server.server_util import AUTH_COOKIE_NAME, get_cookie_secret
from streamlit.web.server.starlette.starlette_app_utils import decode_signed_value


def is_signed_in(cookies: Mapping[str, str]) -> bool:
    """Whether the cookies of a request are signed by this server, and tell of somebody who is signed in."""
    return bool(_told(cookies))


def reader_of(cookies: Mapping[str, str]) -> str:
    """Who is signed in by the cookies of a request, to be counted by; "" where nobody is."""
    told = _told(cookies)
    return f"{told.get('iss')} {told.get('sub') or told.get('email')}" if told else ""


def _told(cookies: Mapping[str, str]) -> dict[str, Any]:
    """What the provider said of whoever is signed in; nothing where nobody is."""
    secret = get_cookie_secret()
    signed = get_cookie_with_chunks(
        lambda name: decode_signed_value(secret, name, cookies.get(name, "")), AUTH_COOKIE_NAME
    )
    try:
        told = json.loads(signed or b"{}")
    except ValueError:
        return {}
    return told if isinstance(told, dict) and told.get("is_logged_in") is True else {}
