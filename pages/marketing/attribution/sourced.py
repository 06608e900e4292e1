"""Who sourced the won deals: three definitions side by side, and the deals that switch."""

from dataclasses import dataclass

import pandas as pd

from analysis.scope import Scope
from analysis.warehouse import Warehouse
from data.names import NOT_RECORDED
from pages.charts import figures
from pages.marketing.attribution import words
from pages.parts import opens
from pages.parts.cards import Card, Column
from pages.parts.columns import known
from pages.parts.frames import sums
from pages.parts.words import common

DEFINITIONS = ("created_by", "first_touch", "before_sales")
SALES_FIRST = "(sales came first)"
CHANNELS_DRAWN = 10


@dataclass(frozen=True, eq=False)
class Sourced:
    """Won deals with a touch, by the three definitions.

    Attributes
    ----------
    rows : DataFrame
        Columns of the question ``sourced``.
    """

    rows: pd.DataFrame

    @property
    def won(self) -> int:
        """Deals with a touch."""
        return int(self.rows["won"].sum())

    @property
    def switched(self) -> int:
        """Deals whose first touch came through another channel than their source, both of them known."""
        known = self.rows[~(self.rows[["created_by", "first_touch"]] == NOT_RECORDED).any(axis=1)]
        return int(known.loc[known["created_by"] != known["first_touch"], "won"].sum())

    @property
    def sales_first(self) -> int:
        """Deals whose first touch was ours."""
        return int(self.rows.loc[self.rows["before_sales"] == SALES_FIRST, "won"].sum())


def ask(warehouse: Warehouse, scope: Scope) -> Sourced:
    """Ask for the deals."""
    return Sourced(warehouse.ask("sourced", scope))


def cards(deals: Sourced, won: int, few: int) -> tuple[Card, Card]:
    """The switches from source to first touch, and the three definitions side by side."""
    return _switches(deals, won, few), _side_by_side(deals)


def _switches(deals: Sourced, won: int, few: int) -> Card:
    pairs = deals.rows.groupby(["created_by", "first_touch"], as_index=False)[["won", "won_amount"]].sum()
    whole = pairs.groupby("created_by")["won"].transform("sum")
    pairs = pairs.assign(share=pairs["won"] / whole, of=whole)
    largest = pairs.groupby("created_by")["won"].sum().nlargest(CHANNELS_DRAWN).index
    drawn = pairs[pairs["created_by"].isin(largest)].sort_values(["of", "won"], ascending=False, kind="stable")
    drawn = drawn.assign(row=drawn["created_by"], column=drawn["first_touch"], n=drawn["won"], is_few=drawn["of"] < few)
    return Card(
        name="sourced",
        asked=("sourced",),
        title=words.sourced_title(deals.switched, deals.won),
        subtitle="Rows: channel by the CRM; columns: by the first touch; share of the row's deals, number below",
        figure=figures.heat_map(drawn, few=common.fewer(few, "deal")),
        numbers=deals.rows,
        columns={
            "created_by": Column("By the CRM"),
            "first_touch": Column("By the first touch"),
            "before_sales": Column("By the first touch before sales"),
            "won": Column("Deals", "count"),
            **known("won_amount"),
        },
        definition=words.SOURCED_DEFINITION,
        note=words.sourced_note(won - deals.won, deals.sales_first, deals.won),
        empty=words.LOAD_TOUCHES,
        opens=opens.rows(
            pairs, ("created_by", "first_touch"), {"channel": "created_by", "first_touch": "first_touch"}, outcome="won"
        ),
    )


def _side_by_side(deals: Sourced) -> Card:
    counts = {name: deals.rows.groupby(name)["won"].sum() for name in DEFINITIONS}
    frame = pd.DataFrame(counts).fillna(0).astype(int)
    frame = frame.sort_values("created_by", ascending=False, kind="stable").rename_axis("channel")
    return Card(
        name="definitions-of-sourced",
        asked=("sourced",),
        title=words.definitions_title(frame),
        subtitle="Won deals with a touch, by three definitions of who sourced them",
        numbers=frame.assign(name=frame.index),
        total=sums(frame, *DEFINITIONS),
        columns={
            "name": Column("Channel"),
            "created_by": Column("By the CRM", "count", "Channel of the lead's source"),
            "first_touch": Column("First touch", "count"),
            "before_sales": Column("Before sales", "count", "First touch, where it was theirs"),
        },
        definition=words.SOURCED_DEFINITION,
        is_table=True,
    )
