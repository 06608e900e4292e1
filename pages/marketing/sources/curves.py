"""Curves of conversion by age, from counts of leads by the age at which they closed or were last observed."""

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Self

import pandas as pd

from analysis.statistics import survival
from analysis.statistics.checks import UNKNOWN, Interval
from data.fiscal import FiscalYear, Quarter
from pages.marketing.sources import tables
from pages.marketing.sources.words import maturity as words

AGES = (30, 60, 90, 180, 365)
GROUPS_SHOWN = 25
EXITS = ("won", "lost", "disqualified")


@dataclass(frozen=True)
class Curve:
    """Share won by age of one group.

    Attributes
    ----------
    name, motion : str
        Of the group.
    quarter : Quarter or None
        Which one, where the group is a quarter of creation.
    counts : DataFrame
        Columns ``days``, ``won``, ``lost``, ``disqualified``, ``censored``.
    steps : DataFrame
        Index ``day``; ``at_risk``, ``incidence``, ``low``, ``high``.
    """

    name: str
    motion: str
    counts: pd.DataFrame
    steps: pd.DataFrame
    quarter: Quarter | None = None

    @classmethod
    def of(cls, name: str, counts: pd.DataFrame, motion: str = "", *, level: float = 0.95) -> Self:
        """The curve of some rows of ``maturity``, all their groups together."""
        daily = counts.groupby("days", as_index=False)[[*EXITS, "censored"]].sum()
        return cls(name, motion, daily, incidence(daily, "won", level=level))

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

    @property
    def known(self) -> list[tuple[int, Interval]]:
        """Share won by each of the ages that leads have been watched for."""
        return [(age, share) for age in AGES if not (share := self.at(age)).is_missing]

    @cached_property
    def _last(self) -> float:
        """The last age at which leads closed or were observed."""
        return float(self.counts["days"].max())

    @cached_property
    def _is_open(self) -> bool:
        """Whether some were open then."""
        return bool(self.counts.loc[self.counts["days"] == self._last, "censored"].sum())

    def at(self, day: int) -> Interval:
        """Share won by an age; missing where nobody has been watched for so long, unless all have left by then."""
        if self.steps.empty or (day > self._last and self._is_open):
            return UNKNOWN
        row = self.steps.loc[: float(day)].iloc[-1]
        return Interval(*(float(row[column]) for column in ("incidence", "low", "high")))


def incidence(daily: pd.DataFrame, cause: str, *, level: float = 0.95) -> pd.DataFrame:
    """Share that has left by one cause by each age; the other causes compete."""
    curves = survival.aalen_johansen(daily, level=level)
    return curves.droplevel("cause") if curves.empty else pd.DataFrame(curves.loc[cause])


def as_if_open(curve: Curve) -> Curve:
    """The same leads, had the lost and the disqualified gone on like the rest (Kaplan-Meier of the wins)."""
    daily = curve.counts.assign(censored=curve.counts[["lost", "disqualified", "censored"]].sum(axis=1))
    steps = survival.kaplan_meier(daily.rename(columns={"won": "exited"})[["days", "exited", "censored"]])
    steps = steps.assign(incidence=1 - steps["survival"], low=1 - steps["high"], high=1 - steps["low"])
    return Curve(words.AS_IF_OPEN, "", curve.counts, steps[["at_risk", "incidence", "low", "high"]])


def by_group(counts: pd.DataFrame, breakdown: str) -> list[Curve]:
    """One curve per group, most leads first and the largest groups alone."""
    sizes = counts.groupby("breakdown", observed=True)[[*EXITS, "censored"]].sum().sum(axis=1)
    groups = sizes.sort_values(ascending=False, kind="stable").head(GROUPS_SHOWN).index.to_series()
    names = tables.named(groups, breakdown)
    rows = [counts[counts["breakdown"] == group] for group in groups]
    return [Curve.of(name, own, str(own["motion"].iloc[0])) for name, own in zip(names, rows, strict=True)]


def by_quarter(counts: pd.DataFrame, fiscal_year: FiscalYear) -> list[Curve]:
    """One curve per quarter of creation, from the first to the last; ``counts`` are broken down by quarter."""
    starts = pd.to_datetime(counts["breakdown"])
    found = {fiscal_year.quarter_of(start.date()): counts[starts == start] for start in sorted(starts.unique())}
    return [
        replace(Curve.of(quarter.name, own, str(own["motion"].iloc[0])), quarter=quarter)
        for quarter, own in found.items()
    ]
