"""Visits a dashboard without a browser, and keeps every word that it sends."""

import base64
import json
import re
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from typing import Any
from urllib.parse import urlsplit
from urllib.request import urlopen

import numpy as np
import pyarrow as pa
from google.protobuf.message import Message
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.web.server.starlette.starlette_app_utils import create_signed_value
from websockets.sync.client import connect

UNBROKEN = "\u2060"  # keeps an address from becoming a link
USER = "_streamlit_user"
XSRF = "_streamlit_xsrf"


def cookie(server: str, claims: Mapping[str, Any], secret: str) -> str:
    """What Streamlit's cookie holds once somebody has signed in."""
    told = {**claims, "origin": server, "is_logged_in": True, "provider": "default"}
    return create_signed_value(secret, USER, json.dumps(told)).decode()


def claims_of(company: Any, person: Any, **changed: Any) -> dict[str, Any]:
    """What the provider of a company says of somebody who has signed in for an hour."""
    own = {"iss": company.provider, "aud": "dashboard", "exp": time.time() + 3600, "sub": person.address}
    return {**own, **person.told, **changed}


def visited(
    server: str, path: str, signed: str = "", *, headers: Mapping[str, str] | None = None, session: str = ""
) -> list[ForwardMsg]:
    """All messages of one run of a page; as a browser does whose line broke, where the session is one of before."""
    with connected(server, signed, headers=headers, session=session) as socket:
        socket.send(asking_for(path).SerializeToString())
        return list(until_finished(socket))


def connected(server: str, signed: str = "", *, headers: Mapping[str, str] | None = None, session: str = "") -> Any:
    """The line that a browser has to the server."""
    with urlopen(f"{server}/_stcore/health") as answer:
        token = re.search(rf"{XSRF}=([^;]+)", answer.headers.get("set-cookie", ""))
    known = {XSRF: token[1] if token else "", USER: signed}
    cookies = "; ".join(f"{name}={value}" for name, value in known.items() if value)
    return connect(
        f"{server.replace('http', 'ws')}/_stcore/stream",
        subprotocols=["streamlit", *filter(None, (known[XSRF], session))],  # type: ignore[list-item]
        additional_headers={"Cookie": cookies, **(headers or {})},
        origin=server,  # type: ignore[arg-type]
        max_size=None,
    )


def asking_for(path: str) -> BackMsg:
    """What a browser says that wants a page."""
    at = urlsplit(path)
    asked = BackMsg()
    asked.rerun_script.query_string = at.query
    asked.rerun_script.page_name = at.path
    asked.rerun_script.context_info.timezone = "UTC"
    return asked


def until_finished(socket: Any) -> Iterator[ForwardMsg]:
    """The messages of one run."""
    while True:
        message = ForwardMsg.FromString(socket.recv(timeout=60))
        yield message
        if message.WhichOneof("type") == "script_finished":
            return


def said(messages: Iterable[Message]) -> str:
    """Every text and number in messages, those packed in tables and figures unpacked, each on a line of its own."""
    told = "\n".join(part for message in messages for part in _parts(message))
    return told.replace("\\", "").replace(UNBROKEN, "")


def _parts(message: Message) -> Iterator[str]:
    for field, value in message.ListFields():
        for each in _each(field, value):
            if isinstance(each, Message):
                yield from _parts(each)
            elif isinstance(each, bytes):
                yield from _of_bytes(each)
            elif isinstance(each, str):
                yield each
                yield from _of_figure(each)
            else:
                yield f"{each}"


def _each(field: Any, value: Any) -> Iterable[Any]:
    if not field.is_repeated:
        return [value]
    return [part for pair in value.items() for part in pair] if hasattr(value, "items") else value


def _of_bytes(packed: bytes) -> Iterator[str]:
    try:
        table = pa.ipc.open_stream(packed).read_all()
    except pa.ArrowInvalid:
        yield packed.decode("utf-8", "replace")
        return
    yield str(table.schema.metadata)
    for column in table.columns:
        for chunk in column.chunks:
            if isinstance(chunk, pa.DictionaryArray):
                yield from map(str, chunk.dictionary.to_pylist())
            yield from map(str, chunk.to_pylist())


def _of_figure(text: str) -> Iterator[str]:
    if text.startswith("{") and '"' in text:
        with suppress(ValueError):
            yield from _scalars(json.loads(text))


def _scalars(spec: Any) -> Iterator[str]:
    if isinstance(spec, dict):
        if "bdata" in spec:
            yield from map(str, np.frombuffer(base64.b64decode(spec["bdata"]), dtype=spec["dtype"]).tolist())
        for each in spec.values():
            yield from _scalars(each)
    elif isinstance(spec, list):
        for each in spec:
            yield from _scalars(each)
    else:
        yield str(spec)
