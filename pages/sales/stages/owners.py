"""The view Owners: whose leads were never touched, and how many of them can still be handed over."""

from analysis.claims import left_owners
from analysis.claims.left_owners import LeftOwners
from analysis.claims.neglect import COUNTS, Neglect, neglect
from analysis.claims.verdicts import ACT, FEWEST, KNOW
from analysis.scope import Scope
from analysis.warehouse import Warehouse
from pages.charts import figures
from pages.parts import addresses, labels, opens
from pages.parts import left_owners as left_parts
from pages.parts.cards import Card, Column, Kpi
from pages.parts.columns import KNOWN, bounds, known
from pages.parts.frames import sums
from pages.parts.page import Finding, PageModel
from pages.parts.undated import needs_days
from pages.parts.words import common, marks
from pages.parts.words import neglect as neglect_words
from pages.sales.stages.words import owners as words

OWNERS_SHOWN = 12
OPEN_ONES = {"untouched": "yes", "outcome": "open"}


@needs_days("Who was never touched")
def build(warehouse: Warehouse, scope: Scope) -> PageModel:
    """Compare each owner with the others of the same motion."""
    found = neglect(warehouse, scope)
    missing = words.LOAD_TOUCHES if not found.is_loaded else words.NONE_OLD if not found.week else ""
    if missing:
        return PageModel(words.NOT_KNOWN, empty=missing)
    left = left_owners.find(warehouse, scope)
    return PageModel(
        title=words.title(found.standing_out, found.untouched, found.open, found.leads),
        facts=words.facts(found.leads, found.week),
        findings=(*findings(found), *left_parts.findings(left)),
        cards=(_card(found, left),),
    )


def kpis(found: Neglect) -> tuple[Kpi, ...]:
    """How many wait for a first touch, where that is known."""
    if not found.is_loaded or not found.week:
        return ()
    shown = Kpi(
        neglect_words.OPEN_NAME, labels.count(found.open), help=words.open_help(found.untouched), opens=OPEN_ONES
    )
    return (shown,)


def findings(found: Neglect) -> tuple[Finding, ...]:
    """Say who stands out the most, if anybody; only open leads are handed over."""
    return tuple(
        Finding(
            ACT if row["untouched_open"] else KNOW,
            words.finding(row),
            words.advice(int(row["untouched_open"])),
            addresses.LEADS if row["untouched_open"] else "",
            {"owner": str(row["owner"]), "motion": str(row["motion"]), **OPEN_ONES},
            who=common.SALES,
            worth=common.counted(int(row["untouched_open"]), "open lead") if row["untouched_open"] else "",
            surely=str(row["verdict"]),
        )
        for _, row in found.standing_out.head(1).iterrows()
    )


def _card(found: Neglect, left: LeftOwners) -> Card:
    """Share of untouched leads by owner."""
    rows = found.owners.assign(closed=found.owners["untouched"] - found.owners["untouched_open"])
    worst = rows[rows["week"] >= FEWEST].head(OWNERS_SHOWN)
    drawn = worst.rename(columns={"owner": "label"}).assign(n=worst["week"])
    drawn = drawn.assign(mark=[opens.mark(*row) for row in drawn[["label", "motion"]].itertuples(index=False)])
    return Card(
        name="untouched leads",
        title=words.card_title(found.untouched, found.open, found.leads),
        subtitle=marks.under("Leads older than a week without a touch by us, by owner, 95% interval", drawn["motion"]),
        figure=figures.rates_with_intervals(drawn[["label", "rate", "low", "high", "motion", "n", "mark"]]),
        opens=opens.rows(drawn, ("label", "motion"), {"owner": "label", "motion": "motion"}, **OPEN_ONES),
        numbers=left_parts.told(rows, "owner", left),
        total=sums(rows, *COUNTS, "closed"),
        columns={
            **known("owner"),
            **left_parts.columns(left),
            **known("motion", "leads"),
            "untouched": Column("Never touched", "count"),
            "untouched_open": Column("Of them open", "count"),
            "closed": Column("Of them closed", "count"),
            "week": Column("Older than a week", "count"),
            "untouched_week": Column("Of those untouched", "count"),
            "rate": KNOWN["share"],
            **bounds(),
            "rest_rate": Column("Other owners", "share"),
        },
        definition=words.DEFINITION,
        note=common.joined(
            words.OPENS if len(drawn) else "",
            words.owners_note(len(worst), rows["owner"].nunique(), FEWEST),
            words.waiting_note(found.waiting),
        ),
        empty=words.few_per_owner(FEWEST),
        is_wide=True,
    )
