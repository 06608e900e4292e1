"""The files that a first visit fetches."""

import gzip
import mimetypes
import re
from collections.abc import Callable
from functools import cache, partial
from pathlib import Path

import pyarrow as pa
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send
from streamlit import config, file_util
from streamlit.url_util import make_url_path

from pages.parts import site
from pages.parts.words import frame

FRONTEND = Path(file_util.get_static_dir())
SCRIPTS = ("static/js/*.js", "static/css/*.css")
REPLACED = "static/media/SourceSans*.woff2"  # Streamlit's own font, asked for until it has read the theme's
FONT = "app/static/InterVariable.woff2"
# What a browser takes, the smallest first; a better level of Brotli would keep the first visitor waiting for seconds.
PACKINGS: dict[str, Callable[[bytes], bytes]] = {
    "br": partial(pa.Codec("brotli", compression_level=9).compress, asbytes=True),
    "gzip": gzip.compress,
}
FOREVER = "public, immutable, max-age=31536000"  # as Streamlit sends them: their names change with what is in them

# What the browser is told before the first script runs, in place of what Streamlit says of itself: the font of the
# theme, what the frontend asks as soon as it runs, that a page is as wide as its window from the start, and that what
# is still to come takes no room besides.
OF_STREAMLIT = re.compile(r"<link[^>]*(?:SourceSans|favicon)[^>]*>|<title>.*?</title>")
HEAD = f"""
    <title>{frame.PRODUCT}</title>
    <link rel="icon" href="./app/static/icon.svg">
    <link rel="preload" href="./{FONT}" as="font" type="font/woff2" crossorigin fetchpriority="low">
    <link rel="preload" href="./_stcore/health" as="fetch" crossorigin>
    <link rel="preload" href="./_stcore/host-config" as="fetch" crossorigin>
    <style>
      [data-testid=stMain] [data-testid=stMainBlockContainer] {{max-width: none}}
      [data-testid=stElementContainer] [data-testid=stSkeleton] {{margin-bottom: 0}}
      .st-key-where [data-testid=stElementContainer] [data-testid=stSkeleton] {{height: 1.25rem}}
      .st-key-controls [data-testid=stElementContainer] [data-testid=stSkeleton] {{height: 4.25rem}}
      .st-key-controls [class*=st-key-file-] [data-testid=stSkeleton] {{height: 2.5rem !important}}
      [class*=st-key-lines-] [data-testid=stSkeleton] {{height: 7.2rem}}
      [class*=st-key-figure-] [data-testid=stSkeleton] {{height: 20rem}}
    </style>
  </head>"""


class Frontend:
    """Sends Streamlit's frontend packed, which is nine tenths of a first visit, in a page that fits the dashboard.

    Streamlit sends its scripts as they are, since packing them anew for each visitor takes longer than it saves. Here
    each is packed once, when it is first asked for.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        files = (file for pattern in SCRIPTS for file in FRONTEND.glob(pattern))
        named: dict[str, Callable[[str], Response]] = {
            file.relative_to(FRONTEND).as_posix(): partial(script, file) for file in files
        }
        named |= {"" if each == site.FIRST else name: page for name, each in site.PAGES.items()}
        base = config.get_option("server.baseUrlPath")
        font = RedirectResponse(make_url_path(base, FONT), headers={"cache-control": FOREVER})
        named |= {file.relative_to(FRONTEND).as_posix(): lambda _: font for file in FRONTEND.glob(REPLACED)}
        self.answers = {make_url_path(base, name): answer for name, answer in named.items()}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        answers = self.app
        own = self.answers.get(scope["path"]) if scope["type"] == "http" and scope["method"] == "GET" else None
        taken = Headers(scope=scope).get("accept-encoding", "") if own is not None else ""
        packing = next((name for name in PACKINGS if name in re.findall(r"\w+", taken)), None)
        if own is not None and packing is not None:
            answers = await run_in_threadpool(own, packing)
        await answers(scope, receive, send)


@cache
def script(file: Path, packing: str) -> Response:
    """The answer that sends a file of the frontend."""
    return packed(file.read_bytes(), packing, str(mimetypes.guess_type(file)[0]), FOREVER)


@cache
def page(packing: str) -> Response:
    """The answer that sends the page which every address of the dashboard begins with."""
    text = OF_STREAMLIT.sub("", (FRONTEND / "index.html").read_text(encoding="utf-8"))
    return packed(text.replace("</head>", HEAD, 1).encode(), packing, "text/html", "no-cache")


def packed(content: bytes, packing: str, media_type: str, kept: str) -> Response:
    """An answer for those who take it packed so."""
    headers = {"cache-control": kept, "content-encoding": packing, "vary": "Accept-Encoding"}
    return Response(PACKINGS[packing](content), media_type=media_type, headers=headers)
