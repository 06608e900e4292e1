"""Leads whoever has signed in back to the address that they asked for; Streamlit leads to the first page."""

from urllib.parse import quote, unquote, urlsplit

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit import config
from streamlit.url_util import make_url_path

COOKIE = "way_back"
SECONDS = 600  # to sign in
LONGEST = 3000  # characters: browsers keep cookies of 4,096
STATUS_OF_REDIRECT = 302


class WayBack:
    """Remembers, in the browser, from which address somebody goes to sign in."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        base = config.get_option("server.baseUrlPath")
        self.first = make_url_path(base, "/")
        self.login, self.callback = make_url_path(base, "auth/login"), make_url_path(base, "oauth2callback")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] != "http" or scope["path"] not in (self.login, self.callback):
            await self.app(scope, receive, send)
            return
        request = Request(scope)

        async def send_on(message: Message) -> None:
            if message["type"] == "http.response.start" and message["status"] == STATUS_OF_REDIRECT:
                (self._remember if scope["path"] == self.login else self._return)(
                    request, MutableHeaders(raw=message["headers"])
                )
            await send(message)

        await self.app(scope, receive, send_on)

    def _remember(self, request: Request, headers: MutableHeaders) -> None:
        asked = urlsplit(request.headers.get("referer", ""))
        address = quote(f"{asked.path}{'?' if asked.query else ''}{asked.query}", safe="")
        if asked.netloc == request.headers.get("host") and len(address) <= LONGEST:
            self._set(headers, address, SECONDS)

    def _return(self, request: Request, headers: MutableHeaders) -> None:
        address = unquote(request.cookies.get(COOKIE, ""))
        if not address:
            return
        self._set(headers, "", 0)
        if headers.get("location") == self.first and is_of_this_server(address):
            headers["location"] = address

    def _set(self, headers: MutableHeaders, value: str, seconds: int) -> None:
        told = Response()
        told.set_cookie(COOKIE, value, max_age=seconds, path=self.callback, httponly=True, samesite="lax")
        headers.append("set-cookie", told.headers["set-cookie"])


def is_of_this_server(address: str) -> bool:
    """Whether an address is a path, which a browser cannot take for another server's.

    Parameters
    ----------
    address : str
        As a cookie told it.

    Returns
    -------
    bool
        False for what begins with two slashes, of either kind, or holds anything that a header or browser drops.
    """
    return address.startswith("/") and not address.startswith("//") and "\\" not in address and address.isprintable()
