"""The one-page brief of Balance: the recommendation, its findings and the numbers behind, ready to print."""

from analysis.balance import basis as balance_asked
from analysis.balance.basis import Asked
from analysis.balance.evidence import NOT_RECORDED
from analysis.balance.targets import ALL, enough_of
from analysis.scope import Scope
from analysis.statistics.proportions import wilson_intervals
from analysis.warehouse import Warehouse
from data.definitions import MOTIONS
from pages.leadership.balance import recommendation as balance
from pages.leadership.balance import velocity as balance_velocity
from pages.leadership.balance.words import brief as brief_wording
from pages.leadership.balance.words import coverage as balance_coverage
from pages.leadership.balance.words import recommendation as wording
from pages.leadership.balance.words import velocity as velocity_wording
from pages.parts import brief, labels
from pages.parts.brief import Bar, Brief
from pages.parts.frames import interval
from pages.parts.words import common

BARS = 5


def write(warehouse: Warehouse, scope: Scope, scope_sentence: str) -> str:
    """Ask, weigh and write the page.

    Parameters
    ----------
    warehouse : Warehouse
        Where to ask.
    scope : Scope
        Which leads.
    scope_sentence : str
        The scope in words, Markdown.

    Returns
    -------
    str
        HTML, whole in itself.
    """
    return brief.render(build(warehouse, scope, scope_sentence))


def build(warehouse: Warehouse, scope: Scope, scope_sentence: str) -> Brief:
    """What the page says; see ``write``."""
    asked = balance_asked.ask(warehouse, scope)
    nothing = balance.empty(asked)
    found = asked.recommendation
    facts = wording.facts(asked.leads, asked.unknown, asked.evidence)
    told = () if nothing else balance.findings(asked)[1:]
    return Brief(
        heading=brief_wording.HEADING,
        scope=_plain(common.capital(common.grey_line(scope_sentence.rsplit(" · ", 1)[0], facts))),
        data_date=labels.day(scope.as_of or warehouse.as_of),
        status=found.status,
        title=_plain(nothing.title if nothing else wording.title(found, asked.evidence)),
        reason=_plain(nothing.empty if nothing else wording.why(found, asked.evidence, asked.limits)),
        findings=tuple((each.status, _plain(common.joined(each.sentence, each.advice))) for each in told),
        columns=tuple(motion.capitalize() for motion in MOTIONS),
        numbers=_numbers(asked, warehouse.currency),
        bars_title=_plain(wording.channels_title(asked.evidence, asked.limits.channel_share)),
        bars=_bars(asked),
        limit=asked.limits.channel_share,
        boxes=_boxes(asked, warehouse.currency),
        definitions=brief_wording.definitions(has_targets=asked.targets.problem == ""),
    )


def _numbers(asked: Asked, currency: str) -> tuple[tuple[str, ...], ...]:
    """Every number of both motions, with its interval."""
    counts = asked.channels.groupby("motion").sum(numeric_only=True).reindex(list(MOTIONS)).fillna(0)
    parts, present = balance_velocity.components(asked.channels), asked.evidence.present
    rows = [
        (label, *(labels.count(counts[name][motion]) if motion in present else labels.MISSING for motion in MOTIONS))
        for name, label in (("leads", "Leads"), ("opportunities", "Opportunities"), ("won", "Won"))
    ]
    names = {**velocity_wording.COMPONENTS, **velocity_wording.FROM_OPPORTUNITY, "velocity": "Velocity a day"}
    parts = parts.loc[list(present)].reindex(list(MOTIONS))
    rows += [
        (label, *(balance_velocity.written(parts, motion, name, currency) for motion in MOTIONS))
        for name, label in names.items()
    ]
    enough = asked.targets.enough
    if enough:
        shown = [
            wording.with_interval(enough[motion], "deal_ratio") if motion in enough else labels.MISSING
            for motion in MOTIONS
        ]
        rows.append(("Weighted pipeline over target left", *shown))
    return tuple(tuple(_plain(cell) for cell in row) for row in rows)


def _bars(asked: Asked) -> tuple[Bar, ...]:
    """The largest channels with their share of opportunities."""
    counts = asked.channels.groupby(["breakdown", "motion"])["opportunities"].sum().unstack().fillna(0)
    motions = counts.idxmax(axis=1)
    opportunities = counts.sum(axis=1).astype(int).sort_values(ascending=False, kind="stable")
    total = opportunities * 0 + int(opportunities.sum())
    shares = wilson_intervals(opportunities, total)
    named = shares[(shares.index != NOT_RECORDED) & (opportunities > 0)].head(BARS)
    return tuple(Bar(str(name), *interval(named, name), str(motions[name])) for name in named.index)


def _boxes(asked: Asked, currency: str) -> tuple[tuple[str, str, str], ...]:
    known, targets = asked.evidence, asked.targets
    boxes = [
        (
            "Inbound share of opportunities",
            labels.share(known.inbound_share.estimate),
            brief_wording.between(known.inbound_share),
        ),
        (
            "Largest channel",
            labels.share(known.channel_share.estimate),
            common.grey_line(known.channel, brief_wording.between(known.channel_share)),
        ),
    ]
    if targets.problem:
        boxes.append(("Coverage", labels.MISSING, _plain(balance_coverage.TITLES[targets.problem])))
    else:
        whole = targets.coverage[ALL]
        boxes.append(
            (
                "Coverage",
                labels.times(whole.ratio),
                brief_wording.coverage(whole, labels.money(whole.remaining, currency), enough_of(targets, ALL)),
            )
        )
    return tuple(boxes)


def _plain(markdown: str) -> str:
    return labels.without_markdown(markdown)
