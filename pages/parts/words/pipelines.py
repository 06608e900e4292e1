"""What is said of pipelines: which one a page shows, and that numbers mix several."""

from collections.abc import Sequence

from analysis.claims.pipelines import Pipelines
from pages.parts import labels
from pages.parts.words import common

CHOOSE = "Choose one among the filters of a page, or set the usual one on the page Settings."
CHOOSE_OTHERS = "Another pipeline, or all of them, are chosen among the filters of a page."


def named(names: Sequence[str]) -> str:
    """Names of the pipelines that are shown together, as an option."""
    return " + ".join(names)


def shown(names: Sequence[str], unknown: Sequence[str], *, is_choice: bool) -> str:
    """The piece of the grey line that names the pipeline; "" where there is nothing to tell apart.

    Parameters
    ----------
    names : sequence of str
        The pipelines that the page keeps to; none is all.
    unknown : sequence of str
        Pipelines of the definitions that no lead is in.
    is_choice : bool
        Whether leads are in several.

    Returns
    -------
    str
        Inside the line.
    """
    if names:
        return f"pipeline {', '.join(map(labels.literal, names))}"
    if unknown:
        return f"all pipelines: no lead is in {_quoted(unknown)}"
    return "all pipelines" if is_choice else ""


def together(title: str) -> str:
    """The title of a page whose numbers mix pipelines."""
    return f"{title}, all pipelines together"


def mixed(found: Pipelines) -> str:
    """Numbers are of several pipelines together."""
    elsewhere, total, noun = found.counted
    counts = f"{labels.count(elsewhere)} of {common.counted(total, noun)} {'is' if elsewhere == 1 else 'are'}"
    if len(found.others) == 1:
        where = f"in the pipeline {_quoted(found.others)}, beside {_quoted([found.main])}"
    else:
        where = f"in other pipelines than {_quoted([found.main])}: {_quoted(found.others)}"
    return f"{counts} {where}. Rates, amounts and days are of all of them together."


def kept(found: Pipelines, usual: Sequence[str]) -> str:
    """Numbers keep to the usual pipeline, and what they leave out."""
    return (
        f"Pages keep to the usual pipeline, {_quoted(usual)}: {labels.count(found.leads_elsewhere)} of "
        f"{common.counted(found.leads, 'lead')} and {labels.count(found.won_elsewhere)} of "
        f"{common.counted(found.won, 'win')} {common.agreeing(found.leads_elsewhere, 'is', 'are')} in "
        f"{'another one or in none' if found.has_none else 'another one'}."
    )


def unknown(names: Sequence[str], *, is_any_left: bool) -> str:
    """The definitions name pipelines that no lead is in."""
    fate = "the others of the definitions are shown" if is_any_left else "all pipelines are shown"
    return f"The settings name the usual pipeline {_quoted(names)}, but no lead is in it: {fate}."


def there(names: Sequence[str]) -> str:
    """Which pipelines could be named instead."""
    if not names:
        return "No lead that is loaded has a pipeline: choose all of them on the page Settings."
    return f"Leads are in {_quoted(names)}: choose among these on the page Settings."


def _quoted(names: Sequence[str], most: int = 3) -> str:
    listed = [f"“{labels.literal(name, 60)}”" for name in names[:most]]
    return common.listed([*listed, f"{len(names) - most} more"] if len(names) > most else listed)
