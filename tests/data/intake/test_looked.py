"""What dropped files are: known kinds at once, near ones with what they lack, others with proposals, or refused."""

import io

import pytest

from data import definitions
from data.intake import labels, looked, trial
from data.intake.draft import Draft
from data.intake.mapping import MappedExport, Variant
from tests.data.intake.homes import leads
from tests.data.intake.test_packed import workbook
from tests.data.intake.test_refused_files import REFUSED

KNOWN = leads(*(f"L-{number},2026-01-{number + 1:02},Webinar,{number}.5" for number in range(9)))
HEAD = "Vorgang;Angelegt am;Herkunft;Phase;Auftragswert\n"
ROWS = [
    f"V-{place:03};{place % 28 + 1:02}.03.2026;Messe;{'Gewonnen' if place % 3 else 'Neu'};1.{place:03},50"
    for place in range(40)
]
UNKNOWN = "Bericht\n\n" + HEAD + "\n".join(ROWS) + "\n"
NEAR = "Kennung,Deal Stage,Create Date,Amount\n" + "".join(
    f"D-{n:03},Closed won,2026-01-05,{n}\n" for n in range(1, 40)
)


@pytest.fixture
def look(home):
    """Drop files, and say what they are: as it is found, and as it is read again."""

    def looked_at(**files):
        begun = Draft.begin(home.folder)
        for name, content in files.items():
            begun.add(name.replace("__", "."), io.BytesIO(content if isinstance(content, bytes) else content.encode()))
        found = looked.look(begun, home.folder)
        assert looked.read(begun) == found
        return begun, found

    return looked_at


def test_a_known_export_is_recognised(look):
    _, found = look(leads__csv=KNOWN)
    assert [(each.profile, each.role, each.refused) for each in found.files] == [("canonical", "leads", "")]
    assert found.unknown == []


def test_an_unknown_file_comes_with_a_mapping_that_can_be_loaded(home, look):
    begun, found = look(bericht__csv=UNKNOWN)
    mapped = found.proposed.files[0]
    assert mapped.rows == "lead"
    assert mapped.columns["lead_id"] == "Vorgang"
    assert mapped.columns["created_at"] == "Angelegt am"
    assert mapped.columns["stage"] == "Phase"
    sight = found.unknown[0].unknown
    assert sight.decimals["Auftragswert"].alone == {"point": 0, "comma": 40}
    # Up to the 12th a day can be a month, but on the third of March: 22 of 40.
    assert (sight.days["Angelegt am"].open, sight.days["Angelegt am"].alone["day-first"]) == (22, 16)
    assert trial.keep(begun, found.proposed, []) == ""
    tried = trial.try_out(begun, home.folder, [home.inbox / sight.head])
    assert (tried.refused, tried.readable) == ("", 1.0)
    assert (tried.report.brought.leads, tried.report.brought.won) == (40, 26)


def test_a_near_kind_of_export_says_what_it_lacks(home, look):
    begun, found = look(deals__csv=NEAR)
    near = found.unknown[0].near
    assert (near.profile, near.missing) == ("hubspot-deals", {"Record ID": "Kennung"})
    assert trial.keep(begun, MappedExport("ours", ()), [Variant(near.profile, near.missing)]) == ""
    tried = trial.try_out(begun, home.folder, [home.inbox / found.unknown[0].unknown.head])
    assert (tried.report.files[0].profile, tried.report.brought.won) == ("ours", 39)


def test_what_a_mapping_lacks_is_said(look):
    begun, found = look(bericht__csv=UNKNOWN)
    mapped = found.proposed
    bare = MappedExport(mapped.name, (type(mapped.files[0])("leads", "lead", {"source": "Herkunft"}),))
    assert trial.keep(begun, bare, []) == "files[0].fill[0].columns.lead_id: leads cannot be filled without it"


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("empty__csv", "", "is empty"),
        ("page__csv", "<html><body>Sign in</body></html>", "is a web page or XML"),
        ("deck__pdf", "%PDF-1.7 and so on", "is a PDF"),
        ("book__xlsx", b"PK\x03\x04" + b"\0" * 60, "is damaged"),
    ],
)
def test_what_is_no_table_is_refused_with_a_sentence(look, name, content, sentence):
    _, found = look(**{name: content}, leads__csv=KNOWN)
    by_name = {each.name: each for each in found.files}
    assert sentence in by_name[name.replace("__", ".")].refused
    assert by_name["leads.csv"].profile == "canonical"


def test_every_sheet_of_a_workbook_is_a_file(look):
    rows = [row.split(",") for row in KNOWN.splitlines()]
    _, found = look(
        book__xlsx=workbook({"Leads": rows, "Other": [["a", "b"], ["x", "y"]], "Old": rows}, hidden=("Old",))
    )
    assert [(each.name, each.handed_in, bool(each.profile)) for each in found.files] == [
        ("book.xlsx [Leads]", "book.xlsx", True),
        ("book.xlsx [Other]", "book.xlsx", False),
    ]
    assert found.notes == ("book.xlsx: hidden sheets are left out: Old.",)


def test_a_profile_brings_its_definitions_to_an_empty_home(look):
    text = 'name = "ours"\n[adopt]\ncurrency = "CHF"\n'
    text += '[[files]]\nrole = "deals"\nrequired = ["Vorgang", "Angelegt am"]\ndates = ["day-first"]\n'
    text += '[[files.fill]]\ntable = "leads"\n[files.fill.columns]\nlead_id = "Vorgang"\ncreated_at = "Angelegt am"\n'
    begun, _ = look(bericht__csv=UNKNOWN)
    folder = begun.folder.parents[1] / "profiles"
    folder.mkdir()
    (folder / "ours.toml").write_text(text)
    found = looked.look(begun, begun.folder.parents[1])
    assert found.files[0].profile == "ours"
    assert "brings its currency CHF" in found.notes[0]
    assert definitions.parse_text(begun.base_definitions(begun.folder.parents[1])).currency == "CHF"


def test_every_file_that_is_refused_is_told_in_a_sentence_and_none_stops_the_others(look):
    contents = {f"{place:02} {name}__csv": content for place, (name, (content, _)) in enumerate(REFUSED.items())}
    _, found = look(**contents, good__csv=KNOWN)
    assert len(found.files) == len(REFUSED) + 1
    for each in found.files:
        # What the columns alone do not tell, the load does: see test_refused_files.
        assert each.profile or each.refused.endswith("."), each.name
        assert each.near is None or each.near.missing, each.name
    assert next(each.profile for each in found.files if each.name == "good.csv") == "canonical"


def test_a_day_under_another_name_is_a_column_that_is_missing(look):
    _, found = look(leads__csv=KNOWN.replace("created_at", "create_at"))
    assert found.unknown[0].near.missing == {"created_at": "create_at"}


def test_what_calls_were_is_guessed_where_it_is_shown(look):
    row = "C-{0:03},A-{0:03},2026-03-0{1} 10:00,ausgehend,{2}\n"
    rows = "".join(row.format(n, n % 9 + 1, "Anruf" if n % 2 else "Termin") for n in range(40))
    _, found = look(anrufe__csv="Anruf-Nr,Vorgang,Beginn,Richtung,Art\n" + rows)
    mapped = found.proposed.files[0]
    assert (mapped.rows, mapped.columns["kind"], dict(mapped.values)) == ("touch", "Art", {})
    known = definitions.load()
    assert labels.labels_for("kind", ("Anruf", "Termin"), known) == {"Anruf": "call", "Termin": "meeting_held"}
