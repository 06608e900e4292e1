"""What the view Segments of Balance says: where marketing and sales could follow each other."""

import pandas as pd

from analysis.claims.segments import MARKETING, NEITHER, SALES, UNSURE
from pages.parts import labels
from pages.parts.words import common

ONE_MOTION = "Segments can be compared only where both motions have leads"
LOAD_MOTION = "Load the leads of the other motion, or remove the filter on motion."
ONE_SEGMENT = "No segments are recorded here"
LOAD_SEGMENTS = "Load leads with their segment to see where the motions work past each other."
ADVICE = {
    MARKETING: "marketing: converts well outbound, draws little inbound",
    SALES: "sales: converts well inbound, is worked little outbound",
    UNSURE: "cannot tell yet",
    NEITHER: "nothing stands out",
}
FOLLOW = {
    MARKETING: "Marketing: create interest where outbound wins.",
    SALES: "Sales: prospect where inbound wins.",
}


def definition(window: int, few: int) -> str:
    """How segments are compared."""
    return (
        f"Conversion: won within {window} days, of leads watched for that long, against all other segments of the same "
        "motion. Share: inbound leads of the segment's leads, against all other segments. Fisher's exact or the z "
        "test, corrected with Benjamini-Hochberg over all comparisons; a motion with fewer than "
        f"{few} wins in a segment is not compared there."
    )


def title(table: pd.DataFrame) -> str:
    """How many segments one motion could follow the other into."""
    marketing, sales = (table.index[table["advice"] == who].tolist() for who in (MARKETING, SALES))
    parts = []
    if marketing:
        parts.append(f"marketing could follow outbound into {_names(marketing)}")
    if sales:
        parts.append(f"sales could follow inbound into {_names(sales)}")
    if parts:
        return common.capital("; ".join(parts))
    if (table["advice"] == UNSURE).all():
        return "Cannot tell yet where the motions work past each other"
    return "The motions do not clearly work past each other in any segment"


def finding(segment: str, row: pd.Series) -> str:
    """One segment with its numbers."""
    motion, other = ("outbound", "inbound") if row["advice"] == MARKETING else ("inbound", "outbound")
    rate = common.estimate(*(row[f"{motion}_{name}"] for name in ("rate", "low", "high")))
    share, rest = row["share"], row["share_rest"]
    if other == "outbound":
        share, rest = 1 - share, 1 - rest
    return (
        f"{labels.literal(segment)} converts {rate} {motion}, elsewhere {labels.share(row[f'{motion}_rest'])}; "
        f"{labels.share(share)} of its leads are {other}, elsewhere {labels.share(rest)}."
    )


def card_title(table: pd.DataFrame) -> str:
    """How many segments can be told."""
    known = int((table["advice"] != UNSURE).sum())
    if known == len(table) > 1:
        return f"All {known} segments can be compared"
    return f"{known} of {common.counted(len(table), 'segment')} can be compared"


def _names(names: list[str]) -> str:
    return common.listed([labels.literal(name) for name in names])
