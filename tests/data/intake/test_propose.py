"""What is proposed for files that no profile knows, and that it loads end to end."""

import csv
import io
from datetime import date, timedelta

import pytest
import xlsxwriter

from data import definitions
from data.__main__ import main
from data.intake import profiles, proposed
from data.intake.load import load_files
from data.intake.mapping import HASH_OF_ROW, as_profile
from data.intake.propose import columns_for, joins, labels_for, proposal, propose, rows_of
from data.intake.seen import look
from data.intake.take import take
from data.intake.unpack import unpack

MEANT = definitions.load()
STAGES = ("Neuanfrage", "Erstgespräch", "Bedarf geklärt", "Angebot versendet", "Gewonnen", "Verloren")
SOURCES = ("Messe", "Kaltakquise", "Webseite")
OWNERS = ("Petra Lang", "Jonas Wirth", "Mia Sander")
START = date(2026, 1, 5)


def day(offset: int) -> str:
    return f"{START + timedelta(offset):%d.%m.%Y}"


def german(count: int = 36) -> list[list[str]]:
    """Leads of an invented sales list: every sixth is won, with an amount of 1.234,50 euros."""
    head = ["Vorgangs-Nr.", "Firmenkunde", "Anlagedatum", "Leadherkunft", "Betreuer", "Verkaufsphase", "Auftragswert"]
    rows = [[*head, "Abschluss am", "Absagegrund"]]
    for place in range(count):
        stage = STAGES[place % 6]
        ended = day(place + 20) if place % 6 > 3 else ""
        own = [f"VK-{place:03}", f"Metall {place % 9} GmbH", day(place), SOURCES[place % 3], OWNERS[place % 3]]
        rows.append([*own, stage, "1.234,50 €", ended, "Preis" if stage == "Verloren" else ""])
    return rows


def text(rows: list[list[str]], delimiter: str = ",") -> str:
    written = io.StringIO()
    csv.writer(written, delimiter=delimiter).writerows(rows)
    return written.getvalue()


def seen(home, **files: str):
    return [look(take(home.write(f"{name}.csv", content))) for name, content in files.items()]


def chosen(file, rows: str) -> dict[str, str]:
    return {field: guesses[0].column for field, guesses in columns_for(file, rows, MEANT).items()}


def publish(home, export, *paths):
    """Load files with the profile that a mapping makes."""
    proposed.save(export, home.folder)
    return load_files(paths, profile=export.name, home=home.folder)


def test_a_german_list_is_proposed_by_its_names_and_values(home):
    (file,) = seen(home, liste=text(german()))
    assert rows_of(file, MEANT)[0][0] == "lead"
    assert chosen(file, "lead") == {
        "lead_id": "Vorgangs-Nr.",
        "created_at": "Anlagedatum",
        "source": "Leadherkunft",
        "owner": "Betreuer",
        "account_id": "Firmenkunde",
        "amount": "Auftragswert",
        "stage": "Verkaufsphase",
        "closed_at": "Abschluss am",
        "reason": "Absagegrund",
    }
    guesses = columns_for(file, "lead", MEANT)
    assert guesses["reason"][0].why == "its name"
    assert guesses["stage"][0].why == "its name and values"


def test_a_workbook_with_a_preamble_and_decimal_commas_loads_as_proposed(home, tmp_path):
    path = tmp_path / "Vertriebsliste.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Vorgänge")
        for place, row in enumerate([["Auswertung"], ["Stand:", "15.06.2026"], [], *german()]):
            sheet.write_row(place, 0, row)
    (unpacked,) = unpack([path], home.inbox).paths
    export = propose([look(take(unpacked))], MEANT, "vertrieb")
    assert publish(home, export, path).files[0].counts == (36, 36, 0, 0, 0)
    assert home.rows("select min(created_at)::date, sum(amount), any_value(currency) from canonical.leads") == [
        (START, 36 * 1234.5, "EUR")
    ]
    assert home.rows(
        "select outcome, count(*), min(closed_at)::date from canonical.outcomes where outcome <> 'open' "
        "group by all order by 1"
    ) == [
        ("lost", 6, START + timedelta(25)),
        ("won", 6, START + timedelta(24)),
    ]
    assert home.rows("select stage, count(*) from canonical.stage_events group by all order by 1") == [
        ("engaged", 6),
        ("lead", 6),
        ("proposal", 6),
        ("prospect", 6),
    ]


def test_the_words_of_a_column_without_a_known_name_are_its_values(home):
    rows = [["a", "b", "c", "d", "e"]]
    for place in range(40):
        source, stage = ("Webinar", "Cold call")[place % 2], ("New", "Proposal", "Closed won", "Closed lost")[place % 4]
        rows.append([f"X-{place}", day(place), source, stage, f"{place},50 €"])
    (file,) = seen(home, dump=text(rows))
    assert chosen(file, "lead") == {"lead_id": "a", "created_at": "b", "source": "c", "stage": "d", "amount": "e"}
    assert {guesses[0].why for guesses in columns_for(file, "lead", MEANT).values()} == {"its values"}


def test_stage_outcome_and_flag_are_told_apart_by_their_labels(home):
    rows = [["Status", "Status 2", "Status 3", "id"]]
    for place in range(40):
        outcome = ("open", "won", "lost")[place % 3]
        rows.append([("New", "Qualified", "Proposal")[place % 3], outcome, str(outcome == "won"), f"X-{place}"])
    rows[0][2] = "Won"
    (file,) = seen(home, deals=text(rows))
    found = chosen(file, "lead")
    assert (found["stage"], found["outcome"]) == ("Status", "Status 2")
    assert "is_won" not in found  # the outcome says it already


@pytest.mark.parametrize(
    ("name", "columns", "row", "kind"),
    [
        ("calls", "Deal,Call start,Direction,Agent", "VK-1,2026-01-0{n} 09:00,inbound,Mia Sander", "touch"),
        ("verlauf", "Vorgang,Neue Phase,Geändert am", "VK-1,Qualified,0{n}.01.2026", "stage"),
        ("ausgaben", "Monat,Plattform,Kosten,Klicks", "2026-0{n},Google Ads,7.50,3", "spend"),
        ("ziele", "Monat,Richtung,Ziel", "2026-0{n},inbound,50000", "target"),
        ("wunschkunden", "Firma,Stufe", "Metall {n} GmbH,A", "account"),
        ("kurse", "Datum,Währung,Kurs", "2026-03-0{n},CHF,1.0{n}45", "rate"),
        ("table", "Day,From,To,Value", "2026-03-0{n},EUR,USD,1.0{n}45", "rate"),
        ("wishlist", "Account,Tier,E-mail", "Metall {n} GmbH,A,p{n}@metall.example", "account"),
        ("results", "Deal ID,Outcome,Closed at,Loss reason", "VK-{n},lost,2026-01-05,price", "outcome"),
    ],
)
def test_what_a_row_stands_for_is_told(home, name, columns, row, kind):
    (file,) = seen(home, **{name: "\n".join([columns, *(row.format(n=n) for n in range(1, 9)), ""])})
    assert rows_of(file, MEANT)[0][0] == kind


def test_exchange_rates_are_proposed_by_their_names_and_digits(home):
    rows = [["Stand", "Von", "Nach", "x"], *([day(n), "CHF", "EUR", f"1.0{n:02}7"] for n in range(40))]
    (file,) = seen(home, wechselkurse=text(rows))
    assert rows_of(file, MEANT)[0][0] == "rate"
    assert chosen(file, "rate") == {"day": "Stand", "currency": "Von", "into_currency": "Nach", "rate": "x"}
    export = propose([file], MEANT, "kurse")
    assert publish(home, export, home.inbox / "wechselkurse.csv").files[0].counts[1] == 40


ENDS = ("New", "Qualified", "Proposal", "Won", "Lost")


def deals(head: list[str], *cells, count: int = 60):
    """Deals of which every fifth is won and the next one lost: cells by their place, and whether they have ended."""
    return text([["No", *head], *([f"D-{n}", *(cell(n, n % 5 > 2) for cell in cells)] for n in range(count))])


@pytest.mark.parametrize("ended", ["Decided", "Finished", "Datum 2"])
@pytest.mark.parametrize("flag", ["stage", "outcome", "flag"])
def test_the_first_day_is_that_of_the_lead_and_the_one_where_it_has_ended_that_of_its_end(home, ended, flag):
    say = {
        "stage": lambda n, _: ENDS[n % 5],
        "outcome": lambda n, _: ("open", "open", "open", "won", "lost")[n % 5],
        "flag": lambda n, is_over: "yes" if is_over else "no",
    }[flag]
    name = {"stage": "Stage", "outcome": "Result", "flag": "Closed"}[flag]
    content = deals([ended, "Start", name], lambda n, is_over: day(n + 20) if is_over else "", lambda n, _: day(n), say)
    found = chosen(*seen(home, deals=content), "lead")
    assert (found["created_at"], found["closed_at"]) == ("Start", ended)
    assert "changed_at" not in found


def test_of_two_days_in_every_row_the_first_is_that_of_the_lead_and_a_last_change_is_no_earlier(home):
    days = [lambda n, _, late=late: day(n + late) for late in (9, 0, 4, 30)]
    stage = [lambda n, _: ENDS[n % 5]]
    (plain,) = seen(home, a=deals(["Abc", "Start", "Stage"], *days[:2], *stage))
    assert chosen(plain, "lead") == {"lead_id": "No", "created_at": "Start", "stage": "Stage"}
    early, late = seen(
        home,
        b=deals(["Created", "Last changed", "Stage"], *days[:2], *stage),
        c=deals(["Created", "Last changed", "Stage"], days[0], days[3], *stage),
    )
    assert "Last changed" not in chosen(early, "lead").values()
    assert chosen(late, "lead")["changed_at"] == "Last changed"


def test_of_leads_that_have_all_ended_the_other_day_is_that_of_the_end(home):
    over = [lambda n, _: day(n + 20), lambda n, _: day(n), lambda n, _: ("Won", "Lost")[n % 2]]
    found = chosen(*seen(home, a=deals(["Done", "Begin", "Result"], *over)), "lead")
    assert (found["created_at"], found["closed_at"]) == ("Begin", "Done")


def test_a_source_may_have_hundreds_of_names(home):
    created = [lambda n, _: day(n // 9), lambda n, _: ENDS[n % 5]]
    content = deals(["Lead source", "Created", "Stage"], lambda n, _: f"Autumn {n * 7 % 297}", *created, count=400)
    (file,) = seen(home, deals=content)
    (source,) = [column for column in file.columns if column.name == "Lead source"]
    assert (source.distinct, source.labels) == (297, ())
    guess = columns_for(file, "lead", MEANT)["source"][0]
    assert (guess.column, guess.score) == ("Lead source", pytest.approx(0.9))


@pytest.mark.parametrize(
    ("missing", "keys", "names"),
    [
        ("", ("Deal ID", "Company ID"), ("Deal name", "Company name")),
        # Without its id the name of the company is the key, and says itself what it is.
        ("Company ID", ("Deal ID", "Company name"), ("Deal name", None)),
        ("Deal name", ("Deal ID", "Company ID"), (None, "Company name")),  # and no job is the name of a deal
    ],
)
def test_names_are_proposed_from_the_columns_that_are_no_keys(home, missing, keys, names):
    head = ["Deal ID", "Company ID", "Deal name", "Company name", "Created on", "Stage", "Job title"]
    rows = [
        [f"D-{n}", f"F{n % 9:03}", f"Press {n} of {n % 9}", f"Kiln {n % 9}", day(n), STAGES[n % 6], f"Head {n % 3}"]
        for n in range(36)
    ]
    kept = [place for place, name in enumerate(head) if name != missing]
    (file,) = seen(home, deals=text([[row[place] for place in kept] for row in [head, *rows]]))
    found = chosen(file, "lead")
    assert (found.get("lead_id"), found.get("account_id")) == keys
    assert (found.get("lead_name"), found.get("account_name")) == names


@pytest.mark.parametrize(("title", "is_contact"), [("Deal {n}", False), ("p{n}@firm.example", True)])
def test_the_title_of_a_deal_is_no_contact(home, title, is_contact):
    cells = [
        lambda n, _: title.format(n=n),
        lambda n, _: f"Firm {n % 9}",
        lambda n, _: day(n),
        lambda n, _: ENDS[n % 5],
    ]
    found = chosen(*seen(home, deals=deals(["Name", "Company", "Created", "Stage"], *cells)), "lead")
    assert (found.get("contact_id") == "Name") == is_contact


@pytest.mark.parametrize("name", ["people", "accounts"])
@pytest.mark.parametrize("head", ["Name,E-mail,Account,Source,Status", "Name,E-Mail,Firma,Herkunft,Priorität"])
def test_people_without_days_are_leads_and_not_accounts(home, name, head):
    rows = [[f"Ann P{n}", f"p{n}@firm.example", f"Firm {n % 40}", "Webinar", "ABC"[n % 3]] for n in range(60)]
    (file,) = seen(home, **{name: text([head.split(","), *rows])})
    assert rows_of(file, MEANT)[0][0] == "lead"


@pytest.mark.parametrize("number", ["{n}", "C-{n}"])
def test_the_number_of_a_call_is_its_id(home, number):
    rows = [[number.format(n=n), f"D-{n % 9}", f"{day(n)} 09:30", "inbound"] for n in range(60)]
    (file,) = seen(home, calls=text([["Call no", "Deal", "When", "Direction"], *rows]))
    found = chosen(file, "touch")
    assert (found["touch_id"], found["lead_id"], found["at"]) == ("Call no", "Deal", "When")


def test_a_column_with_few_values_is_not_proposed_on_these_alone(home):
    some = [lambda n, _, m=m: ("Webinar", "Referral")[n % 2] if n % m == 0 else "" for m in (5, 19)]
    stage = lambda n, _: ENDS[n % 5]  # noqa: E731
    often, seldom = seen(
        home,
        **{str(m): deals(["Extra", "Stage"], cell, stage, count=95) for m, cell in zip((5, 19), some, strict=True)},
    )
    assert chosen(often, "lead")["source"] == "Extra"
    assert "Extra" not in chosen(seldom, "lead").values()


def test_a_list_without_ids_is_told_apart_by_its_addresses_or_else_by_whole_rows(home):
    rows = [["Name", "E-Mail", "Quelle"], *([f"P {n}", f"p{n}@ort.example", SOURCES[n % 3]] for n in range(40))]
    with_addresses, without = seen(home, a=text(rows), b=text([[row[0], row[2]] for row in rows]))
    found = proposal([with_addresses], MEANT, "a")
    assert found.export.files[0].columns["lead_id"] == "E-Mail"
    assert found.guesses[0]["lead_id"][0].why == "no column of ids, and an e-mail address of its own in every row"
    export = propose([without], MEANT, "b")
    assert export.files[0].columns["lead_id"] == HASH_OF_ROW
    assert publish(home, export, home.inbox / "b.csv").files[0].counts == (40, 40, 0, 0, 0)


@pytest.fixture
def three(home):
    """Leads that name their contacts, calls of contacts (one of twenty unknown), and spend."""
    rows = german()
    leads = [[*row, f"K{place:05}" if place else "Partner"] for place, row in enumerate(rows)]
    calls = [["Nr", "Wer", "Beginn", "Richtung"]]
    for place in range(60):
        who = "K99999" if place % 20 == 0 else f"K{place % 36 + 1:05}"
        calls.append([f"{place}", who, f"{day(place)} 09:{place % 60:02}", ("ausgehend", "eingehend")[place % 2]])
    spend = [["Monat", "Plattform", "Kosten (EUR)"], ["2026-01", "Messe", "1.500,00"], ["2026-02", "Messe", "700,50"]]
    return {"vorgang": text(leads, ";"), "anrufe": text(calls), "kosten": text(spend, ";")}


def test_files_are_joined_by_the_column_that_finds_most_and_load_as_proposed(home, three):
    files = seen(home, **three)
    found = proposal(files, MEANT, "drei")
    (join,) = found.joins
    assert (join.file, join.column, join.of_file, join.of_column) == (1, "Wer", 0, "Partner")
    assert (join.share, join.rows) == (57 / 60, 60)
    assert [each.rows for each in found.export.files] == ["lead", "touch", "spend"]
    assert found.export.files[0].columns["contact_id"] == found.export.files[1].columns["contact_id"].replace(
        "Wer", "Partner"
    )
    report = publish(home, found.export, *(home.inbox / f"{name}.csv" for name in three))
    assert [each.counts[1] for each in report.files] == [36, 60, 2]
    assert home.rows("select sum(amount), any_value(currency) from canonical.spend") == [(2200.5, "EUR")]
    assert home.rows("select direction, count(*) from canonical.touches group by all order by 1") == [
        ("inbound", 30),
        ("outbound", 30),
    ]


def test_joins_are_measured_on_the_values_wherever_they_stand(home):
    leads = [["id", "owner", "created"], *([f"VK-{n:03}", OWNERS[n % 3], day(n)] for n in range(90))]
    # The calls are of the last leads only, and name no column of theirs.
    calls = [["call", "about", "agent"], *([f"C-{n}", f"VK-{n % 10 + 80:03}", OWNERS[n % 3]] for n in range(100))]
    one, other = seen(home, leads=text(leads), calls=text(calls))
    found = joins([(one, "lead", {"lead_id": "id"}), (other, "touch", {})])
    assert [(each.column, each.of_column, each.share, each.is_one) for each in found] == [("about", "id", 1.0, True)]


def test_a_file_of_wins_completes_the_leads_of_the_other(home):
    leads = [["lead", "first seen", "origin"], *([f"VK-{n:03}", day(n), SOURCES[n % 3]] for n in range(90))]
    wins = [["lead", "won on", "lead type"], *([f"VK-{n:03}", day(n + 9), "big"] for n in range(40))]
    export = propose(seen(home, incoming=text(leads), closed=text(wins)), MEANT, "zwei")
    assert [each.rows for each in export.files] == ["lead", "outcome"]
    publish(home, export, home.inbox / "incoming.csv", home.inbox / "closed.csv")
    assert home.rows("select outcome, count(*) from canonical.outcomes group by all") == [("won", 40)]


def test_contacts_beside_deals_are_warned_of(home):
    deals = [
        ["Deal", "Created", "Contact ID", "Stage"],
        *([f"D-{n}", day(n), f"K-{n}", STAGES[n % 6]] for n in range(40)),
    ]
    people = [["Contact ID", "Created", "Country"], *([f"K-{n}", day(n), "Spain"] for n in range(60))]
    files = seen(home, deals=text(deals), people=text(people))
    found = proposal(files, MEANT, "crm")
    assert found.twice == ((1, 0),)
    assert "people.csv has the contacts of deals.csv: loaded both as leads, people count twice." in (
        proposed.told(found, files, MEANT)
    )


def test_the_days_of_a_win_and_of_a_loss_are_one_field(home):
    rows = [["ID", "Created", "Status", "Won time", "Lost time"]]
    for place in range(30):
        ended = day(place + 3)
        rows.append([f"D-{place}", day(place), *(("won", ended, ""), ("lost", "", ended), ("open", "", ""))[place % 3]])
    export = propose(seen(home, deals=text(rows)), MEANT, "p")
    assert export.files[0].columns["closed_at"] == {"first": ["Won time", "Lost time"]}
    profiles.parse(as_profile(export))


@pytest.mark.parametrize(
    ("field", "meanings"),
    [
        ("stage", {"Angebot verschickt": "proposal", "Devis envoyé": "proposal", "Propuesta": "proposal"}),
        ("stage", {"Contacto inicial": "contacted", "Premier contact": "contacted", "Primo contatto": "contacted"}),
        ("stage", {"Presupuesto enviado": "proposal", "Offerta inviata": "proposal", "Primeiro contato": "contacted"}),
        ("stage", {"Ganada/Ganado": None, "Perdida": None, "Gagnée": None, "Persa": None}),
        ("outcome", {"Ganada/Ganado": "won", "Gagnée": "won", "Vinta": "won", "Ganha": "won", "Ganado": "won"}),
        ("outcome", {"Perdida": "lost", "Perdue": "lost", "Persa": "lost", "Presupuesto enviado": None}),
        ("stage", {"Neu": "lead", "Demo": "opportunity", "closed won": "won", "Verloren": None, "Zzz": None}),
        ("outcome", {"Auftrag gewonnen": "won", "Perdue": "lost", "Perdido - precio": "lost", "nicht gewonnen": None}),
        ("outcome", {"In Bearbeitung": "open", "Nicht qualifiziert": "disqualified", "WON": "won", "Kunde": "won"}),
        ("direction", {"eingehend": "inbound", "Sortant": "outbound", "saliente": "outbound", "abc": None}),
        ("kind", {"Anruf": "call", "E-Mail": "email", "Termin": "meeting_held", "no show": "meeting_missed"}),
        ("source", {"Fachmesse": "Trade show", "Google Ads": "Paid search", "Referido": "Referral", "Zzz": None}),
        ("is_won", {"Ja": "yes", "não": "no", "TRUE": "yes", "maybe": None}),
    ],
)
def test_labels_mean_the_same_in_several_languages(field, meanings):
    assert labels_for(field, meanings, MEANT) == meanings


def test_an_unqualified_label_is_no_qualified_one():
    assert labels_for("stage", ["unqualifiziert", "Disqualified"], MEANT) == {
        "unqualifiziert": None,
        "Disqualified": None,
    }


def test_the_command_prints_a_proposal_saves_it_once_and_says_what_is_next(home, capsys):
    path = home.write("liste.csv", text(german(), ";"))
    assert main(["propose", str(path), "--home", str(home.folder)]) == 0
    out = capsys.readouterr().out
    assert out.startswith("liste.csv: a row is a lead (")
    assert "created_at  Anlagedatum    its name and values" in out
    assert "Neuanfrage = lead" in out
    assert "to be added to the definitions: Messe = Trade show, Kaltakquise = Cold call, Webseite = Landing page" in out
    assert not (home.folder / "profiles").exists()
    save = ["propose", str(path), "--save", "--name", "unsere", "--home", str(home.folder)]
    assert main(save) == 0
    saved = home.folder / "profiles" / "unsere.toml"
    assert f"Saved as {saved}: correct it where it is wrong, then `python -m data check {path} --profile unsere`." in (
        capsys.readouterr().out
    )
    assert main(save) == 1
    assert capsys.readouterr().err == "'unsere' is the name of another profile.\n"
    assert main(["check", str(path), "--home", str(home.folder)]) == 0


def test_what_cannot_be_read_is_not_saved(home, capsys):
    path = home.write("liste.csv", text(german()))
    assert main(["propose", str(path), "--save", "--name", "../up", "--home", str(home.folder)]) == 1
    assert capsys.readouterr().err == "'../up' cannot be a name: small letters, digits and dashes can.\n"
    (file,) = seen(home, calls="Direction,Agent\n" + "inbound,Mia Sander\n" * 3)
    export = proposal([file], MEANT, "calls", kinds=["touch"]).export
    assert proposed.missing(export.files[0]) == ["at", "lead_id or contact_id"]
    with pytest.raises(Exception, match="in touches no column was found for at and lead_id or contact_id"):
        proposed.save(export, home.folder)


def test_the_refusal_of_an_unknown_file_names_the_command(home, capsys):
    path = home.write("fruit.csv", "fruit,colour\napple,red\n")
    assert main(["check", str(path), "--home", str(home.folder)]) == 1
    assert "`python -m data propose fruit.csv` proposes a profile for it" in capsys.readouterr().err
