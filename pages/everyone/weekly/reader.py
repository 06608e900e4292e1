"""What a reader wants to know of a week."""

from dataclasses import dataclass

import pandas as pd


@dataclass(frozen=True)
class Reader:
    """One of those who read the page.

    Attributes
    ----------
    measures : tuple of str
        What is told, the row of key figures.
    headlines : tuple of str
        What the title is about: the first that changed.
    breakdown : str
        By what the measures are told apart.
    grouped : tuple of str
        The measures that are told by it.
    """

    measures: tuple[str, ...]
    headlines: tuple[str, ...]
    breakdown: str
    grouped: tuple[str, ...]

    def headline_of(self, counted: pd.DataFrame) -> str:
        """The first headline of which a record changed; else what only left the period, else the first there is."""
        there = [name for name in self.headlines if (counted["measure"] == name).any()]
        moved = counted[counted["records"] > 0]
        for changed in (moved[moved["part"] != "period"], moved):
            if found := [name for name in there if (changed["measure"] == name).any()]:
                return found[0]
        return there[0] if there else self.headlines[-1]
