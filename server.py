"""Starts the dashboard: ``python server.py``, with any options of ``streamlit run`` behind it."""

import sys
from pathlib import Path

from streamlit.runtime.pages_manager import PagesManager
from streamlit.web import cli

# Until its first st.navigation, a process takes a folder named pages for pages that may be requested by themselves, and
# answers the first deep link with "page not found". Only dashboard.py decides what is a page.
PagesManager.uses_pages_directory = False

if __name__ == "__main__":
    cli.main(["run", str(Path(__file__).with_name("dashboard.py")), *sys.argv[1:]])
