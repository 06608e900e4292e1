"""Forgets persons: a lead or a contact leaves everything that a home keeps, and what is left is searched for them."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from data import whole
from data.forgetting import elsewhere, persons, rows, searching
from data.forgetting.persons import ErasingError, Persons
from data.forgetting.register import CONTACT, LEAD, Register
from data.forgetting.results import Erased, Foreseen
from data.saved_views import SavedViewsError
from data.store import Store

__all__ = ["Erased", "ErasingError", "Foreseen", "erase", "foresee"]


def foresee(store: Store, ids: Iterable[str], *, anyway: bool = False) -> Foreseen:
    """What would leave with some persons; nothing is changed. See `erase` for the parameters and the errors."""
    register = Register.of(store.folder)
    named = _given(ids, register)
    found, unknown = persons.find(_readable(store), named, register, anyway=anyway)
    places = _places(store, found)
    _demand_known(unknown, found, register, places)
    return _foreseen(found, places)


def erase(
    store: Store,
    ids: Iterable[str],
    *,
    keep_numbers: bool,
    anyway: bool = False,
    audit: Callable[[dict[str, Any]], None] = lambda _: None,
) -> Erased:
    """Let persons leave everything that a home keeps.

    First it is written down, as keyed hashes, who stays out; then they leave what lies beside the generations, then
    each generation. Whoever is stopped in between calls it again.

    Parameters
    ----------
    store : Store
        Of the home.
    ids : iterable of str
        Ids of leads or contacts; ``lead:…`` and ``contact:…`` tell which, where an id is both.
    keep_numbers : bool
        Whether their leads stay under opaque ids without names, so that every number stays as it is; else they go.
    anyway : bool, default False
        Whether a contact with very many leads is meant as well.
    audit : callable, optional
        Is given what may be written down of it, once it is searched.

    Returns
    -------
    Erased
        Done only where ``is_done`` says so.

    Raises
    ------
    ErasingError
        If an id is not known, or means somebody else too; nothing is changed then.
    StoreError
        If another import runs, the disk is too full, or the latest generation is broken.
    """
    named = _given(ids, Register.of(store.folder))
    with store.alone("erasing persons"):
        if fault := store.look().fault:
            raise ErasingError(f"Nobody is erased from a broken home: {fault}")
        register, generations = Register.of(store.folder), _readable(store)
        found, unknown = persons.find(generations, named, register, anyway=anyway)
        places = _places(store, found)
        _demand_known(unknown, found, register, places)
        register = register.with_ids({*found.leads, *unknown}, {*found.contacts, *unknown})
        left = _cleared(store, found)
        store.show_by_link()
        opaque = found.with_opaque_ids() if keep_numbers else []
        holding = [each for each in generations if searching.names_in_database(each, found.traces)]
        for generation in holding:
            rows.erase_from(store, generation, found, opaque)
    searched = searching.search(store.folder, found.traces)
    done = Erased(
        _foreseen(found, places),
        keep_numbers,
        len(holding),
        tuple(left.deleted),
        tuple(
            register.digest(kind, each)
            for kind, names in ((LEAD, found.leads), (CONTACT, found.contacts))
            for each in sorted(names)
        ),
        searched,
    )
    if done.is_done:
        register.finish()
    audit(done.audit_line())
    return done


def _given(ids: Iterable[str], register: Register) -> list[str]:
    """The ids that are named; none where those who were erased before and are back are meant."""
    named = list(dict.fromkeys(each.strip() for each in ids if each.strip()))
    if not named and not register.hashes:
        raise ErasingError("Nobody is named: give the ids of leads or contacts.")
    return named


def _readable(store: Store) -> list[Path]:
    """The generations that are whole; of the others the search says that they are not."""
    return [each for each in store.generations() if not whole.fault_of(each)]


def _demand_known(unknown: list[str], found: Persons, register: Register, places: dict[str, int]) -> None:
    """Refuse ids that name nobody, unless they were erased before, or all there is of them stands elsewhere."""
    strangers = [each for each in unknown if not register.is_erased(each)]
    if strangers and (found.leads or found.contacts or not places):
        raise ErasingError(f"No lead and no contact has the id {', '.join(strangers)}; nothing was changed.")


def _places(store: Store, found: Persons) -> dict[str, int]:
    try:
        return dict(elsewhere.named_in(store, found.traces))
    except SavedViewsError as error:
        raise ErasingError(str(error)) from None


def _cleared(store: Store, found: Persons) -> elsewhere.Left:
    try:
        return elsewhere.clear(store, found.traces)
    except SavedViewsError as error:
        raise ErasingError(str(error)) from None


def _foreseen(found: Persons, places: dict[str, int]) -> Foreseen:
    return Foreseen(len(found.leads), len(found.contacts), found.rows, places, found.traces.shared_names)
