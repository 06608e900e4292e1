"""Requests as a server hands them on, and what comes back."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from starlette.responses import PlainTextResponse

from web.guard import Guard
from web.settings import Settings

HOME = "127.0.0.1"
PROXY = "10.0.0.5"
PATIENCE_SECONDS = 20


@dataclass
class Answer:
    status: int
    headers: dict[str, str]
    text: str


@dataclass
class Behind:
    """What stands behind the guard: answers everything, and remembers what it was asked."""

    asked: list[dict] = field(default_factory=list)
    open_lines: int = 0

    async def __call__(self, scope, receive, send):
        self.asked.append(scope)
        if scope["type"] == "http":
            await PlainTextResponse("opened", headers={"content-security-policy": "none of ours"})(scope, receive, send)
        else:
            await send({"type": "websocket.accept"})
            self.open_lines += 1
            await receive()  # until it is closed
            self.open_lines -= 1


class Clock:
    def __init__(self):
        self.now = 0.0

    def __call__(self):
        return self.now


def guarded(environment=None, clock=None):
    """A guard under settings of the environment, with what stands behind it."""
    return Guard(Behind(), Settings.read(environment or {}), clock or Clock())


def scope_of(path, *, method="GET", peer=HOME, here=HOME, line=False, **named):
    """A request; ``named`` are headers, ``x_y`` for ``x-y``, with a list for one that comes several times."""
    told = {"host": "localhost:8501"} | ({"origin": "http://localhost:8501"} if line else {}) | named
    pairs = [
        (name.replace("_", "-").encode(), each.encode("latin-1"))
        for name, values in told.items()
        for each in (values if isinstance(values, list) else [values])
    ]
    scope = {
        "type": "websocket" if line else "http",
        "path": path.partition("?")[0],
        "raw_path": path.partition("?")[0].encode(),
        "query_string": path.partition("?")[2].encode(),
        "headers": pairs,
        "client": (peer, 50_000),
        "server": (here, 8501),
        "scheme": "ws" if line else "http",
    }
    return scope | ({"extensions": {"websocket.http.response": {}}} if line else {"method": method})


async def asked(guard, path="/", *, until=None, **request):
    """The answer to a request; a line that is opened stays open until an event."""
    sent = []

    async def receive():
        if until is not None:
            await until.wait()
        return {"type": "http.request", "body": b""}

    async def send(message):
        sent.append(message)

    await guard(scope_of(path, **request), receive, send)
    begun = sent[0]
    if begun["type"] in ("websocket.accept", "websocket.close"):
        return Answer(101 if begun["type"] == "websocket.accept" else 403, {}, "")
    headers = {name.decode(): value.decode() for name, value in begun["headers"]}
    return Answer(begun["status"], headers, b"".join(each.get("body", b"") for each in sent).decode())


def run(journey):
    """What comes of a coroutine: in a thread of its own, since a browser that is driven keeps a loop in this one."""

    async def ends():
        async with asyncio.timeout(PATIENCE_SECONDS):
            return await journey

    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, ends()).result()


def ask(guard, path="/", **request):
    """The answer to a request."""
    return run(asked(guard, path, **request))
