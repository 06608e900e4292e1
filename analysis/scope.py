"""Which leads a question is about."""

from dataclasses import dataclass, make_dataclass, replace
from datetime import date, timedelta
from typing import Any

from data import dimensions

ALL_PIPELINES = ("All pipelines",)  # of a scope that keeps to none, though the definitions name a usual one
FILTERS = (*dimensions.NAMES, "account_id")  # an account filters but is no breakdown: there are too many
_Admitted = make_dataclass(
    "_Admitted", [(name, tuple[str, ...] | None, None) for name in FILTERS], frozen=True, kw_only=True
)


@dataclass(frozen=True)
class Scope(_Admitted):  # type: ignore[misc, valid-type]  # its fields are known when it is made
    """Which leads a question is about: a period of creation and the admitted values of each dimension.

    Attributes
    ----------
    since, until : date, optional
        Half-open period of the day of creation: ``since`` is in, ``until`` is not. None leaves that side open.
    motion, channel, ... : tuple of str, optional
        Admitted values of each dimension, and of ``account_id``. None admits all, ``()`` admits none. Of the pipeline
        None admits the usual ones of the definitions, ``ALL_PIPELINES`` all.
    excluded_reasons : tuple of str, default ()
        Leads that were lost or disqualified for one of these reasons are left out; "(not recorded)" is one too.
    as_of : date, optional
        Last day whose events count: the answer is the one that this day's data would have given. None is the last day
        of the data.
    usual_pipeline : tuple of str, optional
        The usual pipelines, where none is chosen; the warehouse sets them when it asks.

    Raises
    ------
    ValueError
        If the period is empty, or a dimension or the excluded reasons are not a tuple of text.
    """

    since: date | None = None
    until: date | None = None
    excluded_reasons: tuple[str, ...] = ()
    as_of: date | None = None
    usual_pipeline: tuple[str, ...] | None = None

    def __post_init__(self) -> None:
        if self.since is not None and self.until is not None and self.since >= self.until:
            raise ValueError(f"The period is empty: it starts on {self.since} and ends before {self.until}.")
        for name in FILTERS:
            values = getattr(self, name)
            if values is not None and not _is_texts(values):
                raise ValueError(f"{name} must be a tuple of text, or None for all.")
        if not _is_texts(self.excluded_reasons):
            raise ValueError("excluded_reasons must be a tuple of text.")

    def narrowed(self, **changes: date | tuple[str, ...] | None) -> "Scope":
        """The same scope with other values."""
        return replace(self, **changes)  # type: ignore[arg-type]  # checked by __post_init__

    def shifted(self, days: int, data_as_of: date) -> "Scope":
        """The scope so many days earlier, as its data stood so many days earlier.

        Both ends and the last day that counts move together: the earlier leads are then as young as the later ones
        are now, and the two can be compared.

        Raises
        ------
        ValueError
            If a side of the period is open.
        """
        if self.since is None or self.until is None:
            raise ValueError("Only a period with both ends can be compared with an earlier one.")
        back = timedelta(days=days)
        return replace(self, since=self.since - back, until=self.until - back, as_of=(self.as_of or data_as_of) - back)

    def previous_period(self, data_as_of: date) -> "Scope":
        """The period of the same length just before; see ``shifted``."""
        if self.since is None or self.until is None:
            raise ValueError("Only a period with both ends has a previous one.")
        return self.shifted((self.until - self.since).days, data_as_of)

    def previous_year(self, data_as_of: date) -> "Scope":
        """The period 52 weeks before, so that weekdays match; see ``shifted``."""
        return self.shifted(364, data_as_of)

    def without_period(self) -> tuple["Scope", dict[str, Any]]:
        """The scope without its period, and the period's first and last day, for what is counted by when it happened.

        Returns
        -------
        scope : Scope
            Leads of any day of creation.
        days : dict
            ``first_day`` and ``last_day``, None for a side that is open, as questions about a period of events take
            them.

        Examples
        --------
        >>> Scope(since=date(2026, 1, 1), until=date(2026, 2, 1)).without_period()[1]["last_day"]
        datetime.date(2026, 1, 31)
        """
        last = None if self.until is None else self.until - timedelta(days=1)
        return replace(self, since=None, until=None), {"first_day": self.since, "last_day": last}

    def filters(self) -> dict[str, tuple[str, ...]]:
        """The dimensions that do not admit all, with what they admit, as far as they were chosen."""
        return {name: values for name, values in self.chosen().items() if values != ALL_PIPELINES}

    def chosen(self) -> dict[str, tuple[str, ...]]:
        """The dimensions of which something was chosen, be it all; parameters of an address say the same."""
        return {name: getattr(self, name) for name in FILTERS if getattr(self, name) is not None}


def _is_texts(values: object) -> bool:
    return isinstance(values, tuple) and all(isinstance(each, str) for each in values)
