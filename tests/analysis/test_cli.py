"""``python -m analysis`` answers from the same code as the pages."""

import io
import json
import subprocess
import sys
from datetime import UTC, datetime

import pandas as pd
import pytest
from statsmodels.stats.proportion import proportion_confint

from analysis import __main__ as command
from analysis.question import names
from data.store import PROJECT, Store
from tests.worlds import add


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    """Six leads of two channels; three of the four inbound ones are won."""
    folder = tmp_path_factory.mktemp("home")
    leads = [
        {"lead_id": str(number), "created_at": datetime(2026, 1, 1 + number, tzinfo=UTC), "source": source}
        for number, source in enumerate(["google ads"] * 4 + ["cold calls"] * 2)
    ]
    won = [
        {"lead_id": str(number), "outcome": "won", "closed_at": datetime(2026, 1, 20, tzinfo=UTC), "amount": 1000}
        for number in range(3)
    ]
    with Store(folder).new_generation("six leads") as build:
        build.complete_through = datetime(2026, 12, 31, tzinfo=UTC)
        add(build.connection, "leads", leads)
        add(build.connection, "outcomes", won)
    return folder


@pytest.fixture
def run(home, monkeypatch, capsys):
    """Run the command line in this process: status, what it wrote, what it complained."""
    monkeypatch.setenv("PIPELINE_HOME", str(home))

    def run_with(*arguments):
        status = command.main(list(arguments))
        written = capsys.readouterr()
        return status, written.out, written.err

    return run_with


def test_without_a_question_all_are_listed(run):
    status, out, _ = run()
    lines = out.splitlines()
    assert status == 0
    assert [line.split()[0] for line in lines] == names()
    assert all(line.endswith("?") for line in lines)


def test_json_holds_counts_and_rates_with_their_intervals(run):
    status, out, _ = run("conversion", "--breakdown", "channel", "--format", "json")
    rows = {row["breakdown"]: row for row in json.loads(out)}
    assert status == 0
    assert (rows["Paid search"]["leads"], rows["Paid search"]["won"], rows["Cold call"]["won"]) == (4, 3, 0)
    for row in rows.values():
        low, high = proportion_confint(row["won"], row["leads"], method="wilson")
        assert row["lead_to_won"] == pytest.approx(row["won"] / row["leads"])
        assert (row["lead_to_won_low"], row["lead_to_won_high"]) == pytest.approx((low, high))


def test_csv_is_read_back_by_pandas(run):
    _, out, _ = run("cohort_months", "--format", "csv", "--window-days", "30")
    frame = pd.read_csv(io.StringIO(out))
    assert frame["month"].tolist() == ["2026-01-01"]
    assert frame[["leads", "mature", "mature_won"]].to_numpy().tolist() == [[6, 6, 3]]


def test_the_table_is_for_reading(run):
    _, out, _ = run("conversion", "--breakdown", "source")
    head, *lines = out.splitlines()
    assert head.split()[:3] == ["breakdown", "motion", "leads"]
    assert len(lines) == 2
    assert "–" in lines[1], "missing is shown as a dash"


@pytest.mark.parametrize(
    ("filters", "leads"),
    [
        (("--motion", "outbound"), 2),
        (("--channel", "Paid search", "--channel", "Cold call"), 6),
        (("--since", "2026-01-02", "--until", "2026-01-04"), 2),
        (("--as-of", "2026-01-03"), 3),
        (("--source", "google ads", "--until", "2026-01-02"), 1),
    ],
)
def test_filters_narrow(run, filters, leads):
    _, out, _ = run("conversion", "--format", "json", *filters)
    assert [row["leads"] for row in json.loads(out)] == [leads]


def test_two_breakdowns_are_crossed(run):
    _, out, _ = run("conversion_cross", "--breakdown", "motion", "--across", "quarter", "--format", "csv")
    frame = pd.read_csv(io.StringIO(out))
    assert frame[["breakdown", "across", "leads"]].to_numpy().tolist() == [
        ["inbound", "2026-01-01", 4],
        ["outbound", "2026-01-01", 2],
    ]


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("profit",), "There is no question 'profit'"),
        (("costs", "--window-days", "3"), "The question 'costs' takes no 'window_days'"),
        (("conversion", "--window-days", "-1"), "window_days: -1 is not a whole number of days"),
        (("conversion", "--since", "2026-02-01", "--until", "2026-01-01"), "The period is empty"),
        (("costs", "--breakdown", "owner"), "Spend is not known by owner"),
    ],
)
def test_what_cannot_be_answered_is_a_sentence(run, arguments, sentence):
    status, out, err = run(*arguments)
    assert status == 1
    assert out == ""
    assert err.startswith(sentence)
    assert err.count("\n") == 1


def test_before_the_first_import_it_says_what_to_do(tmp_path):
    answer = subprocess.run(
        [sys.executable, "-m", "analysis", "conversion"],
        cwd=PROJECT,
        env={"PIPELINE_HOME": str(tmp_path), "PATH": ""},
        capture_output=True,
        text=True,
        check=False,
    )
    assert answer.returncode == 1
    assert answer.stdout == ""
    assert answer.stderr.startswith(f"Nothing is loaded in {tmp_path} yet: run python -m data load FILE")


def test_a_wrong_breakdown_is_refused_by_the_parser(run, capsys):
    with pytest.raises(SystemExit, match="2"):
        run("conversion", "--breakdown", "amount")
    assert "invalid choice: 'amount'" in capsys.readouterr().err
