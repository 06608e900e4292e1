"""The one CSS rule of the dashboard; all other looks are in `.streamlit/config.toml` and `pages/charts/theme.py`."""

import streamlit as st

from pages.charts.theme import CHART_TEXT_RULE


def apply() -> None:
    """Put the rule on the page; call it once per run, from the frame."""
    st.html(f"<style>{CHART_TEXT_RULE}</style>")
