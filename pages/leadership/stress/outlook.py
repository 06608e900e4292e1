"""The outlook: what the coming months bring with and without what stops."""

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from analysis.forecasting import STOPS
from analysis.statistics.checks import Floats, Interval
from analysis.statistics.forecast import FLOWS, Forecast, Stop
from analysis.statistics.forecast_check import first_visible
from pages.leadership.stress.basis import Basis

LEVEL = 0.9
WITHOUT = ("rest", "carried", "regained")


@dataclass(frozen=True, eq=False)
class Outlook:
    """What the coming months bring, and what they miss.

    Attributes
    ----------
    basis : Basis
        What it rests on.
    forecast : Forecast
        By flow.
    on : date
        First day without it.
    regained : float
        Share that comes in another way after all, 0 to 1.
    currency : str
        ISO code of amounts.
    """

    basis: Basis
    forecast: Forecast
    on: date
    regained: float
    currency: str

    @property
    def unit(self) -> str:
        """The currency where wins have amounts, "" where they are counted."""
        return self.currency if self.basis.by_amount else ""

    def expected(self, *flows: str, by_amount: bool | None = None) -> Floats:
        """Sum of flows by month; of amounts where there are any."""
        return np.array([each.estimate for each in self._months(flows, by_amount)])

    def band(self, *flows: str, by_amount: bool | None = None, cumulated: bool = False) -> Floats:
        """Lower and upper end of a sum of flows by month."""
        months = self._months(flows, by_amount, cumulated=cumulated)
        return np.array([[each.low for each in months], [each.high for each in months]])

    def total(self, *flows: str, by_amount: bool | None = None) -> Interval:
        """Sum of flows over all months with its band."""
        return self._months(flows, by_amount, cumulated=True)[-1]

    def by_month(self, *flows: str, cumulated: bool = False) -> pd.DataFrame:
        """A sum of flows: ``month``, ``value``, ``low``, ``high``."""
        months = pd.DataFrame(self._months(flows, cumulated=cumulated), columns=["value", "low", "high"])
        months.insert(0, "month", list(self.basis.months.starts))
        return months

    def _months(
        self, flows: tuple[str, ...], by_amount: bool | None = None, *, cumulated: bool = False
    ) -> list[Interval]:
        by_amount = self.basis.by_amount if by_amount is None else by_amount
        windows = self.basis.months.windows
        return [
            self.forecast.outcome(
                windows[0][0] if cumulated else first, last, flows=flows, by_amount=by_amount
            ).interval(LEVEL)
            for first, last in windows
        ]

    @property
    def shows_in(self) -> date | None:
        """First month in which what is expected without it lies below the band as it goes on; None for none."""
        place = first_visible(self.expected(*WITHOUT), self.band(*FLOWS)[0])
        return None if place is None else self.basis.months.starts[place]


def look_ahead(basis: Basis, on: date, regained: float, currency: str) -> Outlook:
    """The forecast from the end of the data."""
    stop = Stop(STOPS, (on - basis.last).days, basis.stoppage.takes_open)
    made = basis.pipes.forecast(basis.last, basis.months.windows, stop, regained)
    return Outlook(basis, made, on, regained, currency)
