"""The cards of the stress test: with and without, what is missing, what carries over, what would replace it."""

from dataclasses import replace

import pandas as pd

from analysis.statistics.forecast import FLOWS
from analysis.statistics.forecast_check import first_visible
from analysis.statistics.replacement import replacement
from pages.charts import figures as charts
from pages.leadership.stress.outlook import LEVEL, WITHOUT, Outlook
from pages.leadership.stress.pipe import RESTS, STOPS
from pages.leadership.stress.words import forecast as wording
from pages.parts import opens
from pages.parts.cards import Card, Column, Kind

HISTORY = 12
FEWEST_LEADS = 10  # of the last 90 days, for a channel that could grow


def cards(outlook: Outlook) -> tuple[Card, ...]:
    """All cards in reading order; where nothing new comes, only what is in the pipe."""
    if outlook.total("lost", "regained").estimate <= 0:
        return (_months(outlook), replace(_carried(outlook), is_wide=True))
    return (_months(outlook), _loss(outlook), _carried(outlook), _replacement(outlook))


def _months(outlook: Outlook) -> Card:
    column = "won_amount" if outlook.asked.by_amount else "won"
    history = outlook.asked.actual[column].sort_index()
    history = history[history.index <= outlook.asked.complete].tail(HISTORY)
    before = pd.DataFrame({"month": history.index, "value": history.to_numpy(), "name": "Won", "role": "history"})
    goes_on = outlook.by_month(*FLOWS).assign(name="As it is", role="forecast")
    without = outlook.by_month(*WITHOUT).assign(name="Without", role="scenario")
    rows = pd.concat([before, goes_on, without], ignore_index=True)
    months = outlook.asked.pipe.months.starts
    return Card(
        name="with-and-without",
        title=wording.months_title(
            float(goes_on["value"].iloc[-1]), float(without["value"].iloc[-1]), months[-1], outlook.unit
        ),
        subtitle=f"{wording.measure(outlook.unit)} by month of closing, with 90 % bands",
        figure=charts.forecast_bands(rows, _unit(outlook), outlook.currency),
        numbers=rows,
        columns=_columns(outlook),
        definition=wording.DEFINITION,
        note=wording.months_note(outlook.asked.spread.months, outlook.asked.spread.level, outlook.asked.spread.chance),
        is_wide=True,
        opens=opens.rows(before, ("name", "month"), {"closed": "month"}, outcome="won", **outlook.asked.created),
    )


def _loss(outlook: Outlook) -> Card:
    rows = outlook.by_month("lost", cumulated=True).assign(name="Missing", role="scenario")
    low = outlook.band(*FLOWS, cumulated=True)[0]
    place = first_visible(outlook.expected(*WITHOUT).cumsum(), low)
    months = outlook.asked.pipe.months.starts
    return Card(
        name="missing",
        title=wording.loss_title(outlook.total("lost"), months[-1], outlook.unit),
        subtitle=f"{wording.measure(outlook.unit)} that does not come, added up, with its 90 % band",
        figure=charts.forecast_bands(rows, _unit(outlook), outlook.currency) if rows["value"].any() else None,
        empty=wording.NOTHING_MISSING,
        numbers=rows,
        columns=_columns(outlook),
        definition=wording.LOSS_DEFINITION,
        note=wording.running(None if place is None else months[place]) if rows["value"].any() else "",
    )


def _carried(outlook: Outlook) -> Card:
    carried = outlook.by_month("carried").assign(name="In the pipe", role="forecast")
    new = outlook.by_month("lost", "regained").assign(name=wording.at_risk(outlook.asked.chosen), role="scenario")
    rows = pd.concat([carried, new], ignore_index=True)
    return Card(
        name="carried-over",
        title=wording.carried_title(
            outlook.asked.chosen, outlook.total("carried"), outlook.total("lost", "regained"), outlook.unit
        ),
        subtitle=f"{wording.measure(outlook.unit)} by month, with 90 % bands",
        figure=charts.forecast_bands(rows, _unit(outlook), outlook.currency),
        numbers=rows,
        columns=_columns(outlook),
        definition=wording.CARRIED_DEFINITION,
    )


def _replacement(outlook: Outlook) -> Card:
    others = [
        group
        for group in outlook.asked.pipe.of(RESTS)
        if not group.name.startswith("(") and group.recent >= FEWEST_LEADS
    ]
    rows = replacement(
        outlook.asked.pipe.of(STOPS), others, regained=outlook.regained, by_amount=outlook.asked.by_amount, level=LEVEL
    )
    rows = rows.assign(cost_per_lead=rows["label"].map(outlook.asked.cost_per_lead).astype(float))
    rows = rows.assign(times=rows["needed"] / rows["present"], cost=rows["needed"] * rows["cost_per_lead"])
    rows = rows.assign(**{name: rows[name].round() for name in ("present", "needed", "low", "high")})
    rows = rows.sort_values(["times", "label"], kind="stable", na_position="last", ignore_index=True)
    return Card(
        name="replacement",
        title=wording.replace_title(rows),
        subtitle=wording.replace_subtitle(outlook.unit),
        numbers=rows,
        columns={
            "label": Column("Channel"),
            "present": Column("Leads a month now", "count"),
            "needed": Column("More leads a month", "count"),
            "low": Column("90 % low", "count"),
            "high": Column("90 % high", "count"),
            "times": Column("More / now", "times"),
            "cost_per_lead": Column(f"Cost per lead, {outlook.currency}", "money"),
            "cost": Column(f"Cost a month, {outlook.currency}", "money"),
        },
        definition=wording.REPLACE_DEFINITION,
        note=wording.replace_note(FEWEST_LEADS, has_costs=bool(rows["cost_per_lead"].notna().any())),
        empty=wording.NO_OTHERS,
        is_table=True,
        is_wide=True,
    )


def _unit(outlook: Outlook) -> str:
    return "money" if outlook.unit else "count"


def _columns(outlook: Outlook) -> dict[str, Column]:
    kind: Kind = "money" if outlook.unit else "number"
    return {
        "month": Column("Month", "month"),
        "name": Column("What"),
        "value": Column("Expected", kind),
        "low": Column("90 % low", kind),
        "high": Column("90 % high", kind),
    }
