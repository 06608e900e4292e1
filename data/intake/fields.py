"""The fields of the canonical tables that a profile may fill, and how far each may be missing or wrong."""

from dataclasses import dataclass
from typing import Literal

from data import dimensions
from data.names import MOTIONS

Kind = Literal["id", "text", "label", "instant", "day", "month", "amount", "rate", "integer"]
# required: a row without it goes to quarantine. checked: it may be blank, but not wrong. optional: a wrong value is
# left out and counted, because a lead must not be lost over it.
Need = Literal["required", "checked", "optional"]


@dataclass(frozen=True)
class Field:
    """What a field holds, whether a row can do without it, and the values a label may have (none: any)."""

    kind: Kind = "text"
    need: Need = "optional"
    allowed: tuple[str, ...] = ()


# open takes an outcome back; not won takes back a win and says nothing of losses.
OUTCOMES = ("won", "lost", "disqualified", "open", "not won")
FLAGS = {"true": "yes", "1": "yes", "yes": "yes", "y": "yes", "t": "yes"} | {
    "false": "no",
    "0": "no",
    "no": "no",
    "n": "no",
    "f": "no",
}
REMOVALS = "removals"  # leads that the source system has deleted, or merged into another one
CHANGED_AT = "changed_at"  # when the source system last changed a row: what a profile calls latest_by
FURTHER_SOURCES = "further_sources"  # what a cell names beside the source, see data.intake.several
UNTIL = "until"  # the last day of a line of spend that is of several days: checked, not kept
STATES = "states"  # a profile's table: the present state of a deal, which gives a stage event and an outcome
TARGET_ACCOUNTS = "target_accounts"
EXCHANGE_RATES = "exchange_rates"
CURRENCIES = ("currency", "into_currency")

TABLES: dict[str, dict[str, Field]] = {
    "leads": {
        "lead_id": Field("id", "required"),
        "lead_name": Field(),
        "created_at": Field("instant", "checked"),
        "source": Field(),
        FURTHER_SOURCES: Field(),
        **{name: Field() for name in dimensions.RECORDED},
        "account_id": Field("id"),
        "account_name": Field(),
        "contact_id": Field("id"),
        "motion": Field("label", allowed=MOTIONS),
        "amount": Field("amount"),
        "currency": Field("label"),
        "changed_at": Field("instant"),
    },
    "stage_events": {
        "lead_id": Field("id", "required"),
        "stage": Field("label", "required"),
        "entered_at": Field("instant", "checked"),
    },
    "outcomes": {
        "lead_id": Field("id", "required"),
        "outcome": Field("label", "required", OUTCOMES),
        "closed_at": Field("instant", "checked"),
        "amount": Field("amount"),
        "reason": Field(),
        "changed_at": Field("instant"),
    },
    STATES: {
        "lead_id": Field("id", "required"),
        "stage": Field("label"),
        "entered_at": Field("instant"),
        "outcome": Field("label", allowed=OUTCOMES),
        "is_won": Field("label", allowed=("yes", "no")),
        "is_closed": Field("label", allowed=("yes", "no")),
        "closed_at": Field("instant"),
        "amount": Field("amount"),
        "reason": Field(),
        "changed_at": Field("instant"),
    },
    "touches": {
        "touch_id": Field("id", "checked"),
        "lead_id": Field("id", "checked"),
        "contact_id": Field("id", "checked"),
        "at": Field("instant", "required"),
        "channel": Field(),
        "direction": Field("label", allowed=MOTIONS),
        "kind": Field("label"),
        "actor": Field(),
        "sequence": Field(),
        "step": Field("integer"),
        "changed_at": Field("instant"),
    },
    "spend": {
        "spend_id": Field("id", "checked"),
        "date": Field("day", "required"),
        UNTIL: Field("day"),
        "source": Field(),
        "campaign": Field(),
        "amount": Field("amount", "required"),
        "currency": Field("label"),
        "cost_type": Field("label", allowed=("media", "team", "tool")),
        "changed_at": Field("instant"),
    },
    "targets": {
        "month": Field("month", "required"),
        "motion": Field("label", "required", MOTIONS),
        "amount": Field("amount", "required"),
        "changed_at": Field("instant"),
    },
    REMOVALS: {
        "lead_id": Field("id", "required"),
        "into_lead_id": Field("id"),
        "changed_at": Field("instant"),
    },
    TARGET_ACCOUNTS: {
        "account_id": Field("id", "required"),
        "tier": Field(),
        "changed_at": Field("instant"),
    },
    EXCHANGE_RATES: {
        "day": Field("day", "required"),
        "currency": Field("label", "required"),
        "into_currency": Field("label", "checked"),  # blank: the business's own
        "rate": Field("rate", "required"),
        "changed_at": Field("instant"),
    },
}

# Tables of which a row may be taken out: where this field says OFF.
REMOVABLE = {"targets": "amount", EXCHANGE_RATES: "rate"}
OFF = "off"

ERASED = "left out: its person was erased"  # why a row is set aside of which nothing is kept

# What tells two rows of a table apart. stage_events has no entry: all its fields together do.
KEYS: dict[str, tuple[str, ...]] = {
    "leads": ("lead_id",),
    "outcomes": ("lead_id",),
    STATES: ("lead_id",),
    REMOVALS: ("lead_id",),
    "touches": ("touch_id",),
    "spend": ("spend_id",),
    "targets": ("month", "motion"),
    TARGET_ACCOUNTS: ("account_id",),
    EXCHANGE_RATES: ("day", *CURRENCIES),
}

# Instants that say up to when the data is complete, unless a profile names fewer.
COMPLETE_THROUGH = ("leads.created_at", "stage_events.entered_at", "outcomes.closed_at", "touches.at")
