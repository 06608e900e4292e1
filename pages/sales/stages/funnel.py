"""The view Funnel: where leads leave the pipeline, and with whom more than with others."""

from collections.abc import Iterator

import pandas as pd

from analysis.claims.leaks import leaks
from analysis.claims.neglect import neglect
from analysis.claims.recorded import in_the_way
from analysis.claims.steps import COUNTS, step_rates
from analysis.claims.verdicts import ACT, CLEAR, KNOW, WATCH
from analysis.question import MODES
from analysis.recording import comparable
from analysis.scope import Scope
from analysis.statistics.amounts import total_changed
from analysis.statistics.proportions import difference_interval, share_interval, wilson_intervals
from analysis.warehouse import Warehouse
from pages.charts import figures
from pages.parts import addresses, glossary, labels, opens
from pages.parts.cards import Card, Column, Kpi
from pages.parts.columns import KNOWN, bounds, known
from pages.parts.page import Finding, PageModel, most_urgent_first
from pages.parts.words import common, marks
from pages.sales.stages import biggest_leak, owners, quarters
from pages.sales.stages.comparison import GO_ON, Comparison, compare
from pages.sales.stages.reading import PLAIN, Reading
from pages.sales.stages.words import comparison as comparison_words
from pages.sales.stages.words import funnel as words
from pages.sales.stages.words import reading as reading_words

BREAKDOWNS = ("motion", "channel", "segment", "target_account", "pipeline", "owner", "team")
LEAKING = "segment"  # what Biggest leak compares where the funnel compares the motions
STALLED_WORTH_A_LINE = 0.25
SOURCES_KNOW = ("motion", "channel", "segment")


def build(
    warehouse: Warehouse,
    scope: Scope,
    *,
    earlier: Scope | None,
    breakdown: str = "motion",
    stage: str | None = None,
    reading: Reading = PLAIN,
) -> PageModel:
    """Compare groups at every stage, with key figures against the earlier period."""
    comparison = compare(warehouse, scope, breakdown, stage, reading)
    if comparison is None:
        return PageModel(common.NO_LEADS, empty=common.WIDEN)
    found = [*_leaks(warehouse, scope, comparison), *_stalled(comparison)]
    kpis, first = _kpis(warehouse, comparable(warehouse, earlier), comparison), _first(comparison)
    if not comparison.has_days:
        # Who stalled, who was left alone for too long and what came in which order: all that needs days.
        cards = (first, _all_steps(comparison))
        return PageModel(words.title(comparison), comparison_words.facts(comparison), kpis[:2], tuple(found), cards)
    untouched = neglect(warehouse, scope)
    return PageModel(
        title=words.title(comparison),
        facts=comparison_words.facts(comparison),
        kpis=(*kpis, *owners.kpis(untouched)),
        findings=tuple(most_urgent_first((*owners.findings(untouched), *found))),
        cards=(
            first,
            quarters.card(warehouse, scope, comparison),
            _all_steps(comparison),
            _ways_of_counting(comparison),
        ),
    )


def _first(comparison: Comparison) -> Card:
    """How far leads come, by motion, or who goes on from one stage, by group."""
    return _lines(comparison) if comparison.by_motion else _rates(comparison)


def _kpis(warehouse: Warehouse, earlier: Scope | None, comparison: Comparison) -> tuple[Kpi, ...]:
    ends = (comparison.stages[0], _prospect(warehouse, comparison))
    leads, prospects = _reached(comparison.steps, *ends)
    past = None if earlier is None else comparison.counts(warehouse, earlier, "all")
    before = None if past is None else _reached(past, *ends)
    share, reading = share_interval(prospects, leads), comparison.reading
    first, prospect = ({reading.stage_parameter: stage, **reading.parameters} for stage in ends)
    return (
        Kpi("Leads", labels.count(leads), _count_change(leads, None if before is None else before[0]), opens=first),
        Kpi(
            "Reach prospect",
            labels.share(share.estimate),
            _rate_change(prospects, leads, before),
            help=words.prospect_help(share.low, share.high),
            opens=prospect,
        ),
        Kpi(
            "Stalled now",
            labels.count(comparison.total("stalled")),
            help=glossary.meaning("Stalled", warehouse.definitions),
            opens={"gap": "stalled"} if reading.is_plain else None,
        ),
    )


def _prospect(warehouse: Warehouse, comparison: Comparison) -> str:
    """The stage with the role of a prospect, or the next one after it that is recorded."""
    definitions = warehouse.definitions
    names = [each.name for each in definitions.stages][definitions.position_of("prospect") - 1 :]
    return next(name for name in names if name in comparison.stages)


def _reached(steps: pd.DataFrame, *stages: str) -> tuple[int, int]:
    """Leads that reached each of two stages."""
    by_stage = steps.groupby("stage")["reached"].sum()
    first, second = (int(by_stage.get(stage, 0)) for stage in stages)
    return first, second


def _count_change(now: int, before: int | None) -> str:
    if not before:
        return ""
    ratio = total_changed(now, now, before, before)
    if ratio.is_missing:
        return ""
    return labels.change(ratio.estimate - 1) if ratio.excludes(1) else common.NO_CLEAR_CHANGE


def _rate_change(prospects: int, leads: int, before: tuple[int, int] | None) -> str:
    if before is None:
        return ""
    change = difference_interval(prospects, leads, before[1], before[0])
    if change.is_missing:
        return ""
    return labels.points(change.estimate) if change.excludes(0) else common.NO_CLEAR_CHANGE


def _leaks(warehouse: Warehouse, scope: Scope, comparison: Comparison) -> Iterator[Finding]:
    """Who falls behind furthest, and which leak is worth most: two measures that may name two places."""
    gap, by = comparison.gap, LEAKING if comparison.by_motion else comparison.breakdown
    if in_the_way(warehouse, scope, "motion", by):
        return
    found = leaks(warehouse, scope, by) if comparison.reading.is_plain and comparison.chosen is None else None
    clear = found[found["verdict"] == CLEAR] if found is not None and len(found) else None
    worst = None if clear is None or clear.empty else clear.iloc[0]
    if worst is not None:
        yield biggest_leak.finding(worst, warehouse.currency, by=by)
    if gap is None or (worst is not None and (gap.group, gap.motion, gap.step.stage) == _place(worst)):
        return
    sentence = words.gap_finding(gap, comparison.breakdown)
    link = addresses.SOURCES if comparison.breakdown in SOURCES_KNOW else ""
    # That the motions differ is how they are made; that a group falls behind its peers is not.
    yield Finding(KNOW if comparison.by_motion else WATCH, sentence, surely=CLEAR, link=link)


def _place(leak: pd.Series) -> tuple[str, str, str]:
    return str(leak["group"]), str(leak["motion"]), str(leak["stage"])


def _stalled(comparison: Comparison) -> Iterator[Finding]:
    """Where leads stall."""
    there = comparison.steps.groupby("stage", sort=False)[["young", "stalled"]].sum()
    if there["stalled"].sum() and comparison.has_losses:
        stage = str(there["stalled"].idxmax())
        stalled, still = int(there["stalled"][stage]), int(there.sum(axis=1)[stage])
        # The interval must lie above the share, so that two leads of three are no finding.
        if share_interval(stalled, still).low > STALLED_WORTH_A_LINE:
            yield Finding(
                ACT,
                words.stalled_finding(stage, stalled, still),
                words.FOLLOW_UP,
                addresses.LEADS,
                {"stage": stage, "exit": "stalled", **comparison.reading.parameters},
                who=common.SALES,
                worth=common.counted(stalled, "open lead"),
                surely=CLEAR,
            )


def _lines(comparison: Comparison) -> Card:
    """Share of the leads of each motion that reach each stage."""
    reading = comparison.reading
    rows = step_rates(comparison.steps).rename(columns={"breakdown": "motion"})
    drawn = rows.assign(
        share=rows["overall_rate"], low=rows["overall_low"], high=rows["overall_high"], n=rows["reached"]
    )
    headline, worst = None, comparison.worst
    if worst is not None:
        headline = figures.Callout(worst.following, *words.callout(worst, comparison.gap))
    ends = drawn[drawn["stage"] == comparison.stages[-1]]
    return Card(
        name="stages",
        asked=("stage_dropoff",),
        title=words.lines_title(list(zip(ends["motion"], ends["share"], strict=True)), reading),
        subtitle=marks.under(
            reading_words.counted("Share and number of leads that reach each stage", reading), drawn["motion"]
        ),
        figure=figures.funnel(drawn[["stage", "motion", "share", "low", "high", "n"]], headline),
        opens=opens.rows(
            drawn,
            ("stage", "motion"),
            {"motion": "motion", reading.stage_parameter: "stage"},
            **reading.parameters,
        ),
        numbers=rows[["motion", "stage", *COUNTS, "following", "rate", "low", "high", "overall_rate"]],
        columns={
            **known("motion", "stage", "reached"),
            "explicit": Column("Explicit", "count", "With an entry of their own"),
            "implied": Column("Implied", "count", "Skipped: a later stage was entered"),
            "rate": GO_ON,
            **bounds(),
            "overall_rate": Column("Of all leads", "share"),
        },
        definition=words.LINES_DEFINITION if reading.is_plain else reading_words.DEFINITION,
        note=common.joined(
            words.unrecorded(comparison.left_out),
            reading_words.otherwise_note(comparison.total("otherwise"), reading),
            words.young_note(comparison.total("young"), has_days=comparison.has_days),
        ),
    )


def _rates(comparison: Comparison) -> Card:
    """Who goes on from one stage, by group."""
    reading = comparison.reading
    rows = comparison.at_stage(step_rates(comparison.steps))
    drawn = rows[rows["group"].isin(comparison.shown)].rename(columns={"group": "label"})
    drawn = drawn.assign(n=drawn["reached"])
    return Card(
        name="step rates",
        asked=("stage_dropoff",),
        title=words.rates_title(comparison.gap, comparison.stage, comparison.following(comparison.stage)),
        subtitle=marks.under(reading_words.counted("Share that goes on, 95% interval", reading), drawn["motion"]),
        figure=figures.rates_with_intervals(drawn[["label", "rate", "low", "high", "motion", "n"]]),
        opens=opens.rows(
            drawn,
            ("label",),
            {comparison.breakdown: "label", reading.stage_parameter: "stage"},
            **reading.parameters,
        ),
        numbers=rows[["group", "motion", *COUNTS, "rate", "low", "high"]],
        columns={"group": KNOWN[comparison.breakdown], **known("reached"), "rate": GO_ON, **bounds()},
        definition=words.STEP_DEFINITION,
        note=common.joined(
            comparison_words.few_shown(len(comparison.shown), len(rows), comparison.breakdown),
            reading_words.otherwise_note(int(rows["otherwise"].sum()), reading),
            words.young_note(int(rows["young"].sum())),
        ),
    )


def _all_steps(comparison: Comparison) -> Card:
    """Rates of all steps of all groups, as a table."""
    *left, last = comparison.stages
    rows = step_rates(comparison.steps)
    wide = rows.pivot(index="breakdown", columns="stage", values="rate").reindex(rows["breakdown"].unique())
    leads = rows[rows["stage"] == left[0]].set_index("breakdown")["reached"]
    overall = rows[rows["stage"] == last].set_index("breakdown")["overall_rate"]
    sums = rows.groupby("stage", sort=False)[["reached", "advanced"]].sum().loc[left]
    table = wide[left].assign(leads=leads, overall=overall).reset_index(names="group")
    return Card(
        name="all steps",
        asked=("stage_dropoff",),
        title=words.steps_title(sums["reached"], sums["advanced"]),
        subtitle=reading_words.counted("Share that goes on from each stage to the next", comparison.reading),
        numbers=table[["group", "leads", *left, "overall"]],
        columns={
            "group": KNOWN[comparison.breakdown],
            **known("leads"),
            **{name: Column(common.capital(labels.plain(name)), "share") for name in left},
            "overall": Column("Reach the end", "share"),
        },
        definition=words.STEP_DEFINITION,
        is_table=True,
        is_wide=True,
    )


def _ways_of_counting(comparison: Comparison) -> Card:
    """Leads that reached each stage by every mode, under the limits of the reading and without any."""
    reading, name = comparison.reading, "motion" if comparison.by_motion else "group"
    plain = comparison.plain[["breakdown", "stage", "reached"]]
    rows = comparison.steps.merge(plain, on=["breakdown", "stage"], how="left")
    rows = rows.rename(columns={"breakdown": name, "reached_y": "plain"})
    entered = rows.groupby(name, sort=False)[f"by_{reading.mode}"].transform("first")
    shares = wilson_intervals(rows[f"by_{reading.mode}"], entered)
    ends = rows[rows["stage"] == comparison.stages[-1]][["plain", *(f"by_{mode}" for mode in MODES)]].sum()
    names = reading_words.NAMES
    limited = reading_words.LIMITED if reading.is_limited else ""
    return Card(
        name="ways of counting",
        asked=("stage_dropoff",),
        title=words.counting_title(reading, int(ends["plain"]), *(int(ends[f"by_{mode}"]) for mode in MODES)),
        subtitle=reading_words.counted("Leads that reach each stage", reading),
        numbers=rows.assign(share=shares["rate"]),
        columns={
            name: KNOWN[comparison.breakdown],
            **known("stage"),
            "plain": Column(names["reached"], "count"),
            **({"by_reached": Column(names["reached"] + limited, "count")} if reading.is_limited else {}),
            "by_explicit": Column(names["explicit"] + limited, "count"),
            "by_ordered": Column(names["ordered"] + limited, "count"),
            "share": Column(f"{names[reading.mode]}: of all leads", "share"),
        },
        definition=reading_words.DEFINITION,
        is_table=True,
        is_wide=True,
    )
