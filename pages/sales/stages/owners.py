"""The view Owners: whose leads were never called."""

from analysis.scope import Scope
from analysis.warehouse import Warehouse
from pages.charts import figures as charts
from pages.parts import opens
from pages.parts.cards import Card, Column
from pages.parts.groups import FEWEST
from pages.parts.page import Finding, PageModel
from pages.parts.words import common, marks
from pages.sales.stages import touches as stages_touches
from pages.sales.stages.touches import Untouched
from pages.sales.stages.words import owners as wording

OWNERS_SHOWN = 12


def build(warehouse: Warehouse, scope: Scope, earlier: Scope | None) -> PageModel:
    """Ask, compare and draw.

    Parameters
    ----------
    warehouse : Warehouse
        The generation.
    scope : Scope
        Which leads.
    earlier : Scope, optional
        Not compared with in this view.

    Returns
    -------
    PageModel
        The view.
    """
    del earlier
    found = stages_touches.ask(warehouse, scope)
    missing = wording.LOAD_TOUCHES if not found.is_loaded else wording.NONE_OLD if not found.leads else ""
    if missing:
        return PageModel(wording.NOT_KNOWN, empty=missing)
    return PageModel(
        title=wording.title(found.standing_out, found.untouched, found.leads),
        facts=wording.facts(found.leads),
        findings=findings(found),
        cards=(_card(found),),
    )


def findings(found: Untouched) -> tuple[Finding, ...]:
    """Say who stands out the most, if anybody."""
    return tuple(
        Finding(
            "strong" if row["gap_low"] >= stages_touches.CLEAR_GAP else "weak", wording.finding(row), wording.CALL_THEM
        )
        for _, row in found.standing_out.head(1).iterrows()
    )


def _card(found: Untouched) -> Card:
    """Share of untouched leads by owner."""
    rows = found.owners
    worst = rows[rows["leads"] >= FEWEST].head(OWNERS_SHOWN)
    drawn = worst.rename(columns={"owner": "label"}).assign(n=lambda frame: frame["leads"])
    return Card(
        name="untouched leads",
        title=wording.card_title(found.untouched, found.leads),
        subtitle=marks.under("Leads older than a week without a touch by us, by owner, 95 % interval", drawn["motion"]),
        figure=charts.rates_with_intervals(
            drawn[["label", "rate", "low", "high", "motion", "n"]].assign(
                mark=[opens.mark(*row) for row in drawn[["label", "motion"]].itertuples(index=False)]
            )
        ),
        opens=opens.rows(
            drawn,
            ("label", "motion"),
            {"owner": "label", "motion": "motion"},
            untouched="yes",
            age_days=str(stages_touches.WAIT_DAYS),
        ),
        numbers=rows,
        columns={
            "owner": Column("Owner"),
            "motion": Column("Motion", "motion"),
            "leads": Column("Leads", "count"),
            "untouched": Column("Untouched", "count"),
            "rate": Column("Share", "share"),
            "low": Column("95 % low", "share"),
            "high": Column("95 % high", "share"),
            "rest_rate": Column("Other owners", "share"),
        },
        definition=wording.DEFINITION,
        note=common.joined(
            wording.owners_note(len(worst), rows["owner"].nunique(), FEWEST),
            wording.waiting_note(found.waiting),
        ),
        empty=wording.few_per_owner(FEWEST),
        is_wide=True,
    )
