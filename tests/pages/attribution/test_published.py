"""The credit that the page shows is that of a published package on real paths."""

import duckdb
import pandas as pd
import pytest

from analysis.scope import Scope
from analysis.warehouse import Warehouse
from data import definitions, marts
from pages.marketing.attribution.credit import credit_of

MILLION = 1_000_000  # amounts are kept to two decimals, the published values have six


@pytest.fixture(scope="module")
def published(real_data):
    """A warehouse with one won lead for each conversion; the first of a path has the value of all."""
    connection = duckdb.connect()
    connection.execute("set TimeZone = 'UTC'")
    connection.execute(marts.model("canonical"))
    connection.execute("insert into intake.loads values (1, '2026-03-01', 'test', '2026-03-01', false)")
    connection.execute(
        f"""
        create temp table paths as
        select
            row_number() over () || ' ' || copy as lead_id,
            string_split(path, ' > ') as touched,
            case when copy = 0 then total_conversion_value * {MILLION} else 0 end as amount
        from (
            select path, total_conversion_value, unnest(range(total_conversions)) as copy
            from read_csv($paths, delim = ';', header = true)
        )
        """,
        {"paths": str(real_data / "attribution_paths" / "Data.csv")},
    )
    connection.execute(
        """
        insert into canonical.leads (lead_id, created_at, amount, load_id)
        select lead_id, '2026-01-01', amount, 1 from paths;

        insert into canonical.outcomes (lead_id, outcome, closed_at, load_id)
        select lead_id, 'won', '2026-02-01', 1 from paths;

        insert into canonical.touches (touch_id, lead_id, "at", channel, direction, load_id)
        select
            lead_id || ' ' || place, lead_id, '2026-01-02'::timestamptz + to_minutes(place), touched[place],
            'inbound', 1
        from (select lead_id, touched, unnest(range(1, len(touched) + 1)) as place from paths);
        """
    )
    marts.build(connection, definitions.text())
    marts.verify(connection)
    return Warehouse(connection)


@pytest.fixture(scope="module")
def reference(real_data):
    return pd.read_csv(real_data / "attribution_paths" / "reference_attribution.csv", index_col=0)


def credited(warehouse, reference, measure):
    credit = credit_of(warehouse, Scope(), "channel", measure, None)
    rows = credit.rows.set_axis(credit.rows.index.str.removeprefix("(unmapped: ").str.removesuffix(")"))
    assert sorted(rows.index) == sorted(reference.index), "every path has touches, so nothing is left without one"
    return credit, rows.reindex(reference.index)


def test_every_rule_credits_the_published_conversions(published, reference):
    credit, rows = credited(published, reference, "won")
    assert credit.total == 19_785
    assert rows[list(credit.rules)].sum().tolist() == pytest.approx([19_785] * len(credit.rules))
    # Shapley's value is an equal part to each different channel of a path: the package's "linear, unique".
    columns = {
        "first": "first",
        "last": "last",
        "linear": "linear",
        "u": "position_40_20_40",
        "shapley": "linear_unique",
    }
    for rule, column in columns.items():
        assert rows[rule].to_numpy() == pytest.approx(reference[column].to_numpy(), abs=5e-4, rel=0), rule
    # No path here ends without a conversion; the package gives its Markov shares to six digits.
    assert rows["markov"].to_numpy() == pytest.approx(reference["markov1_nonull"].to_numpy(), abs=2e-3, rel=0)


def test_the_simple_rules_credit_the_published_values(published, reference):
    _, rows = credited(published, reference, "won_amount")
    for rule in ("first", "last", "linear"):
        expected = reference[f"{rule}_value"].to_numpy()
        assert rows[rule].to_numpy() / MILLION == pytest.approx(expected, abs=1e-3, rel=0), rule
