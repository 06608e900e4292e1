"""The cards of Dependence."""

import math
from typing import TYPE_CHECKING

import pandas as pd

from analysis.statistics.checks import Interval
from pages.charts import figures as charts
from pages.leadership.dependence import months as dependence_time
from pages.leadership.dependence.counts import counted_in
from pages.leadership.dependence.words import shares as wording
from pages.parts import labels, opens
from pages.parts.cards import Card, Column
from pages.parts.words import common, marks

if TYPE_CHECKING:
    from pages.leadership.dependence.shares import Asked

BARS = 10
ACCOUNTS_SHOWN = 8
HALF = 0.5
INTERVAL_COLUMNS = {
    "share": Column("Share", "share"),
    "low": Column("95 % low", "share"),
    "high": Column("95 % high", "share"),
}


def cards(asked: "Asked") -> tuple[Card, ...]:
    """All cards in reading order.

    Parameters
    ----------
    asked : Asked
        What the page asked.

    Returns
    -------
    tuple of Card
        Shares and largest accounts, then shares by month and the Lorenz curve.
    """
    return (_shares(asked), _accounts(asked), _growth(asked), _lorenz(asked))


def _shares(asked: "Asked") -> Card:
    shares, plural = asked.shares, wording.PLURALS[asked.shares.grain]
    rows = shares.rows[shares.rows["value"] > 0]
    drawn = rows.head(BARS).assign(n=lambda frame: frame[_counted(shares.measure)])
    return Card(
        name="shares",
        asked=("shares", "account_cells"),
        title=wording.shares_title(shares.named[shares.named["value"] > 0], shares.measure, plural),
        subtitle=marks.under(f"Share of {wording.MEASURES[shares.measure]}, 95 % interval", drawn["motion"]),
        figure=charts.share_bars(drawn[["label", "share", "low", "high", "motion"]], shares.threshold),
        opens=opens.by(shares.grain, shares.rows["label"], **counted_in(shares.measure)),
        numbers=shares.rows[
            ["label", "motion", *INTERVAL_COLUMNS, "leads", "opportunities", "won", "won_amount", "foreign_won"]
        ],
        columns={
            "label": Column(common.capital(shares.grain)),
            "motion": Column("Motion", "motion"),
            **INTERVAL_COLUMNS,
            "leads": Column("Leads", "count"),
            "opportunities": Column("Opportunities", "count"),
            "won": Column("Won", "count"),
            "won_amount": Column(f"Won amount, {asked.currency}", "money"),
        },
        definition=wording.SHARES_DEFINITION,
        note=wording.few_bars(len(drawn), len(rows), plural),
    )


def _growth(asked: "Asked") -> Card:
    shares = asked.shares
    found = dependence_time.growth(asked.cohorts, shares.measure)
    motions = shares.rows.set_index("label")["motion"]
    return growth(found, shares.grain, shares.measure, motions, shares.threshold)


def growth(
    found: dependence_time.Growth | None, grain: str, measure: str, motions: pd.Series, threshold: float
) -> Card:
    """Shares by month, the one to follow in colour.

    Parameters
    ----------
    found : Growth or None
        Which one to follow; None where nothing has a name.
    grain, measure : str
        What is shared, and of what.
    motions : Series of str
        Motion by name.
    threshold : float
        Share above which one is too much.

    Returns
    -------
    Card
        The card.
    """
    if found is None:
        return Card(
            name="shares by month",
            asked=("cohort_months",),
            title="No share has a name to follow",
            numbers=pd.DataFrame(),
            definition=wording.TIME_DEFINITION,
        )
    return Card(
        name="shares by month",
        asked=("cohort_months",),
        title=wording.growth_title(found, wording.PLURALS[grain]),
        subtitle=f"Share of {wording.MEASURES[measure]} by month of creation",
        figure=charts.share_over_time(found.months, found.label, str(motions[found.label]), threshold),
        numbers=found.months.pivot(index="month", columns="label", values="share").reset_index(),
        columns={
            "month": Column("Month", "month"),
            **{str(label): Column(labels.plain(label), "share") for label in dict.fromkeys(found.months["label"])},
        },
        definition=wording.TIME_DEFINITION,
        note=wording.growth_note(found, measure),
        opens=opens.rows(found.months, ("label", "month"), {grain: "label", "created": "month"}, **counted_in(measure)),
    )


def _lorenz(asked: "Asked") -> Card:
    shares, plural = asked.shares, wording.PLURALS[asked.shares.grain]
    found = shares.concentration
    return lorenz(found.lorenz, found.gini, plural, shares.measure)


def lorenz(curve: pd.DataFrame, gini: Interval, plural: str, measure: str) -> Card:
    """The Lorenz curve with its band.

    Parameters
    ----------
    curve : DataFrame
        ``part`` and ``share``, with ``low`` and ``high`` where they are known.
    gini : Interval
        The Gini coefficient.
    plural, measure : str
        What is shared, and of what.

    Returns
    -------
    Card
        The card.
    """
    half = curve[curve["part"] <= HALF + 1e-9].tail(1)
    known = not half.empty and half["part"].iloc[0] > 0 and not math.isnan(gini.estimate)
    return Card(
        name="lorenz curve",
        asked=("shares", "account_cells", "account_sizes"),
        title=wording.lorenz_title(gini, float(half["part"].iloc[0]), float(half["share"].iloc[0]), plural, measure)
        if known
        else f"Too few {plural} to say how uneven they are",
        subtitle=wording.lorenz_subtitle(plural, measure, has_band="low" in curve),
        figure=charts.lorenz(curve, plural) if known else None,
        numbers=curve,
        columns={
            "part": Column(f"Part of {plural}", "share"),
            "share": Column("Share", "share"),
            **({"low": Column("95 % low", "share"), "high": Column("95 % high", "share")} if "low" in curve else {}),
        },
        definition=wording.LORENZ_DEFINITION.format(plural=plural),
        note=wording.lorenz_note(gini),
        empty="Two or more with a case each are needed.",
    )


def _accounts(asked: "Asked") -> Card:
    rows = asked.accounts
    known = asked.known_accounts
    if known.empty:
        nothing = wording.NO_AMOUNTS if asked.has_accounts else wording.NO_ACCOUNTS
        if len(rows):
            nothing = wording.few_deals(len(rows), asked.few)
        return Card(
            name="largest accounts",
            asked=("largest_parts",),
            title="What hangs on one account is not known",
            numbers=rows,
            columns=_account_columns(asked.currency),
            definition=wording.ACCOUNTS_DEFINITION,
            empty=nothing,
        )
    drawn = known.head(ACCOUNTS_SHOWN)
    drawn = drawn.assign(
        value=drawn["share"], n=drawn["cases"], label=drawn["label"].astype(str) + " · " + drawn["name"].astype(str)
    )
    return Card(
        name="largest accounts",
        asked=("largest_parts",),
        title=wording.accounts_title(known, asked.account_threshold),
        subtitle=marks.under("Its share of the channel's won amount, 95 % interval", drawn["motion"]),
        figure=charts.intervals_on_threshold(
            drawn[["label", "value", "low", "high", "motion"]], asked.account_threshold, "threshold", unit="share"
        ),
        numbers=rows,
        columns=_account_columns(asked.currency),
        definition=wording.ACCOUNTS_DEFINITION,
        note=wording.few_deals(len(rows) - len(known), asked.few),
        opens=opens.rows(drawn, ("label",), {"channel": "breakdown", "account": "name"}, outcome="won"),
    )


def _account_columns(currency: str) -> dict[str, Column]:
    return {
        "label": Column("Channel"),
        "name": Column("Largest account"),
        **INTERVAL_COLUMNS,
        "without_largest": Column("Without the largest deal", "share"),
        "name_cases": Column("Its deals", "count"),
        "name_value": Column(f"Its won amount, {currency}", "money"),
        "cases": Column("Deals", "count"),
        "value": Column(f"Won amount, {currency}", "money"),
        "names": Column("Accounts", "count"),
    }


def _counted(measure: str) -> str:
    return "won" if measure == "won_amount" else measure
