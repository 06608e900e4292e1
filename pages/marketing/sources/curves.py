"""Curves of conversion by age, from counts of leads by the age at which they closed or were last observed."""

from dataclasses import dataclass

import pandas as pd

from analysis.statistics import survival
from analysis.statistics.checks import UNKNOWN, Interval
from pages.marketing.sources.words import maturity as wording
from pages.marketing.sources.words.ranking import OWN_WORDS

AGES = (30, 60, 90, 180, 365)
MOST = 25
EXITS = ("won", "lost", "disqualified")


@dataclass(frozen=True)
class Curve:
    """Share won by age of one group.

    Attributes
    ----------
    name, motion : str
        Of the group.
    counts : DataFrame
        Columns ``days``, ``won``, ``lost``, ``disqualified``, ``censored``.
    steps : DataFrame
        Index ``day``; ``at_risk``, ``incidence``, ``low``, ``high``.
    """

    name: str
    motion: str
    counts: pd.DataFrame
    steps: pd.DataFrame

    @property
    def leads(self) -> int:
        """Leads on the curve."""
        return int(self.counts[[*EXITS, "censored"]].to_numpy().sum())

    @property
    def won(self) -> int:
        """Wins on the curve."""
        return int(self.counts["won"].sum())

    def watched(self, day: int) -> int:
        """Leads that are still watched at an age."""
        return int(self.counts.loc[self.counts["days"] >= day, [*EXITS, "censored"]].to_numpy().sum())

    def at(self, day: int) -> Interval:
        """Share won by an age; missing where nobody has been watched for so long."""
        return at(self.steps, self.counts, day)


def curve_of(name: str, counts: pd.DataFrame, motion: str = "", *, level: float = 0.95) -> Curve:
    """The curve of some rows of ``maturity``, all their groups together."""
    daily = counts.groupby("days", as_index=False)[[*EXITS, "censored"]].sum()
    return Curve(name, motion, daily, incidence(daily, "won", level=level))


def incidence(daily: pd.DataFrame, cause: str, *, level: float = 0.95) -> pd.DataFrame:
    """Share that has left by one cause by each age; the other causes compete."""
    curves = survival.aalen_johansen(daily, level=level)
    return curves.droplevel("cause") if curves.empty else pd.DataFrame(curves.loc[cause])


def at(steps: pd.DataFrame, counts: pd.DataFrame, day: int) -> Interval:
    """Value of a curve at an age; missing where nobody has been watched for so long, unless all have left by then."""
    if steps.empty:
        return UNKNOWN
    nobody_left = counts.loc[counts["days"] == counts["days"].max(), "censored"].sum() == 0
    if day > counts["days"].max() and not nobody_left:
        return UNKNOWN
    row = steps.loc[: float(day)].iloc[-1]
    return Interval(*(float(row[column]) for column in ("incidence", "low", "high")))


def as_if_open(curve: Curve) -> Curve:
    """The same leads, had the lost and the disqualified gone on like the rest (Kaplan-Meier of the wins)."""
    daily = curve.counts.assign(censored=curve.counts[["lost", "disqualified", "censored"]].sum(axis=1))
    steps = survival.kaplan_meier(daily.rename(columns={"won": "exited"})[["days", "exited", "censored"]])
    steps = steps.assign(incidence=1 - steps["survival"], low=1 - steps["high"], high=1 - steps["low"])
    return Curve(wording.AS_IF_OPEN, "", curve.counts, steps[["at_risk", "incidence", "low", "high"]])


def curves_of(counts: pd.DataFrame, by: str) -> list[Curve]:
    """One curve per group, most leads first and the largest groups alone; every quarter from the first to the last."""
    sizes = counts.groupby("breakdown", observed=True)[[*EXITS, "censored"]].sum().sum(axis=1)
    if by == wording.CALENDAR:
        order = sizes.sort_index()
    else:
        order = sizes.sort_values(ascending=False, kind="stable").head(MOST)
    made = []
    for group in order.index:
        if by == wording.CALENDAR:
            name = wording.quarter(pd.Timestamp(str(group)).date())
        else:
            name = str(group).capitalize() if by in OWN_WORDS else str(group)
        rows = counts[counts["breakdown"] == group]
        made.append(curve_of(name, rows, str(rows["motion"].iloc[0])))
    return made
