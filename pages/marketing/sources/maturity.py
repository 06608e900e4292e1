"""Maturity: how conversion grows with the age of the leads, by group or by quarter of creation."""

from datetime import timedelta

import pandas as pd

from analysis.claims.recorded import recorded
from analysis.claims.verdicts import KNOW
from analysis.recording import late_recording
from analysis.scope import Scope
from analysis.statistics.checks import UNKNOWN, Interval
from analysis.warehouse import Warehouse
from data.names import is_named
from pages.charts import figures
from pages.marketing.sources.curves import AGES, Curve, as_if_open, by_group, by_quarter, incidence
from pages.marketing.sources.words import maturity as words
from pages.parts import labels, opens, unrecorded
from pages.parts.cards import Card, Column
from pages.parts.columns import bounds, known
from pages.parts.page import Finding, PageModel
from pages.parts.undated import needs_days
from pages.parts.words import common

CURVES_DRAWN = 6
LAST_DAY = AGES[-1]


@needs_days("How conversion grows with age")
def build(warehouse: Warehouse, scope: Scope, *, breakdown: str = "channel") -> PageModel:
    """Draw the curves of the groups, which may be the quarters of creation too."""
    if nothing := unrecorded.instead(warehouse, scope):
        return nothing
    late_known = [] if breakdown == words.CALENDAR else [recorded(warehouse, scope, breakdown)]
    late_known = [found for found in late_known if found.is_with_outcome]
    breakdown = words.CALENDAR if late_known else breakdown
    counts = warehouse.ask("maturity", scope, breakdown=breakdown)
    everyone = Curve.of(words.ALL, counts)
    shares = everyone.known
    if counts.empty or not shares:
        return PageModel(words.NO_CURVE, empty=common.WIDEN)
    window = warehouse.window_days(scope)
    last = scope.as_of or warehouse.as_of
    through = None if last is None or everyone.watched(window) == 0 else last - timedelta(days=window)
    leads = int(warehouse.ask("shares", scope)["leads"].sum())
    late = late_recording(warehouse)
    if breakdown == words.CALENDAR:
        curves = by_quarter(counts, warehouse.definitions.fiscal_year)
    else:
        curves = by_group(counts, breakdown)
    few = warehouse.definitions.thresholds.few_wins
    return PageModel(
        title=words.title([shares[0], shares[-1]] if len(shares) > 1 else shares),
        facts=words.facts(leads, window, through),
        findings=(
            *(unrecorded.finding(found) for found in late_known),
            *(() if late is None else (Finding(KNOW, common.not_observed(late.since, late.leads)),)),
        ),
        cards=(
            _lines(curves, everyone, breakdown, window, few),
            _ways(everyone, leads),
            _table(curves, everyone, breakdown, counts["breakdown"].nunique()),
        ),
    )


def _lines(curves: list[Curve], everyone: Curve, breakdown: str, window: int, few: int) -> Card:
    """One curve for each of the largest groups, or for each of the latest quarters."""
    enough = [curve for curve in curves if curve.won >= few]
    named = [curve for curve in enough if is_named(curve.name)]
    drawn = enough[-CURVES_DRAWN:] if breakdown == words.CALENDAR else enough[:CURVES_DRAWN]
    best, share, is_clear = _ahead(named, everyone, window)
    # The title names a group: it must be seen.
    if best and best not in [curve.name for curve in drawn]:
        drawn = [*drawn[: CURVES_DRAWN - 1], next(curve for curve in enough if curve.name == best)]
    main = drawn[-1].name if breakdown == words.CALENDAR and drawn else best
    rows = [_steps(curve.steps, curve.name, curve.motion, is_main=curve.name == main) for curve in drawn]
    frame = pd.concat(rows, ignore_index=True) if rows else pd.DataFrame()
    noun = words.BY[breakdown][0]
    return Card(
        name="curves",
        title=words.curves_title(best, share, window, breakdown, is_clear=is_clear),
        subtitle=f"Share won by age in days, by {noun}; 95% band · {labels.MARKS}",
        figure=figures.curves(frame, _horizon(drawn)) if rows else None,
        opens=opens.by(breakdown, [curve.name for curve in drawn]) if breakdown != words.CALENDAR else {},
        numbers=frame if rows else pd.DataFrame(),
        columns={
            "label": Column(noun.capitalize()),
            "day": Column("Age in days", "count"),
            "share": Column("Won by then", "share"),
            **bounds(),
            "n": Column("Leads watched", "count"),
        },
        definition=words.DEFINITION,
        note=words.curves_note(
            len(curves) - len(enough),
            len(enough) - len(drawn),
            few,
            breakdown,
            common.quarters(curves[-1].quarter) if curves else "",
        ),
        empty=words.curves_title("", UNKNOWN, window, breakdown, is_clear=False) + ".",
    )


def _ahead(curves: list[Curve], everyone: Curve, window: int) -> tuple[str, Interval, bool]:
    """The group with the highest share won by the window, and whether it is above the rest beyond chance.

    Parameters
    ----------
    curves : list of Curve
        Groups with enough wins.
    everyone : Curve
        All leads together.
    window : int
        The age to compare at.

    Returns
    -------
    name : str
        "" when no group has been watched for the window.
    share : Interval
        Its share won by then.
    is_clear : bool
        Its interval, corrected for looking at all groups, lies above that of all other leads together.
    """
    shares = [(share.estimate, curve) for curve in curves if not (share := curve.at(window)).is_missing]
    if not shares:
        return "", UNKNOWN, False
    best = max(shares, key=lambda each: each[0])[1]
    daily = everyone.counts.set_index("days").sub(best.counts.set_index("days"), fill_value=0).reset_index()
    others = Curve.of("", daily, level=1 - 0.05 / len(curves)).at(window)
    own = Curve.of("", best.counts, level=1 - 0.05 / len(curves)).at(window)
    return best.name, best.at(window), not others.is_missing and own.low > others.high


def _ways(everyone: Curve, leads: int) -> Card:
    """Won, lost and disqualified by age, for all leads."""
    by_cause = {cause: incidence(everyone.counts, cause) for cause in words.WAYS if everyone.counts[cause].sum()}
    rows = [_steps(steps, words.WAYS[cause], "", is_main=cause == "won") for cause, steps in by_cause.items()]
    frame = pd.concat(rows, ignore_index=True) if rows else pd.DataFrame()
    day, _ = everyone.known[-1]
    ended = sum(float(steps.loc[:day, "incidence"].iloc[-1]) for steps in by_cause.values())
    placed = int(everyone.counts[[*words.WAYS, "censored"]].to_numpy().sum())
    return Card(
        name="ways-to-end",
        title=words.ways_title(max(1 - ended, 0.0), day),
        subtitle="Share of all leads by age in days, 95% band for the won",
        figure=figures.curves(frame, _horizon([everyone])) if rows else None,
        opens={opens.mark(words.WAYS[cause]): {"outcome": cause} for cause in by_cause},
        numbers=frame,
        columns={
            "label": Column("Ended"),
            "day": Column("Age in days", "count"),
            "share": Column("By then", "share"),
            **bounds(),
            "n": Column("Leads watched", "count"),
        },
        definition=words.WAYS_DEFINITION,
        note=words.left_out(leads - placed),
        empty=f"{words.NO_CURVE}.",
    )


def _table(curves: list[Curve], everyone: Curve, breakdown: str, groups: int) -> Card:
    """Share won by each age, with its interval and the leads still watched then."""
    has_losses = bool(everyone.counts[["lost", "disqualified"]].to_numpy().sum())
    rows = []
    for curve in (everyone, *([as_if_open(everyone)] if has_losses else []), *curves):
        months = curve.quarter.months if curve.quarter else ""
        row: dict[str, object] = {"name": curve.name, "months": months, "leads": curve.leads}
        for age in AGES:
            share = curve.at(age)
            row[f"share_{age}"], row[f"low_{age}"], row[f"high_{age}"] = share
            row[f"said_{age}"] = common.estimate(*share)
            row[f"watched_{age}"] = curve.watched(age)
        rows.append(row)
    columns = {"name": Column(words.BY[breakdown][0].capitalize())}
    if any(curve.quarter and not curve.quarter.of.is_calendar for curve in curves):
        columns["months"] = Column("Months")
    columns |= known("leads")
    for age, _ in everyone.known:
        columns[f"said_{age}"] = Column(f"Won by day {age}")
        columns[f"watched_{age}"] = Column("Watched", "count", f"Leads still open and watched on day {age}, or later")
    return Card(
        name="conversion-at-fixed-ages",
        title=words.ages_title(everyone.known),
        subtitle="Share won by each age with its 95% interval, and the leads watched for that long",
        numbers=pd.DataFrame(rows),
        columns=columns,
        definition=f"{words.DEFINITION} {words.AS_IF_OPEN_HELP}" if has_losses else words.DEFINITION,
        note=words.smaller(groups - len(curves), breakdown),
        is_table=True,
        is_wide=True,
    )


def _steps(steps: pd.DataFrame, label: str, motion: str, *, is_main: bool) -> pd.DataFrame:
    """A curve for the figure, up to the last age of the table."""
    shown = steps.loc[:LAST_DAY].rename_axis("day").reset_index()
    shown = shown.rename(columns={"incidence": "share", "at_risk": "n"})
    return shown.assign(label=label, motion=motion, is_emphasised=is_main)


def _horizon(curves: list[Curve]) -> int:
    """The last age that any of the leads has been watched for, a year at most."""
    return max(min(max(int(curve.counts["days"].max()) for curve in curves), LAST_DAY), 1)
