"""Stress test, for those who lead: what would be missing if a channel, an owner or an account were gone."""

from datetime import date, timedelta
from typing import Any

from pages.leadership.stress import backtest, basis, forecast, stoppage
from pages.leadership.stress.words.stoppage import KIND_NAMES
from pages.parts import controls, layout, session
from pages.parts.scope_bar import Bar

VIEWS = {"Forecast": forecast, "Past forecasts": backtest}
KINDS = {shown: kind for kind, shown in KIND_NAMES.items()}


def choose(view: str, bar: Bar) -> dict[str, Any]:
    """What stops, from when on, and how much of it comes back in another way."""
    warehouse = session.warehouse()
    kind = controls.select("What stops", KINDS, key="kind", width=150)
    options = list(session.model(stoppage.accounts, bar.choice.scope)) if kind == "account_id" else session.values(kind)
    which = f"Which {KIND_NAMES[kind].lower()}"
    values = controls.select_several(which, options, key=f"stop_{kind}", none="The largest", width=controls.WIDE)
    choices: dict[str, Any] = {}
    if view == "Forecast":
        first = (warehouse.as_of or date(2000, 1, 1)) + timedelta(days=1)
        latest = first + timedelta(days=forecast.LATEST_DAYS)
        with bar.options("stop_on", "regained"):
            choices["on"] = controls.slide("Stops on", first, latest, key="stop_on", form="D MMM YYYY")
            choices["regained"] = controls.slide(
                "Comes in another way after all, %", 0, 100, key="regained", form="%d%%", step=5
            )
    choices["basis"] = session.model(basis.ask, bar.choice.scope, kind=kind, values=values)
    return choices


layout.show(VIEWS, choose, has_period=False)
