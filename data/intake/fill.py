"""From the staged texts of one file to the typed rows of one canonical table, as the profile declares it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import duckdb

from data.definitions import Definitions, spelling_key
from data.intake import amounts, columns, instants
from data.intake.columns import Column
from data.intake.fields import KEYS, STATES, TABLES
from data.intake.header import Header
from data.intake.profiles import Fill
from data.intake.recognise import Recognised

# Labels are few; a column with more values than this is no label column, and the profile is wrong.
MAX_LABELS = 100_000
CASTS = {"instant": "timestamptz", "day": "date", "month": "date", "amount": "decimal(18, 2)", "integer": "smallint"}


@dataclass(frozen=True)
class Ways:
    """How the fields of a file are written, each told from its whole column.

    Attributes
    ----------
    forms : mapping of str to tuple of str
        Date forms of each field with dates, in the order in which they are tried.
    decimals : mapping of str to str
        What parts the cents of each field with amounts.
    """

    forms: Mapping[str, tuple[str, ...]]
    decimals: Mapping[str, str]


@dataclass(frozen=True)
class Filled:
    """Typed rows made from one file for one canonical table.

    Attributes
    ----------
    table : str
        Temporary table with ``record_no``, per field the text ``raw_x`` and the typed ``x``.
    fill : Fill
        What the profile declares.
    fields : tuple of str
        The fields that the file has.
    ways : Ways
        How they are written.
    currency : str
        The business's own.
    has_leads : bool
        Whether the file makes leads too, with the currency of its amounts.
    """

    table: str
    fill: Fill
    fields: tuple[str, ...]
    ways: Ways
    currency: str
    has_leads: bool


@dataclass(frozen=True)
class Surroundings:
    """What reading one file needs beside the file.

    Attributes
    ----------
    definitions : Definitions
        Stages and the business zone.
    lookups : mapping of str to tuple
        By role of a file: its staged table and header.
    """

    definitions: Definitions
    lookups: Mapping[str, tuple[str, Header]]


def applicable(file: Recognised, fill: Fill) -> bool:
    """Whether a file has the columns that a fill cannot do without."""
    needed = [name for name, field in TABLES[fill.table].items() if field.need == "required" and name in fill.columns]
    if is_dated_stage(fill):
        needed.append("entered_at")
    return all(columns.sql(fill.columns[name], file.header) is not None for name in needed)


def is_dated_stage(fill: Fill) -> bool:
    """Whether a fill is about one stage that a row reached if it has a date for it."""
    return fill.table == "stage_events" and "stage" not in fill.columns


def is_used(file: Recognised, fill: Fill) -> str:
    """SQL condition: the rows of the staged file that a fill is about."""
    conditions = ["true"]
    for column, wanted in fill.where.items():
        found = columns.sql(Column("any", (column,)), file.header)
        keys = ", ".join(_quoted(value.casefold()) for value in wanted)
        conditions.append(f"lower({found}) in ({keys})" if found else "false")
    if is_dated_stage(fill):
        conditions.append(f"{columns.sql(fill.columns['entered_at'], file.header)} is not null")
    return " and ".join(conditions)


def is_used_cell(file: Recognised, column: str) -> str:
    """SQL of the cell of a column by which rows are told apart."""
    return columns.sql(Column("any", (column,)), file.header) or "null::varchar"


def latest_by(file: Recognised) -> str:
    """SQL order, latest first, of a staged file's rows by their own date of change; empty when it has none."""
    found = columns.sql(Column("any", file.kind.latest_by), file.header) if file.kind.latest_by else None
    if found is None:
        return ""
    return f"{instants.local_sql(found, file.kind.dates)} desc nulls last,"


def read_texts(
    connection: duckdb.DuckDBPyConnection, file: Recognised, staged: str, fill: Fill, table: str, around: Surroundings
) -> tuple[str, ...]:
    """Make the table of raw texts of a fill; returns its fields."""
    texts: dict[str, str] = {}
    for field in TABLES[fill.table]:
        found = columns.sql(fill.columns[field], file.header) if field in fill.columns else None
        if found is None and field in KEYS.get(fill.table, ()) and field.endswith(("touch_id", "spend_id")):
            found = columns.sql(Column("hash", ()), file.header)  # a row without an id is its own id
        if found is not None and field in fill.prefixes:
            found = f"{_quoted(fill.prefixes[field])} || {found}"
        if field in fill.constants:
            constant = _quoted(fill.constants[field])
            found = constant if found is None else f"coalesce({found}, {constant})"
        if found is not None:
            texts[field] = found
    order = columns.sql(Column("any", fill.by), file.header) if fill.by else None
    shown = ", ".join(
        [
            *(f"{text} as raw_{field}" for field, text in texts.items()),
            *(
                f"{_plain_date(fill, field, text)} as plain_{field}"
                for field, text in texts.items()
                if is_date(fill, field)
            ),
        ]
    )
    connection.execute(
        f"create or replace temp table {table} as select record_no, {order or 'null'} as ordered_by, {shown} "
        f"from {staged} where {is_used(file, fill)}"
    )
    for field in texts:
        if is_date(fill, field):
            instants.spell_out_months(connection, table, f"plain_{field}")
    for field, lookup in fill.lookups.items():
        if field in texts and lookup.file in around.lookups:
            _look_up(connection, table, f"raw_{field}", fill, field, around)
    return tuple(texts)


def is_date(fill: Fill, field: str) -> bool:
    """Whether a field holds dates: beside its raw text stands a plain one, see ``instants``."""
    return TABLES[fill.table][field].kind in ("instant", "day", "month")


def _plain_date(fill: Fill, field: str, text: str) -> str:
    plain = instants.plain_sql(text)
    is_month = TABLES[fill.table][field].kind == "month"
    return f"regexp_replace({plain}, '^(\\d{{4}}-\\d{{2}})$', '\\1-01')" if is_month else plain


def type_texts(
    connection: duckdb.DuckDBPyConnection,
    file: Recognised,
    fill: Fill,
    table: str,
    fields: tuple[str, ...],
    ways: Ways,
    around: Surroundings,
) -> Filled:
    """Make the typed table ``<table>_typed`` beside the raw texts."""
    zone = file.profile.time_zone or around.definitions.time_zone
    fields = _with_currency_of_amounts(connection, fill, table, fields, around.definitions)
    typed = [_typed(fill, field, ways, zone, around.definitions.time_zone) for field in fields]
    joins = []
    for field in fields:
        if TABLES[fill.table][field].kind == "label":
            labels = f"{table}_{field}"
            _map_labels(connection, table, field, labels, _meaning(fill, field, around.definitions))
            joins.append(f"left join {labels} on {labels}.label = raw_{field}")
    plain = [f"plain_{field}" for field in fields if is_date(fill, field)]
    rows = f"{table}.* exclude ({', '.join(plain)})" if plain else f"{table}.*"
    by = instants.local_sql("ordered_by", file.kind.dates) if fill.by else "null::timestamp"
    connection.execute(
        f"create or replace temp table {table}_typed as select {rows}, {by} as ordered_at, {', '.join(typed)} "
        f"from {table} {' '.join(joins)}"
    )
    connection.execute(f"drop table {table}")
    for field, meant in TABLES[fill.table].items():
        if field not in fields:  # what the file does not have is not known of any row
            connection.execute(f'alter table {table}_typed add column "{field}" {CASTS.get(meant.kind, "varchar")}')
    if fill.table == STATES:
        fields = _split_states(connection, f"{table}_typed", fill, fields, around.definitions)
    has_leads = any("amount" in each.columns for each in file.kind.fills if each.table == "leads")
    return Filled(f"{table}_typed", fill, fields, ways, around.definitions.currency, has_leads)


def _with_currency_of_amounts(
    connection: duckdb.DuckDBPyConnection, fill: Fill, table: str, fields: tuple[str, ...], definitions: Definitions
) -> tuple[str, ...]:
    """Where an amount names its currency and no column does, the amount's own is the row's."""
    if "currency" not in TABLES[fill.table] or "amount" not in fields:
        return fields
    named = amounts.currencies_sql("raw_amount")
    if not connection.execute(f"select count(*) from {table} where {named} is not null").fetchall()[0][0]:
        return fields
    if "currency" not in fields:
        connection.execute(f"alter table {table} add column raw_currency varchar")
        fields = (*fields, "currency")
    connection.execute(
        f"update {table} set raw_currency = case when list_contains({named}, $own) then $own else {named}[1] end "
        f"where raw_currency is null and {named} is not null",
        {"own": definitions.currency},
    )
    return fields


def _typed(fill: Fill, field: str, ways: Ways, zone: str, business_zone: str) -> str:
    raw, plain, kind = f"raw_{field}", f"plain_{field}", TABLES[fill.table][field].kind
    match kind:
        case "instant":
            read = instants.instant_sql(plain, ways.forms[field], zone)
        case "day":
            moved = f"timezone('{business_zone}', {instants.instant_sql(plain, ways.forms[field], zone)})"
            shown = instants.local_sql(plain, ways.forms[field])
            read = f"case when {instants.has_offset_sql(plain)} then {moved} else {shown} end::date"
        case "month":
            read = f"date_trunc('month', {instants.local_sql(plain, ways.forms[field])})::date"
        case "amount":
            read = amounts.amount_sql(raw, ways.decimals[field])
        case "integer":
            read = f"try_cast({raw} as smallint)"
        case "label":
            read = f"{field}_meaning"
        case _:
            read = raw
    return f'{read} as "{field}"'


def _look_up(
    connection: duckdb.DuckDBPyConnection, table: str, raw: str, fill: Fill, field: str, around: Surroundings
) -> None:
    """Replace the values of a column by the labels that another file of the export gives them."""
    lookup = fill.lookups[field]
    staged, header = around.lookups[lookup.file]
    conditions = ["true"]
    for column, wanted in lookup.where.items():
        found = columns.sql(Column("any", (column,)), header)
        conditions.append(f"{found} = {_quoted(wanted)}" if found else "false")
    where = " and ".join(conditions)
    if lookup.json is not None:
        options = columns.sql(Column("any", (lookup.json,)), header)
        name, meaning = (columns.names_in(part)[0] for part in (lookup.key, lookup.value))
        shape = f'\'[{{"{name}": "varchar", "{meaning}": "varchar"}}]\''
        pairs = (
            f'select option."{name}" as key, option."{meaning}" as label from '
            f"(select unnest(from_json({options}, {shape})) as option from {staged} "
            f"where {where} and json_valid({options}))"
        )
    else:
        key, label = (columns.sql(part, header) for part in (lookup.key, lookup.value))
        pairs = f"select {key} as key, {label} as label from {staged} where {where}"
    connection.execute(
        f"update {table} set {raw} = pairs.label "
        f"from (select key, any_value(label) as label from ({pairs}) group by key) as pairs "
        f"where {raw} = pairs.key and pairs.label is not null"
    )


def _map_labels(
    connection: duckdb.DuckDBPyConnection, table: str, field: str, labels: str, meaning: Callable[[str], str | None]
) -> None:
    found = connection.execute(
        f"select distinct raw_{field} from {table} where raw_{field} is not null limit {MAX_LABELS}"
    ).fetchall()
    connection.execute(f"create or replace temp table {labels} (label varchar, {field}_meaning varchar)")
    if found:
        connection.executemany(f"insert into {labels} values (?, ?)", [(label, meaning(label)) for (label,) in found])


def _meaning(fill: Fill, field: str, definitions: Definitions) -> Callable[[str], str | None]:
    """What a label means: by the profile's own values, then by the definitions, then as it is written."""
    own = {spelling_key(label): value for label, value in fill.values.get(field, {}).items()}
    allowed = TABLES[fill.table][field].allowed

    def meaning(label: str) -> str | None:
        value = own.get(spelling_key(label), label)
        if field == "stage":
            return stage_name(value, definitions)
        if field == "currency":
            return value.upper() if len(value) == 3 and value.isalpha() else None
        if allowed:
            return value.casefold() if value.casefold() in allowed else None
        return value.casefold() if field == "kind" else value

    return meaning


def stage_name(label: str, definitions: Definitions) -> str:
    """Name of the stage that a label or a role means; the label as it is written where it means none.

    A pipeline's name in brackets behind the label does not matter.
    """
    bare = label.partition("(")[0].strip() or label
    by_role = {stage.role: stage.name for stage in definitions.stages if stage.role}
    return definitions.stage_of(label) or definitions.stage_of(bare) or by_role.get(label) or label


def _split_states(
    connection: duckdb.DuckDBPyConnection, table: str, fill: Fill, fields: tuple[str, ...], definitions: Definitions
) -> tuple[str, ...]:
    """Complete the present states of deals: which have an outcome, and which only stand in a stage."""
    last = definitions.stages[-1].name
    closing = {spelling_key(label): outcome for label, outcome in fill.values.get("outcome", {}).items()}
    if "outcome" not in fields:
        # The outcome stands among the stage labels.
        labels = connection.execute(f"select distinct raw_stage from {table} where raw_stage is not null").fetchall()
        for (label,) in labels:
            won = "won" if stage_name(label, definitions) == last else "open"
            outcome = closing.get(spelling_key(label)) or closing.get(spelling_key(label.partition("(")[0])) or won
            connection.execute(
                f"update {table} set outcome = ? where raw_stage = ?",
                [outcome, label],
            )
            if outcome != "open":
                connection.execute(f"update {table} set stage = null where raw_stage = ?", [label])
    return fields


def _quoted(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"
