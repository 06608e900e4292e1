"""The quarter of a question's answer is the one that `data.fiscal` says, on every day and in every table."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import duckdb
import pytest

from analysis.scope import Scope
from analysis.scoping import clauses
from data import definitions
from tests.worlds import Journey, Spend, Touch, on, warehouse_of, year_from

DAYS = [date(2023, 1, 1) + timedelta(days=number) for number in range(5 * 365 + 1)]  # to the end of 2027, 2024 leaps


@pytest.mark.parametrize("year_starts", range(1, 13))
def test_every_day_of_five_years_is_in_the_same_quarter_in_sql(year_starts):
    own = replace(definitions.load(), fiscal_year_starts=year_starts)
    column, _ = clauses.columns_of(("quarter", "all"), own)
    with duckdb.connect() as connection:
        found = connection.execute(
            f"select created_on, {column} from (select unnest($days::date[]) as created_on)", {"days": DAYS}
        ).fetchall()
    assert DAYS[-1] == date(2027, 12, 31)
    assert found == [(day, own.fiscal_year.quarter_of(day).first) for day in DAYS]


def quarters(warehouse, question, **arguments):
    answer = warehouse.ask(question, Scope(), breakdown="quarter", **arguments)
    return [start.date() if isinstance(start, datetime) else start for start in answer["breakdown"]]


@pytest.mark.parametrize("year_starts", [1, 2, 3, 8])
def test_leads_stages_touches_spend_and_targets_are_in_the_same_quarters(year_starts):
    # 31 January and 1 February, 28 February and 1 March, and 1 April 2026: which of them are together depends.
    at = [30, 31, 58, 59, 90]
    touched = [Journey("seo", {"lead": day}, "won", day + 1, touches=(Touch(day, "outbound", "call"),)) for day in at]
    warehouse = warehouse_of(
        touched,
        toml=year_from(year_starts),
        spend=[Spend("seo", day, 5) for day in at],
        rows={"targets": [{"month": on(day), "motion": "inbound", "amount": 5} for day in at]},
    )
    expected = {
        1: [date(2026, 1, 1), date(2026, 4, 1)],
        2: [date(2025, 11, 1), date(2026, 2, 1)],
        3: [date(2025, 12, 1), date(2026, 3, 1)],
        8: [date(2025, 11, 1), date(2026, 2, 1)],
    }[year_starts]
    for question in ("conversion", "stage_dropoff", "shares", "targets", "costs", "spend_types", "activity"):
        assert sorted(set(quarters(warehouse, question))) == expected, question
    counts = warehouse.ask("conversion", Scope(), breakdown="quarter").sort_values("breakdown")
    assert counts["leads"].tolist() == {1: [4, 1], 2: [1, 4], 3: [3, 2], 8: [1, 4]}[year_starts]
