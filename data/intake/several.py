"""One cell that names several sources: the first counts, and a lead was touched through all of them.

A source is what a lead came from, so a lead has one; the model ``staging/told_touches`` has the others. What a
semicolon parts is several; what a comma or a bar parts is several where each part is a source that the definitions know
and the whole is none: "Trade show, Berlin" stays one.
"""

import re

import duckdb
import pyarrow as pa

from data.definitions import Definitions

_ENTITY = re.compile(r"&(?:#\d+|\w{2,6});")  # "R&amp;D" is one name


def parts(text: str, definitions: Definitions) -> list[str]:
    """The sources that a text names; none is left out but what stands for nothing."""
    empty = {each.casefold() for each in ("", *definitions.cells.empty)}
    for sign in (";", ",", "|"):
        found = [each for part in text.split(sign) if (each := part.strip()).casefold() not in empty]
        if sign in text and not (sign == ";" and _ENTITY.search(text)):
            is_known = all(map(definitions.channel_of, found)) and definitions.channel_of(text) is None
            if found and (sign == ";" or is_known):
                return found
    return [text]


def keep_first(
    connection: duckdb.DuckDBPyConnection, table: str, column: str, definitions: Definitions, others: str | None = None
) -> str | None:
    """Put the first of several sources in their place, in a column of texts.

    Parameters
    ----------
    connection : DuckDBPyConnection
        Holds the table.
    table, column : str
        Where the texts stand.
    definitions : Definitions
        Know sources from names with a comma.
    others : str, optional
        A new column for the others, "" where there is one source only.

    Returns
    -------
    str or None
        What was done, for the notes.
    """
    if others is not None:
        connection.execute(f"alter table {table} add column {others} varchar")
        connection.execute(f"update {table} set {others} = '' where {column} is not null")
    texts = connection.execute(
        f"select {column}, count(*) from {table} where regexp_matches({column}, '[;,|]') group by 1 order by 2 desc, 1"
    ).fetchall()
    several = [(text, found, count) for text, count in texts if (found := parts(text, definitions)) != [text]]
    if not several:
        return None
    firsts = pa.table(
        {
            "text": [text for text, *_ in several],
            "first": [found[0] for _, found, _ in several],
            "others": [";".join(found[1:]) for _, found, _ in several],
        }
    )
    connection.register("first_of_several", firsts)
    kept = f", {others} = told.others" if others is not None else ""
    connection.execute(
        f"update {table} set {column} = told.first{kept} from first_of_several as told where {column} = told.text"
    )
    connection.unregister("first_of_several")
    count = sum(count for _, found, count in several if len(found) > 1)
    example = next((text for text, found, _ in several if len(found) > 1), None)
    fate = "the others are left out" if others is None else "all are touches on the day of creation"
    return f"{count} rows name several, such as {example!r}: the first counts, {fate}" if count else None
