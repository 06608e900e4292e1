"""What the single points of failure of Dependence say."""

import pandas as pd

from pages.leadership.dependence.words import measures
from pages.leadership.dependence.words.grains import plural
from pages.parts import labels
from pages.parts.words import common

NOTHING = "Nothing of this measure is recorded here"
DEFINITION = (
    "At every grain the largest one that has a name, as a share of all. Clear: the lower end of its interval is above "
    "the threshold, weak: that of the 80 % interval is, both after allowing for the number of grains that are compared "
    "(Bonferroni). Intervals: Wilson at the number of accounts and deals that know the share as well, 95 %. Accounts: "
    "by won amount, of all and in the channel where it is surest; only where the share itself is above."
)


def title(rows: pd.DataFrame) -> str:
    """The finding: what too much hangs on, surest first."""
    sure = rows[rows["status"].isin(["clear", "weak"])]
    unsure = rows[rows["status"] == "cannot tell yet"]
    if len(sure):
        names = [_named(row) for _, row in sure.head(2).iterrows()]
        more = f" and {len(sure) - 2} more" if len(sure) > 2 else ""
        probably = "" if (sure["status"] == "clear").any() else "Probably too "
        start = f"Too much hangs on {common.listed(names) if not more else ', '.join(names)}{more}"
        return start if not probably else f"{probably}much hangs on {common.listed(names)}{more}"
    if len(unsure):
        return f"Cannot tell yet whether too much hangs on {_named(unsure.iloc[0])}"
    return "Nothing is above its threshold: no single point of failure"


def facts(cases: int, measure: str, compared: int) -> str:
    """The start of the grey line."""
    return common.grey_line(measures.cases(cases, measure), f"{common.counted(compared, 'grain')} compared")


def chart_title(rows: pd.DataFrame) -> str:
    """Title of the chart: how many are surely or probably above."""
    counts = rows["status"].value_counts()
    above = int(counts.get("clear", 0) + counts.get("weak", 0))
    unsure = int(counts.get("cannot tell yet", 0))
    if above:
        verb = "is" if above == 1 else "are"
        probably = "" if counts.get("clear", 0) else "probably "
        start = f"{above} of {len(rows)} {verb} {probably}above the threshold"
    else:
        start = (
            f"None of the {len(rows)} largest shares is surely above its threshold"
            if unsure
            else "All are below their thresholds"
        )
    return f"{start}; {unsure} too close to tell" if unsure and above else start


def not_named(grains: tuple[str, ...]) -> str:
    """What cannot be looked at, and what to load."""
    if not grains:
        return ""
    names = common.listed([plural(grain) for grain in grains])
    columns = common.listed(["account_id" if grain == "account" else grain for grain in grains])
    return f"Not looked at, for want of names: {names}. Load leads with their {columns}."


def label(row: pd.Series) -> str:
    """Name of a row of the chart."""
    within = f" in {row['within']}" if row["within"] else ""
    return f"{common.capital(str(row['grain']))}{within}: {row['label']}"


def _named(row: pd.Series) -> str:
    where = f" in {labels.literal(row['within'])}" if row["within"] else ""
    kind = "account " if row["grain"] == "account" else ""
    return f"{kind}{labels.literal(row['label'])}{where} ({labels.share(row['share'])})"
