"""The cards of the view Maturity: curves by group, ways to end, conversion at fixed ages."""

import pandas as pd

from analysis.statistics.checks import UNKNOWN, Interval
from pages.charts import figures as charts
from pages.marketing.sources.curves import AGES, Curve, as_if_open, curve_of, incidence
from pages.marketing.sources.words import maturity as wording
from pages.parts import labels, opens
from pages.parts.cards import Card, Column
from pages.parts.words import common

DRAWN = 6
LAST_DAY = AGES[-1]


def lines(curves: list[Curve], everyone: Curve, by: str, window: int, few: int) -> Card:
    """One curve for each of the largest groups, or for each of the latest quarters."""
    enough = [curve for curve in curves if curve.won >= few]
    drawn = enough[-DRAWN:] if by == wording.CALENDAR else enough[:DRAWN]
    best, share, is_clear = ahead(enough, everyone, window)
    # The title names a group: it must be seen.
    if best and best not in [curve.name for curve in drawn]:
        drawn = [*drawn[: DRAWN - 1], next(curve for curve in enough if curve.name == best)]
    main = drawn[-1].name if by == wording.CALENDAR and drawn else best
    rows = [_steps(curve.steps, curve.name, curve.motion, is_main=curve.name == main) for curve in drawn]
    frame = pd.concat(rows, ignore_index=True) if rows else pd.DataFrame()
    noun = wording.BY[by][0]
    return Card(
        name="curves",
        title=wording.curves_title(best, share, window, by, is_clear=is_clear),
        subtitle=f"Share won by age in days, by {noun}; 95 % band · {labels.MARKS}",
        figure=charts.curves(frame, _horizon(drawn)) if rows else None,
        opens=opens.by(by, [curve.name for curve in drawn]) if by != wording.CALENDAR else {},
        numbers=frame if rows else pd.DataFrame(),
        columns={
            "label": Column(noun.capitalize()),
            "day": Column("Age in days", "count"),
            "share": Column("Won by then", "share"),
            "low": Column("95 % low", "share"),
            "high": Column("95 % high", "share"),
            "n": Column("Leads watched", "count"),
        },
        definition=wording.DEFINITION,
        note=wording.curves_note(len(curves) - len(enough), len(enough) - len(drawn), few, by),
        empty=wording.curves_title("", UNKNOWN, window, by, is_clear=False) + ".",
    )


def ahead(curves: list[Curve], everyone: Curve, window: int) -> tuple[str, Interval, bool]:
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
    others = curve_of("", daily, level=1 - 0.05 / len(curves)).at(window)
    own = curve_of("", best.counts, level=1 - 0.05 / len(curves)).at(window)
    return best.name, best.at(window), not others.is_missing and own.low > others.high


def ways(everyone: Curve, leads: int) -> Card:
    """Won, lost and disqualified by age, for all leads."""
    by_cause = {cause: incidence(everyone.counts, cause) for cause in wording.WAYS if everyone.counts[cause].sum()}
    rows = [_steps(steps, wording.WAYS[cause], "", is_main=cause == "won") for cause, steps in by_cause.items()]
    frame = pd.concat(rows, ignore_index=True) if rows else pd.DataFrame()
    day = max(age for age in AGES if not everyone.at(age).is_missing)
    ended = sum(float(steps.loc[:day, "incidence"].iloc[-1]) for steps in by_cause.values())
    placed = int(everyone.counts[[*wording.WAYS, "censored"]].to_numpy().sum())
    return Card(
        name="ways-to-end",
        title=wording.ways_title(max(1 - ended, 0.0), day),
        subtitle="Share of all leads by age in days, 95 % band for the won",
        figure=charts.curves(frame, _horizon([everyone])) if rows else None,
        opens={opens.mark(wording.WAYS[cause]): {"outcome": cause} for cause in by_cause},
        numbers=frame,
        columns={
            "label": Column("Ended"),
            "day": Column("Age in days", "count"),
            "share": Column("By then", "share"),
            "low": Column("95 % low", "share"),
            "high": Column("95 % high", "share"),
            "n": Column("Leads watched", "count"),
        },
        definition=wording.WAYS_DEFINITION,
        note=wording.left_out(leads - placed),
        empty=f"{wording.NO_CURVE}.",
    )


def table(curves: list[Curve], everyone: Curve, by: str, groups: int) -> Card:
    """Share won by each age, with its interval and the leads still watched then."""
    has_losses = bool(everyone.counts[["lost", "disqualified"]].to_numpy().sum())
    known = [(age, share) for age in AGES if not (share := everyone.at(age)).is_missing]
    rows = []
    for curve in (everyone, *([as_if_open(everyone)] if has_losses else []), *curves):
        row: dict[str, object] = {"name": curve.name, "leads": curve.leads}
        for age in AGES:
            share = curve.at(age)
            row[f"share_{age}"], row[f"low_{age}"], row[f"high_{age}"] = share
            row[f"said_{age}"] = common.estimate(*share)
            row[f"watched_{age}"] = curve.watched(age)
        rows.append(row)
    columns = {"name": Column(wording.BY[by][0].capitalize()), "leads": Column("Leads", "count")}
    for age, _ in known:
        columns[f"said_{age}"] = Column(f"Won by day {age}")
        columns[f"watched_{age}"] = Column("Watched", "count", f"Leads still open and watched on day {age}, or later")
    return Card(
        name="conversion-at-fixed-ages",
        title=wording.ages_title(known),
        subtitle="Share won by each age with its 95 % interval, and the leads watched for that long",
        numbers=pd.DataFrame(rows),
        columns=columns,
        definition=f"{wording.DEFINITION} {wording.AS_IF_OPEN_HELP}" if has_losses else wording.DEFINITION,
        note=wording.smaller(groups - len(curves), by),
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
