"""Looks for two sentences that speak differently of one subject: ``python -m benchmarks.contradictions [HOME ...]``.

Every view of every page is built as it opens, for samples of several seeds and sizes and for each home folder that is
named, under the usual period and under all time. What its titles, key figures, findings and cards say of a subject is
read from their words and compared. Each contradiction is a line; the last one counts them.
"""

import argparse
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import NamedTuple

from analysis.scope import Scope
from analysis.warehouse import Warehouse
from benchmarks.samples import opened, sampled
from benchmarks.views import views
from pages.parts import labels
from pages.parts.page import PageModel

SEEDS = (7, 11, 23, 42, 99, 1234)
SIZES = (60, 300, 2_000)

Subject = tuple[str, ...]


class Said(NamedTuple):
    """What a view says of a subject.

    Attributes
    ----------
    subject : tuple of str
        Such as ("share", "Paid search", "opportunities").
    value : str
        What it says of it, such as "48%" or "above".
    where : str
        The view.
    text : str
        The whole sentence.
    """

    subject: Subject
    value: str
    where: str
    text: str


def main() -> None:
    """Build, read, compare, report."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.contradictions", description=__doc__)
    parser.add_argument("--seeds", type=int, nargs="*", default=list(SEEDS))
    parser.add_argument("--sizes", type=int, nargs="*", default=[*SIZES, 24_000])
    parser.add_argument("homes", type=Path, nargs="*", help="home folders with data of their own")
    options = parser.parse_args()
    found = 0
    for name, lines in _looked_at(options.seeds, options.sizes, options.homes):
        found += len(lines)
        print(f"{name}: {len(lines)}")
        for line in lines:
            print(f"  {line}")
    print(f"{found} contradictions")


def _looked_at(seeds: list[int], sizes: list[int], homes: list[Path]) -> Iterator[tuple[str, list[str]]]:
    for seed in seeds:
        for size in sizes:
            with sampled(seed=seed, leads=size) as warehouse:
                yield f"seed {seed}, {size} leads", contradictions_of(warehouse)
    for home in homes:
        with opened(home) as warehouse:
            yield home.name, contradictions_of(warehouse)


def contradictions_of(warehouse: Warehouse) -> list[str]:
    """The contradictions of what is loaded, under the usual period and under all time."""
    scopes = [Scope()]
    if warehouse.as_of is not None:
        tomorrow = warehouse.as_of + timedelta(days=1)
        scopes.append(Scope(since=tomorrow - timedelta(days=365), until=tomorrow))
    return [line for scope in scopes for line in contradictions(said_by_all(warehouse, scope))]


def said_by_all(warehouse: Warehouse, scope: Scope) -> list[Said]:
    """What all views say under one scope, as they open."""
    earlier = scope.previous_period(warehouse.as_of) if scope.since and warehouse.as_of else None
    found = []
    for where, view in views().items():
        model = view(warehouse, scope, earlier)
        # One lead, and what is loaded at all, are no answers to the choice.
        if isinstance(model, PageModel) and where not in ("lead", "data"):
            found += list(said(where, model))
    return found


def said(where: str, model: PageModel) -> Iterator[Said]:
    """What one view says.

    Parameters
    ----------
    where : str
        Its name.
    model : PageModel
        The view.

    Yields
    ------
    Said
        Of every subject that its words name.
    """
    for kpi in model.kpis:
        yield Said(("key figure", kpi.label, kpi.motion), _plain(kpi.value), where, f"{kpi.label}: {kpi.value}")
    texts = [
        model.title,
        model.facts,
        *(kpi.help for kpi in model.kpis),
        *(kpi.slope for kpi in model.kpis),
        *(finding.sentence for finding in model.findings),
        *(text for card in model.cards for text in (card.title, card.note)),
    ]
    for text in map(_plain, texts):
        for read in READERS:
            for subject, value in read(text):
                yield Said(subject, value, where, text)


def contradictions(statements: Iterable[Said]) -> list[str]:
    """What is said differently of one subject, one line for each subject."""
    by_subject: dict[Subject, dict[str, Said]] = defaultdict(dict)
    for each in statements:
        by_subject[each.subject].setdefault(each.value, each)
    return [
        f"{' · '.join(filter(None, subject))}: "
        + " / ".join(f"{value} ({each.where}: {each.text[:160]})" for value, each in values.items())
        for subject, values in by_subject.items()
        if len(values) > 1
    ]


def _plain(text: str) -> str:
    return labels.without_markdown(text).replace(labels.NO_BREAK, " ")


MEASURES = r"(?:the )?(leads|opportunities|won leads|wins|won amount)"
SHARE = re.compile(rf"(<?[\d.]+%)(?: \([^)]*\))? of {MEASURES}(?! old enough| of | a day| among)(?!['\w])")
# What follows a share and makes it one of something else.
OTHERWISE = re.compile(
    r"in the latest|at the end|at the start|still to come|of the spend|together|most of all|inbound in"
)
BRINGS = re.compile(r"(?:^|: |; |, |the largest, )((?:Account )?[^:;,]+?),? (?:brings|carries) (.*)")
SIDES = (
    (r"probably above", "probably above"),
    (r"too close to tell|too close to|Cannot tell yet whether|may be chance", "cannot tell yet"),
    (r"^No \w+ is above|below the", "below"),
    (r"above the", "above"),
)
FOR_ONE = re.compile(r"the (?:threshold of )?\d+%(?: threshold)?(?: for one (\w+))?")


def _shares(text: str) -> Iterator[tuple[Subject, str]]:
    """X brings so much of a measure."""
    match = BRINGS.search(text)
    if match and not OTHERWISE.search(text):
        for value, measure in SHARE.findall(match[2]):
            yield ("share", match[1].strip(), measure.replace("wins", "won leads")), value


def _verdicts(text: str) -> Iterator[tuple[Subject, str]]:
    """X against its threshold."""
    match = BRINGS.search(text) or re.search(r"(?:whether )(.+?) is (above .*)", text)
    limit = FOR_ONE.search(text)
    if match and limit and not OTHERWISE.search(text) and "'s " not in text.split("brings")[-1].split("carries")[-1]:
        side = next((value for pattern, value in SIDES if re.search(pattern, text)), "")
        if side:
            yield ("threshold", match[1].strip(), "account" if "ccount" in text else ""), side


def _trends(text: str) -> Iterator[tuple[Subject, str]]:
    """What rises and what falls."""
    if re.search(r"of leads are inbound|[Tt]he share of inbound leads", text):
        moves = re.search(r"(ris|fall)(?:ing|es|s) by ([\d.]+ points)", text)
        yield ("trend", "inbound share of leads"), f"{moves[1]} {moves[2]}" if moves else "no clear trend"
    dependence = re.search(r"^[Dd]ependence (rises|falls|hardly changes)|whether dependence", text)
    if dependence:
        yield ("trend", "dependence"), (dependence[1] or "no clear trend").replace("hardly changes", "small change")
    for motion, moves in re.findall(r"(?i)(inbound|outbound) conversion (rises|falls) by [\d.]+ points a year", text):
        yield ("trend", f"{motion.lower()} conversion"), moves
    gains = re.search(r"^(.+?) gains (\d+) points of the leads", text)
    if gains:
        yield ("growth", "channel"), f"{gains[1]} {gains[2]}"
    elif "clearly grows" in text and "channels" in text:
        yield ("growth", "channel"), "none"


def _gaps(text: str) -> Iterator[tuple[Subject, str]]:
    """Inbound against outbound, at the same mix."""
    if re.search(r"(?i)same mix|like for like", text):
        ahead = re.search(
            r"(?i)(inbound|outbound) (?:is ahead|converts better) by ([\d.]+ points)[^,;:]*(?:at the same|$)", text
        )
        if ahead:
            yield ("gap", "conversion, like for like"), f"{ahead[1].lower()} {ahead[2]}"


def _counts(text: str) -> Iterator[tuple[Subject, str]]:
    """How many there are of what has one name."""
    start = re.match(r"([\d,]+) leads?(?: ·| \((?=[\d,]+ of unknown)|$)", text)
    if start:
        yield ("count", "leads in scope"), start[1]
    for number in re.findall(r"([\d,]+) leads (?:have )?stalled", text):
        yield ("count", "stalled leads", "stage" if "at the stage" in text else ""), number


READERS: tuple[Callable[[str], Iterator[tuple[Subject, str]]], ...] = (_shares, _verdicts, _trends, _gaps, _counts)


if __name__ == "__main__":
    main()
