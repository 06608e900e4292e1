"""Searches all that a home holds for what names persons: the bytes of its files, the texts of its databases."""

import gzip
import zipfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from data.forgetting.persons import ID_COLUMNS
from data.forgetting.traces import Traces, literal

DATABASE = ".duckdb"
CHUNK = 16 << 20
ZIPPED = (".zip", ".xlsx", ".ods")
MAGIC = b"DUCK"  # of a database, at its ninth byte


@dataclass
class Searched:
    """What was searched, and what was found there.

    Attributes
    ----------
    files, bytes, databases, columns : int
        How many were read: files and their bytes, databases and their columns of texts.
    words : int
        How many ids and names were looked for.
    in_longer : int
        How many of them are part of a text that stays, such as lead-1 in lead-10: asked of the texts of databases as
        whole words, and not of their bytes, which cannot tell them apart.
    short : int
        How many are shorter than a word that could be told in bytes: asked of the columns of ids.
    found : dict of Path to str
        Where something names them still, and what it is.
    """

    files: int = 0
    bytes: int = 0
    databases: int = 0
    columns: int = 0
    words: int = 0
    in_longer: int = 0
    short: int = 0
    found: dict[Path, str] = field(default_factory=dict)


def search(home: Path, traces: Traces) -> Searched:
    """Search all files of a home.

    Parameters
    ----------
    home : Path
        Its folder.
    traces : Traces
        What names the persons.

    Returns
    -------
    Searched
        With nothing in ``found`` where nobody is named.
    """
    searched = Searched(words=len(traces.words), short=len(traces.ids | traces.names) - len(traces.words))
    paths = [each for each in sorted(home.rglob("*")) if each.is_file() and not each.is_symlink()]
    databases = [each for each in paths if is_database(each)]
    longer: set[str] = set()
    for path in databases:
        searched.databases += 1
        if found := _asked(path, traces, searched, longer):
            searched.found[path] = found
    searched.in_longer = len(longer)
    written = traces.bytes_of(but=longer)
    words = traces.bytes_of()
    for path in paths:
        searched.files += 1
        searched.bytes += path.stat().st_size
        if path in databases:
            if path not in searched.found and has_bytes(path, written):
                searched.found[path] = "bytes"
        elif names(path, traces, words):
            searched.found[path] = "text"
    return searched


def is_database(path: Path) -> bool:
    """Whether a file is one of DuckDB's."""
    try:
        with path.open("rb") as file:
            return file.read(12)[8:] == MAGIC
    except OSError:
        return False


def names(path: Path, traces: Traces, written: list[bytes]) -> bool:
    """Whether a file that is no database names the persons, packed or not."""
    return any(has_bytes(part, written) and _as_words(part, traces) for part in _parts(path))


def has_bytes(source: Path | bytes, written: list[bytes]) -> bool:
    """Whether a file or some bytes hold one of these."""
    if not written:
        return False
    pattern = "|".join("".join(f"\\x{{{byte:02x}}}" for byte in each) for each in written)
    overlap = max(map(len, written)) - 1
    return any(
        pc.find_substring_regex(pa.array([chunk], pa.large_binary()), pattern)[0].as_py() >= 0
        for chunk in _chunks(source, overlap)
    )


def _chunks(source: Path | bytes, overlap: int) -> Iterator[bytes]:
    if isinstance(source, bytes):
        yield source
        return
    before = b""
    with source.open("rb") as file:
        while block := file.read(CHUNK):
            yield before + block
            before = (before + block)[-overlap:] if overlap else b""


def _parts(path: Path) -> Iterator[Path | bytes]:
    """A file, and what is packed in it."""
    yield path
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as packed:
            for each in packed.infolist():
                with packed.open(each) as file:
                    yield from _blocks(file)
    elif path.suffix == ".gz":
        with gzip.open(path) as file:
            yield from _blocks(file)


def _blocks(file: IO[bytes] | gzip.GzipFile) -> Iterator[bytes]:
    """The content in blocks that end between two words."""
    rest = b""
    while block := file.read(CHUNK):
        content = rest + block
        end = max(content.rfind(b"\n"), content.rfind(b"<")) + 1 or len(content)
        yield content[:end]
        rest = content[end:]
    yield rest


def _as_words(source: Path | bytes, traces: Traces) -> bool:
    """Whether what stands in the bytes stands there as a word, in one of the ways in which texts are written."""
    content = source.read_bytes() if isinstance(source, Path) else source
    is_wide = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    texts = [content.decode(each, "replace") for each in (("utf-16",) if is_wide else ("utf-8", "cp1252"))]
    return any(map(traces.are_in, texts))


def names_in_database(path: Path, traces: Traces) -> str:
    """Which column of a database names the persons, or why that cannot be told; "" where none does."""
    try:
        return next((where for where, texts in _texts_with(path, traces) if any(_is_named(texts, traces))), "")
    except duckdb.Error as error:
        return _cannot_open(error)


def _asked(path: Path, traces: Traces, searched: Searched, longer: set[str]) -> str:
    """Ask every column of texts of a database; notes which words are part of longer texts that stay."""
    found = ""
    try:
        for where, texts in _texts_with(path, traces):
            searched.columns += 1
            found = found or (where if any(_is_named(texts, traces)) else "")
            longer |= {word for word in traces.words if word not in longer and any(word in text for text in texts)}
    except duckdb.Error as error:
        return _cannot_open(error)
    return found


def _texts_with(path: Path, traces: Traces) -> Iterator[tuple[str, list[str]]]:
    """Each column of texts of a database, with those of its texts that hold a word of theirs, or are an id."""
    with closing(duckdb.connect(str(path), read_only=True)) as connection:
        columns = connection.execute(
            "select schema_name, table_name, column_name from duckdb_columns() where not internal "
            "and (data_type like '%VARCHAR%' or data_type like 'ENUM%' or data_type = 'JSON') "
            "and (schema_name, table_name) in (select (schema_name, table_name) from duckdb_tables())"
        ).fetchall()
        ids = ", ".join(map(literal, sorted(traces.ids)))
        for schema, table, column in columns:
            tests = [f"regexp_matches(text, {literal(traces.part)})"] if traces.part else []
            tests += [f"text in ({ids})"] if column in ID_COLUMNS and ids else []
            texts = connection.execute(
                f'select text from (select distinct "{column}"::varchar as text from "{schema}"."{table}") '
                f"where {' or '.join(tests) or 'false'}"
            ).fetchall()
            yield f"{schema}.{table}, column {column}", [text for (text,) in texts]


def _is_named(texts: list[str], traces: Traces) -> Iterator[bool]:
    return (text in traces.ids or traces.are_in(text) for text in texts)


def _cannot_open(error: duckdb.Error) -> str:
    return f"it cannot be opened ({type(error).__name__})"
