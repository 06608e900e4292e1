"""Databases as feeds: only what changed is read again, and what cannot be is told without what is secret."""

import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path

import adbc_driver_sqlite.dbapi as sqlite
import pytest

from data import definitions
from data.__main__ import main
from data.feeds import database, engines, memory
from data.feeds.engines import DatabaseError, opened
from data.intake.load import load_files
from data.store import PROJECT, Store
from tests.data.feeds.postgres import SECRET, USER, Postgres, programs
from tests.data.intake.homes import Home

pytestmark = pytest.mark.usefixtures("no_marts")
LEADS = "select lead_id, source, owner from canonical.leads order by lead_id"
TABLES = """
create table leads (lead_id text, created_at timestamptz, source text, owner text, changed timestamptz);
create table touches (
    touch_id text, lead_id text, at timestamptz, channel text, direction text, kind text, changed timestamptz
);
insert into leads
select
    'L-' || i, timestamptz '2026-01-01' + i * interval '1 hour', 'seo', 'Ann',
    timestamptz '2026-06-01' + i * interval '1 minute'
from generate_series(1, 300) as numbers(i);
insert into touches
select
    'T-' || i, 'L-' || (1 + i % 300), timestamptz '2026-02-01' + i * interval '1 hour', 'cold email', 'outbound',
    'email', timestamptz '2026-06-01' + i * interval '1 minute'
from generate_series(1, 900) as numbers(i)
"""


@pytest.fixture(scope="module")
def server():
    found = programs()
    if found is None:
        reason = "no PostgreSQL found: there is no /usr/lib/postgresql, and postgres is not on the path"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    # Not in pytest's own folder: another session closes that to the server's user.
    with tempfile.TemporaryDirectory(prefix="postgres-") as folder:
        running = Postgres(Path(folder) / "server", found)
        running.start()
        yield running
        running.stop()


@pytest.fixture
def postgres(server, request):
    with server.fresh(f"db{abs(hash(request.node.name))}"):
        yield server


class Fed:
    """A home with one feed of a database."""

    def __init__(self, tmp_path, monkeypatch, capsys, address, *, toml):
        self.home, self._capsys = Home(tmp_path), capsys
        self.home.folder.mkdir()
        monkeypatch.setenv("WAREHOUSE_URL", address)
        monkeypatch.setattr(database, "PAUSES", ())
        text = f'{definitions.text()}\n[[feeds]]\nname = "CRM"\ndatabase = "WAREHOUSE_URL"\n{toml}\n'
        (self.home.folder / "definitions.toml").write_text(text, encoding="utf-8")

    def sync(self, *options):
        status = main(["sync", "--home", str(self.home.folder), *options])
        told = self._capsys.readouterr()
        return status, told.out.splitlines(), told.err.splitlines()

    @property
    def remembered(self):
        (feed,) = definitions.load(self.home.folder).feeds
        return memory.read(self.home.folder, feed)


@pytest.fixture
def fed(postgres, tmp_path, monkeypatch, capsys):
    postgres.execute(*TABLES.split(";"))
    toml = 'tables = ["leads", "public.touches"]\nchanged_at = "changed"\noverlap_minutes = 30'
    return Fed(tmp_path, monkeypatch, capsys, postgres.address, toml=toml)


def test_only_what_changed_is_read_again(fed, postgres):
    assert fed.sync() == (0, ["CRM: load #1 of 2 tables: 1,200 rows, 1,200 imported."], [])
    assert fed.sync() == (0, ["CRM: nothing new."], [])
    postgres.execute(
        "update leads set owner = 'Bo', changed = '2026-06-02' where lead_id = 'L-7'",
        "insert into leads values ('L-new', '2026-06-01', 'webinar', null, '2026-06-02')",
    )
    status, said, _ = fed.sync()
    # The 31 touches of the half hour before the last one are read again, and no lead beside the two that changed.
    assert (status, said) == (0, ["CRM: load #2 of 2 tables: 64 rows, 2 imported, 62 unchanged."])
    found = {lead: rest for lead, *rest in fed.home.rows(LEADS)}
    assert (len(found), found["L-7"], found["L-new"]) == (301, ["seo", "Bo"], ["webinar", None])
    assert fed.sync()[1] == ["CRM: nothing new."]


def test_names_that_come_again_as_they_were_are_no_news(postgres, tmp_path, monkeypatch, capsys):
    postgres.execute(
        "create table deal (deal_id text, deal_pipeline_stage_id text, property_createdate text, owner_id text)",
        "insert into deal values ('1', 's1', '2026-01-05', '51')",
        "create table owner (owner_id text, first_name text, last_name text, email text, _fivetran_synced timestamptz)",
        "insert into owner values ('51', 'Ada', 'Ito', 'ada@example.com', '2026-04-01')",
        "insert into owner values ('52', 'Bo', '', '', '2026-04-02')",
    )
    toml = 'tables = ["deal", "owner"]\nchanged_at = "_fivetran_synced"'
    fed = Fed(tmp_path, monkeypatch, capsys, postgres.address, toml=toml)
    assert fed.sync()[1] == ["CRM: load #1 of 2 tables: 3 rows, 3 imported."]
    assert fed.sync()[1] == ["CRM: nothing new."]
    postgres.execute("insert into deal values ('2', 's1', '2026-01-06', '52')")
    assert fed.sync()[1] == ["CRM: load #2 of 2 tables: 4 rows, 1 imported, 3 unchanged."]


def test_a_row_without_a_time_of_change_is_always_read(fed, postgres):
    fed.sync()
    postgres.execute("update leads set changed = null, owner = 'Cy' where lead_id = 'L-1'")
    assert "1 imported" in fed.sync()[1][0]


def test_a_change_that_is_dated_ahead_hides_none_that_comes_before(fed, postgres):
    postgres.execute("update leads set changed = 'infinity' where lead_id = 'L-1'")
    postgres.execute("update leads set changed = now() + interval '9 days' where lead_id = 'L-2'")
    fed.sync()
    postgres.execute("update leads set owner = 'Cy', changed = now() where lead_id = 'L-3'")
    fed.sync()
    assert ("L-3", "seo", "Cy") in fed.home.rows(LEADS)


def test_all_is_read_from_time_to_time(fed, postgres):
    fed.sync()
    postgres.execute("update leads set owner = 'unseen' where lead_id = 'L-9'")
    assert fed.sync()[1] == ["CRM: nothing new."]
    own = fed.home.folder / "definitions.toml"
    own.write_text(own.read_text(encoding="utf-8") + "whole_days = 0\n", encoding="utf-8")
    assert fed.sync()[1] == ["CRM: load #2 of 2 tables: 1,200 rows, 1 imported, 1,199 unchanged."]


def test_a_column_that_is_gone_is_named_and_nothing_is_loaded(fed, postgres):
    fed.sync()
    postgres.execute("alter table leads drop column owner")
    status, said, wrong = fed.sync()
    assert (status, said) == (1, [])
    assert wrong[0].startswith("CRM: leads has no column owner any more: nothing was loaded.")
    assert fed.remembered.faults == [wrong[0].removeprefix("CRM: ")]
    assert len(Store(fed.home.folder).generations()) == 1
    assert fed.sync("--anyway")[0] == 0
    assert fed.sync() == (0, ["CRM: nothing new."], [])
    assert {owner for *_, owner in fed.home.rows(LEADS)} == {"Ann"}


def test_what_the_database_refuses_is_told_without_the_secret(fed, postgres, monkeypatch):
    postgres.execute(f"create role {USER} login password '{SECRET}'")
    monkeypatch.setenv("WAREHOUSE_URL", postgres.address.replace("owner@", f"{USER}:{SECRET}@"))
    status, _, wrong = fed.sync()
    assert status == 1
    assert "permission denied for table leads" in wrong[0]
    postgres.execute("drop table leads")
    assert 'relation "leads" does not exist' in fed.sync()[2][0]
    monkeypatch.setenv("WAREHOUSE_URL", f"postgresql://{USER}:{SECRET}@127.0.0.1:1/postgres")
    assert "Connection refused" in fed.sync()[2][0]
    monkeypatch.setenv("WAREHOUSE_URL", f"mysql://{USER}:{SECRET}@127.0.0.1/postgres")
    known = "bigquery, grpc, grpc+tls, postgres, postgresql, snowflake, sqlite"
    assert f"must begin with one of {known}, followed by ://" in fed.sync()[2][0]
    monkeypatch.delenv("WAREHOUSE_URL")
    assert "The environment variable WAREHOUSE_URL is not set" in fed.sync()[2][0]
    kept = [path.read_text(encoding="utf-8") for path in (fed.home.folder / "feeds").rglob("*.json*")]
    assert kept
    assert SECRET not in "".join(kept)


def test_a_version_without_another_stage_is_no_entry_though_only_it_is_new(postgres, tmp_path, monkeypatch, capsys):
    columns = "id, stage_name, is_won, is_closed, is_deleted, amount, close_date, created_date, lead_source, owner_id"
    version = (
        "insert into opportunity values ('006X00000000001AAA', '{}', 'false', 'false', 'false', '{}', '2026-09-01',"
    )
    version += " '2026-01-01', 'Web', '005A', '{}', '{}', '{}')"
    postgres.execute(
        f"create table opportunity ({columns.replace(',', ' text,')} text, _fivetran_active text, _fivetran_start text,"
        " _fivetran_synced timestamptz)",
        version.format("Needs Analysis", 100, "false", "2026-02-01", "2026-04-01"),
        version.format("Negotiation", 100, "true", "2026-03-01", "2026-04-01"),
        version.replace("006X", "006Y").format("Needs Analysis", 70, "true", "2026-03-01", "2026-04-03"),
    )
    toml = 'tables = ["opportunity"]\nchanged_at = "_fivetran_synced"'
    fed = Fed(tmp_path, monkeypatch, capsys, postgres.address, toml=toml)
    entries = (
        "select stage, entered_at::date::varchar from canonical.stage_events where lead_id like '006X%' order by 2"
    )
    assert fed.sync()[0] == 0
    before = fed.home.rows(entries)
    assert before == [("prospect", "2026-02-01"), ("proposal", "2026-03-01")]
    postgres.execute(
        "update opportunity set _fivetran_active = 'false'",  # and its own row says nothing of when
        version.format("Negotiation", 250, "true", "2026-04-04", "2026-04-05"),
    )
    assert fed.sync()[0] == 0
    assert fed.home.rows("select amount::integer from canonical.leads order by 1") == [(70,), (250,)]
    assert fed.home.rows(entries) == before


def test_a_connection_that_is_cut_in_the_middle_is_made_again(fed, postgres, monkeypatch):
    postgres.execute(
        "alter table touches rename to told_touches",
        "create view touches as select touch_id, lead_id, at, channel, direction, kind, case when touch_id = 'T-500'"
        " and pg_terminate_backend(pg_backend_pid()) then changed else changed end as changed from told_touches",
    )
    assert "terminating connection" in fed.sync()[2][0]
    assert Store(fed.home.folder).current() is None, "nothing is loaded by half"
    paused = []

    def mend(seconds):
        paused.append(seconds)
        postgres.execute("drop view touches", "alter table told_touches rename to touches")

    monkeypatch.setattr(database, "PAUSES", (5.0, 9.0))
    monkeypatch.setattr(database.time, "sleep", lambda seconds: mend(seconds) if seconds > 1 else None)
    assert fed.sync() == (0, ["CRM: load #1 of 2 tables: 1,200 rows, 1,200 imported."], [])
    assert paused == [5.0]


def test_whoever_is_killed_loses_and_doubles_nothing(fed, postgres):
    command = [sys.executable, "-m", "data", "sync", "--home", str(fed.home.folder)]
    chance = random.Random(5)
    for number in range(4):
        postgres.execute(f"update leads set owner = 'Owner {number}', changed = now() where lead_id = 'L-{number + 1}'")
        running = subprocess.Popen(command, cwd=PROJECT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(chance.uniform(0.5, 4))
        running.send_signal(signal.SIGKILL)
        running.wait()
    assert fed.sync()[0] == 0
    owners = {lead: owner for lead, _, owner in fed.home.rows(LEADS)}
    assert len(owners) == 300
    assert [owners[f"L-{number + 1}"] for number in range(4)] == [f"Owner {number}" for number in range(4)]
    assert fed.home.rows("select count(*), count(distinct touch_id) from canonical.touches") == [(900, 900)]


TYPES = {
    "bigint": ("9007199254740993", "9007199254740993"),
    "numeric(12, 2)": ("'100.50'", "100.50"),
    "numeric": ("'NaN'", "NaN"),
    "money": ("'1234.56'", "1234.56"),
    "double precision": ("0.1", "0.1"),
    "date": ("'infinity'", "infinity"),
    "timestamp": ("'2026-03-29 02:30'", "2026-03-29 02:30:00"),
    "timestamptz": ("'2026-03-29 02:30+02'", "2026-03-29 00:30:00+00"),
    "timetz": ("'10:00+02'", "10:00:00+02"),
    "interval": ("'1 day 2 hours'", "P1DT2H"),
    "char(6)": ("'ab'", "ab"),
    "boolean": ("true", "true"),
    "stage": ("'won'", "won"),
    "text[]": ("array['a', 'b,c']", '{a,"b,c"}'),
    "integer[][]": ("array[[1, 2], [3, 4]]", "{{1,2},{3,4}}"),
    "jsonb": ("""'{"b": 1}'""", '{"b": 1}'),
    "uuid": ("'00000000-0000-0000-0000-000000000001'", "00000000-0000-0000-0000-000000000001"),
    "bytea": (r"'\x00ff'", r"\x00ff"),
    "text": ("E'two\\nlines, \"quoted\"'", 'two\nlines, "quoted"'),
}


def test_every_type_of_postgresql_arrives_as_the_database_writes_it(postgres, tmp_path):
    import csv

    columns = {f"c{place}": kind for place, kind in enumerate(TYPES)}
    postgres.execute(
        "create type stage as enum ('won', 'lead')",
        f"create table told ({', '.join(f'{name} {kind}' for name, kind in columns.items())})",
        f"insert into told values ({', '.join(value for value, _ in TYPES.values())})",
        "insert into told default values",
    )
    with opened(postgres.address) as source:
        (path,) = source.write("told", source.columns("told"), tmp_path / "told.csv")
    with path.open(newline="", encoding="utf-8") as file:
        first, second = csv.DictReader(file)
    assert {columns[name]: value for name, value in first.items()} == {kind: text for kind, (_, text) in TYPES.items()}
    assert set(second.values()) == {""}


def test_a_day_without_end_is_set_aside_with_the_reason_and_an_amount_that_is_none_is_none(fed, postgres):
    postgres.execute(
        "alter table leads add column amount numeric",
        "update leads set created_at = 'infinity' where lead_id = 'L-1'",
        "update leads set amount = 'NaN' where lead_id = 'L-2'",
        "update leads set amount = 12.50 where lead_id = 'L-3'",
    )
    assert fed.sync()[1] == ["CRM: load #1 of 2 tables: 1,200 rows, 1,199 imported, 1 quarantined."]
    assert [(column, value) for _, column, value, _ in fed.home.quarantine()] == [("created_at", "infinity")]
    assert fed.home.rows("select lead_id, amount::varchar from canonical.leads where amount is not null") == [
        ("L-3", "12.50")
    ]


def test_five_million_rows_pass_through_little_memory(postgres, tmp_path):
    script = """
import resource, sys
from pathlib import Path
from data.feeds.engines import opened

def peak():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

with opened(sys.argv[1]) as source:
    source.write("few", source.columns("few"), Path(sys.argv[2]) / "few.csv")
    before = peak()
    files = source.write("many", source.columns("many"), Path(sys.argv[2]) / "many.csv")
print(peak() - before, sum(each.stat().st_size for each in files))
"""
    postgres.execute(
        "create view many as select i, 'a lead of the company number ' || i as text"
        " from generate_series(1, 5000000) as numbers(i)",
        "create view few as select * from many limit 10",
    )
    done = subprocess.run(
        [sys.executable, "-c", script, postgres.address, str(tmp_path)],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    kilobytes, size = map(int, done.stdout.split())
    assert size > 200e6
    assert kilobytes < 150_000


def test_a_large_table_is_cut_into_files_that_are_loaded_together(fed, monkeypatch):
    monkeypatch.setattr(engines, "MOST_BYTES", 100)
    assert fed.sync()[0] == 0
    assert len(fed.home.rows(LEADS)) == 300


def test_a_query_gives_records_of_a_kind_that_it_names(postgres, tmp_path, monkeypatch, capsys):
    postgres.execute(
        "create table deals (id int, made date, came_from text)", "insert into deals values (7, '2026-01-05', 'seo')"
    )
    toml = 'query = "select id as lead_id, made as created_at, came_from as source from deals;"'
    fed = Fed(tmp_path, monkeypatch, capsys, postgres.address, toml=toml)
    assert fed.sync()[1] == ["CRM: load #1 of 1 table: 1 row, 1 imported."]
    assert fed.home.rows(LEADS) == [("7", "seo", None)]


def test_a_table_that_no_profile_knows_is_told(postgres, tmp_path, monkeypatch, capsys):
    postgres.execute("create table colours (shade text)", "insert into colours values ('blue')")
    fed = Fed(tmp_path, monkeypatch, capsys, postgres.address, toml='tables = ["colours"]')
    assert "colours.csv is no export that a profile knows: its columns are shade" in fed.sync()[2][0]


def test_tables_of_one_name_in_two_schemas_both_come(postgres, tmp_path, monkeypatch, capsys):
    for number, schema in enumerate(("europe", "america")):
        postgres.execute(
            f"create schema {schema}",
            f"create table {schema}.leads (lead_id text, created_at date, source text)",
            f"insert into {schema}.leads values ('L-{number}', '2026-01-05', '{schema}')",
        )
    fed = Fed(tmp_path, monkeypatch, capsys, postgres.address, toml='tables = ["europe.leads", "america.leads"]')
    assert fed.sync()[1] == ["CRM: load #1 of 2 tables: 2 rows, 2 imported."]
    assert fed.home.rows(LEADS) == [("L-0", "europe", None), ("L-1", "america", None)]


def test_a_feed_that_is_read_in_another_way_is_read_from_its_beginning(fed):
    own = fed.home.folder / "definitions.toml"
    whole = own.read_text(encoding="utf-8")
    own.write_text(whole.replace('["leads", "public.touches"]', '["leads"]'), encoding="utf-8")
    fed.sync()
    own.write_text(whole, encoding="utf-8")
    assert fed.sync()[1] == ["CRM: load #2 of 2 tables: 1,200 rows, 900 imported, 300 unchanged."]


def test_sqlite_is_read_the_same_way(tmp_path, monkeypatch, capsys):
    file = tmp_path / "crm.sqlite"
    with closing(sqlite.connect(str(file))) as connection, connection.cursor() as cursor:
        cursor.execute("create table leads (lead_id text, created_at text, source text, amount real, changed text)")
        cursor.execute("insert into leads values ('L-1', '2026-01-05', 'seo', 0.1, '2026-06-01 10:00:00')")
        connection.commit()
        fed = Fed(tmp_path, monkeypatch, capsys, f"sqlite://{file}", toml='tables = ["leads"]\nchanged_at = "changed"')
        assert fed.sync()[1] == ["CRM: load #1 of 1 table: 1 row, 1 imported."]
        cursor.execute("insert into leads values ('L-2', '2026-01-06', 'seo', 2, '2026-06-02 10:00:00')")
        connection.commit()
    assert fed.sync()[1] == ["CRM: load #2 of 1 table: 2 rows, 1 imported, 1 unchanged."]
    assert fed.home.rows("select lead_id, amount::varchar from canonical.leads order by 1") == [
        ("L-1", "0.10"),
        ("L-2", "2.00"),
    ]
    file.unlink()
    assert fed.sync()[0] == 1
    assert not file.exists(), "a database that is not there is not made"


@pytest.mark.parametrize("landing", ["hubspot_tables", "salesforce_tables"])
def test_the_tables_of_a_landing_give_what_their_files_give(
    postgres, real_data, tmp_path, monkeypatch, capsys, landing
):
    files = sorted((real_data / landing).glob("*.csv"))
    postgres.execute("create schema crm")
    for path in files:
        header = path.read_text(encoding="utf-8-sig").splitlines()[0].split(",")
        columns = ", ".join(f'"{each}" text' for each in header)
        postgres.execute(f'create table crm."{path.stem}" ({columns})')
        _copy(postgres, f"crm.{path.stem}", header, path)
    listed = ", ".join(f'"crm.{path.stem}"' for path in files)
    fed = Fed(tmp_path, monkeypatch, capsys, postgres.address, toml=f"tables = [{listed}]")
    status, said, wrong = fed.sync()
    assert (status, wrong) == (0, [])
    (tmp_path / "by hand").mkdir()
    by_hand = Home(tmp_path / "by hand")
    load_files(files, home=by_hand.folder)
    rows = sum(count for count, *_ in by_hand.rows("select count_rows from intake.files"))
    assert f"{rows:,} rows" in said[0], "every row is accounted for"
    for table in ("leads", "stage_events", "outcomes", "touches"):
        told = f"select columns(* exclude (load_id))::varchar from canonical.{table} order by all"
        assert fed.home.rows(told) == by_hand.rows(told)
    assert fed.home.rows("select count(*) > 0 from canonical.leads") == [(True,)]


def _copy(postgres, table, header, path):
    """Rows of a file as texts; an empty cell is null, as a connector lands it."""
    import adbc_driver_postgresql.dbapi as driver
    import pyarrow as pa
    from pyarrow import csv

    kinds = csv.ConvertOptions(
        column_types=dict.fromkeys(header, pa.string()), strings_can_be_null=True, null_values=[""]
    )
    rows = csv.read_csv(path, convert_options=kinds, parse_options=csv.ParseOptions(newlines_in_values=True))
    schema, _, name = table.partition(".")
    with driver.connect(postgres.address) as connection, connection.cursor() as cursor:
        cursor.adbc_ingest(name, rows, mode="append", db_schema_name=schema)
        connection.commit()


@pytest.mark.parametrize(
    "address",
    [
        "postgresql://me:hun%40ter2@127.0.0.1:1/crm",
        "postgresql://me:hun/ter2@127.0.0.1:1/crm",
        "postgresql://me:hun@ter2@127.0.0.1:1/crm",
        "postgresql://me:[hun]ter2@127.0.0.1:1/crm",
        "postgresql://127.0.0.1:1/crm?user=me&password=hunter2",
        "postgresql://127.0.0.1:1/crm?passwort=hunter2",
    ],
)
def test_whatever_a_driver_says_becomes_one_sentence_without_the_secret(address):
    with pytest.raises(DatabaseError) as error, opened(address):
        pass
    assert "hun" not in str(error.value)
    assert "ter2" not in str(error.value)
    assert "\n" not in str(error.value)


def test_a_value_of_change_that_is_no_time_is_read_each_time(tmp_path):
    file = tmp_path / "crm.sqlite"
    with closing(sqlite.connect(str(file))) as connection, connection.cursor() as cursor:
        cursor.execute("create table told (name text, changed text)")
        cursor.execute("insert into told values ('old', '2026-01-01'), ('new', '2026-06-02'), ('odd', 'yesterday')")
        connection.commit()
    with opened(f"sqlite://{file}") as source:
        (path,) = source.write(
            '"told"', source.columns('"told"'), tmp_path / "told.csv", changed_at="changed", mark="2026-06-01 00:00:00"
        )
    assert sorted(
        line.partition(",")[0].strip(chr(34)) for line in path.read_text(encoding="utf-8").splitlines()[1:]
    ) == [
        "new",
        "odd",
    ]


def test_a_database_becomes_a_feed_by_one_command(postgres, tmp_path, monkeypatch, capsys):
    postgres.execute(*TABLES.split(";"))
    monkeypatch.setenv("WAREHOUSE_URL", postgres.address)
    monkeypatch.setenv("PIPELINE_HOME", str(tmp_path / "home"))
    told = ["feed", "--database", "WAREHOUSE_URL", "--changed-at", "changed", "--tables", "leads", "public.touches"]
    assert main(told) == 0
    assert main(["sync"]) == 0
    assert "WAREHOUSE_URL: load #1 of 2 tables: 1,200 rows, 1,200 imported." in capsys.readouterr().out
    assert main(told) == 1
    assert "more than one is called 'WAREHOUSE_URL'" in capsys.readouterr().err


STAGES = "select 'a' as stage_id, 'b' as label, 'c' as pipeline_id, true as closed_won, now()"


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["--tables", "deals"], 'relation "deals" does not exist. Correct the name of the table'),
        (
            ["--tables", "leads", "--changed-at", "synced"],
            "No table has a column synced; there are changed, created_at",
        ),
        (["--query", "select 1 from"], "syntax error"),
        ([], "tables: either tables are named or there is a query."),
        (
            [
                "--query",
                f"{STAGES} as _fivetran_synced",
            ],
            "Nothing would come of it: it only gives names to what other tables hold.",
        ),
        (["--tables", "leads", "--database", "NONE_URL"], "The environment variable NONE_URL is not set"),
    ],
)
def test_a_feed_that_cannot_be_read_is_not_written(postgres, tmp_path, monkeypatch, capsys, options, told):
    postgres.execute(*TABLES.split(";"))
    monkeypatch.setenv("WAREHOUSE_URL", postgres.address)
    assert main(["feed", "--home", str(tmp_path), "--database", "WAREHOUSE_URL", *options]) == 1
    assert told in capsys.readouterr().err
    assert not (tmp_path / "definitions.toml").exists()
