"""What sessions share: the open generation and the page models. The only module that caches."""

import gc
import logging
import threading
import uuid
from collections.abc import Callable
from dataclasses import replace
from typing import Any, TypeVar

import streamlit as st

from analysis import asked
from analysis.ask import Warehouse
from analysis.paging import Page
from analysis.question import AskError
from analysis.scope import Scope
from analysis.selection import Selection
from data.definitions import DefinitionsError
from data.store import Store
from pages.models.page import PageModel

# Streamlit admits every run at once, and past saturation all of them time out: two at a time keeps each one short.
GATE = threading.BoundedSemaphore(2)
MODELS_KEPT = 300
GENERATIONS_KEPT = 3

Model = TypeVar("Model")
log = logging.getLogger(__name__)


def begin() -> str:
    """Choose the generation of this script run, so that a page is never half old.

    Returns
    -------
    str
        "ready"; "empty" when nothing is loaded, "outdated" when an earlier version of the models built it.
    """
    current = Store().current()
    if current is None:
        return "empty"
    st.session_state["generation"] = current.name
    return "outdated" if _is_outdated(current.name) else "ready"


def warehouse() -> Warehouse:
    """The generation of this script run, open for questions and shared by all sessions."""
    return _open(st.session_state["generation"])


def model(build: Callable[..., Model], scope: Scope, *arguments: Any) -> Model:
    """The model of a page, built once per generation, scope and arguments, and shared by all sessions.

    Parameters
    ----------
    build : callable
        Takes the warehouse, the scope and the arguments; returns a frozen value that nobody changes.
    scope : Scope
        Which leads.
    *arguments
        Further choices of the page; hashable.

    Returns
    -------
    Model
        What ``build`` returned.
    """
    return _model(f"{build.__module__}.{build.__qualname__}", warehouse().generation, scope, arguments, build)


@st.cache_data(max_entries=GENERATIONS_KEPT * 8, show_spinner=False)
def choices(generation: str, dimension: str) -> list[str]:
    """Values of a dimension in one generation."""
    return _open(generation).choices(dimension)


def run(page: Any) -> None:
    """Run a page through the gate; a failure becomes a sentence with a reference to the log."""
    with GATE:
        try:
            page.run()
        except (AskError, DefinitionsError) as error:
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
    _settle()


@st.cache_data(max_entries=GENERATIONS_KEPT, show_spinner=False)
def _is_outdated(generation: str) -> bool:
    """Asked once for each generation, which is the current one then."""
    del generation
    return Store().is_outdated()


@st.cache_resource(max_entries=GENERATIONS_KEPT, show_spinner=False)
def _open(generation: str) -> Warehouse:
    store = Store()
    return Warehouse.open(store.generations_folder / generation, store.folder)


@st.cache_resource(
    max_entries=MODELS_KEPT,
    show_spinner="Counting …",
    hash_funcs={
        Scope: repr,
        Selection: repr,
        Page: repr,
        "pages.models.stress_outlook.Asked": lambda asked: asked.key,
    },
)
def _model(name: str, generation: str, scope: Scope, arguments: tuple[Any, ...], _build: Callable[..., Any]) -> Any:
    """One page model; the name stands for the function, which cannot be hashed."""
    del name
    with asked.keeping() as kept:
        built = _build(_open(generation), scope, *arguments)
    return replace(built, asked=(*built.asked, *kept)) if isinstance(built, PageModel) else built


@st.cache_resource(show_spinner=False)
def _settle() -> None:
    """After the first page: what lives now lives on, so the collector need not walk it again."""
    gc.collect()
    gc.freeze()
