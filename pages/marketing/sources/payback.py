"""Payback: after how many months the wins of a month's leads have covered the month's spend."""

import pandas as pd

from analysis.scope import Scope
from analysis.statistics.payback import Payback, payback, recovery_curve
from analysis.warehouse import Warehouse
from pages.charts import figures
from pages.marketing.sources import tables
from pages.marketing.sources.words import payback as words
from pages.parts import opens
from pages.parts.cards import Card, Column
from pages.parts.columns import known

GROUPS_DRAWN = 6


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
    answer = answer.assign(breakdown=tables.named(answer["breakdown"], breakdown))
    last = pd.Timestamp(scope.as_of or warehouse.as_of or "2000-01-01")
    curves = {str(name): recovery(rows, last) for name, rows in answer.groupby("breakdown", sort=False)}
    rows = table(answer, curves, 1.0 if margin is None else margin)
    drawn = [name for name in rows["group"].head(GROUPS_DRAWN) if len(curves[name])]
    lines = [
        curves[name].reset_index().assign(label=name, value=curves[name]["recovered"].to_numpy() * (margin or 1.0))
        for name in drawn
    ]
    frame = pd.concat(lines, ignore_index=True) if lines else pd.DataFrame(columns=["label", "age", "value"])
    texts = frame["label"].map(rows.set_index("group")["short"])
    motions = frame["label"].map(tables.motions_of(warehouse, scope, breakdown))
    return Card(
        name="payback",
        title=words.title(rows, few),
        subtitle=words.subtitle(margin),
        figure=figures.small_lines(
            frame.assign(x=frame["age"], motion=motions.fillna("mixed"), is_complete=True, text=texts),
            unit="share",
            target=1.0,
        ),
        opens=opens.rows(frame, ("label", "age"), {breakdown: "label"}),
        numbers=rows,
        columns={
            "group": tables.heading(breakdown),
            **known("spend"),
            "won": tables.WON_SO_FAR,
            "observed": Column("Months observed", "count"),
            "recovered": Column("Come back by then", "share"),
            "months": Column("Paid back after months", "number"),
            "earliest": Column("Earliest, 95%", "number"),
            "latest": Column("Latest, 95%", "number"),
            "said": Column("In words"),
        },
        definition=words.definition(margin),
        note=words.note(
            len(drawn),
            len(rows),
            int(answer.drop_duplicates(["breakdown", "month"])["undated_won"].sum()),
            has_unsure=bool((texts.str.endswith(words.UNSURE)).any()),
        ),
        empty=words.TOO_YOUNG,
    )


def recovery(rows: pd.DataFrame, last: pd.Timestamp) -> pd.DataFrame:
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
    after = last + pd.Timedelta(days=1)  # in the first month that is not whole
    starts = pd.DatetimeIndex(cohorts.index)
    cohorts = cohorts.assign(observed=(after.year - starts.year) * 12 + after.month - starts.month - 1)
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
                "said": words.said(found, observed),
                "short": words.short(found),
            }
        )
    columns = ["group", "spend", "won", "observed", "recovered", *Payback._fields, "said", "short"]
    listed = pd.DataFrame(rows, columns=columns)
    return listed.sort_values("spend", ascending=False, kind="stable", ignore_index=True)
