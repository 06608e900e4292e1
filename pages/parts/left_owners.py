"""What pages say of open leads whose owner left."""

import pandas as pd

from analysis.claims.left_owners import LeftOwners
from analysis.claims.verdicts import ACT
from pages.parts import addresses
from pages.parts.cards import Column
from pages.parts.page import Finding
from pages.parts.words import common
from pages.parts.words import left_owners as words

COLUMN = "left"


def findings(left: LeftOwners) -> tuple[Finding, ...]:
    """One, where there are such leads; it leads to those of whom has most."""
    if left.rows.empty:
        return ()
    first = str(left.rows["owner"].iloc[0])
    return (
        Finding(
            ACT,
            words.finding(left.days, left.rows["leads"].tolist()),
            words.ADVICE,
            addresses.LEADS,
            {"owner": first, "outcome": "open"},
            who=common.SALES,
            worth=common.counted(left.leads, "open lead"),
        ),
    )


def told(rows: pd.DataFrame, owner: str, left: LeftOwners) -> pd.DataFrame:
    """The rows with what is to do where their owner left, by the column that names the owner."""
    days = left.days
    return rows.assign(**{COLUMN: [words.hand_over(days[name]) if name in days else "" for name in rows[owner]]})


def columns(left: LeftOwners) -> dict[str, Column]:
    """The column that ``told`` adds, where there is anything to say."""
    return {} if left.rows.empty else {COLUMN: Column("Left")}
