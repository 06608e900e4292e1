"""The order of every page: where one is, finding, grey line, views, choices, numbers, findings and cards."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from functools import partial
from types import ModuleType
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from analysis.claims.verdicts import ACT, KNOW, WATCH
from pages.parts import (
    addresses,
    controls,
    drill,
    frame,
    gate,
    handover,
    opens,
    panel,
    reader,
    rows,
    saved,
    scope_bar,
    search,
    session,
    takeaway,
    terms,
)
from pages.parts.cards import Card
from pages.parts.origin import Origin
from pages.parts.page import CREATED, Finding, PageModel
from pages.parts.scope_bar import Bar, Choice
from pages.parts.words import common

ICONS = {
    ACT: ":material/priority_high:",
    WATCH: ":material/visibility:",
    KNOW: ":material/info:",
}
MINIMUM_CARD_WIDTH = 440
TITLE_LETTERS, GREY_LETTERS, WORD_LETTERS = 66, 72, 5
BLANK = "\u2007"  # as wide as a digit, and no place to break a line at
_TITLED = "page with a title"
LONG_FINDINGS = 200  # letters that push the first card of a phone out of sight

Choose = Callable[[str, Bar], dict[str, Any]]


@dataclass(frozen=True)
class Head:
    """Places above the controls that decide what is said there.

    Attributes
    ----------
    title : DeltaGenerator
        Of the finding and the grey line.
    actions : DeltaGenerator
        Of what can be done with the page, at the right of its name.
    """

    title: DeltaGenerator
    actions: DeltaGenerator


def head() -> Head:
    """Say where the reader is, and reserve the place of the title: it stands above the controls that decide it."""
    controls.begin()
    with st.container(gap=None):
        actions = frame.where(handover.page())
        with actions:
            _tools()
        return Head(_place_of_title(), actions)


def _place_of_title() -> DeltaGenerator:
    """Keep the place of a title with bars of its usual length; one that stands already stays until there is another."""
    place = st.container(gap=None)
    if st.session_state.get(_TITLED) == handover.page():
        return place.container(gap="xsmall")
    st.session_state[_TITLED] = handover.page()
    slot = place.empty()
    with slot.container(gap="xsmall"):
        st.title(_bars(TITLE_LETTERS), anchor=False)
        st.caption(_bars(GREY_LETTERS))
    return slot.container(gap="xsmall")  # the same one again: what is drawn into it takes the bars' places, one by one


def _bars(letters: int) -> str:
    """Words of blanks on grey: they break into lines as words do."""
    return " ".join(f":gray-background[{BLANK * WORD_LETTERS}]" for _ in range(round(letters / (WORD_LETTERS + 1))))


@st.fragment
@reader.admitted()
def _tools() -> None:
    """What there is on every page; a click runs nothing but this."""
    with st.container(horizontal=True, vertical_alignment="center", gap="xsmall", wrap=False):
        search.button(has_data=session.has_data())
        saved.button()
        gate.who()


def show(
    views: Mapping[str, ModuleType],
    choose: Choose | None = None,
    *,
    compared: Collection[str] = (),
    has_period: bool = True,
) -> None:
    """Show a page: where one is, finding, views, choices, and what the chosen view has to say.

    Parameters
    ----------
    views : mapping of str to module
        Text of each tab and the module whose ``build`` makes its model; ``controls.ONLY`` for a page of one view.
    choose : callable, optional
        Draws the choices of a view beside those of the scope and returns them by the names that ``build`` takes.
    compared : collection of str, default ()
        Views whose ``build`` takes ``earlier``, the scope to compare with.
    has_period : bool, default True
        Whether the page is about a period.
    """
    top = head()
    view = controls.view(views)
    bar = scope_bar.show(has_period=has_period, is_compared=view in compared)
    with bar.own:
        choices = choose(view, bar) if choose is not None else {}
    bar.chips()
    if view in compared:
        choices["earlier"] = bar.choice.earlier
    draw(session.model(views[view].build, bar.choice.scope, **choices), bar.choice, top)


def draw(model: PageModel, choice: Choice, top: Head) -> None:
    """Show a model: title and grey line in the reserved place, the rest where the script stands.

    Parameters
    ----------
    model : PageModel
        What to show. Its texts are Markdown in which names from data are already literal.
    choice : Choice
        What the scope bar said.
    top : Head
        What ``head`` returned.
    """
    with top.title:
        st.title(model.title, anchor=False)
        saved.looked_at(model.title)
        comparison = choice.comparison if any(kpi.delta for kpi in model.kpis) else ""
        line = common.capital(common.grey_line(model.facts, sentence_of(model, choice), comparison))
        st.caption(terms.explained(line))
    with top.actions:
        origin = takeaway.menu(model, line)
    if model.empty:
        need = session.lacks(handover.page(), str(st.session_state.get(controls.VIEW, "")))
        if need is None:
            panel.empty("Nothing to show for this choice", model.empty)
        else:
            panel.lacking(need, model.empty)
    if model.kpis:
        panel.metrics(model.kpis, partial(drill.show, choice))
    # What is short is read at a glance; what is long must not push the first card out of sight.
    is_long = bool(model.cards) and _letters(model.findings) > LONG_FINDINGS
    if model.findings and not is_long:
        _findings(model.findings, choice)
    if model.cards:
        _cards(model, choice, origin, model.findings if is_long else ())


def _letters(findings: tuple[Finding, ...]) -> int:
    return sum(len(finding.sentence) + len(finding.advice) for finding in findings)


def sentence_of(model: PageModel, choice: Choice) -> str:
    """The choice in words: its period is one of creation, unless the model counts by what happened, or needs none."""
    created = f"{CREATED} "
    if not choice.sentence.startswith(created):
        return choice.sentence
    if not model.period_of:
        return choice.sentence.partition(common.DOT)[2]
    return f"{model.period_of} {choice.sentence.removeprefix(created)}"


def _findings(findings: tuple[Finding, ...], choice: Choice, *, is_card: bool = False) -> None:
    """Two or three lines: what each asks for and of whom, what is found, how surely, and where to read on."""
    with st.container(border=True, gap="small" if is_card else "xsmall", height="stretch" if is_card else "content"):
        if is_card:
            st.header(common.to_do(finding.asks for finding in findings), anchor=False)
        for finding in findings:
            asks = common.capital(common.grey_line(finding.asks, finding.who, finding.worth))
            said = common.joined(finding.sentence, finding.advice)
            line = f"{ICONS[finding.asks]} **{asks}** — {said}{common.SURELY[finding.surely]}"
            if not finding.link or _is_here(finding) or not reader.sees(finding.link):
                st.markdown(line)
                continue
            # The link stands beside its finding where there is room, and below it in half a row and on a phone.
            text, link = (st.container(gap=None),) * 2 if is_card else st.columns([7, 1], vertical_alignment="center")
            text.markdown(line)
            link.page_link(
                finding.link,
                # Of the page itself the name says nothing: it is another view that is gone to.
                label=finding.choice.get(controls.VIEW) if handover.is_shown(finding.link) else None,
                icon=":material/arrow_forward:",
                icon_position="right",
                query_params=handover.closed(_address(finding, choice)),
            )


def _is_here(finding: Finding) -> bool:
    """Whether a finding leads to the very view that says it."""
    view = finding.choice.get(controls.VIEW)
    return view is not None and view == st.session_state.get(controls.VIEW) and handover.is_shown(finding.link)


def _address(finding: Finding, choice: Choice) -> list[tuple[str, str]]:
    """Parameters of the page that a finding leads to: leads are listed, else widgets are set."""
    if finding.link == addresses.LEADS:
        return drill.address(choice, finding.choice)
    return [*opens.listed(choice.address), *handover.told(finding.choice).items()]


def _cards(model: PageModel, choice: Choice, origin: Origin, findings: tuple[Finding, ...]) -> None:
    """Cards in rows of two; one that would stand alone, or is of another height than the next, takes its row.

    Findings come after the first card.
    """
    show_card = partial(_card, model=model, choice=choice, origin=origin)
    shown: list[tuple[Card | None, bool, Callable[[bool], None]]] = [
        (card, card.is_wide, partial(show_card, card)) for card in model.cards
    ]
    if findings:
        is_below = model.cards[0].is_wide
        shown.insert(1, (None, is_below, lambda takes_row: _findings(findings, choice, is_card=not takes_row)))
        if not is_below and rows.takes_another([_letters((each,)) for each in findings], model.cards):
            shown[1:3] = [(None, False, partial(_stacked, [show_it for *_, show_it in shown[1:3]]))]
    grid = st.grid(2, min_column_width=MINIMUM_CARD_WIDTH)
    is_second = False
    for (card, is_wide, show_it), (following, next_is_wide, _) in zip(
        shown, [*shown[1:], (None, True, None)], strict=True
    ):
        is_last = next_is_wide or (card is not None and following is not None and not rows.beside(card, following))
        takes_row = is_wide or (is_last and not is_second)
        # A card that is a direct child of the grid is as tall as its neighbour.
        with grid.cell(column_span="all") if takes_row else grid:
            show_it(takes_row)
        is_second = not takes_row and not is_second


def _stacked(shown: list[Callable[[bool], None]], takes_row: bool) -> None:
    """Cards below each other in one cell."""
    with st.container(height="stretch"):
        for show_it in shown:
            show_it(takes_row)


def _card(card: Card, takes_row: bool, *, model: PageModel, choice: Choice, origin: Origin) -> None:
    panel.show(replace(card, is_wide=takes_row), partial(drill.show, choice), model.asked, origin)
