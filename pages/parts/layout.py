"""The order of every page: finding, grey line, controls, numbers, findings, cards."""

from functools import partial

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from analysis.claims.verdicts import ACT, KNOW, WATCH
from pages.parts import addresses, controls, drill, handover, opens, panel, session
from pages.parts.page import CREATED, Finding, PageModel
from pages.parts.scope_bar import Choice
from pages.parts.words import common

ICONS = {
    ACT: ":material/priority_high:",
    WATCH: ":material/visibility:",
    KNOW: ":material/info:",
}
MINIMUM_CARD_WIDTH = 440


def head() -> DeltaGenerator:
    """Reserve the place of the title: it stands above the controls that decide it."""
    return st.container(gap="xsmall")


def draw(model: PageModel, choice: Choice, top: DeltaGenerator) -> None:
    """Show a page: title and grey line in the reserved place, the rest where the script stands.

    Parameters
    ----------
    model : PageModel
        What to show. Its texts are Markdown in which names from data are already literal.
    choice : Choice
        What the scope bar said.
    top : DeltaGenerator
        What ``head`` returned.
    """
    with top:
        st.title(model.title, anchor=False)
        comparison = choice.comparison if any(kpi.delta for kpi in model.kpis) else ""
        st.caption(common.capital(common.grey_line(model.facts, sentence_of(model, choice), comparison)))
    if model.empty:
        need = session.lacks(handover.page(), str(st.session_state.get(controls.VIEW, "")))
        if need is None:
            panel.empty("Nothing to show for this choice", model.empty)
        else:
            panel.lacking(need, model.empty)
    if model.kpis:
        panel.metrics(model.kpis)
    if model.findings:
        _findings(model.findings, choice)
    if model.cards:
        _cards(model, choice)


def sentence_of(model: PageModel, choice: Choice) -> str:
    """The choice in words: its period is one of creation, unless the model counts by what happened, or needs none."""
    created = f"{CREATED} "
    if not choice.sentence.startswith(created):
        return choice.sentence
    if not model.period_of:
        return choice.sentence.partition(common.DOT)[2]
    return f"{model.period_of} {choice.sentence.removeprefix(created)}"


def _findings(findings: tuple[Finding, ...], choice: Choice) -> None:
    """Two or three lines: what each asks for and of whom, what is found, how surely, and where to read on."""
    with st.container(border=True, gap="xsmall"):
        for finding in findings:
            asks = common.capital(common.grey_line(finding.asks, finding.who, finding.worth))
            said = common.joined(finding.sentence, finding.advice)
            line = f"{ICONS[finding.asks]} **{asks}** — {said}{common.SURELY[finding.surely]}"
            # The link stands beside its finding where there is room, and below it on a phone.
            text, link = st.columns([7, 1], vertical_alignment="center") if finding.link else (st.container(), None)
            text.markdown(line)
            if link is not None:
                link.page_link(
                    finding.link,
                    # Of the page itself the name says nothing: it is another view that is gone to.
                    label=finding.choice.get("view") if handover.is_shown(finding.link) else None,
                    icon=":material/arrow_forward:",
                    icon_position="right",
                    query_params=_address(finding, choice),
                )


def _address(finding: Finding, choice: Choice) -> list[tuple[str, str]]:
    """Parameters of the page that a finding leads to: leads are listed, else widgets are set."""
    if finding.link == addresses.LEADS:
        return drill.address(choice, finding.choice)
    return [*opens.listed(choice.address), *handover.told(finding.choice).items()]


def _cards(model: PageModel, choice: Choice) -> None:
    grid = st.grid(2, min_column_width=MINIMUM_CARD_WIDTH)
    for card in model.cards:
        # A card that is a direct child of the grid is as tall as its neighbour.
        with grid.cell(column_span="all") if card.is_wide else grid:
            panel.show(card, partial(drill.show, choice=choice), model.asked)
