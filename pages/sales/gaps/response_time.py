"""The view Response time: how long leads wait for our first touch, the never-touched among them."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pandas as pd

from analysis.claims.neglect import neglect
from analysis.claims.verdicts import FEWEST
from analysis.scope import Scope
from analysis.statistics import survival
from analysis.statistics.proportions import wilson_intervals
from analysis.warehouse import Warehouse
from data.names import NOT_RECORDED
from pages.charts import figures
from pages.parts import contents, labels, opens
from pages.parts.cards import Card, Column, Kpi
from pages.parts.columns import bounds, known
from pages.parts.page import PageModel
from pages.parts.undated import needs_days
from pages.parts.words import common, marks, waits
from pages.sales.gaps.words import response_time as words

HOUR, DAY = 60, 24 * 60
GROUPS_SHOWN, LINES_SHOWN = 12, 5
FEW_ROWS = 3
HOURS_PER_CELL = 3


@needs_days("How long leads wait for us")
def build(warehouse: Warehouse, scope: Scope, *, breakdown: str = "motion", clock: str = "wall") -> PageModel:
    """Follow each lead to our first touch, on the clock ("wall") or within the working hours ("working")."""
    if not contents.has_touches(warehouse):
        return PageModel(words.NOT_KNOWN, empty=words.LOAD_TOUCHES)
    responses = warehouse.ask("responses", scope)
    if responses.empty:
        return PageModel(words.NO_LEADS, empty=common.WIDEN)
    marks_at = marks_of(warehouse, clock)
    whole = survival.kaplan_meier(_counts(warehouse.ask("response_times", scope, clock=clock)))
    groups = _by_group(warehouse, scope, breakdown, clock)
    table = estimates(groups, marks_at)
    motions = warehouse.ask("conversion", scope, breakdown=breakdown).set_index("breakdown")["motion"]
    table = table.assign(motion=table["group"].map(motions).fillna("unknown"))
    touched = survival.conversion_by(whole, list(marks_at.values()))
    facts, untouched = responses.iloc[0], neglect(warehouse, scope)
    return PageModel(
        title=words.title(survival.quantile(whole, 0.5), 1 - touched["rate"], list(marks_at), clock),
        facts=words.facts(int(facts["leads"]), untouched.untouched, untouched.open, clock),
        kpis=_kpis(whole, touched, list(marks_at), clock),
        cards=_spread(
            _curves(groups, table, marks_at, breakdown, clock, facts),
            _groups(table, marks_at, breakdown, clock),
            _arrivals(warehouse, scope, marks_at, clock),
        ),
    )


def _spread(curves: Card, groups: Card, arrivals: Card) -> tuple[Card, ...]:
    """A few groups would leave the card beside the curves half empty: then each takes the whole row."""
    is_wide = len(groups.opens) <= FEW_ROWS
    return (replace(curves, is_wide=is_wide), replace(groups, is_wide=is_wide), arrivals)


def marks_of(warehouse: Warehouse, clock: str) -> dict[str, int]:
    """The four times after which the share untouched is told, in minutes; a working day is as long as defined."""
    if clock == "wall":
        return {"5 min": 5, "1 h": HOUR, "1 day": DAY, "7 days": 7 * DAY}
    hours = warehouse.definitions.working_hours
    start, end = (datetime.fromisoformat(f"{date.min} {each}") for each in (hours.start, hours.end))
    day = int((end - start).total_seconds() // 60)
    return {"5 min": 5, "1 h": HOUR, "1 working day": day, "5 working days": 5 * day}


def _counts(answer: pd.DataFrame) -> pd.DataFrame:
    """Minutes where the survival curve speaks of days."""
    return answer.rename(columns={"minutes": "days"})[["days", "exited", "censored"]]


def _by_group(warehouse: Warehouse, scope: Scope, breakdown: str, clock: str) -> dict[str, pd.DataFrame]:
    """Counts of each group, most leads first."""
    answer = warehouse.ask("response_times", scope, breakdown=breakdown, clock=clock)
    sizes = answer.groupby("breakdown")[["exited", "censored"]].sum().sum(axis=1)
    names = sizes.sort_values(ascending=False, kind="stable").index
    return {str(name): _counts(answer[answer["breakdown"] == name]) for name in names}


def estimates(groups: dict[str, pd.DataFrame], marks_at: dict[str, int]) -> pd.DataFrame:
    """Median and share untouched after each of some times, of each group.

    Parameters
    ----------
    groups : dict of DataFrame
        Columns ``days`` (minutes, in truth), ``exited``, ``censored`` of each group.
    marks_at : dict of int
        Names of the times, and minutes.

    Returns
    -------
    DataFrame
        Columns ``group``, ``n``, ``median`` (minutes) and for each place of the times ``rate_0``, ``low_0``, ``high_0``
        (shares) and so on; missing where nobody was watched for so long.
    """
    rows: list[dict[str, Any]] = []
    for group, counts in groups.items():
        curve = survival.kaplan_meier(counts)
        row: dict[str, Any] = {"group": group, "n": int(counts[["exited", "censored"]].to_numpy().sum())}
        row["median"] = survival.quantile(curve, 0.5) if len(curve) else float("nan")
        touched = survival.conversion_by(curve, list(marks_at.values()))
        for place, (rate, low, high) in enumerate(touched[["rate", "low", "high"]].itertuples(index=False)):
            row |= {f"rate_{place}": 1 - rate, f"low_{place}": 1 - high, f"high_{place}": 1 - low}
        rows.append(row)
    return pd.DataFrame(rows)


def _kpis(whole: pd.DataFrame, touched: pd.DataFrame, names: list[str], clock: str) -> tuple[Kpi, ...]:
    shares = [
        Kpi(words.untouched_after(name), labels.share(1 - rate), help=words.share_help(name, 1 - high, 1 - low))
        for name, (rate, low, high) in zip(names, touched.itertuples(index=False), strict=True)
    ]
    median = survival.quantile(whole, 0.5)
    return (Kpi("Typical wait", waits.short_wait(median, clock), help=words.MEDIAN_HELP), *shares[1:])


def _curves(
    groups: dict[str, pd.DataFrame],
    table: pd.DataFrame,
    marks_at: dict[str, int],
    breakdown: str,
    clock: str,
    facts: pd.Series,
) -> Card:
    """Share untouched by time, in the shape of a survival curve."""
    named = table[(table["group"] != NOT_RECORDED) & (table["n"] >= FEWEST)]
    slowest = named.sort_values(["rate_2", "n"], ascending=False, kind="stable")
    names = list(dict.fromkeys([*slowest["group"].head(1), *named["group"]]))[:LINES_SHOWN]
    slowest = slowest[slowest["group"].isin(names)]
    pieces = []
    for name in names:
        curve = survival.kaplan_meier(groups[name]).reset_index(names="minutes")
        motion = table.loc[table["group"] == name, "motion"].iloc[0]
        pieces.append(
            curve.rename(columns={"survival": "share", "at_risk": "n"}).assign(
                label=common.capital(name) if breakdown == "motion" else name,
                motion=motion,
                is_emphasised=breakdown == "motion" or (len(slowest) > 0 and name == slowest["group"].iloc[0]),
            )
        )
    frame = pd.concat(pieces, ignore_index=True) if pieces else pd.DataFrame(columns=["label", "minutes", "share"])
    times = [*marks_at.values(), *((30 * DAY,) if clock == "wall" else ())]
    axis = {words.mark(minutes, clock): float(minutes) for minutes in times}
    return Card(
        name="waiting for the first touch",
        title=words.curves_title(slowest, breakdown, clock),
        subtitle=marks.under(words.curves_subtitle(clock), frame["motion"] if len(frame) else []),
        figure=figures.waiting_curves(frame, axis),
        numbers=frame[["label", "minutes", "share", "low", "high", "n"]] if len(frame) else frame,
        columns={
            "label": Column(breakdown.capitalize()),
            "minutes": Column("Minutes", "count"),
            "share": Column("Untouched", "share"),
            **bounds(),
            "n": Column("Still watched", "count"),
        },
        definition=words.DEFINITION,
        note=words.caveat(facts),
    )


def _groups(table: pd.DataFrame, marks_at: dict[str, int], breakdown: str, clock: str) -> Card:
    """Share untouched after a day by group, with all four times in the numbers."""
    names = list(marks_at)
    rows = table.rename(columns={"rate_2": "rate", "low_2": "low", "high_2": "high"})
    drawn = rows[(rows["n"] >= FEWEST) & (rows["group"] != NOT_RECORDED)]
    drawn = drawn.sort_values("rate", ascending=False, kind="stable").head(GROUPS_SHOWN)
    by_motion = breakdown == "motion"
    shown = drawn.assign(label=drawn["group"].map(common.capital) if by_motion else drawn["group"])
    columns = {
        "group": Column(breakdown.capitalize()),
        **known("n"),
        "median_hours": Column("Typical hours", "number", "Median: half wait longer"),
    }
    for place, name in enumerate(names):
        columns[f"rate_{place}"] = Column(f"Untouched after {name}", "share")
        columns[f"low_{place}"] = Column(f"{name}, 95% low", "share")
        columns[f"high_{place}"] = Column(f"{name}, 95% high", "share")
    return Card(
        name="untouched after a day",
        title=words.groups_title(drawn, breakdown, names[2]),
        subtitle=marks.under(words.groups_subtitle(names[2], clock), drawn["motion"]),
        figure=figures.rates_with_intervals(shown[["label", "rate", "low", "high", "motion", "n"]]),
        numbers=table.assign(median_hours=table["median"] / HOUR),
        columns=columns,
        definition=words.DEFINITION,
        note=words.few_note(len(drawn), int((table["group"] != NOT_RECORDED).sum()), FEWEST),
        empty=words.too_few(FEWEST),
        opens=opens.rows(shown, ("label",), {breakdown: "group"}, waited="yes"),
    )


def _arrivals(warehouse: Warehouse, scope: Scope, marks_at: dict[str, int], clock: str) -> Card:
    """Share untouched after a day by weekday and hour of arrival."""
    name, minutes = list(marks_at.items())[2]
    answer = warehouse.ask("arrival_hours", scope, clock=clock, within_minutes=minutes)
    block = answer.assign(block=answer["hour"].astype(int) // HOURS_PER_CELL * HOURS_PER_CELL)
    cells = block.groupby(["block", "weekday"], as_index=False)[["leads", "known", "untouched"]].sum()
    cells = cells.join(wilson_intervals(cells["untouched"], cells["known"]))
    drawn = cells.assign(
        row=[words.hours(int(start), HOURS_PER_CELL) for start in cells["block"]],
        column=[waits.WEEKDAYS[int(day) - 1] for day in cells["weekday"]],
        share=cells["rate"],
        n=cells["known"],
        is_few=cells["known"] < FEWEST,
    ).sort_values(["block", "weekday"])
    figure = figures.heat_map(
        _all_days(drawn)[["row", "column", "share", "n", "is_few", "low", "high"]], few=common.fewer(FEWEST, "lead")
    )
    return Card(
        name="by hour of arrival",
        title=words.arrivals_title(drawn[~drawn["is_few"]], name),
        subtitle=words.arrivals_subtitle(name, clock, warehouse.definitions.time_zone),
        figure=figure,
        numbers=answer.assign(day=[waits.WEEKDAYS[int(day) - 1] for day in answer["weekday"]]),
        columns={
            "day": Column("Weekday"),
            "hour": Column("Hour", "count"),
            **known("leads"),
            "known": Column("Watched for so long", "count"),
            **known("untouched"),
            "median_minutes": Column("Typical minutes", "count", "Median: half wait longer"),
        },
        definition=words.ARRIVALS_DEFINITION,
        is_wide=True,
        opens=_opens(drawn, minutes, clock),
    )


def _opens(cells: pd.DataFrame, minutes: int, clock: str) -> dict[str, opens.Parameters]:
    """The leads that came in the hours of each cell and were touched or watched for so long."""
    watched = {"wall": "watched_minutes", "working": "watched_working_minutes"}[clock]
    hours = cells.assign(until=cells["block"] + HOURS_PER_CELL)
    columns = {"weekday": "weekday", "hour_from": "block", "hour_until": "until"}
    return opens.rows(hours, ("row", "column"), columns, **{watched: str(minutes)})


def _all_days(cells: pd.DataFrame) -> pd.DataFrame:
    """The cells behind one row of empty ones, so that the days of the week stand in their order."""
    if cells.empty:
        return cells
    empty = pd.DataFrame({"row": cells["row"].iloc[0], "column": waits.WEEKDAYS, "n": 0, "is_few": True})
    present = empty[empty["column"].isin(cells["column"])]
    return pd.concat([present, cells], ignore_index=True)
