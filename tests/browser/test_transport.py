"""What comes over the line when somebody opens the dashboard for the first time."""

import gzip
import re
import urllib.request

import pyarrow as pa
import pytest
from websockets.sync.client import connect
from websockets.typing import Origin, Subprotocol

from benchmarks.transport import first_visit

pytestmark = pytest.mark.browser
MEGABYTES = 3.3


def test_a_first_visit_is_light(browser, server):
    visit = first_visit(browser, server)
    assert visit.sent["scripts"] > 1e6, "what draws the charts is missing"
    assert visit.sent.total() / 1e6 <= MEGABYTES, visit.files.most_common(8)


def test_what_the_frontend_asks_first_is_on_its_way_before_its_scripts_are(browser, server):
    page = browser.new_page()
    page.goto(server)
    page.get_by_role("heading", level=1).wait_for()
    asked = page.evaluate("performance.getEntriesByType('resource').map(each => [each.name, each.initiatorType])")
    page.close()
    assert [by for address, by in asked if "/_stcore/h" in address] == ["link", "link"], "each once, by the page itself"


def unpack_brotli(content):
    return pa.CompressedInputStream(pa.BufferReader(content), "brotli").read()


@pytest.mark.parametrize(
    ("taken", "packing", "unpack"),
    [
        ("gzip, deflate", "gzip", gzip.decompress),
        ("gzip, deflate, br, zstd", "br", unpack_brotli),
    ],
)
def test_scripts_come_packed_where_they_are_taken_packed_and_are_kept_for_good(server, taken, packing, unpack):
    with fetched(server, "identity") as page:
        path = re.search(r"static/js/index[^\"]*", page.read().decode())[0]
    packed, plain = fetched(f"{server}/{path}", taken), fetched(f"{server}/{path}", "identity")
    assert packed.headers["content-encoding"] == packing
    assert plain.headers["content-encoding"] is None
    assert unpack(packed.read()) == plain.read()
    for name in ("cache-control", "content-type"):
        assert packed.headers[name] == plain.headers[name]
    assert "immutable" in packed.headers["cache-control"]


def test_what_a_page_says_comes_packed(server):
    stream = f"{server.replace('http', 'ws')}/_stcore/stream"
    with connect(stream, subprotocols=[Subprotocol("streamlit")], origin=Origin(server)) as line:
        assert "permessage-deflate" in line.response.headers["Sec-WebSocket-Extensions"]


def fetched(address, encoding):
    return urllib.request.urlopen(urllib.request.Request(address, headers={"Accept-Encoding": encoding}), timeout=30)
