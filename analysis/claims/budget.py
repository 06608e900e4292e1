"""Where money should go: which of the running campaigns, channels or motions deserve more, as much, or less.

The rule, for every name with spend in the latest three months, of the months whose leads have all been watched for the
conversion window. A return is won amount per unit of spend, times the gross margin where one is defined. Every line is
drawn twice, for the spend as it is recorded and with the cost of people shared out by touches, and says something only
where both agree. Intervals are corrected for looking at all names (Bonferroni).

raise           its return is above that of all others together, beyond chance, it comes back (above 1), and months with
                more spend were not clearly months with less for each unit of it
cut             its return is below 1 beyond chance; or below that of the others, and that it comes back is not sure
keep            its return is above 1 beyond chance
cannot tell     everything else: too few wins, no complete month, the two costs disagree, or the name has too few wins
                while others that won have no spend under theirs
map it          the spend has no name: nobody can raise or cut it
"""

from collections.abc import Hashable, Mapping
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.campaigns import family
from analysis.claims.verdicts import UNSURE
from analysis.months import completeness
from analysis.scope import Scope
from analysis.statistics.loaded_cost import team_by_touches
from analysis.statistics.returns import against_others, poisson_bounds, return_on_spend
from analysis.statistics.spend_response import spend_response
from analysis.warehouse import Warehouse
from data.names import is_named

RAISE, KEEP, CUT, MAP = "raise", "keep", "cut", "map it"
FIRST_TO_SAY = (RAISE, CUT, KEEP, UNSURE, MAP)
LATEST_MONTHS = 3
LEVEL = 0.95
# Why a verdict is what it is.
ABOVE, LOSES, BELOW, PAYS = "above the others", "does not come back", "below the others", "comes back"
FEW, YOUNG, OPEN, COSTS_DIFFER, FADES = "few wins", "too young", "too close", "costs differ", "more came with less"
ELSEWHERE = "wins without spend"
# What more spend came with, of what it came with on average.
LESS, IN_PROPORTION, MORE, SOME = "less", "in proportion", "more", "some"
ABOUT_ONE = (0.5, 1.5)  # an elasticity that lies between is in proportion
# What is summed over months, of leads that were won or opportunities in time; amounts in the currency of the pages.
SUMS = [
    "spend",
    "direct",
    "team",
    "team_by_touches",
    "loaded",
    "leads",
    "opportunities",
    "won",
    "priced",
    "amount",
    "squares",
]
ENDS = ("", "_low", "_high")
IN_TIME = {
    "won_in_time": "won",
    "priced_in_time": "priced",
    "amount_in_time": "amount",
    "amount_in_time_squares": "squares",
    "opportunities_in_time": "opportunities",
}


def ask(warehouse: Warehouse, scope: Scope, breakdown: str, window: int) -> pd.DataFrame:
    """Spend of each month with what came of it in time, the cost of people shared out by touches.

    Parameters
    ----------
    warehouse : Warehouse
        Where to ask.
    scope : Scope
        Which leads, and which days of spend.
    breakdown : str
        What the groups are.
    window : int
        Days that a lead must have been watched for.

    Returns
    -------
    DataFrame
        One row per ``name`` and ``month``: ``SUMS``, ``is_whole``, ``is_mature``, ``is_latest`` (of the latest three
        months of the period); ``family`` (the same name without a quarter in it, for campaigns) and ``all_won`` (won so
        far).
    """
    keys = ["breakdown", "month"]
    # The month's people worked for all leads of the month, whichever of them are in scope.
    everyone = Scope(since=scope.since, until=scope.until, as_of=scope.as_of, pipeline=scope.pipeline)
    own, whole = (
        warehouse.ask("cost_months", asked, breakdown=by, window_days=window).merge(
            warehouse.ask("touch_months", asked, breakdown=by)[[*keys, "touches"]], on=keys, how="left"
        )
        for asked, by in ((scope, breakdown), (everyone, "all"))
    )
    own, whole = (frame.assign(touches=frame["touches"].fillna(0).astype(int)) for frame in (own, whole))
    own = own.rename(columns={"won": "all_won"}).drop(columns="opportunities").rename(columns=IN_TIME)
    shared = team_by_touches(own, whole.set_index("month"))
    direct = own["spend"].fillna(0.0) - own["team"]
    own = own.assign(
        spend=direct + own["team"],
        direct=direct,
        team_by_touches=shared,
        loaded=direct + shared,
        name=own["breakdown"].astype(str),
        month=pd.to_datetime(own["month"]),
    )
    own["family"] = own["name"].map(family) if breakdown == "campaign" else own["name"]
    ends = [pd.Timestamp(day) for day in (scope.as_of or warehouse.as_of, scope.until) if day is not None]
    latest = min(ends) - pd.DateOffset(months=LATEST_MONTHS) if ends else pd.Timestamp.min
    own["is_latest"] = own["month"] > latest
    return own.join(completeness(warehouse, scope, own["month"], window)).drop(columns="breakdown")


def judged(months: pd.DataFrame, few: int, margin: float | None, *, is_by_name: bool = False) -> pd.DataFrame:
    """What the rule says of every running name.

    Parameters
    ----------
    months : DataFrame
        As `ask` returns it.
    few : int
        Fewest wins of a name that may be raised or kept.
    margin : float or None
        Share of a won amount that counts; None is all of it.
    is_by_name : bool, default False
        Whether spend and leads are matched by names that others wrote, of sources or campaigns: a name without wins
        may then have them under another one.

    Returns
    -------
    DataFrame
        Index: name (of a family of campaigns), those to raise first, then those to cut, to keep, unclear ones and those
        without a name, each by spend. ``verdict``, ``why``, ``members`` (names with spend that it stands for),
        ``latest`` (spend of the latest three months), ``months`` (complete ones) and, of the complete months, ``SUMS``;
        ``return``, ``cost_per_win`` and the same of the loaded cost with ``loaded_`` in front, ``slope`` (by how many
        per cent opportunities are more in months with one per cent more spend), each with ``_low`` and ``_high``;
        ``marginal``, what the slope lets one say.
    """
    spent = months[months["spend"] > 0]
    members = spent.groupby("family")["name"].nunique()
    latest = spent[spent["is_latest"]].groupby("family")["spend"].sum()
    mature = months[months["is_mature"]].groupby(["family", "month"], as_index=False)[SUMS].sum()
    complete = mature[mature["spend"] > 0]
    rows = complete.groupby("family")[SUMS].sum().reindex(latest.index).fillna(0)
    rows = rows.assign(
        **rows[["won", "priced"]].astype(int),
        members=members.reindex(latest.index),
        latest=latest,
        months=complete.groupby("family")["month"].nunique().reindex(latest.index).fillna(0).astype(int),
    )
    free = mature[~mature["family"].isin(members.index)]
    free = free[free["family"].map(is_named).astype(bool)]
    elsewhere = int(free["won"].sum()) if is_by_name else 0
    rows = _estimated(rows, complete)
    nameless = np.array([not is_named(name) for name in rows.index], dtype=bool)
    is_old = ~nameless & (rows["months"] > 0).to_numpy()
    rows = rows.assign(
        verdict=np.where(nameless, MAP, UNSURE), why=np.where(nameless, MAP, YOUNG), **_lines(rows, is_old, margin)
    )
    said = [_verdict(row, few, elsewhere) for row in rows[is_old].to_dict("records")]
    rows.loc[is_old, ["verdict", "why"]] = pd.DataFrame(said, index=rows.index[is_old], columns=["verdict", "why"])
    order = rows["verdict"].map(FIRST_TO_SAY.index)
    rows = rows.iloc[np.lexsort((-rows["latest"], order))]
    return rows.rename_axis("name")


def _estimated(rows: pd.DataFrame, complete: pd.DataFrame) -> pd.DataFrame:
    """Returns, costs per win and the response to spend, each with its interval."""
    known = rows["months"] > 0
    fewest, most = poisson_bounds(rows["won"].to_numpy(dtype=float))
    won = rows["won"].to_numpy(dtype=float)
    for cost, prefix in (("spend", ""), ("loaded", "loaded_")):
        shown = return_on_spend(_of(rows, cost)).where(known)
        rows[[f"{prefix}return{end}" for end in ENDS]] = shown
        paid = rows[cost].where(rows["won"] > 0)
        for end, wins in zip(ENDS, (won, most, fewest), strict=True):
            rows[f"{prefix}cost_per_win{end}"] = paid / np.where(wins > 0, wins, np.nan)
    slopes = {name: spend_response(own["spend"], own["opportunities"]) for name, own in complete.groupby("family")}
    columns = [f"slope{end}" for end in ENDS]
    rows[columns] = pd.DataFrame.from_dict(slopes, orient="index", columns=columns, dtype=float).reindex(rows.index)
    ends = zip(rows["slope_low"], rows["slope_high"], strict=True)
    return rows.assign(marginal=[_marginal(low, high) for low, high in ends])


def _marginal(low: float, high: float) -> str:
    """What the interval of an elasticity lets one say."""
    if high < 1:
        return LESS
    if low > 1:
        return MORE
    if low > ABOUT_ONE[0] and high < ABOUT_ONE[1]:
        return IN_PROPORTION
    return SOME if low > 0 else UNSURE


def _of(rows: pd.DataFrame, cost: str) -> pd.DataFrame:
    return rows[["won", "priced", "amount", "squares"]].assign(spend=rows[cost])


def _lines(rows: pd.DataFrame, is_named: NDArray[np.bool_], margin: float | None) -> dict[str, pd.Series]:
    """Which lines each name is beyond: by both costs, or by either."""
    named = rows[is_named]
    level = 1 - (1 - LEVEL) / max(len(named), 1)
    counted = 1.0 if margin is None else margin
    beyond = []
    for cost in ("spend", "loaded"):
        own, ratio = return_on_spend(_of(named, cost), level=level), against_others(_of(named, cost), level=level)
        lines = {
            "above": ratio["low"] > 1,
            "below": ratio["high"] < 1,
            "back": own["low"] * counted > 1,
            "loses": own["high"] * counted < 1,
        }
        beyond.append(pd.DataFrame(lines).reindex(rows.index, fill_value=False))
    recorded, loaded = beyond
    return {
        **{f"both_{name}": recorded[name] & loaded[name] for name in recorded},
        "either_back": recorded["back"] | loaded["back"],
    }


def _verdict(row: Mapping[Hashable, Any], few: int, elsewhere: int) -> tuple[str, str]:
    """The verdict on one name, and why."""
    won = row["won"]
    if row["both_loses"] or (row["both_below"] and not row["either_back"]):
        if won < few <= elsewhere:
            return UNSURE, ELSEWHERE
        return CUT, LOSES if row["both_loses"] else BELOW
    if won < few:
        return UNSURE, FEW
    if not row["both_back"]:
        return UNSURE, COSTS_DIFFER if row["either_back"] else OPEN
    if not row["both_above"]:
        return KEEP, BELOW if row["both_below"] else PAYS
    return (KEEP, FADES) if row["marginal"] == LESS else (RAISE, ABOVE)
