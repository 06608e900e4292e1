"""Which leads a list shows by the touches between them and us: as conditions on ``scoped_journeys``."""

from analysis.lists.selection import SEPARATOR, Selection
from data.names import NOT_RECORDED

_TOUCHED = "select lead_id from scoped_touchpoints where"
_STARTS = {
    "cold": "days_to_cold_outreach",
    "warm": "days_to_warm_outreach",
    "first": "coalesce(days_to_cold_outreach, days_to_warm_outreach)",
}
# See the question arrival_hours.
_TOUCHED_BY_US = "is_touched_before or first_response_minutes <= observed_minutes"


def _watched(kind: str) -> str:
    """Demand a touch by us, or so many minutes without one."""
    until = f"case when outcome = 'open' then observed{kind}_minutes else coalesce(closed{kind}_minutes, 0) end"
    return f"({_TOUCHED_BY_US} or least(observed{kind}_minutes, {until}) >= $selected_watched{kind}_minutes)"


_CONDITIONS = {
    "untouched": "is_never_touched",
    "touched": "days_to_touched <= observed_days",
    "waited": f"""(
        {_TOUCHED_BY_US} or outcome = 'open' or is_closed_before_created or closed_minutes is not null
    )""",
    # See the question untouched_months.
    "waiting_on": """(
        created_on + $selected_untouched_days::integer <= $selected_waiting_on
        and (
            outcome = 'open' or days_to_close is not null or is_closed_before_created
            or days_to_touched <= observed_days
        )
        and coalesce(created_on + least(
            case when is_touched_before then 0 when days_to_touched >= 0 then days_to_touched end,
            case when is_closed_before_created then 0 else days_to_close end
        ) > $selected_waiting_on, true)
    )""",
    "watched_minutes": _watched(""),
    "watched_working_minutes": _watched("_working"),
    "touches_from": "count_touches_by_us >= $selected_touches_from",
    "touches_until": "count_touches_by_us < $selected_touches_until",
    "sequenced": "lead_id in (select lead_id from scoped_sequence_steps)",
    "step": "lead_id in (select lead_id from scoped_sequence_steps where step = $selected_step)",
    "first_touch": f"lead_id in ({_TOUCHED} position = 1 and touch_channel = $selected_first_touch)",
    "path": "lead_id in (select lead_id from scoped_paths where path = $selected_path)",
}


def conditions(selection: Selection) -> list[str]:
    """What a selection demands of the touches.

    Parameters
    ----------
    selection : Selection
        Which leads.

    Returns
    -------
    list of str
        Conditions on the rows of ``scoped_journeys``, all of which hold.
    """
    chosen = selection.chosen()
    demanded = [condition for name, condition in _CONDITIONS.items() if name in chosen]
    demanded += _touched_by(selection)
    if selection.outreach:
        demanded += _reached(selection)
    if selection.channels:
        demanded += _through(selection)
    return demanded


def _touched_by(selection: Selection) -> list[str]:
    """Demand a touch through a channel or by a campaign, within the days before the closing."""
    within = "" if selection.look_back_days is None else " and touch_days >= end_days - $selected_look_back_days"
    return [
        f"lead_id in ({_TOUCHED} {column} = $selected_{name}{within})"
        for name, column in (("touched_by", "touch_channel"), ("touched_by_campaign", "touch_campaign"))
        if getattr(selection, name)
    ]


def _reached(selection: Selection) -> list[str]:
    """Demand outreach of one warmth without an earlier answer, and enough days since; see the question outreach."""
    start = _STARTS[selection.outreach]
    demanded = [f"{start} is not null", f"coalesce(least(days_to_reply, days_to_meeting_booked) >= {start}, true)"]
    if selection.answer_days is not None:
        demanded.append(f"observed_days >= {start} + $selected_answer_days")
    return demanded


def _through(selection: Selection) -> list[str]:
    """Demand that channels created or touched the leads, each of them, or no other."""
    names = [f"$selected_channels_{place}" for place, _ in enumerate(selection.channels.split(SEPARATOR))]
    conditions = ["touched_channels > 0"]
    conditions += [f"(channel = {name} or touched_channels & {_bits(name)} > 0)" for name in names]
    if selection.no_other:
        listed = ", ".join(names)
        conditions += [f"touched_channels & ~{_bits(listed)} = 0", f"channel in ({listed}, '{NOT_RECORDED}')"]
    return conditions


def _bits(names: str) -> str:
    """One number with the bits of channels."""
    return f"(select coalesce(bit_or(1::ubigint << bit), 0) from meta.touch_channels where channel in ({names}))"
