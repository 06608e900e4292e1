"""Names from data in a real browser: no script, no request, no link, no icon; the letters themselves."""

import contextlib
import re
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from pages.parts import labels
from tests.pages.parts.hostile import NAMES

pytestmark = pytest.mark.browser

PROJECT = Path(__file__).parents[2]
APP = f"""
import sys
sys.path.insert(0, {str(PROJECT)!r})
import streamlit as st
from pages.charts import figures
from pages.parts import labels
from tests.pages.charts import frames
from tests.pages.parts.hostile import NAMES

for index, name in enumerate(NAMES):
    text = labels.literal(name)
    with st.container(key=f"name-{{index}}"):
        st.markdown(text)
        st.markdown(f":small[:gray[{{text}}]]")
        st.markdown(f"**{{text}}**")
        st.caption(text)
        st.metric(text, text)
        st.button(text, key=f"button-{{index}}")
        st.checkbox(text, key=f"box-{{index}}")
        st.expander(text)
        st.popover(text)
    st.header(text, anchor=False)
st.plotly_chart(figures.share_bars(frames.shares(NAMES)), theme=None, config=figures.CONFIG)
"""
# Whatever Markdown could make of a name, apart from the strong text around it that is ours.
MADE = "a, img, code, .katex, li, blockquote, table, em, del, hr, script, [role=img], h3, h4"
SHOWN = (
    "box => [...box.querySelectorAll('[data-testid=stMarkdownContainer]')]"
    f".map(text => [text.textContent, text.querySelectorAll('{MADE}').length])"
)


def wait_for(port):
    until = time.monotonic() + 60
    while time.monotonic() < until:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.1)
    pytest.fail("the server did not start")


def test_names_are_shown_letter_by_letter(browser, tmp_path):
    (tmp_path / "app.py").write_text(APP)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", str(tmp_path / "app.py"), "--server.port", str(port)]
    # In the project's folder, so that its settings hold.
    server = subprocess.Popen(command, cwd=PROJECT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        wait_for(port)
        page = browser.new_page()
        asked: list[str] = []
        dialogs: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
        page.goto(f"http://127.0.0.1:{port}")
        page.wait_for_selector(".stPlotlyChart .ytick", timeout=60_000)
        page.wait_for_selector("[data-testid=stApp][data-test-script-state=notRunning]")
        for index, name in enumerate(NAMES):
            shown = page.locator(f".st-key-name-{index}").evaluate(SHOWN)
            assert len(shown) >= 9
            assert {text.replace("\u2060", "") for text, _ in shown} == {labels.plain(name)}
            assert sum(made for _, made in shown) == 0
        headings = [heading.replace("\u2060", "") for heading in page.locator("h2").all_text_contents()]
        assert headings == [labels.plain(name) for name in NAMES]
        assert page.locator(".stPlotlyChart a[href]").count() == 0
        ticks = page.locator(".stPlotlyChart .ytick text").all_text_contents()
        assert any("<script>alert(1)</" in tick for tick in ticks)
        assert dialogs == []
        assert [url for url in asked if not re.match(rf"(data|blob):|https?://127.0.0.1:{port}/", url)] == []
        page.close()
    finally:
        server.terminate()
        server.wait(timeout=20)
