"""From the staged texts of one file to the typed rows of one canonical table, as the profile declares it."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import duckdb

from data.connections import insert
from data.definitions import Definitions, spelling_key
from data.intake import amounts, columns, instants
from data.intake.columns import Column
from data.intake.fields import CURRENCIES, EXCHANGE_RATES, FLAGS, KEYS, REMOVALS, STATES, TABLES
from data.intake.header import Header, normal
from data.intake.profiles import Fill, Lookup
from data.intake.recognise import Recognised

SHORT_ID = "(?:00[136QTUk]|a0)[0-9A-Za-z]{12}"
NUMBER = r"[-+(]?[$€£¥]?[\d\s.,]+[%€)]?-?"
CASTS = {
    "instant": "timestamptz",
    "day": "date",
    "month": "date",
    "amount": "decimal(18, 2)",
    "rate": "decimal(28, 12)",
    "integer": "smallint",
}


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
    lookups : mapping of str to sequence of tuple
        By role of a file: the staged table and header of each file that has it.
    """

    definitions: Definitions
    lookups: Mapping[str, Sequence[tuple[str, Header]]]


def applicable(file: Recognised, fill: Fill) -> bool:
    """Whether a file has the columns that a fill cannot do without."""
    needed = [name for name, field in TABLES[fill.table].items() if field.need == "required" and name in fill.columns]
    if is_dated_stage(fill):
        needed.append("entered_at")
    return all(columns.sql(fill.columns[name], file.header) is not None for name in needed)


def is_dated_stage(fill: Fill) -> bool:
    """Whether a fill is about one stage that a row reached if it has a date for it."""
    return fill.table == "stage_events" and "stage" not in fill.columns


def _told_by(file: Recognised, fill: Fill) -> str | None:
    """The field without which there is nothing to take from a row.

    The day of a stage, or of a touch beside a lead; the rate in a row with those of several currencies.
    """
    if is_dated_stage(fill):
        return "entered_at"
    if fill.table == EXCHANGE_RATES and "currency" not in fill.columns:
        return "rate"
    is_beside = any(each.table == "leads" for each in file.kind.fills)
    return "at" if fill.table == "touches" and is_beside and "at" in fill.columns else None


def is_used(file: Recognised, fill: Fill) -> str:
    """SQL condition: the rows of the staged file that a fill is about."""
    conditions = ["true", *(is_told(file, fill, column) for column in dict.fromkeys((*fill.where, *fill.unless)))]
    if needed := _told_by(file, fill):
        conditions.append(f"{columns.sql(fill.columns[needed], file.header)} is not null")
    return " and ".join(conditions)


def is_told(file: Recognised, fill: Fill, column: str) -> str:
    """SQL condition: the rows that a fill is about as far as one column says, of those by which it tells rows apart."""
    found = columns.sql(Column("any", (column,)), file.header)
    wanted, unwanted = (_listed(part.get(column, ())) for part in (fill.where, fill.unless))
    if not found:
        return "false" if wanted else "true"
    is_wanted = f"lower({found}) in ({wanted})" if wanted else "true"
    return f"{is_wanted} and coalesce(lower({found}), '') not in ({unwanted})" if unwanted else is_wanted


def _listed(values: Iterable[str]) -> str:
    return ", ".join(_quoted(value.casefold()) for value in values)


def is_used_cell(file: Recognised, column: str) -> str:
    """SQL of the cell of a column by which rows are told apart."""
    return columns.sql(Column("any", (column,)), file.header) or "null::varchar"


def read_texts(
    connection: duckdb.DuckDBPyConnection, file: Recognised, staged: str, fill: Fill, table: str, around: Surroundings
) -> tuple[str, ...]:
    """Make the table of raw texts of a fill; returns its fields."""
    texts: dict[str, str] = {}
    for field in TABLES[fill.table]:
        found = columns.sql(fill.columns[field], file.header) if field in fill.columns else None
        if field in ("touch_id", "spend_id"):
            own = _own_id(connection, file, staged, fill)
            found = own if found is None else f"coalesce({found}, {own})"
        if found is not None and TABLES[fill.table][field].kind == "id":
            found = whole_id(found)
        if found is not None and field in fill.prefixes:
            found = f"{_quoted(fill.prefixes[field])} || {found}"
        if field in fill.constants:
            constant = _quoted(fill.constants[field])
            found = constant if found is None else f"coalesce({found}, {constant})"
        if found is not None:
            texts[field] = found
    order = columns.sql(Column("any", fill.by), file.header) if fill.by else None
    dates = {field: _plain_date(fill, field, text) for field, text in texts.items() if is_date(fill, field)}
    shown = ["record_no", f"{order or 'null'} as ordered_by"]
    shown += [f"{text} as raw_{field}" for field, text in texts.items()]
    shown += [f"{text} as plain_{field}" for field, text in dates.items()]
    connection.execute(
        f"create or replace temp table {table} as select {', '.join(shown)} from {staged} where {is_used(file, fill)}"
    )
    for field in dates:
        instants.spell_out_months(connection, table, f"plain_{field}")
    for field in fill.lookups:
        if field in texts:
            _look_up(connection, table, fill, field, around)
    return tuple(texts)


def is_date(fill: Fill, field: str) -> bool:
    """Whether a field holds dates: beside its raw text stands a plain one, see ``instants``."""
    return TABLES[fill.table][field].kind in ("instant", "day", "month")


def _plain_date(fill: Fill, field: str, text: str) -> str:
    plain = instants.plain_sql(text)
    # Spend of a month counts on its first day, and a rate of a month from then on.
    is_month = TABLES[fill.table][field].kind == "month" or fill.table in ("spend", EXCHANGE_RATES)
    return f"regexp_replace({plain}, '^(\\d{{4}}-\\d{{2}})$', '\\1-01')" if is_month else plain


def whole_id(text: str) -> str:
    """SQL of an id in its whole form: Salesforce writes it in 15 characters, or in 18, the last three for its case."""
    letters = "'ABCDEFGHIJKLMNOPQRSTUVWXYZ012345'"
    check = " || ".join(
        f"{letters}[1 + "
        + " + ".join(f"{2**bit} * regexp_full_match({text}[{5 * block + bit + 1}], '[A-Z]')::int" for bit in range(5))
        + "]"
        for block in range(3)
    )
    return f"case when regexp_full_match({text}, '{SHORT_ID}') then {text} || {check} else {text} end"


def own_key(fill: Fill, file: Recognised) -> str | None:
    """SQL of the id without which a row of a fill is nothing; None where there is no such column."""
    name = KEYS.get(fill.table, ("lead_id",))[0]
    needed = TABLES[fill.table][name]
    if (needed.kind, needed.need) != ("id", "required") or name not in fill.columns or fill.where:
        return None
    if fill.table == REMOVALS or fill.columns[name].how == "each":
        return None  # few rows have one, and some have several
    return columns.sql(fill.columns[name], file.header)


def is_purchase(fill: Fill, file: Recognised) -> str:
    """SQL condition of a line without an id on which something was spent: two equal ones are two purchases."""
    given, amount = (
        columns.sql(fill.columns[field], file.header) if field in fill.columns else None
        for field in ("spend_id", "amount")
    )
    if fill.table != "spend" or amount is None:
        return "false"
    spent = f"coalesce(regexp_matches({amount}, '[1-9]'), false)"
    return spent if given is None else f"({given}) is null and {spent}"


def _own_id(connection: duckdb.DuckDBPyConnection, file: Recognised, staged: str, fill: Fill) -> str:
    """SQL of the id of a row without one.

    A touch is told apart by all that the row says. A line of spend is not: corrected, it is the same line. So its day,
    its source and whatever else is no number tell it apart, and of several equal ones its place among them.
    """
    place = [each for each in file.kind.fills if each.table == fill.table].index(fill)
    further = f"'{place}:' || " if place else ""  # of several rows made of one, each has its own
    if fill.table == "touches":
        return f"{further}{columns.sql(Column('hash', ()), file.header)}"
    measures = _measures(connection, file, staged, fill)
    told = [name for name in file.header.names if normal(name) and normal(name) not in measures]
    key = columns.sql(Column("hash", tuple(told)), file.header)
    nth = f"row_number() over (partition by {key} order by record_no)"
    return f"{further}{key} || case when {nth} > 1 then '#' || {nth} else '' end"


def _measures(connection: duckdb.DuckDBPyConnection, file: Recognised, staged: str, fill: Fill) -> set[str]:
    """Columns of numbers, by normal name: what was spent, and clicks and the like, which are corrected with it."""
    read = {
        normal(name) for field, spec in fill.columns.items() if field != "amount" for name in columns.names_in(spec)
    }
    amounts_of = {normal(name) for each in file.kind.fills for name in columns.names_in(each.columns["amount"])}
    open_ = [name for name in file.header.places if name not in read and name not in amounts_of]
    if not open_:
        return amounts_of
    asked = ", ".join(
        f"coalesce(bool_and(regexp_full_match({columns.cell(file.header.places[name])}, '{NUMBER}')), true)"
        for name in open_
    )
    numbers = connection.execute(f"select {asked} from {staged}").fetchall()[0]
    return amounts_of | {name for name, is_number in zip(open_, numbers, strict=True) if is_number}


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
    if fill.table == EXCHANGE_RATES:
        fields = _with_own_currency(connection, table, fields, around.definitions)
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


def _with_own_currency(
    connection: duckdb.DuckDBPyConnection, table: str, fields: tuple[str, ...], definitions: Definitions
) -> tuple[str, ...]:
    """Where a rate does not say into which currency it is, it is into the business's own of now."""
    if "into_currency" not in fields:
        connection.execute(f"alter table {table} add column raw_into_currency varchar")
        fields = (*fields, "into_currency")
    connection.execute(
        f"update {table} set raw_into_currency = $own where raw_into_currency is null", {"own": definitions.currency}
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
        case "rate":
            read = amounts.rate_sql(raw, ways.decimals[field])
        case "integer":
            read = f"try_cast({raw} as smallint)"
        case "label":
            read = f"{field}_meaning"
        case _:
            read = raw
    return f'{read} as "{field}"'


def _look_up(connection: duckdb.DuckDBPyConnection, table: str, fill: Fill, field: str, around: Surroundings) -> None:
    """Replace the values of a field by the labels that another file of the export gives them, the first of each."""
    raw, lookup = f"raw_{field}", fill.lookups[field]
    pairs = _pairs(fill, field, around)
    if pairs is not None:
        connection.execute(
            f"create or replace temp table found_labels as "
            f"select key, arg_min(label, place) as label from ({pairs}) where label is not null group by key"
        )
    else:
        connection.execute("create or replace temp table found_labels (key varchar, label varchar)")
    if lookup.rows is not None:
        unwanted = "not in" if lookup.rows == "found" else "in"
        connection.execute(f"delete from {table} where {raw} {unwanted} (select key from found_labels)")
    if lookup.or_nothing:
        connection.execute(f"update {table} set {raw} = (select label from found_labels where key = {raw})")
    else:
        connection.execute(f"update {table} set {raw} = label from found_labels where {raw} = key")


def is_linked(file: Recognised) -> bool:
    """Whether another file of the export says of which lead or contact the rows of a file are."""
    return any(
        lookup.or_nothing and TABLES[fill.table][field].kind == "id"
        for fill in file.kind.fills
        for field, lookup in fill.lookups.items()
    )


def _pairs(fill: Fill, field: str, around: Surroundings) -> str | None:
    """SQL of key, label and place of what other files of the export give; None where they are not there."""
    return _pairs_by(fill.lookups[field], TABLES[fill.table][field].kind == "id", around)


def _pairs_by(lookup: Lookup, is_id: bool, around: Surroundings) -> str | None:
    given = around.lookups.get(lookup.file, ())
    found = [_pairs_of(lookup, is_id, *file, number) for number, file in enumerate(given)]
    own = " union all ".join(pairs for pairs in found if pairs) or None
    if own is None or lookup.then is None:
        return own
    further = _pairs_by(lookup.then, is_id, around)
    if further is None:
        return None
    firsts = f"select key, min_by(label, place) as label, min(place) as place from ({own}) group by key"
    return (
        f"select one.key, other.label, one.place from ({firsts}) as one "
        f"join ({further}) as other on other.key = one.label"
    )


def _pairs_of(lookup: Lookup, is_id: bool, staged: str, header: Header, number: int) -> str | None:
    conditions = ["true"]
    for column, wanted in lookup.where.items():
        found = columns.sql(Column("any", (column,)), header)
        conditions.append(f"{found} = {_quoted(wanted)}" if found else "false")
    where, place = " and ".join(conditions), f"({number}, record_no) as place"
    if lookup.json is not None:
        options = columns.sql(Column("any", (lookup.json,)), header)
        if options is None:
            return None
        names = [_in_option(columns.names_in(part)) for part in (lookup.key, lookup.value)]
        return (
            f"select {names[0]} as key, {names[1]} as label, {place} from "
            f"(select unnest(json_extract({options}, '$[*]')) as option, record_no from {staged} "
            f"where {where} and json_valid({options}))"
        )
    key, label = (columns.sql(part, header) for part in (lookup.key, lookup.value))
    if key is None or label is None:
        return None
    key, label = (whole_id(key), whole_id(label)) if is_id else (key, label)
    return f"select {key} as key, {label} as label, {place} from {staged} where {where}"


def _in_option(names: Sequence[str]) -> str:
    """SQL of the first of the names that an object has; a point leads into an object within it."""
    paths = ("$" + "".join(f'."{step}"' for step in name.split(".")) for name in names)
    return f"coalesce({', '.join(f'json_extract_string(option, {_quoted(path)})' for path in paths)})"


def note_on_lists(connection: duckdb.DuckDBPyConnection, fill: Fill, field: str, around: Surroundings) -> str | None:
    """Note on cells that should hold a list of labels in JSON, and do not."""
    lookup = fill.lookups.get(field)
    if lookup is None or lookup.json is None:
        return None
    count = 0
    for staged, header in around.lookups.get(lookup.file, ()):
        if cell := columns.sql(Column("any", (lookup.json,)), header):
            is_list = f"case when json_valid({cell}) then json_type({cell}) = 'ARRAY' else false end"
            asked = f"select count(*) from {staged} where {cell} is not null and not {is_list}"
            count += connection.execute(asked).fetchall()[0][0]
    return f"{lookup.json}: {count} rows of {lookup.file} hold no list in JSON, and give no names" if count else None


def note_on_links(
    connection: duckdb.DuckDBPyConnection, file: Recognised, staged: str, fill: Fill, field: str, around: Surroundings
) -> str | None:
    """Note on values that stand for several, as an activity of several deals, or for one that is not to be seen."""
    lookup = fill.lookups.get(field)
    if lookup is not None and lookup.rows == "not found" and lookup.file not in around.lookups:
        return f"no file of {lookup.file} is beside it: what comes from one of them counts apart from it"
    pairs = _pairs(fill, field, around) if lookup is not None and lookup.or_nothing else None
    own = columns.sql(fill.columns[field], file.header) if pairs is not None and field in fill.columns else None
    if pairs is None or own is None:
        return None
    count = connection.execute(
        f"select count(*) from (select key from ({pairs}) where key in "
        f"(select {own} from {staged} where {is_used(file, fill)}) group by key having count(distinct label) > 1)"
    ).fetchall()[0][0]
    name = field.replace("_", " ")
    return f"{name}: {count} rows have several in {lookup.file}, the first counts" if lookup and count else None


def _map_labels(
    connection: duckdb.DuckDBPyConnection, table: str, field: str, labels: str, meaning: Callable[[str], str | None]
) -> None:
    found = connection.execute(f"select distinct raw_{field} from {table} where raw_{field} is not null").fetchall()
    connection.execute(f"create or replace temp table {labels} (label varchar, {field}_meaning varchar)")
    insert(connection, labels, [(label, meaning(label)) for (label,) in found])


def _meaning(fill: Fill, field: str, definitions: Definitions) -> Callable[[str], str | None]:
    """What a label means: by the profile's own values, then by the definitions, then as it is written."""
    own = {spelling_key(label): value for label, value in fill.values.get(field, {}).items()}
    if field in ("is_won", "is_closed"):
        own = FLAGS | own
    allowed = TABLES[fill.table][field].allowed

    def meaning(label: str) -> str | None:
        value = own.get(spelling_key(label), label)
        if field == "stage":
            return stage_name(value, definitions)
        if field in CURRENCIES:
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
    if "outcome" in fields:
        return fields
    # The outcome stands among the stage labels, and in flags where the export has them: these count first.
    closing = {spelling_key(label): outcome for label, outcome in fill.values.get("outcome", {}).items()}
    labels = connection.execute(f"select distinct raw_stage from {table} where raw_stage is not null").fetchall()
    meanings = [(label, outcome) for (label,) in labels if (outcome := _closing(label, closing, definitions))]
    connection.execute(f"create or replace temp table {table}_closings (label varchar, outcome varchar)")
    insert(connection, f"{table}_closings", meanings)
    connection.execute(
        f"""
        update {table} as given
        set outcome = case
                when is_won = 'yes' then 'won'
                when is_closed = 'yes' and coalesce(meant.outcome, 'won') = 'won' then 'lost'
                when is_closed = 'no' then 'open'
                else coalesce(meant.outcome, 'open')
            end
        from (select distinct raw_stage as label, closings.outcome from {table} as rows
              left join {table}_closings as closings on closings.label = rows.raw_stage) as meant
        where meant.label is not distinct from given.raw_stage
        """
        if "is_won" in fields
        else f"""
        update {table} as given
        set outcome = case
                when is_closed = 'no' then 'open'
                when is_closed = 'yes' and meant.outcome is null then null
                else coalesce(meant.outcome, 'open')
            end
        from (select distinct raw_stage as label, closings.outcome from {table} as rows
              left join {table}_closings as closings on closings.label = rows.raw_stage) as meant
        where meant.label is not distinct from given.raw_stage
        """
    )
    connection.execute(f"update {table} set stage = null where outcome is distinct from 'open'")
    return fields


def _closing(label: str, own: Mapping[str, str], definitions: Definitions) -> str | None:
    """Outcome that a stage label means: by the profile, by the definitions, or as a name of the last stage."""
    for text in (label, label.partition("(")[0]):
        if found := own.get(spelling_key(text)):
            return found
    is_last = stage_name(label, definitions) == definitions.stages[-1].name
    return "won" if is_last else definitions.closing_of(label)


def _quoted(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"
