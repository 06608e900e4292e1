"""Take a file: look at its bytes before anything reads it as a table, and make its text readable."""

import codecs
import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

import numpy as np

from data.intake import IntakeError
from data.terminal import plain

MAX_BYTES = 2 << 30
MAX_LINE_BYTES = 1_000_000
BLOCK = 4 << 20

# First bytes of what is no text, and what to say about it.
NOT_TEXT = (
    (b"PK\x03\x04", "is packed more than once: unpack it and load what is in it"),
    (b"\x1f\x8b", "is packed more than once: unpack it and load what is in it"),
    (b"PAR1", "is a Parquet file: export it as CSV"),
    (b"%PDF", "is a PDF, not an export: download the data as CSV"),
    (b"SQLite format 3", "is a database: export its tables as CSV"),
)
BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))


@dataclass(frozen=True)
class Taken:
    """A file whose bytes have been looked at.

    Attributes
    ----------
    path : Path
        Where the bytes are.
    sha256 : str
        Content hash: the same bytes are loaded once.
    bom : str or None
        Encoding that a byte order mark names.
    is_utf8 : bool
        Whether all of it is strict UTF-8.
    has_bad_bytes : bool
        Whether it is UTF-8 but for a few broken characters; their rows go to quarantine.
    has_nul : bool
        Whether it contains NUL bytes; their rows go to quarantine.
    """

    path: Path
    sha256: str
    bom: str | None
    is_utf8: bool
    has_bad_bytes: bool
    has_nul: bool

    @property
    def name(self) -> str:
        """File name as the log shows it."""
        return plain(self.path.name)

    def refuse(self, reason: str) -> IntakeError:
        """IntakeError of this file."""
        return IntakeError(f"{self.name} {reason}.")


@dataclass(frozen=True)
class Text:
    """A taken file as text: which encoding reads it, and what the log says about that."""

    taken: Taken
    encoding: str
    notes: tuple[str, ...] = ()

    def open(self) -> TextIO:
        """Open for reading with line ends as they are."""
        errors = "surrogateescape" if self.taken.has_bad_bytes else "strict"
        encoding = "utf-8-sig" if self.encoding == "utf-8" else self.encoding
        file = self.taken.path.open(encoding=encoding, errors=errors, newline="")
        if encoding.startswith("utf-16-"):
            file.read(1)  # the byte order mark is no part of the first column's name
        return file


def take(path: Path) -> Taken:
    """Look at the bytes of a file.

    Raises
    ------
    IntakeError
        If the file is missing, empty, too large, no text, or has a line longer than an export's.
    """
    if not path.is_file():
        raise IntakeError(f"{path} is not a file.")
    size = path.stat().st_size
    if size == 0:
        raise IntakeError(f"{path.name} is empty.")
    if size > MAX_BYTES:
        raise IntakeError(f"{path.name} has {size >> 20} MB and the limit is {MAX_BYTES >> 20} MB: split it by period.")
    with path.open("rb") as file:
        head = file.read(BLOCK)
    bom = next((encoding for mark, encoding in BOMS if head.startswith(mark)), None)
    _demand_text(path.name, head, bom)
    digest = hashlib.sha256()
    longest, nuls = _LongestLine(path.name), 0
    decoder = codecs.getincrementaldecoder("utf-8")()
    is_utf8 = bom in (None, "utf-8")
    for block in _blocks(path):
        digest.update(block)
        nuls += block.count(0)
        longest.see(block)
        if is_utf8:
            is_utf8 = _decodes(decoder, block)
    is_utf8 = is_utf8 and _decodes(decoder, b"", final=True)
    wide = bom is not None and bom.startswith("utf-16")
    if not wide and nuls > size / 1000:
        raise IntakeError(f"{path.name} is not text: it holds {nuls} NUL bytes. Export it as CSV in UTF-8.")
    has_bad_bytes = not is_utf8 and not wide and (bom == "utf-8" or _is_mostly_utf8(path))
    return Taken(path, digest.hexdigest(), bom, is_utf8, has_bad_bytes, not wide and nuls > 0)


def decode(taken: Taken, encodings: tuple[str, ...]) -> Text:
    """Find the encoding that reads all of a file: its byte order mark, else the first candidate that fits.

    Parameters
    ----------
    taken : Taken
        The file.
    encodings : tuple of str
        Candidates in order, as Python names them.

    Raises
    ------
    IntakeError
        If none reads the whole file.
    """
    if taken.bom is not None and taken.bom != "utf-8":
        _demand_decodable(taken, taken.bom)
        return Text(taken, taken.bom, (f"read as {taken.bom.upper()}",))
    if taken.is_utf8:
        return Text(taken, "utf-8")
    if taken.has_bad_bytes:
        return Text(taken, "utf-8", ("holds characters that are not UTF-8: their rows are in quarantine",))
    for encoding in encodings:
        if encoding != "utf-8":
            try:
                samples = _accented(taken, encoding)
            except UnicodeDecodeError:
                continue
            shown = f", for example {', '.join(samples)}" if samples else ""
            return Text(taken, encoding, (f"read as {encoding}{shown}",))
    raise taken.refuse(f"is not readable text in {' or '.join(encodings)}: export it in UTF-8")


def _blocks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            yield block


def _demand_text(name: str, head: bytes, bom: str | None) -> None:
    for magic, meaning in NOT_TEXT:
        if head.startswith(magic):
            raise IntakeError(f"{name} {meaning}.")
    start = head.decode(bom or "utf-8", errors="replace").lstrip("\ufeff \t\r\n")
    if not start:
        raise IntakeError(f"{name} has only blank lines.")
    if bom and bom.startswith("utf-16") and "\0" in start:
        raise IntakeError(
            f"{name} is not the {bom.upper()} text that its first bytes announce: export it as CSV in UTF-8."
        )
    if start.startswith("<"):
        raise IntakeError(f"{name} is a web page or XML, not an export: sign in again and download the CSV.")
    if start[0] in "{[":
        raise IntakeError(f"{name} is JSON: export it as CSV.")


class _LongestLine:
    """Refuses a file at its first line above the limit, block by block, without holding the line."""

    def __init__(self, name: str) -> None:
        self.name, self.line, self.length = name, 1, 0

    def see(self, block: bytes) -> None:
        values = np.frombuffer(block, dtype=np.uint8)
        ends = np.flatnonzero((values == 10) | (values == 13))
        lengths = np.diff(ends, prepend=-1 - self.length)
        tail = len(block) - (int(ends[-1]) + 1) if len(ends) else self.length + len(block)
        too_long = np.flatnonzero(lengths > MAX_LINE_BYTES)
        if len(too_long) or tail > MAX_LINE_BYTES:
            before = block[: int(ends[too_long[0]])] if len(too_long) else block
            line = self.line + before.count(b"\n")
            raise IntakeError(
                f"{self.name} has a line of more than 1 MB (line {line}): no export has, see what is in it."
            )
        self.line += block.count(b"\n")
        self.length = tail


def _decodes(decoder: codecs.IncrementalDecoder, block: bytes, final: bool = False) -> bool:
    try:
        decoder.decode(block, final)
    except UnicodeDecodeError:
        return False
    return True


def _is_mostly_utf8(path: Path) -> bool:
    """Whether the file has more whole UTF-8 characters beyond ASCII than broken ones; else it is another encoding."""
    whole = broken = 0
    with path.open(encoding="utf-8", errors="surrogateescape", newline="") as file:
        while text := file.read(BLOCK):
            beyond = re.findall(r"[^\x00-\x7f]", text)
            bad = sum("\udc80" <= character <= "\udcff" for character in beyond)
            whole, broken = whole + len(beyond) - bad, broken + bad
    return whole > broken


def _demand_decodable(taken: Taken, encoding: str) -> None:
    try:
        with taken.path.open(encoding=encoding, newline="") as file:
            while file.read(BLOCK):
                pass
    except UnicodeDecodeError as error:
        raise taken.refuse(
            f"is not readable {encoding.upper()} text at byte {error.start}: export it in UTF-8"
        ) from None


def _accented(taken: Taken, encoding: str) -> list[str]:
    """Up to three words beyond ASCII, after reading all of the file in an encoding."""
    samples: list[str] = []
    with taken.path.open(encoding=encoding, newline="") as file:
        while text := file.read(BLOCK):
            for word in re.findall(r"\w*[^\W\x00-\x7f]\w*", text) if len(samples) < 3 else ():
                if word not in samples and len(samples) < 3:
                    samples.append(word)
    return samples
