"""What the definitions say of one way in which data comes by itself."""

from dataclasses import dataclass
from pathlib import PurePath

from data.intake.amounts import DECIMALS
from data.intake.instants import FAMILIES


@dataclass(frozen=True)
class Feed:
    """One entry under ``[[feeds]]``: a folder that exports land in.

    Attributes
    ----------
    folder : str
        Whole path of the folder; what lies in folders below it is read too.
    name : str
        What pages and the log call it; by default the path.
    profile, dates, decimal : str or None
        As for ``python -m data load``: the kind of the exports, the form of their dates, what parts their cents.

    Raises
    ------
    ValueError
        If a value is wrong; the message begins with the key.
    """

    folder: str
    name: str = ""
    profile: str | None = None
    dates: str | None = None
    decimal: str | None = None

    def __post_init__(self) -> None:
        if not all(isinstance(text, str) for text in (self.folder, self.name, self.profile or "")):
            raise ValueError("folder, name and profile: must be texts")
        if not PurePath(self.folder).is_absolute():
            raise ValueError(f"folder: {self.folder!r} is not a whole path such as /srv/exports")
        for key, known in (("dates", tuple(FAMILIES)), ("decimal", DECIMALS)):
            if getattr(self, key) not in (None, *known):
                raise ValueError(f"{key}: must be one of {', '.join(known)}")

    @property
    def title(self) -> str:
        """What it is called."""
        return self.name or self.folder
