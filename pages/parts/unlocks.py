"""What each view cannot do without, and so what each further file or column unlocks: said here and nowhere else.

Pages are named as in their addresses, views by the texts of their switches, "" where a page has but one.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Need:
    """What a home can lack.

    Attributes
    ----------
    noun : str
        What it is, in the middle of a sentence.
    file : str
        Name of the template that has it.
    columns : tuple of str
        Those of that file that matter.
    """

    noun: str
    file: str
    columns: tuple[str, ...]


# By the kinds of the question recorded_kinds.
NEEDS = {
    "days": Need("days of creation", "leads", ("created_at",)),
    "motions": Need("sources of known channels", "leads", ("source",)),
    "segments": Need("segments", "leads", ("segment",)),
    "accounts": Need("accounts", "leads", ("account_id",)),
    "stage entries": Need("stage events", "stage_events", ("lead_id", "stage", "entered_at")),
    "closings": Need("outcomes", "outcomes", ("lead_id", "outcome", "closed_at")),
    "wins": Need("won outcomes", "outcomes", ("lead_id", "outcome", "closed_at")),
    "losses": Need("lost outcomes", "outcomes", ("lead_id", "outcome", "closed_at")),
    "won amounts": Need("amounts of wins", "outcomes", ("amount",)),
    "touches": Need("touches", "touches", ("lead_id or contact_id", "at", "channel", "direction", "kind")),
    "touch channels": Need("touches with a channel", "touches", ("channel",)),
    "steps": Need("steps of sequences", "touches", ("sequence", "step")),
    "next steps": Need(
        "touches, or the stages of wins", "touches", ("lead_id or contact_id", "at", "direction", "kind")
    ),
    "spend": Need("spend", "spend", ("date", "source", "amount")),
    "targets": Need("targets", "targets", ("month", "motion", "amount")),
}

# Each view that cannot say anything without them, the foremost need first: that one is named.
VIEWS: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "dependence": {
        "Accounts": ("accounts",),
        "Over time": ("days",),
        "Alone and together": ("days", "touches", "touch channels", "wins"),
    },
    "stress": {"Forecast": ("days", "wins"), "Past forecasts": ("days", "wins")},
    "balance": {
        "Recommendation": ("days", "motions"),
        "Situations": ("days", "motions"),
        "Coverage": ("days", "targets", "wins", "won amounts"),
        "Past forecasts": ("days", "wins"),
        "Velocity": ("days", "motions", "wins", "won amounts"),
        "Segments": ("days", "motions", "segments"),
    },
    "sources": {
        "Starting stage": ("days", "wins", "stage entries"),
        "By age": ("days",),
        "Combinations": ("days",),
        "Like for like": ("days", "motions"),
        "Change": ("days",),
        "Cost": ("days", "spend"),
        "Value": ("days", "wins", "won amounts"),
    },
    "attribution": {"": ("days", "touches", "touch channels", "wins")},
    "stages": {
        "Time": ("days",),
        "Biggest leak": ("wins", "won amounts"),
        "After the drop": ("days", "losses"),
        "Owners": ("days", "touches"),
    },
    "gaps": {
        "Queue": ("days", "next steps"),
        "Response time": ("days", "touches"),
        "Owners over time": ("days", "touches"),
    },
    "prospecting": {
        "Coverage": ("days", "touches", "motions"),
        "Sequences": ("days", "touches", "steps", "motions"),
        "Persistence and effort": ("days", "touches", "closings"),
        "Objections": ("losses",),
    },
    "interplay": {"": ("days", "touches")},
}

# What a part of a view needs beside, by file and column; a part is a card.
PARTS: Mapping[tuple[str, str], tuple[tuple[str, str, str], ...]] = {
    ("leads", "owner"): (("gaps", "Queue", "gaps by owner"), ("dependence", "Within a channel", "largest owner")),
    ("leads", "campaign"): (("dependence", "Within a channel", "largest campaign"),),
    ("outcomes", "reason"): (
        ("stages", "Ways out", "reasons"),
        ("prospecting", "Objections", "reasons by group"),
        ("interplay", "", "objections"),
    ),
    ("spend", "amount"): (("attribution", "", "return-on-spend"),),
    ("target_accounts", "account_id"): (
        ("balance", "Situations", "target accounts covered"),
        ("balance", "Situations", "target accounts against others"),
    ),
}


def missing(recorded: Mapping[str, int], page: str, view: str = "") -> Need | None:
    """The foremost thing that a view needs and that is not loaded.

    Parameters
    ----------
    recorded : mapping of str to int
        Records of each kind, as the question ``recorded_kinds`` counts them.
    page : str
        Name of the page.
    view : str, default ""
        Text of the view in its switch.

    Returns
    -------
    Need or None
        None where the view has all that it needs.

    Examples
    --------
    >>> missing({"days": 10, "spend": 0}, "sources", "Cost").noun
    'spend'
    """
    needed = VIEWS.get(page, {}).get(view, ())
    return next((NEEDS[kind] for kind in needed if not recorded.get(kind)), None)


def unlocked(file: str) -> Iterator[tuple[str, str]]:
    """Page and view of all that a file adds, each once, also where it is a part of the view alone.

    That every lead has a day and a source goes without saying: the one file that is needed is about them.
    """
    named = {
        (page, view): None
        for page, views in VIEWS.items()
        for view, kinds in views.items()
        if any(NEEDS[kind].file == file for kind in kinds if kind not in ("days", "motions"))
    }
    parts = {(page, view): None for (own, _), cards in PARTS.items() if own == file for page, view, _ in cards}
    yield from named | parts
