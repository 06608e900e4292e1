"""The frame: page config, navigation and the choice of the generation. No numbers."""

from pathlib import Path

import streamlit as st

from pages.parts import handover, panel, session, theme

st.set_page_config(page_title="Pipeline", page_icon=str(Path(__file__).with_name("static") / "icon.svg"), layout="wide")
theme.apply()

SECTIONS = {
    "Leadership": [
        st.Page("pages/leadership/health.py", title="Pipeline health", icon=":material/monitor_heart:", default=True),
        st.Page("pages/leadership/dependence.py", title="Dependence", icon=":material/hub:"),
        st.Page("pages/leadership/stress.py", title="Stress test", icon=":material/crisis_alert:"),
        st.Page("pages/leadership/balance.py", title="Balance", icon=":material/balance:"),
    ],
    "Marketing": [
        st.Page("pages/marketing/sources.py", title="Sources", icon=":material/campaign:"),
        st.Page("pages/marketing/attribution.py", title="Attribution", icon=":material/alt_route:"),
    ],
    "Sales": [
        st.Page("pages/sales/stages.py", title="Stage drop-off", icon=":material/filter_alt:"),
        st.Page("pages/sales/gaps.py", title="Gaps", icon=":material/checklist:"),
        st.Page("pages/sales/prospecting.py", title="Prospecting", icon=":material/person_search:"),
    ],
    "Everyone": [
        st.Page("pages/everyone/interplay.py", title="Interplay", icon=":material/sync_alt:"),
        st.Page("pages/everyone/leads.py", title="Leads", icon=":material/group:"),
        st.Page("pages/everyone/lead.py", title="One lead", icon=":material/person:", visibility="hidden"),
        st.Page("pages/everyone/data.py", title="Data", icon=":material/database:"),
    ],
}

page = st.navigation(SECTIONS, position="top")
handover.take_over(page.url_path)
state = session.begin()
if state == "ready":
    session.run(page)
elif state == "outdated":
    panel.empty(
        "The data was built by an earlier version",
        "Run `python -m data rebuild`, then reload this page: nothing needs to be imported again.",
    )
else:
    panel.empty(
        "Nothing is loaded yet",
        "Load your exports with `python -m data load FILE...`, or look around with `python -m data sample`;"
        " then reload this page.",
    )
