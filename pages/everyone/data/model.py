"""Data: what is loaded, as of when, and where every row is."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd

from analysis.claims.recorded import Recorded, recorded
from analysis.claims.target_accounts import ANY
from analysis.claims.verdicts import ACT, KNOW
from analysis.scope import ALL_PIPELINES, Scope
from analysis.warehouse import Warehouse
from data import definitions, dimensions
from data.definitions import DefinitionsError
from data.feeds import memory
from data.feeds.memory import Told
from pages.everyone.data import words
from pages.parts import addresses, feed_rows, labels, opens, pipelines, unrecorded
from pages.parts.cards import Card, Column, Kpi
from pages.parts.columns import known
from pages.parts.page import Finding, PageModel
from pages.parts.words import common
from pages.parts.words import converted as converted_words
from pages.parts.words import recorded as recorded_words
from pages.parts.words import undated as undated_words

EVERYTHING = Scope(pipeline=ALL_PIPELINES)
FAULTS_SHOWN = 3  # of a feed; its row in the table has all
SHOWN = 5_000  # leads without a day; the question has all
COUNTS = ("count_imported", "count_unchanged", "count_duplicate", "count_quarantined")
SET_IN = {"unmapped source": {"view": "Channels"}, "unmapped stage": {"view": "Stages"}}  # on the page Settings
IMPORT, FILE, RECORDS = Column("Import", "count"), Column("File"), Column("Records", "count")


@dataclass(frozen=True)
class Contents:
    """What is loaded.

    Attributes
    ----------
    kinds : DataFrame
        Records of each kind.
    imports : int
        How many imports there were.
    log : DataFrame
        One row per imported file, or per import that read none; ``count_astray`` are the rows that are in no column.
    quarantine : DataFrame
        Records kept aside, by reason.
    unknowns : DataFrame
        What is not understood, with ``what`` and ``advice``.
    described : tuple of Recorded
        How what leads are told apart by was recorded, the source first.
    wanted, without_lead : int
        Target accounts, and those of them that no lead names yet.
    conversions : DataFrame
        What became of amounts in other currencies.
    left_out : DataFrame
        The leads without a day, where others have one: no other page has them.
    """

    kinds: pd.DataFrame
    imports: int
    log: pd.DataFrame
    quarantine: pd.DataFrame
    unknowns: pd.DataFrame
    described: tuple[Recorded, ...]
    wanted: int
    without_lead: int
    conversions: pd.DataFrame
    left_out: pd.DataFrame

    @property
    def has_files(self) -> bool:
        """Whether any record was read from a file."""
        return bool(self.log["count_rows"].sum())

    def total(self, column: str) -> int:
        """Sum over all imported files."""
        return int(self.log[column].sum())

    @property
    def quarantined(self) -> int:
        """Records in quarantine: one with two reasons counts once."""
        return self.total("count_quarantined")

    @property
    def repeated(self) -> int:
        """Records that were there already, or twice in their file."""
        return self.total("count_unchanged") + self.total("count_duplicate")

    @property
    def without_source(self) -> int:
        """Leads whose source is not recorded."""
        source = self.described[0]
        return source.unknown - source.unmapped

    @property
    def records(self) -> pd.Series:
        """Number of records by kind."""
        return self.kinds.set_index("kind")["records"]

    @property
    def missing(self) -> list[str]:
        """Kinds of records of which none is loaded."""
        return [str(kind) for kind, number in self.records.items() if not number]


def definitions_now(home: Path) -> tuple[str, str]:
    """Definitions that a rebuild would use: their text, and what is wrong with them ("" when nothing is)."""
    try:
        return definitions.text(home), ""
    except DefinitionsError as error:
        return "", str(error)


def feeds_now(home: Path, text: str) -> tuple[Told, ...]:
    """What is to be told of the feeds that definitions name."""
    return memory.of_all(home, definitions.parse_text(text).feeds) if text else ()


def build(
    warehouse: Warehouse, _scope: Scope, *, text: str = "", fault: str = "", feeds: tuple[Told, ...] = ()
) -> PageModel:
    """Account for all that is loaded, whatever the scope; text, fault and feeds are those of the definitions now."""
    contents = ask(warehouse)
    return PageModel(
        title=words.title(
            int(contents.records["leads"]),
            warehouse.as_of,
            contents.quarantined,
            contents.total("count_astray"),
            has_files=contents.has_files,
        ),
        facts=words.facts(contents.imports, warehouse.generation),
        kpis=_kpis(contents),
        findings=_findings(
            contents,
            pipelines.of_data(warehouse),
            warehouse.definitions_text,
            text,
            fault,
            has_days=warehouse.has_days,
        )
        + tuple(
            Finding(ACT, words.feed_finding(each.title, sentence), who=common.LOADERS)
            for each in feeds
            for sentence in _shown(each.faults)
        ),
        cards=((_feeds(feeds, warehouse.definitions.time_zone),) if feeds else ()) + _cards(contents),
    )


def ask(warehouse: Warehouse) -> Contents:
    """Ask the questions about the data itself."""
    log = warehouse.ask("load_log")
    has_file = log["file"].notna()
    files = log.fillna(dict.fromkeys(("count_rows", *COUNTS), 0)).astype(
        dict.fromkeys(("count_rows", *COUNTS), "int64")
    )
    zone = warehouse.definitions.time_zone
    files = files.assign(
        file=files["file"].where(has_file, files["summary"]),
        **{name: files[name].fillna("") for name in ("profile", "role", "notes")},
        count_astray=(files["count_rows"] - files[list(COUNTS)].sum(axis=1)).abs(),
        loaded=[f"{labels.day(at)}, {at:%H:%M}" for at in files["loaded_at"].dt.tz_convert(zone)],
    )
    unknowns = warehouse.ask("unknowns")
    kinds = unknowns["kind"].astype(str)
    covered = warehouse.ask("target_coverage", EVERYTHING)
    described = ("source", *warehouse.offered(dimensions.RECORDED))
    wanted, reached = covered.loc[covered["motion"] == ANY, ["accounts", "with_lead"]].sum()
    return Contents(
        kinds=warehouse.ask("contents"),
        imports=int(log["load_id"].nunique()),
        log=files,
        quarantine=warehouse.ask("quarantine_reasons").fillna({"example": "", "column_name": ""}),
        unknowns=unknowns.assign(
            what=kinds.map(lambda kind: words.KINDS.get(kind, kind)),
            advice=[words.advice(kind, str(name)) for kind, name in zip(kinds, unknowns["name"], strict=True)],
        ),
        described=tuple(recorded(warehouse, EVERYTHING, name) for name in described),
        wanted=int(wanted),
        without_lead=int(wanted - reached),
        conversions=warehouse.ask("conversions"),
        left_out=warehouse.ask("undated_leads").head(SHOWN if warehouse.has_days else 0),
    )


def _cards(contents: Contents) -> tuple[Card, ...]:
    """The log, then halves side by side, then wide tables; a half that would stand alone is wide."""
    cards: tuple[Card, ...] = (_contents(contents), _described(contents), _quarantine(contents), _unknowns(contents))
    if len(contents.conversions):
        cards = (*cards, _conversions(contents.conversions))
    if len(contents.left_out):
        cards = (*cards, _left_out(contents))
    halves = [card for card in cards if not card.is_wide]
    if len(halves) == 1:
        cards = tuple(replace(card, is_wide=True) for card in cards)
    return (_log(contents), *sorted(cards, key=lambda card: card.is_wide))


def _kpis(contents: Contents) -> tuple[Kpi, ...]:
    """The accounting as a row that adds up; what is loaded where no file was read."""
    if not contents.has_files:
        shown = ("leads", "stage events", "outcomes", "touches")
        every = {"leads": {dimensions.PIPELINE: ALL_PIPELINES[0], **opens.ALWAYS}}
        return tuple(
            Kpi(kind.capitalize(), labels.count(contents.records[kind]), opens=every.get(kind)) for kind in shown
        )
    return (
        Kpi("Rows read", labels.count(contents.total("count_rows")), help=words.READ_HELP),
        Kpi("Imported", labels.count(contents.total("count_imported")), help="New or changed."),
        Kpi("Repeated", labels.count(contents.repeated), help="There already, or twice in the file."),
        Kpi("In quarantine", labels.count(contents.total("count_quarantined")), help="Kept aside with the reason."),
    )


def _findings(
    contents: Contents, told: list[Finding], built_with: str, text: str, fault: str, *, has_days: bool
) -> tuple[Finding, ...]:
    """What is wrong with what is loaded, with what is told of pipelines in its place."""
    astray = contents.log[contents.log["count_astray"] > 0]
    counts = zip(astray["file"].astype(str), astray["count_astray"].tolist(), strict=True)
    found = [Finding(ACT, words.astray_finding(file, rows), who=common.LOADERS) for file, rows in counts]
    if fault:
        found.append(Finding(ACT, words.broken_definitions(fault), link=addresses.SETTINGS, who=common.LOADERS))
    elif text and not definitions.count_alike(text, built_with):
        found.append(Finding(ACT, words.CHANGED, words.RUN_REBUILD, addresses.SETTINGS, who=common.LOADERS))
    if contents.quarantined:
        found.append(Finding(ACT, words.quarantined_finding(contents.quarantined), who=common.LOADERS))
    if undated := int(contents.unknowns.loc[contents.unknowns["kind"] == "undated lead", "records"].sum()):
        sentence = undated_words.finding(undated, has_days=has_days)
        found.append(Finding(ACT, sentence, f"{undated_words.LOAD}.", who=common.LOADERS))
    for kind in ("unmapped source", "unmapped stage"):
        rows = contents.unknowns[contents.unknowns["kind"] == kind]
        if len(rows):
            names = [str(name) for name in rows["name"]]
            sentence = words.unmapped_finding(kind, names, int(rows["records"].sum()))
            found.append(
                Finding(ACT, sentence, f"{words.ADVICE[kind]}.", addresses.SETTINGS, SET_IN[kind], common.LOADERS)
            )
    found += told
    found += [unrecorded.finding(each, "") for each in contents.described if each.is_with_outcome]
    if contents.described[0].is_none:
        found.append(Finding(KNOW, recorded_words.none("source")))
    return tuple(found)


def _log(contents: Contents) -> Card:
    return Card(
        name="imports",
        title=words.NO_FILES
        if not contents.has_files
        else words.log_title(
            contents.total("count_rows"),
            contents.total("count_imported"),
            contents.repeated,
            contents.total("count_quarantined"),
            contents.total("count_astray"),
        ),
        subtitle="One row per file, the latest import first",
        numbers=contents.log,
        columns={
            "load_id": IMPORT,
            "loaded": Column("Loaded"),
            "file": FILE,
            "profile": Column("Read as"),
            "role": Column("Holds"),
            "count_rows": Column("Rows", "count", "= imported + unchanged + duplicate + quarantined"),
            "count_imported": Column("Imported", "count"),
            "count_unchanged": Column("Unchanged", "count"),
            "count_duplicate": Column("Duplicate", "count"),
            "count_quarantined": Column("Quarantined", "count"),
            "notes": Column("Notes"),
        },
        definition=words.LOG_DEFINITION,
        is_table=True,
        is_wide=True,
    )


def _shown(faults: tuple[str, ...]) -> Iterator[str]:
    yield from faults[:FAULTS_SHOWN]
    if len(faults) > FAULTS_SHOWN:
        yield words.more_faults(len(faults) - FAULTS_SHOWN)


def _feeds(feeds: tuple[Told, ...], zone: str) -> Card:
    """When each feed last came, what it brought, and what of it could not be loaded."""
    latest = max(feeds, key=lambda each: each.came_at)
    return Card(
        name="feeds",
        title=words.feeds_title(
            [each.title for each in feeds],
            latest.title if latest.came_at else "",
            feed_rows.at(latest.came_at, zone),
            [each.title for each in feeds if each.faults],
        ),
        subtitle=words.FEEDS_SUBTITLE,
        numbers=feed_rows.rows(feeds, zone),
        columns=feed_rows.COLUMNS,
        definition=words.FEEDS_DEFINITION,
        is_table=True,
        is_wide=True,
    )


def _contents(contents: Contents) -> Card:
    return Card(
        name="contents",
        title=words.contents_title(contents.missing),
        subtitle="Records of each kind, and the days they speak of",
        numbers=contents.kinds,
        columns={
            "kind": Column("Kind"),
            "records": RECORDS,
            "first_on": Column("First day", "day"),
            "last_on": Column("Last day", "day"),
        },
        definition=words.CONTENTS_DEFINITION,
        note=words.contents_note(contents.missing, contents.wanted, contents.without_lead),
        is_table=True,
    )


def _described(contents: Contents) -> Card:
    """Of how many leads is known what they are told apart by, of the won and of the others."""
    rows = [
        {
            "dimension": common.capital(each.dimension),
            "share": (each.known + each.unmapped) / each.leads if each.leads else float("nan"),
            "won": each.with_outcome.won.estimate,
            "others": each.with_outcome.others.estimate,
            "verdict": words.recorded_as(is_none=each.is_none, is_with_outcome=each.is_with_outcome),
        }
        for each in contents.described
    ]
    late = [each.dimension for each in contents.described if each.is_with_outcome]
    return Card(
        name="described",
        title=words.described_title(late, [each.dimension for each in contents.described if each.is_none]),
        subtitle="Share of the leads that have a value",
        numbers=pd.DataFrame(rows),
        columns={
            "dimension": Column("What"),
            "share": Column("All leads", "share"),
            "won": Column("Won", "share"),
            "others": Column("Others", "share"),
            "verdict": Column("Recorded"),
        },
        definition=words.DESCRIBED_DEFINITION,
        is_table=True,
    )


def _unknowns(contents: Contents) -> Card:
    return Card(
        name="unknowns",
        title=words.unknowns_title(len(contents.unknowns), contents.without_source),
        subtitle="" if contents.unknowns.empty else "They count as far as they are known",
        numbers=contents.unknowns[["what", "name", "records", "advice"]],
        columns={
            "what": Column("What"),
            "name": Column("Name"),
            "records": RECORDS,
            "advice": Column("What to do"),
        },
        definition=words.UNKNOWNS_DEFINITION,
        empty=words.NO_UNKNOWNS,
        is_table=True,
        is_wide=len(contents.unknowns) > 0,
    )


def _conversions(rows: pd.DataFrame) -> Card:
    return Card(
        name="other currencies",
        asked=("conversions",),
        title=words.conversions_title(rows),
        subtitle=words.CONVERSIONS_SUBTITLE,
        numbers=rows,
        columns={
            "currency": Column("Currency"),
            "kind": Column("Of"),
            "fate": Column("What became of them"),
            "amounts": Column("Amounts", "count"),
            "first_on": Column("First rate", "day"),
            "last_on": Column("Last rate", "day"),
        },
        definition=f"{converted_words.RULE}.",
        is_table=True,
        is_wide=True,
    )


def _left_out(contents: Contents) -> Card:
    return Card(
        name="leads without a day",
        asked=("undated_leads",),
        title=words.left_out_title(len(contents.left_out)),
        subtitle=words.LEFT_OUT_SUBTITLE,
        numbers=contents.left_out,
        columns={
            "lead_id": Column("Lead"),
            **known("source", "owner"),
            "outcome": Column("Outcome"),
            "amount": Column("Amount", "number"),
        },
        definition=words.LEFT_OUT_DEFINITION,
        is_table=True,
        is_wide=True,
    )


def _quarantine(contents: Contents) -> Card:
    return Card(
        name="quarantine",
        title=words.quarantine_title(contents.quarantined, len(contents.quarantine)),
        subtitle="" if contents.quarantine.empty else "By import, file and reason, with the first example",
        numbers=contents.quarantine,
        columns={
            "records": Column("Rows", "count"),
            "reason": Column("Reason"),
            "column_name": Column("Column"),
            "example": Column("Example"),
            "line": Column("Line", "count"),
            "file": FILE,
            "load_id": IMPORT,
        },
        definition=words.QUARANTINE_DEFINITION,
        note=words.TWO_REASONS if contents.quarantine["records"].sum() > contents.quarantined else "",
        empty=words.NO_QUARANTINE,
        is_table=True,
        is_wide=len(contents.quarantine) > 0,
    )
