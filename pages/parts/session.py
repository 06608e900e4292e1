"""What sessions share: the open generation and the page models. The only module that caches."""

import logging
import threading
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import replace
from typing import Any, TypeVar

import streamlit as st

from analysis import limits
from analysis.query import keeping
from analysis.question import AskError
from analysis.scope import Scope
from analysis.sight import Behind, Sight, behind
from analysis.warehouse import Warehouse
from data.access import keys
from data.definitions import Definitions, DefinitionsError, load
from data.settings.versions import SettingsError
from data.store import Store
from pages.parts import converted, handover, memory, opaque, periods, reader, rehearsal, turns, unlocks
from pages.parts.page import PageModel
from pages.parts.unlocks import Need

GATE = turns.Gate(width=2, of_one=1)  # one reader with many pages leaves the others a way through
RUN_SECONDS = 60.0  # all questions and statistics of a page together
_run = threading.local()  # whether this run is through the gate
MODELS_KEPT = 300
MODELS_OF_OWN_CHOICES_KEPT = 150  # whoever goes through days and filters pushes out none of those that all others open
WATCH_SECONDS = 30
NEW_DATA, NEW_ICON = "New data: every number is of now.", ":material/update:"
GENERATIONS_KEPT = 3
LEAD = "lead"  # parameter of the page of one lead
PARTS_KEPT = 200  # what different readers see of a generation: views, not copies
_BEGUN = "run begun"

Model = TypeVar("Model")
log = logging.getLogger(__name__)


def begin() -> tuple[str, str]:
    """Choose the generation of this script run, so that a page is never half old.

    Returns
    -------
    state : str
        "ready"; "empty" when nothing is loaded, "outdated" when an earlier version of the models built it, "broken"
        when none that was loaded can be read.
    fault : str
        What is wrong with what is shown, for every page; "" where nothing is.
    """
    look = Store().look()
    if look.generation is None:
        return "empty" if look.is_empty else "broken", look.fault
    before = st.session_state.get(handover.GENERATION)
    st.session_state[handover.GENERATION] = look.generation.name
    st.session_state[_BEGUN] = True
    if before not in (None, look.generation.name):
        st.toast(NEW_DATA, icon=NEW_ICON)
    return "outdated" if _is_outdated(look.generation.name) else "ready", look.fault


@st.fragment(run_every=WATCH_SECONDS)
@reader.admitted()
def watch() -> None:
    """Tell a reader who has a page open that there is newer data, and let them have it when it suits them."""
    if st.session_state.pop(_BEGUN, False):
        return  # the run has just looked; what comes on its own looks again
    look = Store().look()
    if look.generation is not None and look.generation.name != st.session_state.get(handover.GENERATION):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(f":small[{NEW_ICON} There is new data.]")
            if st.button("Show it", type="tertiary", key="show-new-data"):
                st.rerun()


def warehouse() -> Warehouse:
    """The generation of this script run, open for questions and shared by all sessions."""
    generation, sight = st.session_state[handover.GENERATION], reader.sight()
    return _open(generation) if sight.is_whole else _part(generation, sight.key, sight)


def model(build: Callable[..., Model], scope: Scope, **choices: Any) -> Model:
    """The model of a page, built once per generation, scope and choices, and shared by all sessions.

    Parameters
    ----------
    build : callable
        Takes the warehouse, the scope and the choices by name; returns a frozen value that nobody changes.
    scope : Scope
        Which leads.
    **choices
        What the reader chose besides. A value that was asked for before tells itself from others of its kind by its
        ``key``, all others by their ``repr``.

    Returns
    -------
    Model
        What ``build`` returned.
    """
    told = tuple((each, _key_of(value)) for each, value in sorted(choices.items()))
    name = f"{build.__module__}.{build.__qualname__}"
    at = warehouse()
    kept = _model if _is_usual(scope, at) else _model_of_own_choice
    return kept(name, at.key, repr(scope), told, lambda: build(at, scope, **choices), at)


def _is_usual(scope: Scope, at: Warehouse) -> bool:
    """Whether a scope is one of few: all leads, or those of a period that has a name."""
    if scope.chosen() or scope.excluded_reasons or at.as_of is None:
        return False
    return periods.has_name(scope.since, scope.until, at.as_of, at.definitions.fiscal_year)


def lacks(page: str, view: str = "") -> Need | None:
    """The foremost thing that a view needs and that is not loaded; None where it has all, or none is open."""
    generation = st.session_state.get(handover.GENERATION)
    return None if generation is None else unlocks.missing(_recorded(warehouse().key, warehouse()), page, view)


def has_data() -> bool:
    """Whether this script run has a generation to show."""
    return handover.GENERATION in st.session_state


def has_leads() -> bool:
    """Whether the reader sees any lead, where they see some of them only."""
    return reader.sight().grants is None or _has_leads(warehouse().key, warehouse())


@st.cache_data(max_entries=MODELS_KEPT, show_spinner=False)
def _has_leads(key: str, _warehouse: Warehouse) -> bool:
    del key
    return bool(_warehouse.rows("select 1 from marts.journeys limit 1"))


def definitions() -> Definitions:
    """Those that the numbers are built with; of a home without data, those that it will have."""
    return warehouse().definitions if has_data() else load(Store().folder)


def shows_sample() -> bool:
    """Whether this script run shows nothing but the invented sample."""
    return _is_sample(st.session_state[handover.GENERATION])


@st.cache_data(max_entries=GENERATIONS_KEPT, show_spinner=False)
def _is_sample(generation: str) -> bool:
    return _open(generation).is_sample


@st.cache_data(max_entries=GENERATIONS_KEPT, show_spinner=False)
def _recorded(key: str, _warehouse: Warehouse) -> dict[str, int]:
    """How much there is of each kind that views need, whatever the scope."""
    del key
    counted = _warehouse.ask("recorded_kinds")
    return dict(zip(counted["kind"], counted["records"].astype(int), strict=True))


def values(dimension: str) -> list[str]:
    """Values of a dimension that the reader sees."""
    return _choices(warehouse().key, dimension, warehouse())


@st.cache_data(max_entries=MODELS_KEPT, show_spinner=False)
def _choices(key: str, dimension: str, _warehouse: Warehouse) -> list[str]:
    del key
    return _warehouse.choices(dimension)


def lead_address(lead_id: str) -> dict[str, str]:
    """Parameters of the page of a lead: they say nothing of it to whoever reads addresses."""
    return {LEAD: keys.key(Store().folder, lead_id)}


def lead_of(told: str) -> str:
    """Id of the lead that an address names, by its key or, as a CRM links here, by its id; "" where none is seen."""
    if not keys.is_key(told):
        return told
    at = warehouse()
    return _value_of(at.key, "lead_id", told, at) or told


def heard(name: str, told: str) -> str | None:
    """What a parameter of an address says, in plain.

    Parameters
    ----------
    name : str
        Of the parameter.
    told : str
        Its value, opaque or plain.

    Returns
    -------
    str or None
        None for what stands for nothing that the reader sees, be it there or not.
    """
    if name in opaque.COLUMNS and keys.is_key(told):
        at = warehouse()
        return _value_of(at.key, opaque.COLUMNS[name], told, at)
    if name in opaque.TYPED and keys.is_sealed(told):
        return keys.opened(Store().folder, told, reader.sight().key)
    return told


@st.cache_data(max_entries=MODELS_KEPT, show_spinner=False)
def _value_of(key: str, column: str, told: str, _warehouse: Warehouse) -> str | None:
    """Looked for once: the keys of all leads are made for one of them, a second of work for a million."""
    del key
    found = _warehouse.rows(
        f"select value from (select distinct {column}::varchar as value from marts.journeys) "
        f"where {keys.condition(Store().folder, told, 'value')}"
    )
    return str(found[0][0]) if found else None


def forget() -> None:
    """Forget what was made of the data: persons who left it must not stay in memory either."""
    st.cache_resource.clear()
    st.cache_data.clear()


def run(page: Any) -> None:
    """Run a page through the gate; a failure becomes a sentence with a reference to the log."""
    with turn():
        page.run()
    memory.KEPT.settle()


@contextmanager
def turn() -> Iterator[None]:
    """Wait for a turn at the gate, unless this run has it; a failure becomes a sentence with a reference to the log.

    For whatever asks questions: the page, and the parts of it that run again without the page.
    """
    try:
        with reader.admitted(), nullcontext() if getattr(_run, "has_turn", False) else _through_the_gate():
            yield
    except (AskError, DefinitionsError, SettingsError) as error:  # a run that nobody waits for ends at this word
        st.error(str(error), icon=":material/info:")
    except Exception as error:  # a reader gets a reference, the log gets the rest
        if type(error).__module__.startswith("streamlit.runtime"):
            raise
        reference = uuid.uuid4().hex[:8]
        log.exception("page failed, reference %s", reference)
        st.error(
            f"This page could not be drawn. The reason is in the server's log under {reference}.",
            icon=":material/error:",
        )


@contextmanager
def _through_the_gate() -> Iterator[None]:
    is_abandoned = turns.abandoned()
    whose = turns.NOBODY if rehearsal.is_one() else reader.address() or turns.session()
    with GATE.turn(whose, is_abandoned), limits.limited(RUN_SECONDS, is_abandoned):
        _run.has_turn = True
        try:
            yield
        finally:
            _run.has_turn = False


@st.cache_data(max_entries=GENERATIONS_KEPT, show_spinner=False)
def _is_outdated(generation: str) -> bool:
    """Asked once for each generation, which is the current one then."""
    del generation
    return Store().is_outdated()


@st.cache_resource(max_entries=GENERATIONS_KEPT, show_spinner=False)
def _open(generation: str) -> Warehouse:
    store = Store()
    return Warehouse.open(store.generations_folder / generation, store.folder)


def _key_of(value: Any) -> str:
    return str(getattr(value, "key", repr(value)))


@st.cache_resource(max_entries=GENERATIONS_KEPT, show_spinner=False)
def _behind(generation: str) -> Behind:
    """What all look through who do not see a generation whole."""
    store = Store()
    return behind(store.generations_folder / generation, store.folder)


@st.cache_resource(max_entries=PARTS_KEPT, show_spinner=False)
def _part(generation: str, key: str, _sight: Sight) -> Warehouse:
    """What is seen of a generation; the key stands for the sight."""
    del key
    return Warehouse.seen(_sight, _behind(generation), generation)


@st.cache_resource(max_entries=MODELS_KEPT, show_spinner="Counting …")
def _model(
    name: str, key: str, scope: str, choices: tuple[Any, ...], _build: Callable[[], Any], _warehouse: Warehouse
) -> Any:
    """One page model; name, key, scope and choices stand for the function and what it takes, which cannot be hashed."""
    del name, key, scope, choices
    return _built(_build, _warehouse)


@st.cache_resource(max_entries=MODELS_OF_OWN_CHOICES_KEPT, show_spinner="Counting …")
def _model_of_own_choice(
    name: str, key: str, scope: str, choices: tuple[Any, ...], _build: Callable[[], Any], _warehouse: Warehouse
) -> Any:
    del name, key, scope, choices
    return _built(_build, _warehouse)


def _built(build: Callable[[], Any], at: Warehouse) -> Any:
    with keeping() as kept:
        built = build()
    memory.KEPT.built += 1
    if not isinstance(built, PageModel):
        return built
    return converted.told(replace(built, asked=(*built.asked, *kept)), at)
