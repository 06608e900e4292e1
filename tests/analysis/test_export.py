import csv
import io
from datetime import date
from decimal import Decimal

import pandas as pd
import pytest

from analysis import export


def cells(frame):
    written = export.csv(frame)
    assert written.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(written.decode("utf-8-sig"), newline="")))


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20"])
@pytest.mark.parametrize("before", ["", " ", "\u00a0", "  \t", "\u200b", "\ufeff", "\u3000"])
def test_text_that_a_spreadsheet_would_run_starts_with_an_apostrophe(start, before):
    text = f"{before}{start}1+1"
    assert cells(pd.DataFrame({"name": [text]}))[1] == [f"'{text}"]


@pytest.mark.parametrize("text", ["Paid search", "a=b", "e-mail", "1 - 2", "\u2013", "'quoted", '"x"', "a,b"])
def test_other_text_is_left_alone(text):
    assert cells(pd.DataFrame({"name": [text]}))[1] == [text]


def test_numbers_stay_numbers():
    frame = pd.DataFrame({"n": [-2, 3], "x": [-0.5, None], "amount": [Decimal("-1.20"), Decimal("3.00")]})
    assert cells(frame)[1:] == [["-2", "-0.5", "-1.20"], ["3", "", "3.00"]]


def test_days_categories_and_lists_are_written_as_text():
    frame = pd.DataFrame({"day": [date(2026, 10, 2)], "kind": pd.Categorical(["=x"]), "all": [["=a", "b"]]})
    assert cells(frame)[1] == ["2026-10-02", "'=x", "'=a, b"]


def test_headers_are_neutralised_and_duplicates_survive():
    frame = pd.DataFrame([["=x", "y"]], columns=["=sum", "=sum"])
    assert cells(frame) == [["'=sum", "'=sum"], ["'=x", "y"]]


def test_missing_text_is_an_empty_cell():
    assert cells(pd.DataFrame({"a": ["x", None], "b": [1, 2]}))[2] == ["", "2"]


def test_the_frame_is_left_as_it_was():
    frame = pd.DataFrame({"name": ["=x"]})
    export.csv(frame)
    assert frame["name"].tolist() == ["=x"]


def test_rows_are_limited(monkeypatch):
    monkeypatch.setattr(export, "ROW_LIMIT", 3)
    assert len(cells(pd.DataFrame({"n": range(10)}))) == 1 + 3


@pytest.mark.parametrize(
    ("name", "file"),
    [
        ("Conversion by Source", "conversion-by-source.csv"),
        ("../../etc/passwd", "etc-passwd.csv"),
        ("Umsatz f\u00fcr M\u00fcnchen", "umsatz-fur-munchen.csv"),
        ("\u6771\u4eac", "numbers.csv"),
        ("x" * 300, "x" * 80 + ".csv"),
        ("a\r\nb: c", "a-b-c.csv"),
    ],
)
def test_file_names_are_safe(name, file):
    assert export.file_name(name) == file
