"""What a first visit sends, and when it says what it has found: ``python -m benchmarks.transport [URL [OTHER]]``.

A fresh browser opens the first page on a line of 10 Mbit/s and 40 ms, by turns as it is and without packing, which the
browser can refuse; or by turns at two addresses, say with a proxy and of an earlier version. Bytes are what came over
the line, by kind; the time until the headline stands is compared within one run only.
"""

import argparse
import tempfile
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from urllib.parse import urlsplit

from playwright.sync_api import Browser, CDPSession, sync_playwright

from benchmarks.uploads import served
from data import sample
from data.store import Store

MEGABIT = 1_000_000 / 8
LINE = {"offline": False, "latency": 40, "downloadThroughput": 10 * MEGABIT, "uploadThroughput": 10 * MEGABIT}
REPEATS = 5
PATIENCE_MILLISECONDS = 120_000
# When the first title with a letter in it was there, by the page's own clock: what keeps its place has none.
HEADLINE = "() => /\\p{L}/u.test(document.querySelector('h1')?.textContent ?? '') && performance.now()"
DRAWN = """
() => document.querySelector('[data-testid=stApp][data-test-script-state=notRunning]')
  && document.querySelector('svg.main-svg') && !document.querySelector('[data-testid=stSkeleton]')
"""
KINDS = {".js": "scripts", ".css": "styles", ".woff2": "fonts", ".svg": "pictures"}


@dataclass
class Visit:
    """A first visit.

    Attributes
    ----------
    sent : Counter of str
        Bytes that came, by kind, each with its headers.
    files : Counter of str
        The same by path.
    headline : float
        Seconds until the headline stood.
    """

    sent: Counter[str] = field(default_factory=Counter)
    files: Counter[str] = field(default_factory=Counter)
    headline: float = 0.0


def first_visit(browser: Browser, address: str, *, is_packed: bool = True, is_slow: bool = False) -> Visit:
    """Open a page as somebody does who was never there.

    Parameters
    ----------
    browser : Browser
        Gives a profile of its own.
    address : str
        Of the page.
    is_packed : bool, default True
        Whether the browser takes packed answers.
    is_slow : bool, default False
        Whether the line is that of the benchmark.

    Returns
    -------
    Visit
        What came, and when.
    """
    headers = {} if is_packed else {"Accept-Encoding": "identity"}
    context = browser.new_context(extra_http_headers=headers, ignore_https_errors=True)
    page = context.new_page()
    page.set_default_timeout(PATIENCE_MILLISECONDS)
    line = context.new_cdp_session(page)
    line.send("Network.enable")
    if is_slow:
        line.send("Network.emulateNetworkConditions", LINE)
    visit = Visit()
    _note(line, visit)
    page.goto(address, wait_until="commit")
    visit.headline = page.wait_for_function(HEADLINE).json_value() / 1000
    page.wait_for_function(DRAWN)
    context.close()
    return visit


def _note(line: CDPSession, visit: Visit) -> None:
    paths: dict[str, str] = {}

    def answered(event: dict) -> None:
        paths[event["requestId"]] = urlsplit(event["response"]["url"]).path

    def came(event: dict) -> None:
        path = paths.get(event["requestId"], "")
        visit.files[path] += event["encodedDataLength"]
        visit.sent[KINDS.get(Path(path).suffix, "other")] += event["encodedDataLength"]

    def told(event: dict) -> None:
        text = event["response"]["payloadData"]
        visit.sent["messages, unpacked"] += len(text) * 3 // 4  # in base 64

    line.on("Network.responseReceived", answered)
    line.on("Network.loadingFinished", came)
    line.on("Network.webSocketFrameReceived", told)


def report(address: str, other: str = "") -> None:
    """Visit by turns and compare: with another dashboard, or with the same one unpacked."""
    names = ("this", "other") if other else ("packed", "plain")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        addresses = (address, other or address)
        for each in set(addresses):
            first_visit(browser, each)  # the server's own first time
        visits: tuple[list[Visit], list[Visit]] = ([], [])
        for _ in range(REPEATS):
            for own, each, is_packed in zip(visits, addresses, (True, bool(other)), strict=True):
                own.append(first_visit(browser, each, is_packed=is_packed, is_slow=True))
        browser.close()
    first, second = visits
    kinds = sorted(second[0].sent, key=lambda kind: -second[0].sent[kind])
    sizes = {kind: [own[0].sent[kind] for own in visits] for kind in kinds}
    for kind, sent in {**sizes, "all": [own[0].sent.total() for own in visits]}.items():
        print(f"{kind:20}", *(f"{size / 1e6:6.2f} MB {name}" for size, name in zip(sent, names, strict=True)))
    for path, size in first[0].files.most_common(8):
        print(f"    {size / 1e3:6.0f} kB {path}")
    ratio = median(visit.headline for visit in first) / median(visit.headline for visit in second)
    print(f"headline {' / '.join(names)} on the line: {ratio:.2f}")
    for name, own in zip(names, visits, strict=True):
        print(f"seconds {name:6}", *(f"{visit.headline:.2f}" for visit in own))


def main() -> None:
    """Measure the sample, or a dashboard that runs already."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.transport", description=__doc__)
    parser.add_argument("url", nargs="?", help="of a dashboard that runs; the sample where there is none")
    parser.add_argument("other", nargs="?", default="", help="of another one to compare it with")
    arguments = parser.parse_args()
    if arguments.url:
        report(arguments.url, arguments.other)
        return
    with tempfile.TemporaryDirectory(prefix="pipeline-transport-") as folder:
        sample.publish(Store(Path(folder)), leads=24_000, seed=7)
        with served(Path(folder)) as (address, _):
            report(f"http://{address}")


if __name__ == "__main__":
    main()
