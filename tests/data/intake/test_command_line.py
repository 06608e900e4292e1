"""``python -m data``: what it prints, and its exit status."""

import pytest

from data.__main__ import main
from tests.data.intake.homes import leads


@pytest.fixture
def run(home, capsys):
    def run(*arguments: str) -> tuple[int, str, str]:
        status = main([*arguments, "--home", str(home.folder)])
        shown = capsys.readouterr()
        return status, shown.out, shown.err

    return run


def test_load_then_again_then_log_then_undo(home, run):
    first = str(home.write("leads.csv", leads("L-1,2026-01-05,Webinar,1", ",2026-01-05,Webinar,1")))
    status, out, _ = run("load", first)
    assert status == 0
    assert out.splitlines() == [
        "file       profile    role   rows  imported  unchanged  duplicate  quarantined",
        "leads.csv  canonical  leads     2         1          0          0            1",
        "leads.csv: quarantine: 1 x the lead id is blank",
        "Published as load #1.",
    ]
    status, out, _ = run("load", first)
    assert status == 0
    assert out.startswith("Already loaded on ")
    second = str(home.write("more.csv", leads("L-2,2026-01-06,Webinar,1")))
    run("load", second)
    assert "more.csv (canonical leads)" in run("log")[1]
    status, out, _ = run("undo")
    assert (status, home.rows("select lead_id from canonical.leads")) == (0, [("L-1",)])


def test_a_refused_file_gives_one_sentence_and_status_1(home, run):
    status, out, err = run("load", str(home.write("leads.csv", "")))
    assert (status, out, err) == (1, "", "leads.csv is empty.\n")


def test_check_changes_nothing(home, run):
    status, out, _ = run("check", str(home.write("leads.csv", leads("L-1,2026-01-05,Webinar,1"))))
    assert status == 0
    assert out.endswith("Nothing was changed: this was a check.\n")
    assert run("log")[1] == "Nothing has been loaded yet.\n"


def test_undo_without_an_earlier_generation_is_refused(run):
    assert run("undo")[0] == 1


def test_sample_is_refused_where_data_is(home, run):
    home.load(leads=leads("L-1,2026-01-05,Webinar,1"))
    status, _, err = run("sample")
    assert status == 1
    assert "holds data already" in err


def test_a_wrong_profile_of_the_users_own_is_named(home, run):
    (home.folder / "profiles").mkdir(parents=True)
    (home.folder / "profiles" / "mine.toml").write_text('name = "ours"\nfiless = []\n')
    file = str(home.write("leads.csv", leads("L-1,2026-01-05,Webinar,1")))
    status, _, err = run("check", file, "--profile", "ours")
    assert status == 1
    assert "mine.toml: filess: no such key" in err
    unknown = str(home.write("fruit.csv", "fruit,colour\napple,red\n"))
    assert "The profile ours is left out, because it is broken: " in run("check", unknown)[2]
    status, out, _ = run("load", file)  # what another profile reads is loaded all the same
    assert status == 0
    assert "The profile ours is left out, because it is broken: " in out
    assert "mine.toml: filess: no such key" in out


@pytest.mark.parametrize("arguments", [[], ["load"], ["fetch"], ["sample", "--leads", "0"]])
def test_wrong_usage_leaves_with_status_2(arguments):
    with pytest.raises(SystemExit) as stopped:
        main(arguments)
    assert stopped.value.code == 2


@pytest.mark.parametrize("arguments", [("rebuild",), ("sample", "--leads", "10"), ("load", "more.csv")])
def test_every_build_takes_the_memory_that_the_message_names(home, run, monkeypatch, arguments):
    if arguments[0] != "sample":
        home.load(leads=leads("L-1,2026-01-05,Webinar,1"))
    written = [str(home.write(each, leads("L-2,2026-01-06,Webinar,1"))) if "." in each else each for each in arguments]
    monkeypatch.setenv("PIPELINE_IMPORT_MEMORY", "20KB")
    status, _, err = run(*written)
    assert status == 1
    assert "PIPELINE_IMPORT_MEMORY" in err
