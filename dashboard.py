"""The frame: page config, navigation and the choice of the generation. No numbers."""

from pathlib import Path
from typing import Any

import streamlit as st

from pages.parts import handover, panel, session, style, welcome

st.set_page_config(page_title="Pipeline", page_icon=str(Path(__file__).with_name("static") / "icon.svg"), layout="wide")
style.apply()


def page(reader: str, name: str, title: str, icon: str, **more: Any) -> Any:
    """The script of a page in its reader's folder; its name is its address."""
    script = f"pages/{reader}/{name}/page.py"
    return st.Page(script, url_path=name, title=title, icon=f":material/{icon}:", **more)


SECTIONS = {
    "Leadership": [
        page("leadership", "health", "Pipeline health", "monitor_heart", default=True),
        page("leadership", "dependence", "Dependence", "hub"),
        page("leadership", "stress", "Stress test", "crisis_alert"),
        page("leadership", "balance", "Balance", "balance"),
    ],
    "Marketing": [
        page("marketing", "sources", "Sources", "campaign"),
        page("marketing", "attribution", "Attribution", "alt_route"),
    ],
    "Sales": [
        page("sales", "stages", "Stage drop-off", "filter_alt"),
        page("sales", "gaps", "Gaps", "checklist"),
        page("sales", "prospecting", "Prospecting", "person_search"),
    ],
    "Everyone": [
        page("everyone", "interplay", "Interplay", "sync_alt"),
        page("everyone", "leads", "Leads", "group"),
        page("everyone", "lead", "One lead", "person", visibility="hidden"),
        page("everyone", "data", "Data", "database"),
        page("everyone", "add_data", "Add data", "upload_file"),
        page("everyone", "settings", "Settings", "tune"),
    ],
}

WITHOUT_DATA = {"add_data"}  # pages that need no generation

chosen = st.navigation(SECTIONS, position="top")
handover.take_over(chosen.url_path)
state, fault = session.begin()
if fault:
    st.error(fault, icon=":material/error:")
session.watch()
if state == "ready":
    panel.of_sample(is_sample=session.shows_sample(), here=chosen.url_path)
if state == "ready" or chosen.url_path in WITHOUT_DATA:
    session.run(chosen)
elif state == "outdated":
    panel.empty(
        "The data was built by an earlier version",
        "Run `python -m data rebuild`, then reload this page: nothing needs to be imported again.",
    )
elif state == "empty":
    welcome.show()
