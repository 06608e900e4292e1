"""Which leads of a scope a list shows."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from analysis.lists.address import period_of, read_flag, read_number
from analysis.question import GATES, MODES
from data.names import GAPS, JOURNEY_ORDERS, OUTCOMES

EXITS = (
    "advanced",
    "lost",
    "disqualified",
    "young",
    "stalled",
    "left",
    "leaked",
    "skipped",
    "repeated",
    "backward",
)
COUNTED = MODES[1:]
FROM_GATES = GATES[1:]
AFTER = ("reopened", "returned", "returned elsewhere", "returned and won")
ACCOUNT_ORDERS = JOURNEY_ORDERS[:4]
OUTREACH = ("cold", "warm", "first")
ANY = "any"
CHOICES: dict[str, Collection[Any]] = {
    "outcome": OUTCOMES,
    "exit": EXITS,
    "journey_order": JOURNEY_ORDERS,
    "after": AFTER,
    "counted": COUNTED,
    "from_gate": FROM_GATES,
    "gap": (ANY, *GAPS),
    "foremost_gap": GAPS,
    "account_order": ACCOUNT_ORDERS,
    "outreach": OUTREACH,
    "weekday": range(1, 8),
    "hour_from": range(24),
    "hour_until": range(1, 25),
}
SEPARATOR = "\x1f"  # between the names of channels
_MOST_LETTERS = 500


@dataclass(frozen=True)
class Selection:
    """Which leads of a scope a list shows, beyond the scope's own dimensions. What is not set admits all.

    Attributes
    ----------
    reached, missed : str
        Name of a stage that the leads entered or passed, or did not.
    stage : str
        Name of a stage that the leads reached, for ``exit`` and the days of stay.
    exit : str
        How they left that stage, one of ``EXITS``; ``young`` and ``stalled`` are still there, all others ``left``,
        ``leaked`` are lost, disqualified or stalled, ``skipped`` have no entry of their own, ``repeated`` and
        ``backward`` ones came back.
    dwell_from, dwell_until : int, optional
        Days of stay at the stage: ``dwell_from`` is in, ``dwell_until`` is not.
    counted : str
        How ``stage`` was reached, one of ``COUNTED``: by an entry of its own, or by own entries in order.
    step_days, overall_days : int, optional
        The most days that each step up to ``stage`` took; the most from creation, of leads observed for so long.
    outcome : str
        One of ``OUTCOMES``.
    dropped, decided : bool
        They were lost or disqualified; won or lost.
    without_reason : str
        They were not lost or disqualified for this reason.
    reason : str
        Why they closed, as the source system writes it; ``(not recorded)`` for closed leads without one.
    journey_order : str
        One of ``JOURNEY_ORDERS``.
    account : str
        Id of the account.
    account_order : str
        Which motions brought the leads that their account has in the scope, one of ``ACCOUNT_ORDERS``; leads without an
        account or a known motion are left out.
    created, closed : str
        Month or quarter of the calendar of creation or closing, such as ``2026-03`` or ``2026-Q1``.
    weekday : int, optional
        Day of the week of creation in the business time zone, 1 is Monday.
    hour_from, hour_until : int, optional
        Hours of creation in the business time zone: ``hour_from`` is in, ``hour_until`` is not.
    age_days : int, optional
        Created at least so many days before the end of the data.
    open_after : int, optional
        Still open so many days after creation, of leads observed for so long and closed, if so, on a known day.
    mature_days : int, optional
        Observed for at least so many days, from the creation or with ``from_gate`` from there; wins without a usable
        day are left out.
    from_gate : str
        The gate that they reached, one of ``FROM_GATES``.
    won_days : int, optional
        Won within so many days from creation.
    untouched : bool
        Nobody of ours has touched them, though they are ``untouched_days`` of the definitions old.
    touched : bool
        We touched them by the end of the data.
    waited : bool
        How long they waited for our first touch is known; it is not where they closed untouched at an unknown time.
    waiting_on : str
        Still waiting for our first touch on the evening of this day, such as ``2026-03-31``, and old enough for it.
    watched_minutes, watched_working_minutes : int, optional
        Touched by us, or watched without a touch for at least so many minutes, on the clock or within working hours.
    touches_from, touches_until : int, optional
        Touches by us, those after their end too: ``touches_from`` is in, ``touches_until`` is not.
    outreach : str
        Reached so through an outbound channel and had not answered before: ``cold`` is before they did anything by
        themselves, ``warm`` after it, ``first`` whichever came first.
    answer_days : int, optional
        Observed for at least so many days since that ``outreach``.
    sequenced : bool
        A step of a sequence was sent to them.
    step : int, optional
        The step of a sequence with this number was sent to them.
    gap : str
        A gap that they have, one of ``GAPS``, or ``any``.
    foremost_gap : str
        The foremost of their gaps, one of ``GAPS``.
    older_than_any_win : bool
        They have a gap, and have been at their stage for longer than any lead of their motion that was won.
    channels : str
        Channels that created or touched them up to their opportunity, else up to their closing, all of them; names
        separated by the unit separator, character 31. Leads without a recorded touch are left out.
    no_other : bool
        No other channel did; needs ``channels``.
    touched_by : str
        Channel of a touch up to their closing, ``(not recorded)`` for a touch without one.
    touched_by_campaign : str
        Campaign of such a touch: its sequence, else the campaign of a lead of the same channel.
    first_touch : str
        Channel of the first such touch.
    look_back_days : int, optional
        Days before the closing in which the touches of ``touched_by`` and ``touched_by_campaign`` lie.
    path : str
        Letters of the channels of such touches in order, as ``touchpoints`` has them.
    after : str
        What came after they were lost or disqualified, one of ``AFTER``.
    search : str
        Part of the name or id of the lead or its account, or of its owner; case and accents do not matter.

    Raises
    ------
    ValueError
        If a value is none of those that its field admits, or a field needs a stage that is not there.
    """

    reached: str = ""
    missed: str = ""
    stage: str = ""
    exit: str = ""
    dwell_from: int | None = None
    dwell_until: int | None = None
    counted: str = ""
    step_days: int | None = None
    overall_days: int | None = None
    outcome: str = ""
    dropped: bool = False
    decided: bool = False
    reason: str = ""
    without_reason: str = ""
    journey_order: str = ""
    account: str = ""
    account_order: str = ""
    created: str = ""
    closed: str = ""
    weekday: int | None = None
    hour_from: int | None = None
    hour_until: int | None = None
    age_days: int | None = None
    open_after: int | None = None
    mature_days: int | None = None
    from_gate: str = ""
    won_days: int | None = None
    untouched: bool = False
    touched: bool = False
    waited: bool = False
    waiting_on: str = ""
    watched_minutes: int | None = None
    watched_working_minutes: int | None = None
    touches_from: int | None = None
    touches_until: int | None = None
    outreach: str = ""
    answer_days: int | None = None
    sequenced: bool = False
    step: int | None = None
    gap: str = ""
    foremost_gap: str = ""
    older_than_any_win: bool = False
    channels: str = ""
    no_other: bool = False
    touched_by: str = ""
    touched_by_campaign: str = ""
    first_touch: str = ""
    look_back_days: int | None = None
    path: str = ""
    after: str = ""
    search: str = ""

    def __post_init__(self) -> None:
        for name, value in self.chosen().items():
            if not isinstance(value, FIELDS[name]) or (FIELDS[name] is int and isinstance(value, bool)):
                raise ValueError(f"{name}: {value!r} is not of its kind.")
            if isinstance(value, int) and value < 0:
                raise ValueError(f"{name}: {value} is not a number of days, hours or touches, or a step.")
            if name in CHOICES and value not in CHOICES[name]:
                raise ValueError(f"{name}: {value!r} is not one of {', '.join(map(str, CHOICES[name]))}.")
        for name in ("created", "closed"):
            if getattr(self, name):
                period_of(getattr(self, name))
        if self.waiting_on:
            date.fromisoformat(self.waiting_on)
        self._demand_companions()

    def _demand_companions(self) -> None:
        """Refuse a field without the one that it needs."""
        if not self.stage and set(self.chosen()) & AT_A_STAGE:
            raise ValueError("A way out, days of stay or a way of counting need a stage.")
        if self.no_other and not self.channels:
            raise ValueError("No other channel than which one?")
        if self.look_back_days is not None and not (self.touched_by or self.touched_by_campaign):
            raise ValueError("A look-back needs the touches that it narrows.")
        if self.answer_days is not None and not self.outreach:
            raise ValueError("Days for an answer to which outreach?")
        for what in ("dwell", "hour", "touches"):
            low, high = getattr(self, f"{what}_from"), getattr(self, f"{what}_until")
            if low is not None and high is not None and low >= high:
                raise ValueError(f"{what}: nothing is at least {low} and less than {high}.")

    def chosen(self) -> dict[str, Any]:
        """The fields that do not admit all, with their values."""
        values = {each.name: getattr(self, each.name) for each in fields(self)}
        return {name: value for name, value in values.items() if not (value is None or value is False or value == "")}

    def parameters(self) -> dict[str, str]:
        """The selection as parameters of an address; ``read`` makes the same selection of them."""
        return {
            IN_ADDRESS.get(name, name): "yes" if value is True else str(value) for name, value in self.chosen().items()
        }

    @classmethod
    def read(cls, parameters: Mapping[str, str], stages: tuple[str, ...]) -> tuple["Selection", dict[str, str]]:
        """Make a selection of an address.

        Parameters
        ----------
        parameters : mapping of str
            Of the address; what is no field of a selection is not looked at.
        stages : tuple of str
            Names of the stages.

        Returns
        -------
        selection : Selection
            Of all the parameters that make sense.
        left_out : dict of str
            Those that do not.
        """
        given = {**parameters, **{name: parameters[told] for name, told in IN_ADDRESS.items() if parameters.get(told)}}
        asked = {name: given[name][:_MOST_LETTERS] for name in FIELDS if given.get(name)}
        left_out = {name: asked.pop(name) for name in STAGE_FIELDS if name in asked and asked[name] not in stages}
        values: dict[str, Any] = {}
        # In the order of the fields: a stage is there before what needs it.
        for name, text in asked.items():
            try:
                value = _READERS[FIELDS[name]](text)
                cls(**values, **{name: value})
            except ValueError:
                left_out[name] = text
            else:
                values[name] = value
        return cls(**values), left_out


FIELDS: dict[str, type] = {
    each.name: bool if each.default is False else int if each.default is None else str for each in fields(Selection)
}
# A page that has a widget of the field's name would take the parameter along when it is left.
IN_ADDRESS = {"stage": "at_stage", "gap": "with_gap"}
AT_A_STAGE = {"exit", "dwell_from", "dwell_until", "counted", "step_days", "overall_days"}
STAGE_FIELDS = ("reached", "missed", "stage")


_READERS: dict[type, Any] = {str: str, int: read_number, bool: read_flag}
