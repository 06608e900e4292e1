"""The CSS rules of the dashboard: chart text, terms, key figures, shortcuts, sizes of targets, and how a page prints.

All other looks are in `.streamlit/config.toml` and `pages/charts/theme.py`.
"""

import streamlit as st

from pages.charts.theme import CHART_TEXT_RULE
from pages.parts.glossary import ADDRESS

# A term that is explained where it stands reads like the text around it: quiet, yet seen to have something to say.
TERM_RULE = (
    f'a[href^="{ADDRESS}"] {{color: inherit !important; text-decoration: underline dotted !important; '
    "text-decoration-thickness: 1px; text-underline-offset: 0.2em; cursor: help}"
)

# What a key figure says is read whole on a phone, too: it takes the lines that it needs.
KEY_FIGURE_RULE = """
@media (max-width: 640px) {
  .stMetric, :has(> .stMetric) { height: auto !important; }
  .stMetric :is([data-testid=stMetricLabel], [data-testid=stMetricDelta]) * { white-space: normal !important; }
}
"""

# A phone has no keys for a shortcut, and the way to whoever reads needs their room.
SHORTCUT_RULE = """
@media (max-width: 640px) {
  .st-key-open-search { flex-basis: 6.5rem !important; width: 6.5rem !important; }
  .st-key-open-search kbd { display: none; }
}
"""

# What is clicked is at least as large as the guidelines for accessible pages ask: 24 pixels.
TARGET_RULE = (
    ".stSelectbox [aria-label='Clear value'], .stTimeInput [role=spinbutton] "
    "{min-width: 24px; min-height: 24px; text-align: center}"
)

# On paper nothing can be chosen; a card stands whole in a row of its own; what was drawn for a wider screen is scaled
# to it, where the browser can divide a length by another. The page as PDF, under Share, is made for paper at once.
PRINT_RULE = """
@media print {
  @page { margin: 12mm; }
  .stApp :is(.stPopover, .stPageLink, .stSelectbox, .stButtonGroup, .stButton, .stDownloadButton, .stMultiSelect,
    .stElementToolbar, [role=tablist], .stAppToolbar) { display: none !important; }
  .stGrid:has(.stPlotlyChart, .stDataFrame) { grid-template-columns: 100% !important; }
  .stGridCell { grid-column: auto !important; break-inside: avoid; }
  .stPlotlyChart { container-type: inline-size; }
  .stPlotlyChart .main-svg { width: attr(width px) !important; max-width: none !important;
    transform: scale(min(1, 100cqi / attr(width px))); transform-origin: 0 0; }
  .stDataFrame canvas { max-width: 100% !important; height: auto !important; }
}
"""


def apply() -> None:
    """Put the rules on the page; call it once per run, from the frame."""
    own = (TERM_RULE, KEY_FIGURE_RULE, SHORTCUT_RULE, TARGET_RULE, PRINT_RULE)
    st.html(f"<style>{CHART_TEXT_RULE} {' '.join(own)}</style>")
