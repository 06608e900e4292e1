"""The tables that a question reads: marts under one Scope, as common table expressions with bound values."""

import re
from collections.abc import Sequence
from datetime import date
from typing import Any

from analysis.lists import conditions as selected
from analysis.lists.page import Page
from analysis.lists.selection import Selection
from analysis.scope import Scope
from analysis.scoping import changes as scoped_changes
from analysis.scoping import evenings as scoped_evenings
from analysis.scoping import leads as scoped_leads
from analysis.scoping import ledgers as scoped_ledgers
from analysis.scoping.clauses import AT_A_STAGE, BREAKDOWNS
from data.definitions import Definitions


def tables(
    body: str,
    scope: Scope,
    breakdown: str,
    definitions: Definitions,
    *,
    across: str = "all",
    selection: Selection | None = None,
    page: Page | None = None,
    known_by: Sequence[date] = (),
    last_day: date | None = None,
) -> tuple[dict[str, str], dict[str, Any]]:
    """The scoped tables that a question's text mentions, and the values they bind.

    Parameters
    ----------
    body : str
        Text of the question.
    scope : Scope
        Which leads.
    breakdown : str
        A key of ``BREAKDOWNS``.
    definitions : Definitions
        Where the stages stand.
    across : str, default "all"
        A second key of ``BREAKDOWNS``, for questions that cross two.
    selection : Selection, optional
        Which leads of the scope, for questions that list leads; None is all of them.
    page : Page, optional
        Which piece of the list; None is the first one.
    known_by : sequence of date, optional
        Evenings that a question about what was known on some is told.
    last_day : date, optional
        Last day of the data.

    Returns
    -------
    tables : dict of str
        Name and select of each scoped table.
    values : dict
        Values to bind, by name.

    Raises
    ------
    ValueError
        If a breakdown or a stage is unknown, a breakdown means nothing for a table or is a second one where the
        question takes one, or a question that lists no leads is asked to narrow them.
    """
    for name in (breakdown, across):
        if name not in BREAKDOWNS:
            raise ValueError(f"There is no breakdown {name!r}. There are: {', '.join(BREAKDOWNS)}.")
    if across != "all" and not re.search(r"\bacross\b", body):
        raise ValueError(f"This question takes one breakdown: {across} cannot be its second.")
    if breakdown != "all" and not re.search(r"\bbreakdown\b", body):
        raise ValueError("This question cannot be broken down.")
    if "stage" in (breakdown, across) and not any(table in body for table in AT_A_STAGE):
        raise ValueError("This question cannot be broken down by stage: its leads have passed several.")
    if scope.as_of is not None and re.search(r"\b(path|credit_first)\b", body):
        raise ValueError("Paths and their credits are known as of the end of the data only.")
    makers = {
        "scoped_journeys": scoped_leads.journeys,
        "scoped_wins": scoped_leads.wins,
        "scoped_stage_entries": scoped_leads.stage_entries,
        "scoped_stays": scoped_leads.stays,
        "scoped_touchpoints": scoped_leads.touchpoints,
        "scoped_win_touchpoints": scoped_leads.win_touchpoints,
        "scoped_paths": scoped_leads.paths,
        "touches_of_one": scoped_leads.touches_of_one,
        "scoped_spend": scoped_ledgers.spend,
        "scoped_targets": scoped_ledgers.targets,
        "scoped_target_accounts": scoped_ledgers.target_accounts,
        "scoped_gaps": scoped_ledgers.gaps,
        "scoped_sequence_steps": scoped_ledgers.sequence_steps,
        "scoped_activities": scoped_ledgers.activities,
        "scoped_changes": scoped_changes.leads,
        "scoped_spend_changes": scoped_changes.spend,
        "scoped_unchanged_leads": scoped_changes.unchanged_leads,
        "scoped_unchanged_spend": scoped_changes.unchanged_spend,
    }
    lists, values = _lists(body, scope, definitions, selection, page)
    past = scoped_evenings.tables(body, scope, breakdown, known_by, last_day)
    on_evenings = {name: select for name, (select, _) in past.items()}
    text = "\n".join([body, *lists.values(), *on_evenings.values()])
    made: dict[str, str] = {}
    for name, make in makers.items():
        if name in text:
            made[name], bound = make(scope, (breakdown, across), definitions)
            values |= bound
    for _, bound in past.values():
        values |= bound
    return made | lists | on_evenings, values


def _lists(
    body: str, scope: Scope, definitions: Definitions, selection: Selection | None, page: Page | None
) -> tuple[dict[str, str], dict[str, Any]]:
    """The tables of a question that lists leads: all that are selected, and one piece of them."""
    is_paged = "paged_journeys" in body
    if not is_paged and page is not None:
        raise ValueError("This question lists no leads: it has no pages.")
    if not is_paged and "selected_journeys" not in body:
        if selection is not None:
            raise ValueError("This question lists no leads: narrow the scope instead.")
        return {}, {}
    select, values = selected.journeys(selection or Selection(), scope, definitions)
    if not is_paged:
        return {"selected_journeys": select}, values
    piece, bound = selected.page(page or Page())
    return {"selected_journeys": select, "paged_journeys": piece}, values | bound


def put_in_front(selects: dict[str, str], body: str) -> str:
    """One query: the scoped tables in front of the question's own text."""
    if not selects:
        return body
    front = ",\n".join(f"{name} as (\n{select}\n)" for name, select in selects.items())
    if body.startswith("with "):
        return f"with {front},\n{body.removeprefix('with ')}"
    return f"with {front}\n{body}"
