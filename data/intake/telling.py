"""The report of an import as text: what becomes of every row, and what labels mean."""

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from data import definitions
from data.intake.account import FileAccount
from data.intake.contents import Brought
from data.intake.meanings import BY_FLAGS, COUNTED, GUESS, Meaning, Meanings, nearest_channel
from data.intake.report import Report
from data.names import NOT_RECORDED
from data.terminal import plain

COLUMNS = ("file", "profile", "role", "rows", "imported", "unchanged", "duplicate", "quarantined")
REASONS_SHOWN = 5
LABELS_SHOWN = 40
NAMES_SHOWN = 5
NAME_CHARACTERS = 60
NO_CHANNEL, NO_STAGE, NO_OUTCOME = "(unmapped)", "(no stage)", "(no outcome)"


def told(report: Report, home: Path, *, in_full: bool) -> str:
    """A report as text: one row per file, and what else the reader should know below.

    Parameters
    ----------
    report : Report
        What an import did, or would do.
    home : Path
        Folder of the generations, for the definitions that the labels go by.
    in_full : bool
        Whether to list what every label means; otherwise in a sentence.

    Returns
    -------
    str
        Lines.
    """
    if report.already is not None and not in_full:
        return f"Already loaded {report.already}: nothing changed. `--again` loads it anew."
    lines = [_accounts(report)]
    if report.brought is not None and in_full:
        lines.append(_brought(report.brought))
    if report.meanings is not None:
        lines += _meanings(report.meanings, home) if in_full else _meanings_in_short(report.meanings)
    lines += [plain(note) for note in report.notes]
    if report.adopted is not None:
        lines.append(plain(report.adopted))
    if report.already is not None:
        lines.append(f"Already loaded {report.already}: loading it again would change nothing.")
    return "\n".join(lines)


def counted(files: Iterable[FileAccount]) -> str:
    """What became of the rows of some files together, in a part of a sentence: of each fate that any of them met."""
    rows, *became = (sum(counts) for counts in zip(*(each.counts for each in files), strict=True))
    fates = [f"{count:,} {name}" for name, count in zip(COLUMNS[4:], became, strict=True) if count]
    return f"{rows:,} row{'s' if rows != 1 else ''}, {', '.join(fates)}" if rows else "no rows"


def table(head: Sequence[str], rows: Sequence[Sequence[str]], count_texts: int = 3) -> str:
    """Columns as wide as their longest cell; texts to the left, numbers to the right."""
    rows = [[plain(cell) for cell in row] for row in rows]
    widths = [max(len(row[place]) for row in [head, *rows]) for place in range(len(head))]
    return "\n".join(
        "  ".join(
            cell.ljust(width) if place < count_texts else cell.rjust(width)
            for place, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in [head, *rows]
    )


def _accounts(report: Report) -> str:
    rows = [(each.file, each.profile, each.role, *map(str, each.counts)) for each in report.files]
    lines = [table(COLUMNS, rows)]
    for each in report.files:
        remarks = [*each.notes, *(f"quarantine: {count} x {reason}" for reason, count in each.reasons[:REASONS_SHOWN])]
        if len(each.reasons) > REASONS_SHOWN:
            remarks.append(f"quarantine: {len(each.reasons) - REASONS_SHOWN} more reasons")
        lines += [plain(f"{each.file}: {remark}") for remark in remarks]
    return "\n".join(lines)


def _brought(brought: Brought) -> str:
    """What the rows say, in a sentence: whoever reads it sees whether the columns were understood."""
    parts = [f"{brought.leads} leads"]
    if brought.first_on is not None:
        is_one = brought.first_on == brought.last_on
        parts.append(
            f"created {f'on {brought.first_on}' if is_one else f'from {brought.first_on} to {brought.last_on}'}"
        )
    parts += [f"{getattr(brought, name)} {name}" for name in ("won", "lost", "disqualified", "open")]
    parts += [f"{amount:,.2f} {plain(code)} won" for code, amount in brought.won_amounts]
    parts += [f"{brought.touches} touches", f"{brought.spend_lines} lines of spend"]
    return f"New or changed: {', '.join(parts)}."


def _meanings(found: Meanings, home: Path) -> list[str]:
    """Tables of what the labels mean, and the ways out of guesses and of labels that mean nothing."""
    path = home / "definitions.toml"
    counted = [name for name in COUNTED.values() if any(name in each.rows for each in found.sources)]

    def of_source(each: Meaning) -> tuple[str, ...]:
        is_named = each.label != NOT_RECORDED
        near = nearest_channel(each.label, found.meant) if is_named and each.means is None else None
        channel = each.means or (NO_CHANNEL if is_named else NOT_RECORDED)
        counts = [str(each.rows.get(name, "")) for name in counted]
        return channel, each.motion, f"perhaps {near}" if near else each.how, *counts

    def of_stage(each: Meaning) -> tuple[str, ...]:
        return each.means or NO_STAGE, each.how, str(each.count)

    def of_ending(each: Meaning) -> tuple[str, ...]:
        return each.means or NO_OUTCOME, each.how, str(each.count)

    lines = [
        *_listed(("source", "channel", "motion", "how", *counted), found.sources, of_source, 4),
        *_listed(("stage label", "stage", "how", "rows"), found.stages, of_stage, 3),
        *_listed(("ending", "outcome", "how", "rows"), found.outcomes, of_ending, 3),
    ]
    kinds = {"[[channels]]": found.sources, "[[stages]]": found.stages, "[closings]": found.outcomes}
    if guessed := [key for key, of in kinds.items() if any(each.how == GUESS for each in of)]:
        lines.append(
            f"{GUESS}: by a spelling that comes with the program, or by how a label begins. Where one is wrong, move "
            f"it under {' or '.join(guessed)} in {path}."
        )
    if any(each.how == BY_FLAGS for each in found.outcomes):
        lines.append(f"{BY_FLAGS}: the export says itself which deals are won or closed.")
    lines += [plain(line) for line in _ways_out(found, path)]
    if not path.exists() and any(str(path) in line for line in lines):
        lines.append(f"{path} does not exist yet: copy {definitions.DEFAULT_FILE} there.")
    return lines


def _listed(
    head: Sequence[str], found: Sequence[Meaning], cells: Callable[[Meaning], Sequence[str]], count_texts: int
) -> list[str]:
    """A table of labels, the most frequent ones, below a blank line; what it cannot show is counted."""
    if not found:
        return []
    rows = [(_cut(each.label), *cells(each)) for each in found[:LABELS_SHOWN]]
    lines = ["", table(head, rows, count_texts)]
    rest = found[LABELS_SHOWN:]
    if rest:
        nothing = sum(each.means is None for each in rest)
        lines.append(f"and {len(rest)} more in {sum(each.count for each in rest)} rows, {nothing} of them unmapped")
    return lines


def _ways_out(found: Meanings, path: Path) -> list[str]:
    """What to do about labels that mean nothing, all of a kind in one sentence."""
    lines = []
    if without := [each for each in found.sources if each.means is None and each.label != NOT_RECORDED]:
        lines.append(
            f"{NO_CHANNEL}: {_how_many(without, 'source')} no channel, so no motion: add each to `also` of its channel "
            f"in {path} (a new channel is a new [[channels]] with name and motion), then `python -m data rebuild`."
        )
    if without := [each for each in found.stages if each.means is None]:
        lines.append(
            f"{NO_STAGE}: {_how_many(without, 'label')} no stage, so the rows count nowhere: add each to `also` of its "
            f"stage, or to [closings] where it closes a deal, in {path}, then load again."
        )
    if without := [each for each in found.outcomes if each.means is None]:
        lines.append(
            f"{NO_OUTCOME}: {_how_many(without, 'ending')} no outcome, so the rows go into quarantine: write won, "
            "lost, disqualified, open or not won, or say under `values.outcome` of a profile which of them each means."
        )
    return lines


def _meanings_in_short(found: Meanings) -> list[str]:
    """The same in a sentence each: what is unmapped is named."""
    lines = []
    named = [each for each in found.sources if each.label != NOT_RECORDED]
    guessed = sum(each.how == GUESS for each in (*found.sources, *found.stages, *found.outcomes))
    if without := [each for each in named if each.means is None]:
        shown = in_words(f"{_cut(each.label)!r} ({each.count})" for each in without)
        lines.append(f"{_how_many(without, 'source')} no channel, so no motion: {shown}.")
    if without or guessed or any(each.means is None for each in (*found.stages, *found.outcomes)):
        guesses = f" (guesses: {guessed})" if guessed else ""
        lines.append(f"`python -m data check` lists what every label of these files means{guesses}.")
    return [plain(line) for line in lines]


def _how_many(found: Sequence[Meaning], noun: str) -> str:
    """How many labels there are, and in how many rows, up to the verb."""
    rows = sum(each.count for each in found)
    is_one = len(found) == 1
    where = f"in {rows} {'row' if rows == 1 else 'rows'}"
    return f"{len(found)} {noun}{'' if is_one else 's'} {where} {'has' if is_one else 'have'}"


def _cut(label: str) -> str:
    return label if len(label) <= NAME_CHARACTERS else f"{label[:NAME_CHARACTERS]}…"


def in_words(names: Iterable[str]) -> str:
    """Some names, the first of them, for a sentence."""
    listed = list(names)
    more = f" and {len(listed) - NAMES_SHOWN} more" if len(listed) > NAMES_SHOWN else ""
    return f"{', '.join(listed[:NAMES_SHOWN])}{more}"
