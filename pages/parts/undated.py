"""What a view shows where no lead has a day: what needs days is not told, and the rest is won of all leads."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from analysis.scope import Scope
from analysis.warehouse import Warehouse
from pages.parts.page import PageModel
from pages.parts.words import undated as words

Choices = ParamSpec("Choices")
Built = Callable[Concatenate[Warehouse, Scope, Choices], PageModel]


def needs_days(subject: str) -> Callable[[Built[Choices]], Built[Choices]]:
    """Mark a view that counts days: where no lead has one it says so, and asks nothing.

    Parameters
    ----------
    subject : str
        What the view tells, as the start of a sentence, such as "How long leads wait".

    Returns
    -------
    callable
        Takes the view's ``build`` and returns it guarded.
    """

    def guard(build: Built[Choices]) -> Built[Choices]:
        """The view, or what it needs."""

        @wraps(build)
        def guarded(warehouse: Warehouse, scope: Scope, *args: Choices.args, **choices: Choices.kwargs) -> PageModel:
            """What the view shows; where no lead has a day, what to load."""
            if warehouse.has_days or not warehouse.undated:
                return build(warehouse, scope, *args, **choices)
            return PageModel(words.title(subject), empty=words.to_load(warehouse.undated), period_of="")

        return guarded

    return guard
