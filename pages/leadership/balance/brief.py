"""The one-page brief of Balance: the recommendation, its findings and the numbers behind, ready to print."""

from analysis.balance.basis import Basis
from analysis.balance.flow import Flow
from analysis.balance.targets import ALL
from analysis.scope import Scope
from analysis.warehouse import Warehouse
from data.names import MOTIONS, is_named
from pages.leadership.balance import recommendation, velocity
from pages.leadership.balance.words import brief as words
from pages.leadership.balance.words import coverage as coverage_words
from pages.leadership.balance.words import recommendation as recommendation_words
from pages.leadership.balance.words import velocity as velocity_words
from pages.parts import labels
from pages.parts.brief import Bar, Brief, render
from pages.parts.words import common, engines

CHANNELS_SHOWN = 5


def write(warehouse: Warehouse, scope: Scope, scope_sentence: str) -> str:
    """The page as HTML, whole in itself; see ``compose``."""
    return render(compose(warehouse, scope, scope_sentence))


def compose(warehouse: Warehouse, scope: Scope, scope_sentence: str) -> Brief:
    """Ask, weigh and say it on one page.

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
    Brief
        What the page says.
    """
    basis = Basis.of(warehouse, scope)
    nothing = recommendation.empty(basis)
    found, evidence, limits = basis.recommendation, basis.evidence, basis.limits
    facts = recommendation_words.facts(basis.leads, basis.unknown, evidence)
    told = () if nothing else recommendation.findings(basis)[1:]
    return Brief(
        heading=words.HEADING,
        scope=_plain(common.capital(common.grey_line(scope_sentence.rsplit(" · ", 1)[0], facts))),
        data_date=labels.day(scope.as_of or warehouse.as_of),
        status=found.status,
        title=_plain(nothing.title if nothing else engines.needed(found, evidence)),
        reason=_plain(nothing.empty if nothing else recommendation_words.why(found, evidence, limits)),
        findings=tuple((each.surely, _plain(common.joined(each.sentence, each.advice))) for each in told),
        columns=tuple(motion.capitalize() for motion in MOTIONS),
        numbers=_numbers(basis, Flow.of(warehouse, scope), warehouse.currency),
        bars_title=_plain(recommendation_words.channels_title(evidence)),
        bars=_bars(basis),
        limit=limits.channel_share,
        boxes=_boxes(basis, warehouse.currency),
        definitions=words.definitions(has_targets=basis.targets.problem == ""),
    )


def _numbers(basis: Basis, flow: Flow, currency: str) -> tuple[tuple[str, ...], ...]:
    """Every number of both motions, with its interval."""
    counts = basis.channels.groupby("motion").sum(numeric_only=True).reindex(list(MOTIONS)).fillna(0)
    present, enough = basis.evidence.present, basis.targets.enough
    rows = [
        (label, *(labels.count(counts[name][motion]) if motion in present else labels.MISSING for motion in MOTIONS))
        for name, label in (("leads", "Leads"), ("opportunities", "Opportunities"), ("won", "Won"))
    ]
    rows += [
        (label, *(velocity.written(flow.components, motion, name, currency) for motion in MOTIONS))
        for name, label in velocity_words.MEASURES.items()
    ]
    if enough:
        covered = (
            recommendation_words.with_interval(enough[motion], "deal_ratio") if motion in enough else labels.MISSING
            for motion in MOTIONS
        )
        rows.append(("To come over target left", *covered))
    return tuple(tuple(_plain(cell) for cell in row) for row in rows)


def _bars(basis: Basis) -> tuple[Bar, ...]:
    """The largest channels with their shares."""
    rows = basis.shares.rows
    named = rows[rows["label"].map(is_named).astype(bool) & (rows["value"] > 0)].head(CHANNELS_SHOWN)
    columns = ["label", "share", "low", "high", "motion"]
    return tuple(Bar(*row) for row in named[columns].itertuples(index=False))


def _boxes(basis: Basis, currency: str) -> tuple[tuple[str, str, str], ...]:
    evidence, targets = basis.evidence, basis.targets
    inbound, channel = evidence.inbound_share, evidence.channel
    if targets.problem:
        coverage = (labels.MISSING, _plain(coverage_words.TITLES[targets.problem]))
    else:
        coverage = (coverage_words.percent(targets.motions["chance"][ALL]), words.coverage(targets, currency))
    return (
        ("Inbound share of opportunities", labels.share(inbound.estimate), words.between(inbound)),
        (
            "Largest channel",
            labels.share(channel.share.estimate) if channel else labels.MISSING,
            common.grey_line(channel.name, words.between(channel.share)) if channel else "",
        ),
        ("Chance to reach the target", *coverage),
    )


def _plain(markdown: str) -> str:
    return labels.without_markdown(markdown)
