"""The cards of Dependence."""

from typing import TYPE_CHECKING

import pandas as pd

from pages.models import dependence_time
from pages.parts import charts, labels, opens
from pages.parts.cards import Card, Column
from pages.parts.wording import common, marks
from pages.parts.wording import dependence as wording

if TYPE_CHECKING:
    from pages.models.dependence import Asked

BARS = 10
ACCOUNTS_SHOWN = 8
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
        Shares and largest accounts, then shares and effective number over time.
    """
    return (_shares(asked), _accounts(asked), _growth(asked), _concentration(asked))


def _shares(asked: "Asked") -> Card:
    shares, plural = asked.shares, wording.PLURALS[asked.shares.grain]
    rows = shares.rows[shares.rows["value"] > 0]
    drawn = rows.head(BARS).assign(n=lambda frame: frame[_counted(shares.measure)])
    return Card(
        name="shares",
        title=wording.shares_title(shares.named[shares.named["value"] > 0], shares.measure, plural),
        subtitle=marks.under(f"Share of {wording.MEASURES[shares.measure]}, 95 % interval", drawn["motion"]),
        figure=charts.share_bars(drawn[["label", "share", "low", "high", "motion"]], shares.threshold),
        opens=opens.by(shares.grain, shares.rows["label"]),
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
    if found is None:
        return Card(
            name="shares by month",
            title="No share has a name to follow",
            numbers=pd.DataFrame(),
            definition=wording.TIME_DEFINITION,
        )
    motions = shares.rows.set_index("label")["motion"]
    return Card(
        name="shares by month",
        title=wording.growth_title(found, wording.PLURALS[shares.grain]),
        subtitle=f"Share of {wording.MEASURES[shares.measure]} by month of creation",
        figure=charts.share_over_time(found.months, found.label, str(motions[found.label]), shares.threshold),
        numbers=found.months.pivot(index="month", columns="label", values="share").reset_index(),
        columns={
            "month": Column("Month", "month"),
            **{str(label): Column(labels.plain(label), "share") for label in dict.fromkeys(found.months["label"])},
        },
        definition=wording.TIME_DEFINITION,
        note=wording.growth_note(found, shares.measure),
    )


def _concentration(asked: "Asked") -> Card:
    rows = dependence_time.concentrations(asked.cohorts, asked.shares.measure)
    plural = wording.PLURALS[asked.shares.grain]
    drawn = rows.rename(
        columns={"effective_number": "value", "effective_number_low": "low", "effective_number_high": "high"}
    ).assign(name="Effective", is_complete=True)
    per = "three months" if len(rows) and rows["months"].iloc[0] > 1 else "month"
    return Card(
        name="concentration",
        title=wording.concentration_title(*dependence_time.first_and_last(rows), plural),
        subtitle=f"Effective number of {plural} per {per} of creation, 95 % interval",
        figure=charts.monthly_lines(drawn[["month", "name", "value", "low", "high", "n", "is_complete"]], unit="number")
        if len(rows) > 1
        else None,
        numbers=rows,
        columns={
            "month": Column("From", "month"),
            "n": Column("Cases", "count"),
            "effective_number": Column("Effective number", "number"),
            "effective_number_low": Column("95 % low", "number"),
            "effective_number_high": Column("95 % high", "number"),
            "hhi": Column("HHI", "number"),
            "hhi_low": Column("95 % low", "number"),
            "hhi_high": Column("95 % high", "number"),
        },
        definition=wording.CONCENTRATION_DEFINITION,
        empty="The period is too short to compare its parts. Choose a longer one.",
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
            title="What hangs on one account is not known",
            numbers=rows,
            columns=_account_columns(asked.currency),
            definition=wording.ACCOUNTS_DEFINITION,
            empty=nothing,
        )
    drawn = known.head(ACCOUNTS_SHOWN)
    drawn = drawn.assign(
        value=drawn["share"], n=drawn["won"], label=drawn["label"].astype(str) + " · " + drawn["account_id"].astype(str)
    )
    return Card(
        name="largest accounts",
        title=wording.accounts_title(known, asked.account_threshold),
        subtitle=marks.under("Its share of the channel's won amount, 95 % interval", drawn["motion"]),
        figure=charts.intervals_on_threshold(
            drawn[["label", "value", "low", "high", "motion"]], asked.account_threshold, "threshold", unit="share"
        ),
        numbers=rows,
        columns=_account_columns(asked.currency),
        definition=wording.ACCOUNTS_DEFINITION,
        note=wording.few_deals(len(rows) - len(known), asked.few),
    )


def _account_columns(currency: str) -> dict[str, Column]:
    return {
        "label": Column("Channel"),
        "account_id": Column("Largest account"),
        **INTERVAL_COLUMNS,
        "account_won": Column("Its deals", "count"),
        "account_won_amount": Column(f"Its won amount, {currency}", "money"),
        "won": Column("Deals", "count"),
        "won_amount": Column(f"Won amount, {currency}", "money"),
        "accounts": Column("Accounts", "count"),
    }


def _counted(measure: str) -> str:
    return "won" if measure == "won_amount" else measure
