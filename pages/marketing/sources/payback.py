"""Payback: after how many months the wins of a month's leads have covered the month's spend."""

import pandas as pd

from analysis.scope import Scope
from analysis.statistics.payback import Payback, payback, recovery_curve
from analysis.warehouse import Warehouse
from pages.charts import figures as charts
from pages.marketing.sources.words import payback as wording
from pages.marketing.sources.words.ranking import BREAKDOWN_NAMES, OWN_WORDS
from pages.parts import opens
from pages.parts.cards import Card, Column

DRAWN = 6


def card(warehouse: Warehouse, scope: Scope, breakdown: str) -> Card:
    """Share of the spend that has come back by months since it was spent, and the month in which all of it has.

    Parameters
    ----------
    warehouse : Warehouse
        Where to ask.
    scope : Scope
        Which leads, and which days of spend.
    breakdown : str
        What the groups are.

    Returns
    -------
    Card
        Curves of the groups with most spend; the numbers have all.
    """
    margin = warehouse.definitions.costs.gross_margin
    few = warehouse.definitions.thresholds.few_wins
    answer = warehouse.ask("payback", scope, breakdown=breakdown)
    names = answer["breakdown"].astype(str)
    answer = answer.assign(breakdown=names.str.capitalize() if breakdown in OWN_WORDS else names)
    last = pd.Timestamp(scope.as_of or warehouse.as_of or "2000-01-01")
    curves = {str(name): curve_of(rows, last) for name, rows in answer.groupby("breakdown", sort=False)}
    rows = table(answer, curves, 1.0 if margin is None else margin)
    motions = warehouse.ask("conversion", scope, breakdown=breakdown).set_index("breakdown")["motion"]
    drawn = [name for name in rows["group"].head(DRAWN) if len(curves[name])]
    lines = [
        curves[name].reset_index().assign(label=name, value=curves[name]["recovered"].to_numpy() * (margin or 1.0))
        for name in drawn
    ]
    frame = pd.concat(lines, ignore_index=True) if lines else pd.DataFrame(columns=["label", "age", "value"])
    texts = frame["label"].map(rows.set_index("group")["short"])
    known = frame["label"].map(motions.rename(index=str.capitalize) if breakdown in OWN_WORDS else motions)
    return Card(
        name="payback",
        title=wording.title(rows, few),
        subtitle=wording.subtitle(margin),
        figure=charts.small_lines(
            frame.assign(x=frame["age"], motion=known.fillna("mixed"), is_complete=True, text=texts),
            unit="share",
            target=1.0,
        ),
        opens=opens.rows(frame, ("label", "age"), {breakdown: "label"}),
        numbers=rows,
        columns={
            "group": Column(BREAKDOWN_NAMES[breakdown]),
            "spend": Column("Spend", "money"),
            "won": Column("Won so far", "count"),
            "observed": Column("Months observed", "count"),
            "recovered": Column("Come back by then", "share"),
            "months": Column("Paid back after months", "number"),
            "earliest": Column("Earliest, 95 %", "number"),
            "latest": Column("Latest, 95 %", "number"),
            "said": Column("In words"),
        },
        definition=wording.definition(margin),
        note=wording.note(
            len(drawn), len(rows), int(answer.drop_duplicates(["breakdown", "month"])["undated_won"].sum())
        ),
        empty=wording.TOO_YOUNG,
    )


def curve_of(rows: pd.DataFrame, last: pd.Timestamp) -> pd.DataFrame:
    """Recovery curve of one group.

    Parameters
    ----------
    rows : DataFrame
        Its rows of the question ``payback``.
    last : Timestamp
        Last day of the data: a month counts at an age when all days of the month of that age lie before its end.

    Returns
    -------
    DataFrame
        As ``recovery_curve`` returns it.
    """
    rows = rows.assign(cohort=pd.to_datetime(rows["month"]))
    cohorts = rows.groupby("cohort")[["spend"]].first()
    whole = (last + pd.Timedelta(days=1)).to_period("M")  # the first month that is not whole
    cohorts = cohorts.assign(observed=[(whole - pd.Period(start, "M")).n - 1 for start in cohorts.index])
    returns = rows[rows["age_months"].notna()].rename(
        columns={"age_months": "age", "won_amount": "amount", "won_amount_squares": "squares"}
    )
    return recovery_curve(cohorts, returns)


def table(answer: pd.DataFrame, curves: dict[str, pd.DataFrame], margin: float) -> pd.DataFrame:
    """What came back in each group, most spend first.

    Parameters
    ----------
    answer : DataFrame
        Answer to the question ``payback``.
    curves : dict of DataFrame
        Recovery curve of each group.
    margin : float
        Share of an amount that counts.

    Returns
    -------
    DataFrame
        Columns ``group``, ``spend``, ``won``, ``observed`` (months), ``recovered`` (share of the spend by then),
        ``months``, ``earliest``, ``latest``, ``said`` and ``short``.
    """
    rows = []
    for name, own in answer.groupby("breakdown", sort=False):
        curve = curves[str(name)]
        found = payback(curve, margin) if len(curve) else Payback(*(float("nan"),) * 3)
        observed = len(curve) - 1
        rows.append(
            {
                "group": str(name),
                "spend": float(own.groupby("month")["spend"].first().sum()),
                "won": int(own["won"].sum()),
                "observed": observed if observed >= 0 else None,
                "recovered": float(curve["recovered"].iloc[-1]) * margin if observed >= 0 else float("nan"),
                **found._asdict(),
                "said": wording.said(found, observed),
                "short": wording.short(found),
            }
        )
    columns = ["group", "spend", "won", "observed", "recovered", *Payback._fields, "said", "short"]
    listed = pd.DataFrame(rows, columns=columns)
    return listed.sort_values("spend", ascending=False, kind="stable", ignore_index=True)
