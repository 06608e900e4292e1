"""What an erasure says: what leaves, what was searched, and what is still there."""

from data.forgetting.results import Erased, Foreseen


def foreseen(found: Foreseen) -> str:
    """Who they are and what names them, in lines."""
    return f"{_ids(found)}.\nIn the tables: {_listed(found.rows)}.\nElsewhere: {_listed(found.places)}."


def erased(done: Erased) -> str:
    """What left, and what was searched afterwards, in lines."""
    found, searched = done.foreseen, done.searched
    fate = "stay under opaque ids" if done.keeps_numbers else "are gone"
    lines = [
        f"{_ids(found)}: their rows {fate} ({_listed(found.rows)}).",
        f"{_counted(done.generations, 'generation')} written anew with the marts; elsewhere: {_listed(found.places)}.",
    ]
    if done.deleted:
        lines.append(f"Deleted, because nothing can be taken out of them: {', '.join(done.deleted)}.")
    lines.append(
        f"Searched for {_counted(searched.words, 'id or name', 'ids and names')}: the bytes of "
        f"{_counted(searched.files, 'file')} ({searched.bytes / 1e6:,.1f} MB), and "
        f"{_counted(searched.columns, 'column')} of texts in {_counted(searched.databases, 'database')}."
    )
    if searched.in_longer:
        lines.append(
            f"Of these {searched.in_longer} are part of longer texts that stay (as lead-1 is of lead-10): looked for "
            "as whole words in the columns, since bytes cannot tell them apart."
        )
    if searched.short:
        lines.append(f"{searched.short} more are too short to be told in texts: looked for in the columns of ids.")
    if found.shared_names:
        lines.append(
            f"{_counted(found.shared_names, 'name')} of theirs also stand for somebody or something else: gone from "
            "their rows, and not looked for."
        )
    if done.is_done:
        lines.append("Nothing was found. Done: later loads leave their rows out.")
    return "\n".join(lines)


def faults(done: Erased) -> list[str]:
    """What still names them, a sentence each; none where it is done."""
    if done.is_done:
        return []
    places = [f"Still there: {path} ({what})." for path, what in done.searched.found.items()]
    return [*places, "Not done: change or delete these, and run the same command again."]


def _ids(found: Foreseen) -> str:
    return f"{_counted(found.leads, 'id')} of leads and {found.contacts} of contacts"


def _listed(counts: dict[str, int]) -> str:
    return ", ".join(f"{name} {count:,}" for name, count in counts.items()) or "nothing"


def _counted(count: int, one: str, more: str = "") -> str:
    return f"{count:,} {one if count == 1 else more or f'{one}s'}"
