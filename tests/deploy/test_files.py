"""The files of ``deploy`` agree with each other and with the code: variables, ports, paths and commands."""

import os
import re
import shlex
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing

import pytest
from streamlit import config
from streamlit.web.server.starlette.starlette_routes import ROUTE_HEALTH

from data import definitions
from data.__main__ import _parser
from data.feeds import sync
from data.store import PROJECT, home
from tests.architecture import imports_of

DEPLOY = PROJECT / "deploy"
SERVICES = ("pipeline.service", "pipeline-backup.service", "pipeline-sync.service")
# What is yours, `.env` and `dashboard.env`, is not looked at.
FILES = {path.name: path.read_text(encoding="utf-8") for path in DEPLOY.iterdir() if not path.name.endswith(".env")}
RUNNING = (PROJECT / "docs/running.md").read_text(encoding="utf-8")
HOME, BACKUPS, PROGRAM, PORT = "/var/lib/pipeline/home", "/var/backups/pipeline", "/opt/pipeline", "8501"
# Read by the proxy and by what builds and runs the image.
OF_OTHERS = {"PIPELINE_HOST", "PIPELINE_UPSTREAM", "PYTHON_IMAGE", "CADDY_IMAGE"}
VARIABLE = re.compile(r"\b(?:PIPELINE|STREAMLIT|PYTHON|CADDY)_[A-Z_]+\b")


def unit(name):
    """What a unit of systemd is told, in order."""
    lines = (line.partition("=") for line in FILES[name].splitlines() if "=" in line and not line.startswith("#"))
    return [(key, value) for key, _, value in lines]


def sources():
    return [path for path in PROJECT.rglob("*.py") if not path.relative_to(PROJECT).parts[0].startswith((".", "tests"))]


def test_every_variable_is_one_that_somebody_reads():
    options = {option.env_var for option in config.get_config_options(force_reparse=False).values()}
    ours = {
        name for path in sources() for name in re.findall(r"""["'](PIPELINE_[A-Z_]+)["']""", path.read_text("utf-8"))
    }
    named = {name: set(VARIABLE.findall(text)) for name, text in {**FILES, "running.md": RUNNING}.items()}
    known = options | ours | OF_OTHERS
    assert [(name, found - known) for name, found in named.items() if found - known] == []
    assert "PIPELINE_HOME" in named["Dockerfile"] & named["pipeline.service"] & named["pipeline-backup.service"]
    assert FILES["Caddyfile"].count("{$PIPELINE_HOST:") == FILES["Caddyfile"].count("{$PIPELINE_UPSTREAM:") == 1


def test_all_mean_the_same_home_and_the_same_backups(monkeypatch):
    for name in SERVICES:
        told = dict(unit(name))
        assert told["Environment"].split()[0] == f"PIPELINE_HOME={HOME}"
        assert told["WorkingDirectory"] == PROGRAM
        assert told["ExecStart"].startswith(f"{PROGRAM}/.venv/bin/python ")
    assert f"PIPELINE_HOME={HOME} " in FILES["Dockerfile"]
    state, _, folder = HOME.rpartition("/")
    assert folder, "a backup is unpacked beside the home"
    assert dict(unit("pipeline.service"))["StateDirectory"] == state.rpartition("/")[2]
    assert f"home:{state}\n" in FILES["compose.yaml"]
    backup = dict(unit("pipeline-backup.service"))
    assert backup["ReadWritePaths"] == BACKUPS in backup["ExecStart"].split()
    assert f"backups:{BACKUPS}\n" in FILES["compose.yaml"]
    for written in (state, BACKUPS, "/var/tmp"):  # a volume of the container
        assert f'"{written}"' in next(line for line in FILES["Dockerfile"].splitlines() if line.startswith("VOLUME"))
    monkeypatch.setenv("PIPELINE_HOME", HOME)
    assert os.fspath(home()) == HOME


def test_all_mean_the_same_port_and_an_address_that_answers():
    options = config.get_config_options(force_reparse=False)
    assert str(options["server.port"].default_val) == PORT
    assert f"STREAMLIT_SERVER_PORT={PORT}" in FILES["Dockerfile"]
    assert f"EXPOSE {PORT}" in FILES["Dockerfile"]
    assert f"PIPELINE_UPSTREAM:127.0.0.1:{PORT}}}" in FILES["Caddyfile"]
    assert f"PIPELINE_UPSTREAM: dashboard:{PORT}" in FILES["compose.yaml"]
    assert f"http://127.0.0.1:{PORT}/{ROUTE_HEALTH}" in FILES["Dockerfile"]
    assert f"health_uri /{ROUTE_HEALTH}\n" in FILES["Caddyfile"]


def commands(text):
    """The command lines of ``python -m data`` in a text, without what the shell makes of them."""
    found = re.findall(r"python -m data ((?:[^\n`\"';&|]|<[^>]*>)+)", text.replace("\\\n", " "))
    return [shlex.split(each, comments=True) for each in found]


@pytest.mark.parametrize("name", [*SERVICES, "Dockerfile", "running.md"])
def test_every_command_is_one_that_there_is(name):
    found = commands(RUNNING if name == "running.md" else FILES[name])
    assert found
    for arguments in found:
        assert _parser().parse_args(arguments)


def test_the_image_holds_all_that_the_dashboard_imports_and_no_more():
    ignored = FILES["Dockerfile.dockerignore"].splitlines()
    kept = {line.removeprefix("!").rstrip("/") for line in ignored if line.startswith("!")}
    assert ignored[1] == "*"
    modules = {path.relative_to(PROJECT).with_suffix("").as_posix().replace("/", "."): path for path in sources()}
    waiting, needed = ["server", "dashboard", "data.__main__"], set()
    while waiting:
        name = waiting.pop()
        path = modules.get(name) or modules.get(f"{name}.__init__")
        if path is not None and path not in needed:
            needed.add(path)
            waiting += imports_of(path.relative_to(PROJECT).as_posix(), path.read_text(encoding="utf-8"))
    folders = {path.relative_to(PROJECT).parts[0] for path in needed}
    assert folders >= {"server.py", "dashboard.py", "data"}
    others = {"static", ".streamlit/config.toml", "pyproject.toml", "requirements.txt", "LICENSE"}
    assert kept == folders | others
    assert all((PROJECT / each).exists() for each in kept)


def test_no_image_is_named_without_a_digest_of_whoever_builds_it():
    assert "\nARG PYTHON_IMAGE\n" in FILES["Dockerfile"]
    assert set(re.findall(r"^FROM (\S+)", FILES["Dockerfile"], re.MULTILINE)) == {"${PYTHON_IMAGE}"}
    assert re.findall(r"image: (\S+)", FILES["compose.yaml"]) == ["${CADDY_IMAGE:?pin"]
    assert re.findall(r"sha256:[0-9a-f]", "".join(FILES.values())) == []


def test_all_services_are_shut_in_and_the_backup_cannot_write_the_home():
    served, backed, synced = (dict(unit(name)) for name in SERVICES)
    shut_in = {"UMask": "0077", "NoNewPrivileges": "yes", "ProtectSystem": "strict", "PrivateTmp": "yes"}
    for told in (served, backed, synced):
        assert told.items() >= shut_in.items()
        assert told["User"] == "pipeline"
        assert told["CapabilityBoundingSet"] == ""
    of_both = {key for key in served if key.startswith(("Protect", "Private", "Restrict", "System"))}
    assert of_both <= set(backed)
    assert of_both <= set(synced)
    assert synced["StateDirectory"] == served["StateDirectory"]
    assert "ReadWritePaths" not in synced
    assert "StateDirectory" not in backed
    assert backed["ReadWritePaths"] == BACKUPS


def test_the_container_and_the_proxy_can_do_no_more_than_they_must():
    assert "\nUSER pipeline\n" in FILES["Dockerfile"]
    assert "--require-hashes" in FILES["Dockerfile"]
    for setting in ("read_only: true", "cap_drop: [ALL]", 'security_opt: ["no-new-privileges:true"]'):
        assert FILES["compose.yaml"].count(setting) == 2
    assert re.findall(r'^      - "(\S+)"$', FILES["compose.yaml"], re.MULTILINE) == ["80:80", "443:443", "443:443/udp"]


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="there is no systemd-analyze here")
def test_systemd_takes_the_units(tmp_path):
    units = [*SERVICES, "pipeline-backup.timer", "pipeline-sync.timer"]
    for name in units:
        text = FILES[name].replace(f"{PROGRAM}/", f"{PROJECT}/").replace("User=pipeline", "User=root")
        (tmp_path / name).write_text(text.replace("Group=pipeline", "Group=root"), encoding="utf-8")
    told = subprocess.run(
        ["systemd-analyze", "verify", *units], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert (told.returncode, told.stderr) == (0, "")


def test_what_cron_is_told_syncs_with_what_the_file_of_variables_says(tmp_path):
    *schedule, user, command = FILES["pipeline-sync.cron"].splitlines()[-1].split(maxsplit=6)
    assert (schedule, user) == (["*/15", "*", "*", "*", "*"], "pipeline")
    database = tmp_path / "a & b.db"
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("create table leads (lead_id text, created_at text, source text)")
        connection.execute("insert into leads values ('L-1', '2026-01-05', 'seo')")
        connection.commit()
    feed = '[[feeds]]\ndatabase = "CRM_URL"\ntables = ["leads"]\n'
    (tmp_path / "home").mkdir()
    (tmp_path / "home/definitions.toml").write_text(f"{definitions.text()}\n{feed}", encoding="utf-8")
    (tmp_path / "pipeline.env").write_text(f"CRM_URL='sqlite://{database}'\n", encoding="utf-8")
    places = {
        PROGRAM: str(PROJECT),
        HOME: str(tmp_path / "home"),
        "/etc/pipeline.env": str(tmp_path / "pipeline.env"),
        ".venv/bin/python": sys.executable,
    }
    for place, here in places.items():
        assert place in command
        command = command.replace(place, here)
    told = subprocess.run(["sh", "-c", command], capture_output=True, text=True, check=False)
    assert (told.returncode, told.stdout, told.stderr) == (0, "", "")
    (loaded,) = sync.log(tmp_path / "home", 5)
    assert loaded["told"] == "load #1 of 1 table: 1 row, 1 imported."
