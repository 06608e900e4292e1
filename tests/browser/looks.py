"""The size and the mode of a page, and when it is drawn."""

import contextlib

from playwright.sync_api import Error, Locator, Page

HEIGHT = 1000
POLLING = 60  # milliseconds; to look at every frame costs more than to draw it

# Everything is there: the script has ended, nothing is a placeholder, every chart is as wide as its room.
DRAWN = """
() => {
  const every = (found, holds) => [...document.querySelectorAll(found)].every(holds);
  return document.querySelector('[data-testid=stApp]')?.dataset.testScriptState === 'notRunning'
    && document.querySelector('h1')
    && !document.querySelector('[data-testid=stSkeleton]')
    && every('[data-testid=stPlotlyChart]', chart => {
      const svg = chart.querySelector('svg.main-svg');
      return svg && Math.abs(svg.getBoundingClientRect().width - chart.getBoundingClientRect().width) < 2;
    });
}
"""
# Where every text of a chart stands, twice in a row the same.
STILL = """
() => {
  const now = JSON.stringify([...document.querySelectorAll('.js-plotly-plot svg text')].map(text => {
    const box = text.getBoundingClientRect();
    return [text.textContent, box.left, box.top, box.width];
  }));
  const was = window.lastTexts;
  window.lastTexts = now;
  return was === now;
}
"""
# When, how much of the window, and how far it has moved; what a reader set in motion does not count.
NOTE_SHIFTS = """
  window.shifts = [];
  const told = ({startTime, value, sources}) => ({
    at: startTime,
    value,
    moved: sources.map(({node}) => (node?.parentElement ?? node)?.textContent.slice(0, 60)),
  });
  const note = list => window.shifts.push(...list.getEntries().filter(each => !each.hadRecentInput).map(told));
  new PerformanceObserver(note).observe({type: 'layout-shift', buffered: true});
"""


def look(page: Page, *, width: int, scheme: str) -> None:
    """Give an open page another size and mode, and wait until it is drawn."""
    set_look(page, width, scheme)
    settle(page)


def set_look(page: Page, width: int, scheme: str) -> None:
    page.set_viewport_size({"width": width, "height": HEIGHT})
    page.emulate_media(color_scheme=scheme)


def settle(page: Page) -> None:
    """Wait until the script has ended, charts and fonts are there and nothing moves any more."""
    page.wait_for_function(DRAWN, polling=POLLING)
    page.evaluate("() => document.fonts.ready.then(() => true)")
    page.wait_for_function(DRAWN, polling=POLLING)
    page.wait_for_function(STILL, polling=POLLING)


def stands_still(part: Locator) -> None:
    """Wait until a part of the page is seen and has kept its place for half a second."""
    was = now = None
    while now is None or was != now:
        was = now
        part.page.wait_for_timeout(500)
        with contextlib.suppress(Error):  # of a part whose place another just takes
            part.scroll_into_view_if_needed(timeout=5_000)
            now = part.bounding_box(timeout=5_000)


def shifted(page: Page) -> float:
    """The page's cumulative layout shift: the most within five seconds whose shifts follow each other within one."""
    most = together = began = last = 0.0
    for shift in page.evaluate("() => window.shifts"):
        if shift["at"] - last > 1000 or shift["at"] - began > 5000:
            together, began = 0.0, shift["at"]
        together, last = together + shift["value"], shift["at"]
        most = max(most, together)
    return most
