"""Stress test, for those who lead: what would be missing if a channel, an owner or an account were gone."""

from datetime import date, timedelta
from typing import Any

from pages.leadership.stress import backtest, basis, forecast, stoppage
from pages.leadership.stress.words.stoppage import KIND_NAMES
from pages.parts import controls, layout, scope_bar, session

VIEWS = {"Forecast": forecast, "Back-test": backtest}
KINDS = {shown: kind for kind, shown in KIND_NAMES.items()}

top = layout.head()
choice = scope_bar.show(has_period=False)
warehouse = session.warehouse()
with controls.row():
    view = controls.view(VIEWS)
    kind = controls.switch("What stops", KINDS, key="kind")
if kind == "account_id":
    options = list(session.model(stoppage.accounts, choice.scope))
else:
    options = session.choices(warehouse.generation, kind)
choices: dict[str, Any] = {}
with controls.row():
    values = controls.select_several(
        f"Which {KIND_NAMES[kind].lower()}", options, key=f"stop_{kind}", none="The largest", width=controls.WIDE
    )
    if view == "Forecast":
        first = (warehouse.as_of or date(2000, 1, 1)) + timedelta(days=1)
        latest = first + timedelta(days=forecast.LATEST_DAYS)
        choices["on"] = controls.slide("From", first, latest, key="stop_on", form="D MMM YYYY")
        choices["regained"] = controls.slide(
            "Re-captured: comes in another way after all", 0, 100, key="regained", form="%d %%", step=5
        )
choices["basis"] = session.model(basis.ask, choice.scope, kind=kind, values=values)
model = session.model(VIEWS[view].build, choice.scope, **choices)
layout.draw(model, choice, top)
