"""Databases that were never tried against a server: how they are called, and what is said of a driver that lacks."""

import importlib.util

import pytest

from data.feeds import engines
from data.feeds.engines import DatabaseError, opened

LACKING = [
    (scheme, package)
    for scheme, package in (
        ("snowflake", "adbc-driver-snowflake"),
        ("bigquery", "adbc-driver-bigquery"),
        ("grpc+tls", "adbc-driver-flightsql"),
    )
    if importlib.util.find_spec(package.replace("-", "_")) is None
]


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("snowflake://me:word@firm/db/sales?warehouse=w", {"uri": "me:word@firm/db/sales?warehouse=w"}),
        (
            "bigquery://firm/sales",
            {"db_kwargs": {"adbc.bigquery.sql.project_id": "firm", "adbc.bigquery.sql.dataset_id": "sales"}},
        ),
        (
            "grpc+tls://me:w%40rd@host:9047",
            {"uri": "grpc+tls://host:9047", "db_kwargs": {"username": "me", "password": "w@rd"}},
        ),
        ("grpc://host:9047", {"uri": "grpc://host:9047", "db_kwargs": {}}),
        ("sqlite:///srv/a.db", {"uri": "file:/srv/a.db?mode=ro"}),
    ],
)
def test_an_address_becomes_what_its_driver_connects_by(address, told):
    assert engines.ENGINES[address.partition("://")[0]].connects(address) == told


def test_names_are_quoted_as_each_database_does():
    assert engines.POSTGRESQL.relation('sales.de"al') == '"sales"."de""al"'
    assert engines.BIGQUERY.relation("sales.deal") == "`sales`.`deal`"


@pytest.mark.parametrize(("scheme", "package"), LACKING)
def test_a_driver_that_lacks_says_how_it_comes(scheme, package):
    with (
        pytest.raises(DatabaseError, match=rf"{package} is not installed: .*requirements-warehouses.txt") as error,
        opened(f"{scheme}://me:word@host"),
    ):
        pass
    assert "word" not in str(error.value)
    assert not error.value.is_passing
