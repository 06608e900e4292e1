"""Data: what is loaded, as of when, and where every row is."""

from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd

from analysis.scope import Scope
from analysis.warehouse import Warehouse
from data import definitions
from data.definitions import DefinitionsError
from pages.everyone.data import words as wording
from pages.parts import labels
from pages.parts.cards import Card, Column, Kpi
from pages.parts.page import Finding, PageModel

COUNTS = ("count_imported", "count_unchanged", "count_duplicate", "count_quarantined")


@dataclass(frozen=True)
class Asked:
    """What the page asked.

    Attributes
    ----------
    contents : DataFrame
        Records of each kind.
    imports : int
        How many imports there were.
    log : DataFrame
        One row per imported file, or per import that read none; ``count_astray`` are the rows that are in no column.
    quarantine : DataFrame
        Records kept aside, by reason.
    unknowns : DataFrame
        What is not understood, with ``what`` and ``advice``.
    """

    contents: pd.DataFrame
    imports: int
    log: pd.DataFrame
    quarantine: pd.DataFrame
    unknowns: pd.DataFrame

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
    def missing(self) -> list[str]:
        """Kinds of records of which none is loaded."""
        return [str(kind) for kind in self.contents.loc[self.contents["records"] == 0, "kind"]]


def definitions_now(home: Path) -> tuple[str, str]:
    """Definitions that a rebuild would use: their text, and what is wrong with them ("" when nothing is)."""
    try:
        return definitions.text(home), ""
    except DefinitionsError as error:
        return "", str(error)


def build(warehouse: Warehouse, scope: Scope, text: str = "", fault: str = "") -> PageModel:
    """Ask and lay out.

    Parameters
    ----------
    warehouse : Warehouse
        The generation.
    scope : Scope
        Not used: the page is about everything that is loaded.
    text : str, default ""
        Definitions that a rebuild would use; "" when they are not known.
    fault : str, default ""
        What is wrong with them.

    Returns
    -------
    PageModel
        The page.
    """
    del scope
    asked = ask(warehouse)
    leads = int(asked.contents.set_index("kind")["records"]["leads"])
    return PageModel(
        title=wording.title(
            leads,
            warehouse.as_of,
            asked.quarantined,
            asked.total("count_astray"),
            has_files=asked.has_files,
        ),
        facts=wording.facts(asked.imports, warehouse.generation),
        kpis=_kpis(asked),
        findings=_findings(asked, warehouse.definitions_text, text, fault),
        cards=_cards(asked),
    )


def sentence(warehouse: Warehouse) -> str:
    """Through when the data is complete, in words."""
    return wording.sentence(warehouse.as_of, warehouse.definitions.time_zone)


def ask(warehouse: Warehouse) -> Asked:
    """Ask the four questions about the data itself."""
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
    return Asked(
        contents=warehouse.ask("contents"),
        imports=int(log["load_id"].nunique()),
        log=files,
        quarantine=warehouse.ask("quarantine_reasons").fillna({"example": "", "column_name": ""}),
        unknowns=unknowns.assign(
            what=kinds.map(lambda kind: wording.KINDS.get(kind, kind)),
            advice=[wording.advice(kind, str(name)) for kind, name in zip(kinds, unknowns["name"], strict=True)],
        ),
    )


def _cards(asked: Asked) -> tuple[Card, ...]:
    """The log, then halves side by side, then wide tables; a half that would stand alone is wide."""
    cards: tuple[Card, ...] = (_contents(asked), _quarantine(asked), _unknowns(asked))
    halves = [card for card in cards if not card.is_wide]
    if len(halves) == 1:
        cards = tuple(replace(card, is_wide=True) for card in cards)
    return (_log(asked), *sorted(cards, key=lambda card: card.is_wide))


def _kpis(asked: Asked) -> tuple[Kpi, ...]:
    """The accounting as a row that adds up; what is loaded where no file was read."""
    if not asked.has_files:
        kinds = asked.contents.set_index("kind")["records"]
        shown = ("leads", "stage events", "outcomes", "touches")
        return tuple(Kpi(kind.capitalize(), labels.count(kinds[kind])) for kind in shown)
    same = asked.total("count_unchanged") + asked.total("count_duplicate")
    return (
        Kpi("Rows read", labels.count(asked.total("count_rows")), help=wording.READ_HELP),
        Kpi("Imported", labels.count(asked.total("count_imported")), help="New or changed."),
        Kpi("Repeated", labels.count(same), help="There already, or twice in the file."),
        Kpi("In quarantine", labels.count(asked.total("count_quarantined")), help="Kept aside with the reason."),
    )


def _findings(asked: Asked, built_with: str, text: str, fault: str) -> tuple[Finding, ...]:
    astray = asked.log[asked.log["count_astray"] > 0]
    counts = zip(astray["file"].astype(str), astray["count_astray"].tolist(), strict=True)
    found = [Finding("strong", wording.astray_finding(file, rows)) for file, rows in counts]
    if fault:
        found.append(Finding("strong", wording.broken_definitions(fault)))
    elif text and text != built_with:
        found.append(Finding("strong", wording.CHANGED, wording.RUN_REBUILD))
    if asked.quarantined:
        found.append(Finding("strong", wording.quarantined_finding(asked.quarantined)))
    for kind in ("unmapped source", "unmapped stage"):
        rows = asked.unknowns[asked.unknowns["kind"] == kind]
        if len(rows):
            names = [str(name) for name in rows["name"]]
            sentence = wording.unmapped_finding(kind, names, int(rows["records"].sum()))
            found.append(Finding("strong", sentence, f"{wording.ADVICE[kind]}."))
    return tuple(found)


def _log(asked: Asked) -> Card:
    same = asked.total("count_unchanged") + asked.total("count_duplicate")
    return Card(
        name="imports",
        title=wording.NO_FILES
        if not asked.has_files
        else wording.log_title(
            asked.total("count_rows"),
            asked.total("count_imported"),
            same,
            asked.total("count_quarantined"),
            asked.total("count_astray"),
        ),
        subtitle="One row per file, the latest import first",
        numbers=asked.log,
        columns={
            "load_id": Column("Import", "count"),
            "loaded": Column("Loaded"),
            "file": Column("File"),
            "profile": Column("Read as"),
            "role": Column("Holds"),
            "count_rows": Column("Rows", "count", "= imported + unchanged + duplicate + quarantined"),
            "count_imported": Column("Imported", "count"),
            "count_unchanged": Column("Unchanged", "count"),
            "count_duplicate": Column("Duplicate", "count"),
            "count_quarantined": Column("Quarantined", "count"),
            "notes": Column("Notes"),
        },
        definition=wording.LOG_DEFINITION,
        is_table=True,
        is_wide=True,
    )


def _contents(asked: Asked) -> Card:
    return Card(
        name="contents",
        title=wording.contents_title(asked.missing),
        subtitle="Records of each kind, and the days they speak of",
        numbers=asked.contents,
        columns={
            "kind": Column("Kind"),
            "records": Column("Records", "count"),
            "first_on": Column("First day", "day"),
            "last_on": Column("Last day", "day"),
        },
        definition=wording.CONTENTS_DEFINITION,
        note=wording.contents_note(asked.missing),
        is_table=True,
    )


def _unknowns(asked: Asked) -> Card:
    return Card(
        name="unknowns",
        title=wording.unknowns_title(len(asked.unknowns)),
        subtitle="" if asked.unknowns.empty else "They count as far as they are known",
        numbers=asked.unknowns[["what", "name", "records", "advice"]],
        columns={
            "what": Column("What"),
            "name": Column("Name"),
            "records": Column("Records", "count"),
            "advice": Column("What to do"),
        },
        definition=wording.UNKNOWNS_DEFINITION,
        empty=wording.NO_UNKNOWNS,
        is_table=True,
        is_wide=len(asked.unknowns) > 0,
    )


def _quarantine(asked: Asked) -> Card:
    return Card(
        name="quarantine",
        title=wording.quarantine_title(asked.quarantined, len(asked.quarantine)),
        subtitle="" if asked.quarantine.empty else "By import, file and reason, with the first example",
        numbers=asked.quarantine,
        columns={
            "records": Column("Rows", "count"),
            "reason": Column("Reason"),
            "column_name": Column("Column"),
            "example": Column("Example"),
            "line": Column("Line", "count"),
            "file": Column("File"),
            "load_id": Column("Import", "count"),
        },
        definition=wording.QUARANTINE_DEFINITION,
        note=wording.TWO_REASONS if asked.quarantine["records"].sum() > asked.quarantined else "",
        empty=wording.NO_QUARANTINE,
        is_table=True,
        is_wide=len(asked.quarantine) > 0,
    )
