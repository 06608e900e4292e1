"""The ledger of handovers: what one motion passes on, and what becomes of it with the other."""

import pandas as pd

from analysis.claims.verdicts import FEWEST
from analysis.scope import Scope
from analysis.statistics.proportions import wilson_intervals
from analysis.warehouse import Warehouse
from data.names import NAMELESS
from pages.charts import figures
from pages.everyone.interplay import words
from pages.parts import opens
from pages.parts.cards import Card, Column
from pages.parts.columns import KNOWN, bounds, known
from pages.parts.frames import sums
from pages.parts.words import marks

GROUPS_SHOWN = 10
COUNTS = {
    **known("leads"),
    "passed": Column("Passed on", "count"),
    "before": Column("Prospect before", "count"),
    "accepted": Column("Accepted", "count"),
    "returned": Column("Returned", "count"),
    "with_reason": Column("With a reason", "count"),
    "pending": Column("Open, undecided", "count"),
    "rate": Column("Accepted of decided", "share"),
    **bounds(),
}


def by_source(warehouse: Warehouse, scope: Scope) -> Card:
    """What is accepted of the leads that each source passes on."""
    whole = _ask(warehouse, scope, "all").set_index("motion")
    rows = _ask(warehouse, scope, "source")
    shown = rows[(rows["decided"] >= FEWEST) & ~rows["breakdown"].isin(NAMELESS)].head(GROUPS_SHOWN)
    drawn = shown.assign(label=shown["breakdown"], n=shown["decided"])
    drawn = drawn.assign(mark=[opens.mark(*row) for row in drawn[["label", "motion"]].itertuples(index=False)])
    return Card(
        name="ledger",
        asked=("handover_ledger",),
        title=words.ledger_title(whole),
        subtitle=marks.under("Accepted, of the leads passed on and decided, by source, 95% interval", drawn["motion"]),
        figure=figures.rates_with_intervals(drawn[["label", "rate", "low", "high", "motion", "n", "mark"]]),
        numbers=rows,
        columns={"breakdown": KNOWN["source"], **known("motion"), **COUNTS},
        definition=words.LEDGER_DEFINITION,
        note=words.ledger_note(whole[["passed", "before", "accepted", "returned", "with_reason", "pending"]].sum()),
        empty=words.no_ledger(FEWEST),
    )


def by_owner(warehouse: Warehouse, scope: Scope) -> Card:
    """The same by the owner of the lead."""
    rows = _ask(warehouse, scope, "owner")
    rows = rows[rows["passed"] > 0]
    return Card(
        name="ledger-owners",
        asked=("handover_ledger",),
        title=words.ledger_owners_title(rows[~rows["breakdown"].isin(NAMELESS)]),
        subtitle="Leads passed on to the other motion, by their owner",
        numbers=rows,
        total=sums(rows, *(name for name, column in COUNTS.items() if column.kind == "count")),
        columns={"breakdown": KNOWN["owner"], **known("motion"), **COUNTS},
        definition=words.LEDGER_DEFINITION,
        empty=words.NO_HANDOVER,
        is_table=True,
        is_wide=True,
    )


def _ask(warehouse: Warehouse, scope: Scope, breakdown: str) -> pd.DataFrame:
    rows = warehouse.ask("handover_ledger", scope, breakdown=breakdown)
    return rows.join(wilson_intervals(rows["accepted"], rows["decided"]))
