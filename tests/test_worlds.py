"""Small worlds hold what the product would have built of the same rows."""

from hypothesis import given, settings

from tests import worlds
from tests.analysis import strategies
from tests.worlds import warehouse_of


@given(world=strategies.worlds, spend=strategies.spending)
@settings(max_examples=settings().max_examples // 8)
def test_what_makes_building_quicker_changes_no_row(monkeypatch, world, spend):
    quick = warehouse_of(world, as_of=strategies.LAST_DAY, spend=spend)
    with monkeypatch.context() as patched:
        patched.setattr(worlds, "_kept", {})
        patched.setattr(worlds, "QUICKER", ())
        usual = warehouse_of(world, as_of=strategies.LAST_DAY, spend=spend)
    tables = quick.rows("select schema_name || '.' || table_name from duckdb_tables() order by 1")
    assert ("marts.journeys",) in tables
    for (table,) in tables:
        every_row = f"select columns(*)::varchar from {table} order by all"
        assert quick.rows(every_row) == usual.rows(every_row), table


def test_a_world_is_asked_as_a_generation_is():
    assert warehouse_of([]).rows("select current_setting('enable_optimizer')") == [(True,)]
