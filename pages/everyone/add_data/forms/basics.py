"""What a home without definitions must know before its first load: currency and time zone."""

import zoneinfo

import streamlit as st

from data.intake.currencies import CODES
from data.intake.draft import Draft
from data.store import Store
from pages.everyone.add_data import meanings, reading, words


def show(draft: Draft) -> None:
    """Ask for currency and time zone where nothing says them yet: what the files and the browser say is proposed."""
    store = Store()
    if (store.folder / "definitions.toml").exists() or store.holds_own_data():
        return
    known = meanings.basics(draft) or _proposed(draft)
    zones = sorted(zoneinfo.available_timezones())
    left, right = st.columns(2)
    chosen = {
        "currency": left.selectbox(
            words.CURRENCY, CODES, CODES.index(known["currency"]), help=words.BASICS_HELP, key=f"{draft.name}-currency"
        ),
        "time_zone": right.selectbox(
            words.ZONE, zones, zones.index(known["time_zone"]), help=words.BASICS_HELP, key=f"{draft.name}-zone"
        ),
    }
    meanings.keep(draft, basics=chosen)


def _proposed(draft: Draft) -> dict[str, str]:
    meant = meanings.meant_before(draft)
    is_told = draft.adopted_definitions.exists()
    zone = st.context.timezone
    return {
        "currency": meant.currency if is_told else reading.currency(draft) or meant.currency,
        "time_zone": zone if zone in zoneinfo.available_timezones() else meant.time_zone,
    }
