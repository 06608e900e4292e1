"""The view Owners: whose leads were never called, though they have waited for more than a week."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

import pandas as pd

from analysis.claims.verdicts import ACT, CLEAR, WEAK
from analysis.scope import Scope
from analysis.statistics.checks import Interval
from analysis.statistics.comparisons import benjamini_hochberg, compare_pairs
from analysis.statistics.proportions import difference_interval, wilson_intervals
from analysis.warehouse import Warehouse
from data.names import NOT_RECORDED
from pages.charts import figures
from pages.parts import labels, opens
from pages.parts.cards import Card, Column, Kpi
from pages.parts.columns import KNOWN, bounds, known
from pages.parts.groups import FEWEST
from pages.parts.page import Finding, PageModel
from pages.parts.words import common, marks
from pages.sales.stages.steps import CHANCE
from pages.sales.stages.words import owners as words

WAIT_DAYS = 7
CLEAR_GAP = 0.10  # beyond the others by at least this much: strong; by less: weak
ALMOST_ALL = 0.9
OWNERS_SHOWN = 12
COLUMNS = ("owner", "motion", "leads", "untouched", "rate", "low", "high", "rest_rate", "gap", "gap_low", "gap_high")


@dataclass(frozen=True)
class Untouched:
    """Leads without a touch.

    Attributes
    ----------
    is_loaded : bool
        Whether any touch is loaded at all.
    owners : DataFrame
        One row per owner and motion: ``owner``, ``motion``, ``leads`` (older than a week), ``untouched``, ``rate``,
        ``low``, ``high``, and of the other owners of the motion ``rest_rate``; ``adjusted_p`` (two-sided) and the
        ends of the difference, ``gap``, ``gap_low``, ``gap_high``. Most untouched first.
    waiting : int
        Touches without their lead, looked up only where hardly a lead has been touched.
    """

    is_loaded: bool
    owners: pd.DataFrame
    waiting: int = 0

    @property
    def leads(self) -> int:
        """Leads older than a week."""
        return int(self.owners["leads"].sum())

    @property
    def untouched(self) -> int:
        """Of those, never touched by us."""
        return int(self.owners["untouched"].sum())

    @property
    def standing_out(self) -> pd.DataFrame:
        """Owners whose leads wait more often than those of the others of the same motion, beyond chance."""
        rows = self.owners
        clear = (rows["adjusted_p"] < CHANCE) & (rows["gap_low"] > 0) & (rows["leads"] >= FEWEST)
        return rows[clear & (rows["owner"] != NOT_RECORDED)].sort_values("gap", ascending=False)


def build(warehouse: Warehouse, scope: Scope) -> PageModel:
    """Compare each owner with the others of the same motion."""
    found = untouched_leads(warehouse, scope)
    missing = words.LOAD_TOUCHES if not found.is_loaded else words.NONE_OLD if not found.leads else ""
    if missing:
        return PageModel(words.NOT_KNOWN, empty=missing)
    return PageModel(
        title=words.title(found.standing_out, found.untouched, found.leads),
        facts=words.facts(found.leads),
        findings=findings(found),
        cards=(_card(found),),
    )


def kpis(found: Untouched) -> tuple[Kpi, ...]:
    """How many were never touched, where that is known."""
    if not found.is_loaded or not found.leads:
        return ()
    return (Kpi("Never touched", labels.count(found.untouched), help=words.HELP),)


def findings(found: Untouched) -> tuple[Finding, ...]:
    """Say who stands out the most, if anybody."""
    return tuple(
        Finding(
            ACT,
            words.finding(row),
            words.CALL_THEM,
            who=common.SALES,
            surely=CLEAR if row["gap_low"] >= CLEAR_GAP else WEAK,
        )
        for _, row in found.standing_out.head(1).iterrows()
    )


def untouched_leads(warehouse: Warehouse, scope: Scope) -> Untouched:
    """Count the untouched leads of each owner, and compare each with the others of the same motion.

    Inbound and outbound are worked differently: an owner of the one is not compared with those of the other.

    Parameters
    ----------
    warehouse : Warehouse
        The generation.
    scope : Scope
        Which leads.

    Returns
    -------
    Untouched
        Empty where no lead is older than a week.
    """
    contents = warehouse.ask("contents").set_index("kind")["records"]
    is_loaded = int(contents["touches"]) > 0
    old = _older(scope, warehouse.as_of)
    answers = []
    if is_loaded and old is not None:
        answer = warehouse.ask("first_touches", old, breakdown="owner")
        answers = [
            _compared(own.reset_index(drop=True)).assign(motion=motion) for motion, own in answer.groupby("motion")
        ]
    owners = pd.concat(answers, ignore_index=True) if answers else pd.DataFrame(columns=[*COLUMNS, "p_value"])
    owners = owners.assign(adjusted_p=benjamini_hochberg(owners["p_value"].astype(float)))
    owners = owners.sort_values(["rate", "leads"], ascending=False, kind="stable", ignore_index=True)
    found = Untouched(is_loaded, owners[[*COLUMNS, "adjusted_p"]])
    if found.leads == 0 or found.untouched < ALMOST_ALL * found.leads:
        return found
    unknowns = warehouse.ask("unknowns")
    return replace(found, waiting=int(unknowns.loc[unknowns["kind"] == "waiting touch", "records"].sum()))


def _older(scope: Scope, as_of: date | None) -> Scope | None:
    """The leads of the scope that are older than a week; None where there can be none."""
    last = scope.as_of or as_of
    if last is None:
        return None
    until = last - timedelta(days=WAIT_DAYS - 1)
    if scope.until is not None:
        until = min(until, scope.until)
    if scope.since is not None and scope.since >= until:
        return None
    return scope.narrowed(until=until)


def _compared(answer: pd.DataFrame) -> pd.DataFrame:
    rows = answer.rename(columns={"breakdown": "owner"})[["owner", "leads", "untouched"]].astype(
        {"leads": int, "untouched": int}
    )
    rates = wilson_intervals(rows["untouched"], rows["leads"])
    leads, untouched = int(rows["leads"].sum()), int(rows["untouched"].sum())
    counts = zip(rows["untouched"].tolist(), rows["leads"].tolist(), strict=True)
    compared = [_against_rest(part, whole, untouched, leads) for part, whole in counts]
    columns = ["rest_rate", "gap", "gap_low", "gap_high", "p_value"]
    return pd.concat([rows, rates, pd.DataFrame(compared, columns=columns, index=rows.index, dtype=float)], axis=1)


def _against_rest(part: int, whole: int, all_part: int, all_whole: int) -> tuple[float, ...]:
    rest_part, rest_whole = all_part - part, all_whole - whole
    if rest_whole == 0 or whole == 0:
        return (float("nan"),) * 5
    gap: Interval = difference_interval(part, whole, rest_part, rest_whole)
    pair = compare_pairs(pd.Series([part, rest_part]), pd.Series([whole, rest_whole]))
    return (rest_part / rest_whole, *gap, float(pair["p_value"].iloc[0]))


def _card(found: Untouched) -> Card:
    """Share of untouched leads by owner."""
    rows = found.owners
    worst = rows[rows["leads"] >= FEWEST].head(OWNERS_SHOWN)
    drawn = worst.rename(columns={"owner": "label"}).assign(n=worst["leads"])
    drawn = drawn.assign(mark=[opens.mark(*row) for row in drawn[["label", "motion"]].itertuples(index=False)])
    return Card(
        name="untouched leads",
        title=words.card_title(found.untouched, found.leads),
        subtitle=marks.under("Leads older than a week without a touch by us, by owner, 95 % interval", drawn["motion"]),
        figure=figures.rates_with_intervals(drawn[["label", "rate", "low", "high", "motion", "n", "mark"]]),
        opens=opens.rows(
            drawn,
            ("label", "motion"),
            {"owner": "label", "motion": "motion"},
            untouched="yes",
            age_days=str(WAIT_DAYS),
        ),
        numbers=rows,
        columns={
            **known("owner", "motion", "leads", "untouched"),
            "rate": KNOWN["share"],
            **bounds(),
            "rest_rate": Column("Other owners", "share"),
        },
        definition=words.DEFINITION,
        note=common.joined(
            words.owners_note(len(worst), rows["owner"].nunique(), FEWEST),
            words.waiting_note(found.waiting),
        ),
        empty=words.few_per_owner(FEWEST),
        is_wide=True,
    )
