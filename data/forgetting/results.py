"""What an erasure comes to, as values."""

from dataclasses import asdict, dataclass, field
from typing import Any

from data.access import audit
from data.forgetting.searching import Searched


@dataclass(frozen=True)
class Foreseen:
    """What would leave.

    Attributes
    ----------
    leads, contacts : int
        How many ids of each the persons have.
    rows : dict of str to int
        Their rows of each kind in the latest generation that has some.
    places : dict of str to int
        What else names them, by kind.
    shared_names : int
        Names of theirs that others have too: they go with the rows, and are not looked for.
    """

    leads: int
    contacts: int
    rows: dict[str, int]
    places: dict[str, int]
    shared_names: int


@dataclass(frozen=True)
class Erased:
    """What left, and what a search found afterwards.

    Attributes
    ----------
    foreseen : Foreseen
        What there was of them.
    keeps_numbers : bool
        Whether their numbers stay under opaque ids.
    generations : int
        How many were written anew.
    deleted : tuple of str
        Files, as paths in the home, that were deleted because nothing could be taken out of them.
    hashes : tuple of str
        The keyed hash of each id, for an audit.
    searched : Searched
        What was searched for them afterwards, and found.
    """

    foreseen: Foreseen
    keeps_numbers: bool
    generations: int
    deleted: tuple[str, ...]
    hashes: tuple[str, ...]
    searched: Searched = field(default_factory=Searched)

    @property
    def is_done(self) -> bool:
        """Whether nothing in the home names them any more."""
        return not self.searched.found

    def audit_line(self) -> dict[str, Any]:
        """What may be written down of it for good: keyed hashes and counts, and nothing of a person."""
        return {
            "what": audit.ERASED,
            "hashes": list(self.hashes),
            "keeps_numbers": self.keeps_numbers,
            "generations": self.generations,
            "is_done": self.is_done,
            **{name: count for name, count in asdict(self.foreseen).items() if name != "shared_names"},
        }
