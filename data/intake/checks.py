"""Checks of typed rows: SQL queries that give (record, column, value, reason), for quarantine or for the notes."""

from collections.abc import Iterator
from dataclasses import dataclass

import duckdb

from data.intake import amounts, instants
from data.intake.columns import names_in
from data.intake.fields import CURRENCIES, EXCHANGE_RATES, OFF, REMOVABLE, TABLES, TARGET_ACCOUNTS, UNTIL, Field
from data.intake.fill import Filled
from data.intake.recognise import Recognised
from data.names import NAMELESS, NOT_WANTED

EARLIEST = "timestamptz '2000-01-01 00:00:00+00'"
# What Excel makes of a long number: its last digits are gone for good.
DAMAGED_ID = r"[-+]?\d(?:[.,]\d+)?[eE]\+\d{1,3}"
# A spreadsheet keeps 15 digits of a number and writes zeros for the others. That is told from all ids of a column: so
# many more of them end so than the one in ten, hundred, thousand of ids of 16, 17, 18 digits that do by chance.
ROUNDED_ID = r"\D*\d{15}0+"
TOTALS = r"(?:grand |report )?(?:total|totals|sum|summe|gesamt|subtotal)\b.*"
# More unreadable values in a column than this share, and than a handful: the profile does not fit the file.
UNREADABLE_SHARE = 0.05
UNREADABLE_AT_LEAST = 20
NOBODYS = "names neither a lead nor a contact"
EXAMPLES, EXAMPLE = 3, 100  # so many, each of so many characters
NAME_CHARACTERS = 4_096  # a name of more is no name; of an id every character counts


@dataclass(frozen=True)
class Check:
    """One rule on one field.

    Attributes
    ----------
    field : str
        The field it is about.
    condition : str
        SQL condition of a wrong row.
    reason : str
        SQL expression of the sentence that says what is wrong.
    unreadable : bool
        Whether many hits mean that the profile does not fit.
    """

    field: str
    condition: str
    reason: str
    unreadable: bool = False


def quarantine(
    connection: duckdb.DuckDBPyConnection, file: Recognised, filled: Filled, staged: str, into: str, now: str
) -> None:
    """Put every row that breaks a rule of its required and checked fields into the table of bad records.

    Parameters
    ----------
    connection : DuckDBPyConnection
        Holds the temporary tables.
    file : Recognised
        For the names of its columns.
    filled : Filled
        Typed rows.
    staged : str
        Table of the staged texts, to tell a totals row.
    into : str
        Table ``(record_no, column_name, value, reason)``.
    now : str
        SQL of the present instant; what lies after it has not happened.

    Raises
    ------
    IntakeError
        If a column holds mostly what it should not.
    """
    for check in _rules(file, filled, now, essential=True):
        name = column_name(file, filled, check.field)
        raw = f"raw_{check.field}" if check.field in filled.fields else "null::varchar"
        count = connection.execute(
            f"""
            insert into {into}
            select record_no, $name, {raw},
                case when regexp_full_match(lower(coalesce(c0, '')), '{TOTALS}')
                    then 'looks like a totals row' else {check.reason} end
            from {filled.table} join {staged} using (record_no)
            where {check.condition}
            """,
            {"name": name},
        ).fetchall()[0][0]
        if check.unreadable:
            _demand_readable(connection, file, filled, check, count)


def warn(connection: duckdb.DuckDBPyConnection, file: Recognised, filled: Filled, staged: str, now: str) -> list[str]:
    """Leave out wrong values of optional fields, and say how many, which and where."""
    notes = []
    for check in _rules(file, filled, now, essential=False):
        name = column_name(file, filled, check.field)
        found = connection.execute(
            f"select count(*), min({check.reason}) from {filled.table} where {check.condition}"
        ).fetchall()[0]
        if found[0]:
            examples = connection.execute(
                f"select raw_{check.field}, min(line) from {filled.table} join {staged} using (record_no) "
                f"where {check.condition} group by 1 order by 2 limit {EXAMPLES}"
            ).fetchall()
            shown = ", ".join(
                f"{value if len(value) <= EXAMPLE else f'{value[:EXAMPLE]}…'!r} (line {line})"
                for value, line in examples
            )
            notes.append(f"{name}: {found[0]} values left out, {found[1]}: {shown}")
            connection.execute(f'update {filled.table} set "{check.field}" = null where {check.condition}')
    for field in filled.fields:
        if TABLES[filled.fill.table][field].kind in ("text", "label"):
            is_long = f'length("{field}") > {NAME_CHARACTERS}'
            count = connection.execute(f"select count(*) from {filled.table} where {is_long}").fetchall()[0][0]
            if count:
                connection.execute(
                    f'update {filled.table} set "{field}" = left("{field}", {NAME_CHARACTERS}) where {is_long}'
                )
                notes.append(f"{column_name(file, filled, field)}: {count} texts cut to {NAME_CHARACTERS:,} characters")
        if TABLES[filled.fill.table][field].kind == "amount":
            rounded = amounts.rounded_sql(f"raw_{field}", filled.ways.decimals[field], filled.table)
            count = connection.execute(rounded).fetchall()[0][0]
            if count:
                notes.append(f"{column_name(file, filled, field)}: {count} amounts rounded to cents")
    return notes


def column_name(file: Recognised, filled: Filled, field: str) -> str:
    """Name under which a field stands in the file."""
    spec = filled.fill.columns.get(field)
    there = [name for name in names_in(spec) if file.header.has_any((name,))] if spec else []
    return there[0] if there else field


def _rules(file: Recognised, filled: Filled, now: str, *, essential: bool) -> Iterator[Check]:
    table = filled.fill.table
    # What else a lead's own row tells is no reason to lose the lead.
    is_aside = table != "leads" and not filled.fill.where and any(fill.table == "leads" for fill in file.kind.fills)
    for name, field in TABLES[table].items():
        is_optional = (
            field.need == "optional"
            or (field.need == "checked" and is_aside)
            or (filled.fill.only_completes and name != "lead_id")
        )
        if name in filled.fields and is_optional != essential:
            yield from _rules_of_field(filled, name, field, now)
    if essential and "created_at" in filled.fields and not filled.fill.only_completes:
        # A lead may have no day, but a row without one may also be the sum of the others.
        totals = f"raw_created_at is null and regexp_full_match(lower(coalesce(c0, '')), '{TOTALS}')"
        yield Check("created_at", totals, "'looks like a totals row'")
    if essential and table == "touches":
        named = [name for name in ("lead_id", "contact_id") if name in filled.fields]
        missing = " and ".join(f"{name} is null" for name in named)
        yield Check(named[-1] if named else "contact_id", missing or "true", f"'{NOBODYS}'")
    if essential and table == "spend" and UNTIL in filled.fields:
        crosses = f"date_trunc('month', \"date\") <> date_trunc('month', {UNTIL})"
        yield Check(UNTIL, crosses, "'is spend of more than one month: export it by day or by month'")
    if essential and table == EXCHANGE_RATES:
        yield Check("rate", "currency = into_currency and rate <> 1", "'is a rate of a currency into itself'")


def _rules_of_field(filled: Filled, name: str, field: Field, now: str) -> Iterator[Check]:
    raw, typed = f"raw_{name}", f'"{name}"'
    if field.need == "required":
        missing = f"the {name.replace('_', ' ')} is blank" if field.kind == "id" else f"no {name.replace('_', ' ')}"
        yield Check(name, f"{raw} is null", f"'{missing}'")
    not_off = f" and lower({raw}) <> '{OFF}'" if REMOVABLE.get(filled.fill.table) == name else ""
    wrong = f"{raw} is not null and {typed} is null{not_off}"
    match field.kind:
        case "id":
            yield Check(name, f"regexp_full_match({raw}, '{DAMAGED_ID}')", "'Excel damaged this id'")
            yield Check(name, f"length({raw}) > {NAME_CHARACTERS}", f"'is longer than {NAME_CHARACTERS:,} characters'")
            rounded = "'a spreadsheet rounded this id: of more than 15 digits the last are zero'"
            yield Check(name, _is_rounded_id(filled, raw), rounded)
            # All rows with such a word would be of one account, and of one contact.
            reason = f"'stands for no {name.removesuffix('_id').replace('_', ' ')}'"
            yield Check(name, f"lower({raw}) in {NAMELESS}", reason)
        case "text" if filled.fill.table == TARGET_ACCOUNTS:
            yield Check(name, f"lower({raw}) in {(*NAMELESS, NOT_WANTED)}", "'stands for no tier'")
        case "instant" | "day" | "month":
            form = instants.called(filled.ways.forms[name][0])
            yield Check(name, wrong, f"'is no date of the form {form}'", unreadable=True)
            latest = now if name in ("created_at", "entered_at", "at") else f"{now} + interval 5 year"
            yield Check(name, f"{typed} < {EARLIEST}", "'lies before the year 2000'")
            yield Check(name, f"{typed} > {latest}", "'lies in the future'")
        case "amount":
            yield Check(name, wrong, "'is no amount'", unreadable=True)
            yield from _rules_of_currency(filled, name)
            if filled.fill.table != "targets":
                yield Check(name, f"{typed} < 0", "'is a negative amount'")
        case "rate":
            yield Check(name, wrong, "'is no rate'", unreadable=True)
            yield Check(name, f"{typed} <= 0", "'is no rate: it must be above 0'")
        case "integer":
            yield Check(name, wrong, "'is no whole number'")
        case "label" if field.allowed or name in CURRENCIES:
            allowed = ", ".join(field.allowed) or "a currency code of three letters"
            yield Check(name, wrong, f"'is not one of {allowed}'" if field.allowed else f"'is not {allowed}'")


def _is_rounded_id(filled: Filled, raw: str) -> str:
    digits = f"length(regexp_extract({raw}, '\\d+$'))"
    return (
        f"regexp_full_match({raw}, '{ROUNDED_ID}') and ("
        "select coalesce(count(*) filter (where is_round) - sum(chance) > 4 * sqrt(sum(chance)) + 0.5, false) from ("
        f"select distinct {raw}, regexp_full_match({raw}, '{ROUNDED_ID}') as is_round, "
        f"pow(10, 15 - {digits}) as chance from {filled.table} where regexp_full_match({raw}, '\\D*\\d{{16,}}')))"
    )


def _rules_of_currency(filled: Filled, name: str) -> Iterator[Check]:
    """The currency that an amount names must be the row's, or the business's own where rows have none."""
    raw = f"raw_{name}"
    named = amounts.currencies_sql(raw)
    if "currency" in TABLES[filled.fill.table]:
        if "currency" in filled.fields:
            yield Check(
                name, f"not list_contains({named}, currency)", "'is not in ' || currency || ', as its row says'"
            )
    elif not filled.has_leads:
        of_lead = (
            f"({named}[1], lead_id) not in (select (currency, lead_id) from canonical.leads where currency is not null)"
        )
        others = of_lead if filled.fill.table == "outcomes" else "true"
        reason = f"'is in ' || {named}[1] || ', and what is known of its row is in {filled.currency}'"
        yield Check(name, f"not list_contains({named}, '{filled.currency}') and {others}", reason)


def _demand_readable(
    connection: duckdb.DuckDBPyConnection, file: Recognised, filled: Filled, check: Check, count: int
) -> None:
    if count <= UNREADABLE_AT_LEAST:
        return
    raw = f"raw_{check.field}"
    total, example = connection.execute(
        f"select count({raw}), any_value({raw}) filter (where {check.condition}) from {filled.table}"
    ).fetchall()[0]
    if count > UNREADABLE_SHARE * total:
        reason = connection.execute(f"select {check.reason}").fetchall()[0][0]
        is_date = check.field in filled.ways.forms
        way_out = (
            "If they are written in another way, say so with --dates" if is_date else "Name the right one in a profile"
        )
        raise file.text.taken.refuse(
            f"does not fit the profile {file.profile.name}: {count} of {total} values in the column "
            f"{column_name(file, filled, check.field)!r} are wrong, for example {example!r} {reason}. "
            f"{way_out}"
        )
