"""Balance, view Situations: which of the usual situations the business is in, and what each asks of whom."""

from datetime import timedelta

import pandas as pd

from analysis.balance.basis import Basis
from analysis.balance.evidence import AMOUNTS, STRETCH_DAYS, TREND_STRETCHES
from analysis.balance.situations import MISSED, Situation
from analysis.claims.target_accounts import WANTED
from analysis.claims.verdicts import ACT, CLEAR, WATCH
from analysis.scope import Scope
from analysis.statistics.amounts import ratio_of_means
from analysis.statistics.proportions import wilson_intervals
from analysis.statistics.standardisation import like_for_like, standardised_rates
from analysis.warehouse import Warehouse
from data.names import MOTIONS
from pages.charts import figures
from pages.leadership.balance import target_accounts
from pages.leadership.balance.words import recommendation as rules
from pages.leadership.balance.words import situations as words
from pages.parts import addresses, labels, unrecorded
from pages.parts.cards import Card, Column
from pages.parts.columns import bounds, known
from pages.parts.page import Finding, PageModel, most_urgent_first
from pages.parts.undated import needs_days
from pages.parts.words import common

SEGMENTS_SHOWN = 8
HERE = {"view": "Situations"}
SHOWN_ON = {
    "little fit": (addresses.STAGES, {}),
    MISSED: (addresses.BALANCE, {"view": "Segments"}),
    "larger deals": (addresses.SOURCES, {}),
    "falling inbound": (addresses.SOURCES, {}),
}


@needs_days("Which situations the business is in")
def build(warehouse: Warehouse, scope: Scope) -> PageModel:
    """Every situation with its evidence."""
    basis = Basis.of(warehouse, scope)
    if basis.leads == 0:
        return PageModel(common.NO_LEADS, empty=common.WIDEN)
    if basis.recorded.is_with_outcome:
        return unrecorded.page(basis.recorded)
    facts = rules.facts(basis.leads, basis.unknown, basis.evidence)
    if not basis.situations:
        return PageModel(words.NO_PAIR, facts, empty=words.LOAD_OTHER)
    late_days, window = warehouse.definitions.balance.late_days, warehouse.definitions.windows.conversion_days
    wanted = basis.wanted
    return PageModel(
        title=words.title(basis.situations),
        facts=facts,
        findings=tuple(
            most_urgent_first((*findings(basis), *(() if wanted is None else target_accounts.findings(wanted))))
        ),
        cards=(
            _table(basis, late_days, window),
            *(
                ()
                if wanted is None
                else target_accounts.cards(
                    wanted, scope, warehouse.window_days(scope), warehouse.definitions.thresholds.few_wins
                )
            ),
            _deals(basis),
            _late(basis, late_days, window),
            _change(basis, warehouse, scope),
        ),
    )


def findings(basis: Basis, link: str = "") -> tuple[Finding, ...]:
    """The situations that hold, the surest first.

    Parameters
    ----------
    basis : Basis
        What the rules said, and of what.
    link : str, default ""
        The page to show them on, where it is another view; "" for the page that shows more of each.

    Returns
    -------
    tuple of Finding
        Each with what to do and who can.
    """
    found = []
    for each in basis.situations:
        if each.holds:
            address, choice = (link, HERE) if link else _shown_on(each)
            found.append(
                Finding(
                    ACT if each.status == CLEAR else WATCH,
                    words.sentence(each, basis.evidence),
                    rules.ADVICE[each.name],
                    address,
                    choice,
                    rules.WHO[each.name],
                    _worth(each, basis),
                    each.status,
                )
            )
    return tuple(most_urgent_first(found))


def _shown_on(each: Situation) -> tuple[str, dict[str, str]]:
    """Where more of it stands; of target accounts alone it stands here."""
    return ("", {}) if each.segments == (WANTED,) else SHOWN_ON.get(each.name, ("", {}))


def _worth(each: Situation, basis: Basis) -> str:
    """What is at stake, where it can be counted."""
    if each.name == "long cycles":
        return f"{common.counted(basis.evidence.waiting, 'open lead')} that wait"
    return ""


def _table(basis: Basis, late_days: float, window: int) -> Card:
    rows = [
        {
            "situation": words.NAMES[each.name],
            "measure": words.MEASURES[each.name],
            "now": words.now(each),
            "limit": words.limit(each),
            "verdict": words.verdict(each),
        }
        for each in sorted(basis.situations, key=lambda each: not each.holds)
    ]
    return Card(
        name="situations",
        title=words.card_title(basis.situations),
        subtitle="Those that hold stand first",
        numbers=pd.DataFrame(rows),
        columns={
            "situation": Column("Situation"),
            "verdict": Column("Verdict"),
            "measure": Column("Number"),
            "now": Column("Now, 95% interval"),
            "limit": Column("Holds"),
        },
        definition=words.definition(late_days, window),
        is_table=True,
        is_wide=True,
    )


def _deals(basis: Basis) -> Card:
    counts = basis.segments.set_index(["breakdown", "motion"])[list(AMOUNTS)].unstack().fillna(0)
    deals = basis.segments.groupby("breakdown")["won_with_amount"].sum()
    wins = deals.sort_values(ascending=False, kind="stable")
    motions = [motion for motion in reversed(MOTIONS) if motion in counts["won_amount"]]
    rows = ratio_of_means(*(counts[name][motion] for motion in motions for name in AMOUNTS))
    rows = rows.reindex(wins.index).rename(columns={"ratio": "value"}).rename_axis("label").reset_index()
    rows = rows.assign(n=wins.to_numpy(), motion="outbound")
    drawn = rows[rows["value"].notna()].head(SEGMENTS_SHOWN)
    return Card(
        name="deal size by segment",
        title=words.deals_title(basis.evidence),
        subtitle="Average won amount, outbound over inbound, 95% interval",
        figure=figures.intervals_on_threshold(drawn, basis.limits.deal_ratio, "threshold", "times"),
        numbers=rows,
        columns={
            "label": Column("Segment"),
            "n": Column("Deals", "count"),
            "value": Column("Outbound over inbound", "times"),
            **bounds("times"),
        },
        definition=words.DEALS_DEFINITION,
        empty="No segment has two won deals with an amount of either motion.",
    )


def _late(basis: Basis, late_days: float, window: int) -> Card:
    counts = basis.late[basis.late["won"] > 0].assign(won_late=lambda rows: rows["won_late"].astype(int))
    shares = wilson_intervals(counts["won_late"], counts["won"])
    rows = counts.join(shares).rename(columns={"breakdown": "label"}).assign(n=counts["won"])
    order = rows.groupby("label")["won"].sum().sort_values(ascending=False, kind="stable").index
    rows = rows.assign(place=rows["label"].map({name: place for place, name in enumerate(order)}))
    rows = rows.sort_values(["place", "motion"], kind="stable", ignore_index=True)
    return Card(
        name="wins after a long wait",
        title=words.late_title(basis.evidence, late_days, _in_the_same_segments(counts)),
        subtitle=f"Share of wins after more than {late_days:g} days, 95% interval · {labels.MARKS}",
        figure=figures.paired_rates(rows[rows["place"] < SEGMENTS_SHOWN]),
        numbers=rows,
        columns={
            "label": Column("Segment"),
            **known("motion"),
            "won": Column("Won in time", "count"),
            "won_late": Column("After a long wait", "count"),
            "rate": Column("Share", "share"),
            **bounds(),
            "waited": Column("Leads that waited", "count"),
            "waiting": Column("Open and waiting", "count"),
        },
        definition=words.late_definition(late_days, window),
        note=words.waiting_note(basis.evidence, late_days),
        empty=f"No win of a lead that was watched for {window} days yet.",
    )


def _in_the_same_segments(counts: pd.DataFrame) -> dict[str, float]:
    """Share of late wins of each motion at the same mix of segments; nothing where they cannot be told apart."""
    late, won = (
        counts.set_index(["breakdown", "motion"])[name].unstack().reindex(columns=list(MOTIONS)).fillna(0).astype(int)
        for name in ("won_late", "won")
    )
    gap = like_for_like(*(frame[motion] for motion in MOTIONS for frame in (late, won))).standardised
    if not gap.excludes(0):
        return {}
    return {str(motion): float(rate) for motion, rate in standardised_rates(late, won)["rate"].items()}


def _change(basis: Basis, warehouse: Warehouse, scope: Scope) -> Card:
    last = scope.as_of or warehouse.as_of
    whole = min(int(basis.arrivals["stretch"].max()) if len(basis.arrivals) else 0, TREND_STRETCHES)
    counts = basis.arrivals[basis.arrivals["motion"].isin(MOTIONS)].groupby(["motion", "stretch"])["leads"].sum()
    rows = pd.DataFrame(
        [
            {
                "motion": motion,
                "month": last - timedelta(days=STRETCH_DAYS * (stretch + 1) - 1),
                "value": int(counts.get((motion, stretch), 0)),
                "is_complete": True,
            }
            for motion in MOTIONS
            for stretch in reversed(range(whole))
        ]
        if last
        else [],
        columns=["motion", "month", "value", "is_complete"],
    )
    return Card(
        name="leads over two years",
        title=words.change_title(basis.evidence),
        subtitle=f"Leads created in {STRETCH_DAYS} days, by the first of them · {labels.MARKS}",
        figure=figures.monthly_lines(rows) if len(rows) > len(MOTIONS) else None,
        numbers=rows,
        columns={"month": Column("From", "day"), **known("motion"), "value": Column("Leads", "count")},
        definition=words.change_definition(),
        is_wide=True,
    )
