"""The scope bar: period, comparison and filters, the same on every page and kept in the address."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from analysis.scope import ALL_PIPELINES, Scope
from analysis.warehouse import Warehouse
from data import dimensions
from pages.parts import controls, handover, labels, panel, periods, session
from pages.parts.words import common, pipelines, undated

PREVIOUS, YEAR, NOTHING = "Previous period", "Year before", "Nothing"
FILTERS = {each.name: each.label for each in dimensions.ALL if each.is_filter}
KEYS = ("period", "from", "through", "compare", *FILTERS)
USUAL: dict[str, Any] = {"period": periods.USUAL, "compare": PREVIOUS, **{name: [] for name in FILTERS}}


@dataclass(frozen=True)
class Choice:
    """What the scope bar says.

    Attributes
    ----------
    scope : Scope
        Which leads.
    earlier : Scope or None
        What to compare with, as its data stood at the same age; None compares with nothing.
    sentence : str
        The choice in words, for the line under the title.
    comparison : str
        What arrows compare with, in words; "" for nothing.
    address : mapping
        The same choice as parameters of an address.
    """

    scope: Scope
    earlier: Scope | None
    sentence: str
    comparison: str = ""
    address: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass
class Bar:
    """The one row of choices above what a page shows.

    Attributes
    ----------
    row : DeltaGenerator
        The whole row.
    own : DeltaGenerator
        Where the page draws its own choices: beside the period, before what is one click away.
    choice : Choice
        What its widgets say; a page may narrow it.
    """

    row: DeltaGenerator
    own: DeltaGenerator
    choice: Choice
    _options: list[str] = field(default_factory=list)

    @contextmanager
    def options(self, *names: str) -> Iterator[None]:
        """Draw choices that few readers need one click away; what of them is not as usual is said by chips.

        Parameters
        ----------
        *names : str
            Of the widgets that are drawn inside.

        Yields
        ------
        None
            While they are drawn.
        """
        self._options += names
        with self.row, controls.popover("Options", names, key="options", icon=":material/tune:"):
            yield

    def chips(self) -> None:
        """Draw what is chosen of filters and options, each with the way to remove it; call it when all are drawn."""
        controls.tell()
        chosen = [*_chosen_filters(), *controls.unusual(self._options)]
        if not chosen:
            return
        with st.container(horizontal=True, vertical_alignment="center", gap="xsmall"):
            for name, said, value in chosen:
                st.button(
                    labels.literal(said),
                    key=f"remove-{name}-{value}",
                    icon=":material/close:",
                    icon_position="right",
                    on_click=controls.remove,
                    args=(name, value),
                    width=panel.room(said),
                    help=f"Remove: {labels.literal(said)}",
                )
            if len(chosen) > 1:
                names = [name for name, _, _ in chosen]
                st.button("Clear all", type="tertiary", key="remove-all", on_click=controls.clear, args=(names,))


def show(*, has_period: bool = True, is_compared: bool = False) -> Bar:
    """Draw the bar; values in the address that do not exist fall back with a notice.

    Parameters
    ----------
    has_period : bool, default True
        Whether a period is chosen; without one there is nothing to compare with either. None is where no lead has a
        day.
    is_compared : bool, default False
        Whether what is shown can be compared with an earlier period.

    Returns
    -------
    Bar
        With what it says.
    """
    warehouse = session.warehouse()
    options = {name: session.values(name) for name in warehouse.offered(FILTERS)}
    last = warehouse.as_of or date(2000, 1, 1)
    row = controls.row()
    with row:
        if not has_period or not warehouse.has_days:
            own = _own()
            filters = _filters(warehouse, options)
            handover.keep(_said(FILTERS), _usual(warehouse))
            scope = Scope().narrowed(**filters)
            return Bar(row, own, Choice(scope, None, _sentence("", scope, warehouse), address=scope.chosen()))
        period = controls.select(
            "Created in", {name: name for name in periods.NAMES}, key="period", usual=periods.USUAL, width=150
        )
        since, until = _period(period, last, warehouse)
        compare = NOTHING
        if is_compared:
            offered = {name: name for name in (PREVIOUS, YEAR, NOTHING)}
            compare = controls.select("Compared with", offered, key="compare", width=175)
        own = _own()
        filters = _filters(warehouse, options)
    drawn = [name for name in KEYS if name != "compare" or is_compared]
    handover.keep(_said(drawn), _usual(warehouse))
    scope = Scope(since=since, until=until).narrowed(**filters)
    earlier = _earlier(scope, compare, last)
    sentence = _sentence(period, scope, warehouse)
    return Bar(row, own, Choice(scope, earlier, sentence, _comparison(earlier, compare), _address(period, scope)))


def _own() -> DeltaGenerator:
    return st.container(horizontal=True, vertical_alignment="bottom", gap="small", width="content")


def _chosen_filters() -> Iterator[tuple[str, str, str]]:
    """Widget, text and value of each filter that is set."""
    for name, label in FILTERS.items():
        chosen = st.session_state.get(name)
        if name == dimensions.PIPELINE:
            yield from controls.unusual([name])
        else:
            yield from ((name, f"{label}: {labels.plain(value)}", value) for value in chosen or ())


def _said(names: Iterable[str]) -> dict[str, Any]:
    """What the widgets of the bar say; None for those that are not drawn."""
    return {name: st.session_state.get(name) for name in names}


def _address(period: str, scope: Scope) -> dict[str, tuple[str, ...]]:
    """The parameters that make the widgets say the same again."""
    address = {"period": (period,), **scope.chosen()}
    if period == periods.CUSTOM and scope.since is not None and scope.until is not None:
        through = scope.until - timedelta(days=1)
        address |= {"from": (scope.since.isoformat(),), "through": (through.isoformat(),)}
    return address


def without(choice: Choice, reason: str) -> Choice:
    """The choice without the leads that were lost or disqualified for a reason, in the compared period too."""
    return Choice(
        choice.scope.narrowed(excluded_reasons=(reason,)),
        None if choice.earlier is None else choice.earlier.narrowed(excluded_reasons=(reason,)),
        f"{choice.sentence} · without leads closed for “{labels.literal(reason)}”",
        choice.comparison,
        {**choice.address, "without_reason": (reason,)},
    )


def sentence_of(choice: Choice, scope: Scope) -> str:
    """The grey line of a list that may have days of its own."""
    if (scope.since, scope.until) == (choice.scope.since, choice.scope.until):
        return choice.sentence
    days = choice.scope.narrowed(since=scope.since, until=scope.until)
    return _sentence(periods.CUSTOM, days, session.warehouse())


def _period(period: str, last: date, warehouse: Warehouse) -> tuple[date | None, date | None]:
    """First day, and the day after the last."""
    if period == periods.ALL:
        return None, None
    if period != periods.CUSTOM:
        first, through = periods.days_of(period, last, warehouse.definitions.fiscal_year)
        return first, through + timedelta(days=1)
    first = controls.day("From", last - timedelta(days=364), key="from")
    through = controls.day("Through", last, key="through")
    if not isinstance(first, date) or not isinstance(through, date) or first > through:
        st.toast("The period ends before it starts: the last 12 months are shown.", icon=controls.ICON)
        return _period(periods.USUAL, last, warehouse)
    return first, through + timedelta(days=1)


def _usual(warehouse: Warehouse) -> dict[str, Any]:
    """What the widgets of the bar say where nobody chose."""
    return {**USUAL, dimensions.PIPELINE: next(iter(_pipelines(warehouse, ())))}


def _pipelines(warehouse: Warehouse, names: Iterable[str]) -> dict[str, tuple[str, ...] | None]:
    """What to choose from by its text, what is usual first; each with what a scope admits."""
    every, usual = ALL_PIPELINES[0], warehouse.usual_pipeline
    first = {pipelines.named(usual): None, every: ALL_PIPELINES} if usual else {every: None}
    return {**first, **{name: (name,) for name in names if name not in first}}


def _filters(warehouse: Warehouse, options: dict[str, list[str]]) -> dict[str, tuple[str, ...]]:
    """The admitted values of each dimension that is filtered."""
    filters: dict[str, tuple[str, ...]] = {}
    with controls.popover("Filters", options, key="filters", icon=":material/filter_list:"):
        for name, admitted in options.items():
            if name == dimensions.PIPELINE:
                pipeline = controls.select(FILTERS[name], _pipelines(warehouse, admitted), key=name, width="stretch")
                filters |= {} if pipeline is None else {name: pipeline}
                continue
            values = controls.select_several(FILTERS[name], admitted, key=name)
            if values:
                filters[name] = values
    return filters


def _earlier(scope: Scope, compare: str, last: date) -> Scope | None:
    if scope.since is None or compare == NOTHING:
        return None
    return scope.previous_period(last) if compare == PREVIOUS else scope.previous_year(last)


def _data(warehouse: Warehouse) -> str:
    """Through when the data is complete, and how many of its leads are in no period."""
    through = f"data through {labels.day(warehouse.as_of)}" if warehouse.as_of else ""
    return common.grey_line(through, undated.left_out(warehouse.undated, has_days=warehouse.has_days))


def _sentence(period: str, scope: Scope, warehouse: Warehouse) -> str:
    parts = [_period_words(period, scope)] if period else []
    unknown = warehouse.unknown_pipelines if scope.pipeline is None else ()
    is_choice = bool(warehouse.offered((dimensions.PIPELINE,)))
    parts.append(pipelines.shown(warehouse.pipeline_of(scope), unknown, is_choice=is_choice))
    parts += [
        f"{FILTERS.get(name, name).lower()} {', '.join(labels.literal(value) for value in values)}"
        for name, values in scope.filters().items()
        if name != dimensions.PIPELINE
    ]
    return common.grey_line(*parts, _data(warehouse))


def _comparison(earlier: Scope | None, compare: str) -> str:
    if earlier is None:
        return ""
    before = "the period before" if compare == PREVIOUS else "the same period a year before"
    return f"arrows compare with {before} as it stood then"


def _period_words(period: str, scope: Scope) -> str:
    if scope.since is None:
        return "all leads" if scope.until is None else f"created through {labels.day(scope.until - timedelta(days=1))}"
    if scope.until is None:
        return f"created from {labels.day(scope.since)} on"
    if period in periods.ROLLING:
        return f"created in the last {period}"
    days = f"created {labels.day(scope.since)} to {labels.day(scope.until - timedelta(days=1))}"
    return f"{days} ({period.lower()})" if period in periods.CALENDAR else days


def beyond(parameters: Mapping[str, str]) -> dict[str, str]:
    """Parameters of an address that the bar has no widget for."""
    return {name: value for name, value in parameters.items() if name not in KEYS}
