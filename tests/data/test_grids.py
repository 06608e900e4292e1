"""Tables that are edited as a whole go the way of a file: what was changed is loaded, and nothing else."""

from datetime import date
from decimal import Decimal

import pytest

from data import __main__ as commands
from data import grids, marts
from data.intake import IntakeError
from data.store import Store
from tests.data.intake.homes import Home, leads


@pytest.fixture
def home(tmp_path, monkeypatch):
    monkeypatch.setattr(marts, "build", lambda *_, **__: None)
    monkeypatch.setattr(marts, "verify", lambda *_: None)
    return Home(tmp_path)


def target(month, motion, amount):
    return {"month": month, "motion": motion, "amount": amount}


TARGETS = "month,motion,amount\n2026-01,inbound,100\n2026-01,outbound,80.5\n2026-02,inbound,120\n"
JANUARY, FEBRUARY = date(2026, 1, 1), date(2026, 2, 1)


def test_what_is_edited_added_or_removed_in_a_grid_is_loaded_and_undone_like_a_file(home):
    home.load(targets=TARGETS)
    before = grids.read("targets", home.folder)
    assert before.rows == (
        target(JANUARY, "inbound", Decimal(100)),
        target(JANUARY, "outbound", Decimal("80.50")),
        target(FEBRUARY, "inbound", Decimal(120)),
    )
    # The first is changed, the second cleared, the third gone, another one and a blank row added.
    rows = [
        target(JANUARY, "inbound", 110.25),
        target(JANUARY, "outbound", float("nan")),
        target(date(2026, 3, 9), "Outbound", 70),
        target(None, None, None),
    ]
    report = grids.save(before, rows, home.folder)
    assert report.files[0].counts == (4, 4, 0, 0, 0)
    after = grids.read("targets", home.folder)
    assert after.rows == (
        target(JANUARY, "inbound", Decimal("110.25")),
        target(date(2026, 3, 1), "outbound", Decimal(70)),
    )
    assert home.rows("select file, role from intake.files order by load_id")[-1] == ("targets-edited.csv", "targets")
    Store(home.folder).undo()
    assert grids.read("targets", home.folder) == before
    assert grids.save(before, before.rows, home.folder).load_id is None  # nothing was changed, nothing is loaded


def test_a_row_that_is_off_in_a_file_is_taken_out(home):
    home.load(targets=TARGETS)
    assert home.take(targets="month,motion,amount\n2026-01,inbound,OFF\n2026-05,inbound,off\n").counts == (
        2,
        1,
        1,
        0,
        0,
    )
    assert [row["motion"] for row in grids.read("targets", home.folder).rows] == ["outbound", "inbound"]


def test_rates_stay_into_the_currency_that_they_were_told_in(home):
    home.load(rates="day,currency,rate\n2026-03-02,EUR,1.0845\n2026-03-02,CHF,1.13\n")
    before = grids.read("exchange_rates", home.folder)
    new = {"day": date(2026, 3, 3), "currency": "eur", "into_currency": None, "rate": 1.0861}
    report = grids.save(before, [before.rows[1], new], home.folder)  # francs are gone, they stand first
    assert report.files[0].counts == (2, 2, 0, 0, 0)
    found = [
        (row["currency"], row["into_currency"], row["rate"]) for row in grids.read("exchange_rates", home.folder).rows
    ]
    assert found == [("EUR", "USD", Decimal("1.0845")), ("EUR", "USD", Decimal("1.0861"))]


def test_rows_that_were_not_shown_stay(home):
    home.load(targets=TARGETS)
    shown = grids.Grid("targets", grids.read("targets", home.folder).rows[:1])
    grids.save(shown, [], home.folder)
    assert len(grids.read("targets", home.folder).rows) == 2


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (
            [target(JANUARY, "inbound", 1), target(JANUARY, "inbound", 2)],
            "Row 2: 2026-01-01 inbound stands there twice.",
        ),
        (
            [target(JANUARY, "inbound", 1), target(JANUARY, "sideways", 2)],
            "motion 'sideways': is not one of inbound, outbound, in the row 2026-01-01,sideways,2.",
        ),
        ([target(JANUARY, "inbound", 1), target(None, "outbound", 2)], "month: no month, in the row ,outbound,2."),
    ],
)
def test_a_faulty_row_keeps_everything_as_it_was(home, rows, said):
    home.load(leads=leads("L-1,2026-01-05,seo,5"))
    with pytest.raises(IntakeError, match=said):
        grids.save(grids.read("targets", home.folder), rows, home.folder)
    assert grids.read("targets", home.folder).rows == ()


def test_what_somebody_else_changed_meanwhile_is_not_overwritten(home):
    home.load(targets=TARGETS)
    before = grids.read("targets", home.folder)
    home.load(targets=TARGETS.replace("120", "150"))
    with pytest.raises(IntakeError, match="have changed since they were opened"):
        grids.save(before, before.rows[:1], home.folder)


def test_an_edit_that_was_taken_down_is_kept_by_a_command_of_its_own(home, capsys):
    home.load(targets=TARGETS)
    before = grids.read("targets", home.folder)
    path = home.folder / "jobs" / "edit.json"
    grids.take_down(before, [*before.rows[1:], target(FEBRUARY, "outbound", 7.5)], path)
    assert commands.main(["edit", str(path), "--home", str(home.folder)]) == 0
    assert [row["amount"] for row in grids.read("targets", home.folder).rows] == [
        Decimal("80.5"),
        Decimal(120),
        Decimal("7.5"),
    ]
    path.write_text('{"table": "leads"}')
    assert commands.main(["edit", str(path), "--home", str(home.folder)]) == 1
    assert "is no edit of a table" in capsys.readouterr().err


def test_an_empty_home_has_an_empty_grid(home):
    assert grids.read("exchange_rates", home.folder) == grids.Grid("exchange_rates")
    assert grids.save(grids.read("targets", home.folder), [target(JANUARY, "inbound", 1)], home.folder).is_published
