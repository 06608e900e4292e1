"""Stands before everything that the server answers."""

import asyncio
import ipaddress
import logging
import os
import re
import time
from collections.abc import Callable, Iterator, Mapping
from functools import partial

from starlette.datastructures import MutableHeaders
from starlette.requests import HTTPConnection, Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit import config
from streamlit.url_util import make_url_path

from web import cookies, headers, hosts, listening
from web.limits import Buckets, Lines
from web.listening import FORWARDED
from web.settings import HOSTS, Address, Settings, SettingsError

LONGEST_ADDRESS = 16_384  # bytes: an address holds all that a reader chose
LONGEST_HEADERS = 65_536
UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f]")
CORE = "_stcore/"
HEALTH, STREAM, UPLOADS = f"{CORE}health", f"{CORE}stream", f"{CORE}upload_file/"
# Of what Streamlit answers under its own name, what its frontend asks. The rest is for programs: memory, sessions, the
# health of the script, and a way to use the pages without a browser.
ASKED = re.compile(rf"{CORE}(health|host-config|stream|upload_file/.+|bidi-components/.+)")
FILES = "media/"
OF_READERS = (FILES, UPLOADS)  # what pages hand out and take in; the rest is the same for everybody
LONGEST_LOGGED = 100
LOGGED_PER_MINUTE = 20  # of what was refused: whoever sends more fills no disk

log = logging.getLogger(__name__)
# Uvicorn takes every refusal of a line for a fault of the application.
logging.getLogger("uvicorn.error").addFilter(lambda told: "without completing handshake" not in told.getMessage())


class Guard:
    """Answers those to whom the server is open, what its pages ask, and not without end.

    Parameters
    ----------
    app : ASGIApp
        What stands behind.
    settings : Settings, optional
        Default: those of the environment.
    clock : callable, optional
        Seconds that never go back.

    Raises
    ------
    SettingsError
        If the environment cannot be meant, or the server was started so that anybody could pass for the proxy.
    """

    def __init__(
        self, app: ASGIApp, settings: Settings | None = None, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self.app = app
        self.settings = Settings.read(os.environ) if settings is None else settings
        if self.settings.proxy is not None and os.environ.get(FORWARDED) != "":
            raise SettingsError("Behind a proxy, start the server with `python server.py`: it must see who asks.")
        os.environ[listening.GUARDED] = str(os.getpid())
        self.hosts = hosts.THIS_MACHINE | self.settings.hosts
        self.has_sign_in = listening.is_sign_in_configured()
        self.is_shared = self.has_sign_in or self.settings.proxy is not None
        self.base = make_url_path(config.get_option("server.baseUrlPath"), "")
        self.buckets = Buckets(self.settings.requests, clock)
        self.lines = Lines(self.settings.lines, self.settings.lines_of_one)
        self.logged = Buckets(LOGGED_PER_MINUTE, clock)
        self.uploads = asyncio.Semaphore(self.settings.uploads)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or say why not."""
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
            return
        asked = HTTPConnection(scope)
        path = scope["path"].removeprefix(self.base).lstrip("/")
        if path == HEALTH and self.settings.proxy is not None:  # whoever asks it, nobody is believed there
            named = self.settings.proxy.header.encode()
            scope = {**scope, "headers": [each for each in scope["headers"] if each[0] != named]}
        send = partial(_send_with, headers.OF_FILES if path.startswith(FILES) else headers.OF_PAGES, send)
        refusal = next(self._refusals(asked, path), None)
        if refusal is not None:
            self._log(asked, refusal)
            await _refuse(refusal, scope, receive, send)
        elif scope["type"] == "websocket":
            with self.lines.one_more(self._reader(asked)) as has_room:
                full = _refusal(
                    429, "Too many pages are open: close some, then reload this one.", **{"retry-after": "60"}
                )
                await (self.app if has_room else partial(_refuse, full))(scope, receive, send)
        elif scope["method"] == "PUT":
            async with self.uploads:
                await self.app(scope, receive, send)
        else:
            await self.app(scope, receive, send)

    def _refusals(self, asked: HTTPConnection, path: str) -> Iterator[Response]:
        """Whatever speaks against answering, the cheapest first."""
        yield from self._of_form(asked, path)
        yield from self._of_place(asked)
        if path != HEALTH:
            yield from self._of_reader(asked, path)
            wait = self.buckets.wait(self._reader(asked))
            if wait:
                yield _refusal(
                    429, "Too many requests: wait a moment, then reload the page.", **{"retry-after": str(wait)}
                )

    def _of_form(self, asked: HTTPConnection, path: str) -> Iterator[Response]:
        """What no page of ours asks."""
        if len(asked.scope.get("raw_path") or b"") + len(asked.scope["query_string"]) > LONGEST_ADDRESS:
            yield _refusal(414, "The address is too long.")
        if sum(len(name) + len(value) for name, value in asked.scope["headers"]) > LONGEST_HEADERS:
            yield _refusal(431, "The headers of the request are too long: clearing this site's cookies may help.")
        if UNPRINTABLE.search(asked.scope["path"]):
            yield _refusal(400, "The address has characters that no address has.")
        takes = ("GET", "HEAD", *(("PUT", "DELETE") if path.startswith(UPLOADS) else ()))
        if asked.scope.get("method", "GET") not in takes:
            yield _refusal(405, "The server does not take such requests here.", allow=", ".join(takes))
        if (path.startswith(CORE) and not ASKED.fullmatch(path)) or (
            asked.scope["type"] == "websocket" and path != STREAM
        ):
            yield _refusal(404, "There is nothing here.")

    def _of_place(self, asked: HTTPConnection) -> Iterator[Response]:
        """Where a request came in, by which name, and from which site."""
        here = asked.scope.get("server")
        if not self.is_shared and not (here and listening.is_only_here(here[0])):
            yield _refusal(403, "The server answers nobody from outside until readers have to sign in.")
        name = hosts.name_of(asked.headers.getlist("host"))
        if name is None:
            yield _refusal(400, "The request does not say by which name it calls the server.")
        elif name not in self.hosts:
            yield _refusal(421, f"The server is not known by this name: whoever runs it can allow it with {HOSTS}.")
        origins = asked.headers.getlist("origin")
        is_ours = all(hosts.is_same_site(origin, asked.headers["host"]) for origin in origins)
        if not is_ours or (asked.scope["type"] == "websocket" and len(origins) != 1):
            yield _refusal(403, "The server answers its own pages only.")

    def _of_reader(self, asked: HTTPConnection, path: str) -> Iterator[Response]:
        """Who asks, where a proxy has to say it."""
        proxy = self.settings.proxy
        if proxy is not None and not proxy.is_at(_address(asked)):
            yield _refusal(403, "The server is reached through its proxy only.")
        elif proxy is not None and proxy.reader(asked.headers.getlist(proxy.header)) is None:
            yield _refusal(403, "Nobody is signed in: the proxy names no reader.")
        elif proxy is not None and len(asked.headers.getlist(proxy.groups)) > 1:
            yield _refusal(
                403, "The groups of the reader are named twice: the proxy has to take away what others send."
            )
        elif (
            proxy is None
            and path.startswith(OF_READERS)
            and self.has_sign_in
            and not cookies.is_signed_in(asked.cookies)
        ):
            yield _refusal(403, "Sign in first.")

    def _reader(self, asked: HTTPConnection) -> str:
        """By whom a request is counted: the reader that the proxy names or who is signed in, else the address.

        Behind a proxy that only ends TLS all have its address.
        """
        if self.settings.proxy is not None:
            return f"{self.settings.proxy.reader(asked.headers.getlist(self.settings.proxy.header))}"
        if self.has_sign_in and (reader := cookies.reader_of(asked.cookies)):
            return reader
        address = _address(asked)
        if isinstance(address, ipaddress.IPv6Address):  # of which everybody has as many as a network holds
            return str(ipaddress.ip_network((address, 64), strict=False))
        return str(address)

    def _log(self, asked: HTTPConnection, refusal: Response) -> None:
        if not self.logged.wait(""):
            method, path = asked.scope.get("method", "line"), asked.scope["path"][:LONGEST_LOGGED]
            log.warning("Refused with %s: %s %r from %s", refusal.status_code, method, path, _address(asked))


def failed(_: Request, __: Exception) -> Response:
    """The answer where answering failed: nothing of why."""
    answer = _refusal(500, "This is a fault of the server: its log says more.")
    answer.headers.update(headers.OF_PAGES)
    return answer


def _address(asked: HTTPConnection) -> Address | None:
    return listening.address_of(asked.client.host) if asked.client else None


def _refusal(status: int, sentence: str, **further: str) -> Response:
    return PlainTextResponse(f"{sentence}\n", status, further)


async def _send_with(told: Mapping[str, str], send: Send, message: Message) -> None:
    """Send a message; one that begins an answer has these headers, whatever it says of them itself."""
    if message["type"] in ("http.response.start", "websocket.http.response.start"):
        MutableHeaders(scope=message).update(told)
    await send(message)


async def _refuse(refusal: Response, scope: Scope, receive: Receive, send: Send) -> None:
    """Answer with a refusal; a line is not opened for it."""
    if scope["type"] == "websocket" and "websocket.http.response" not in scope.get("extensions", {}):
        await send({"type": "websocket.close", "code": 1008})
    else:
        await refusal(scope, receive, send)
