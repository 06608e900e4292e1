#!/usr/bin/env bash
# Streamlit: a dashboard of two pages, each of whose cards is a fragment. Its reader goes to the second page, and a window
# of the first one, which closes as they go, asks a few milliseconds later for its card to be drawn again.
#
# Guess, written down before it was run: the card is of a page that is not shown any more. Streamlit looks whether a
# fragment still exists before it runs one, so the request is dropped, or at worst the card is drawn for nobody.
#
# Seen: the fragments of the first page are forgotten only when the run of the second one has ended. A request that comes
# while it runs waits for that end, is then begun as a run of the first page, finds no fragment and ends. A browser takes
# the beginning of a run of another page for a change of page and clears what it shows: the reader sees an empty page
# under the second page's address. The same request before that run began would have been dropped in its favour.
set -euo pipefail
folder=$(mktemp -d)
trap 'kill "$server" 2>/dev/null || true; rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check streamlit==1.67.0 websockets==17.4
cd "$folder"
port=$(python3 -c "import socket; s = socket.socket(); s.bind(('127.0.0.1', 0)); print(s.getsockname()[1])")
cat >app.py <<'PYTHON'
import time

import streamlit as st


@st.fragment
def card_of_first():
    st.button("Numbers of the first page")


@st.fragment
def card_of_second():
    st.button("Numbers of the second page")


def first():
    st.title("First")
    card_of_first()


def second():
    st.title("Second")
    time.sleep(1)  # counts something
    card_of_second()


st.navigation([st.Page(first, url_path="first", default=True), st.Page(second, url_path="second")]).run()
PYTHON
"$folder/venv/bin/python" -m streamlit run app.py --server.headless true --server.port "$port" \
    --browser.gatherUsageStats false >log 2>&1 &
server=$!
PORT=$port "$folder/venv/bin/python" - <<'PYTHON'
import os
import time
import urllib.request

import streamlit
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import connect

print("streamlit", streamlit.__version__)
AT = f"127.0.0.1:{os.environ['PORT']}"
for _ in range(100):
    try:
        urllib.request.urlopen(f"http://{AT}/_stcore/health", timeout=2)
        break
    except OSError:
        time.sleep(0.2)


def asking(page="", fragment="", of=""):
    told = BackMsg()
    told.rerun_script.page_name = page
    told.rerun_script.fragment_id = fragment
    told.rerun_script.page_script_hash = of
    return told.SerializeToString()


def heard(line, seconds):
    """Messages until none has come for so long."""
    try:
        while True:
            yield ForwardMsg.FromString(line.recv(timeout=seconds))
    except TimeoutError:
        return


with connect(f"ws://{AT}/_stcore/stream", subprotocols=["streamlit"], origin=f"http://{AT}", max_size=None) as line:
    line.send(asking())
    before = list(heard(line, 3))
    first = next(each.navigation.page_script_hash for each in before if each.HasField("navigation"))
    card = next(each.delta.fragment_id for each in before if each.delta.fragment_id)
    line.send(asking("second"))
    time.sleep(0.3)  # the second page is being drawn
    line.send(asking(fragment=card, of=first))
    begun, second = [], ""
    for each in heard(line, 3):
        if each.HasField("navigation"):
            second = each.navigation.page_script_hash
        if each.HasField("new_session"):
            begun.append(each.new_session.page_script_hash)
assert second not in ("", first)
told = ["the first page" if each == first else "the second page" if each == second else "the navigation" for each in begun]
print("runs begun after the change of page:", " then ".join(told))
assert begun[-1] == first, "a part of a page that was left is left alone now"
print("as seen: the last run that the browser hears of is one of the page that was left")
PYTHON
