"""What every page model is made of."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from analysis.claims.verdicts import CLEAR, MOST_URGENT_FIRST, NO, SUREST_FIRST
from analysis.query import Query
from analysis.scope import Scope
from analysis.warehouse import Warehouse
from pages.parts.cards import Card, Kpi

CREATED = "created"  # what happened to leads in the period, unless a page says otherwise


@dataclass(frozen=True)
class Finding:
    """One thing a reader should know.

    Attributes
    ----------
    asks : str
        What it asks of the reader, one of ``verdicts.MOST_URGENT_FIRST``.
    sentence : str
        The finding with its evidence: numbers, interval, leads.
    advice : str
        What to do about it; "" where there is nothing.
    link : str
        Script of the page that shows more, such as ``pages/leadership/dependence/page.py``; "" for none.
    choice : mapping
        What is chosen on that page, as parameters of its address, so that it says the same; of the page Leads, what
        narrows the list as a mark would. The period and the filters come with the reader.
    who : str
        Who can act: marketing, sales, leadership or whoever loads the data; "" where there is nothing to do.
    worth : str
        What is at stake, such as an amount or a number of leads; "" where that is not known.
    surely : str
        How sure it is: ``clear``, ``weak`` or ``cannot tell yet``; "" for what is no estimate.
    """

    asks: str
    sentence: str
    advice: str = ""
    link: str = ""
    choice: Mapping[str, str] = field(default_factory=dict)
    who: str = ""
    worth: str = ""
    surely: str = NO


def most_urgent_first(found: Iterable[Finding]) -> list[Finding]:
    """Findings by what they ask for, the surest of each first."""
    return sorted(
        found, key=lambda each: (MOST_URGENT_FIRST.index(each.asks), SUREST_FIRST.index(each.surely or CLEAR))
    )


@dataclass(frozen=True)
class PageModel:
    """All that a page shows, computed once and shared by all sessions: nobody changes it.

    Attributes
    ----------
    title : str
        The finding of the page.
    facts : str
        Start of the line under the title, such as the number of leads; the scope's words follow.
    kpis : tuple of Kpi
        The row of numbers.
    findings : tuple of Finding
        What matters, most important first.
    cards : tuple of Card
        Figures and tables in reading order.
    asked : tuple of Query
        The questions behind it: those of what it was built from; the session adds those that it asked itself.
    empty : str
        Where nothing can be said: what is missing and what to do. "" where there is something.
    period_of : str
        What happened in the period, such as "opened or closed", where it is not that the leads were created; "" where
        the period plays no part.
    """

    title: str
    facts: str = ""
    kpis: tuple[Kpi, ...] = ()
    findings: tuple[Finding, ...] = ()
    cards: tuple[Card, ...] = ()
    empty: str = ""
    asked: tuple[Query, ...] = ()
    period_of: str = CREATED


class Build(Protocol):
    """The function ``build`` of a view: asks, computes and draws."""

    def __call__(self, warehouse: Warehouse, scope: Scope, **choices: Any) -> PageModel:
        """Make the model of the view, the same for the same generation, scope and choices.

        Parameters
        ----------
        warehouse : Warehouse
            The generation: where to ask.
        scope : Scope
            Which leads.
        **choices
            What the reader chose besides, each by the name that the view gives it and only those that it uses. Where a
            view compares with an earlier period, ``earlier`` is the scope of that period as its data stood at the same
            age, None to compare with nothing.

        Returns
        -------
        PageModel
            The whole view; ``empty`` says so where there is nothing to show.
        """
