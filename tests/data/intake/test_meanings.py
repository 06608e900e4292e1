"""What a check says of labels: what each means, which of that is a guess, and the way out where it means nothing."""

import pytest

from data.__main__ import main
from data.definitions import DEFAULT_FILE
from data.intake.meanings import BY_FLAGS, GUESS, nearest_channel
from tests.data.intake.homes import WITHOUT_SOURCE, leads


def meanings(home, **files):
    return home.load(_publish=False, **files).meanings


def found(listed):
    return [(each.label, each.means, each.how, each.count) for each in listed]


def check(home, capsys, *names):
    main(["check", *(str(home.inbox / f"{name}.csv") for name in names), "--home", str(home.folder)])
    return capsys.readouterr().out.splitlines()


def test_every_source_has_its_channel_motion_and_rows(home):
    sources = ("Webinar", "Webinar", "Direct", "Pigeon", "", "Cold-Call")
    told = meanings(
        home,
        leads=leads(*(f"L-{n},2026-01-05,{source},1" for n, source in enumerate(sources))),
        touches="touch_id,lead_id,at,channel\nt,L-1,2026-01-06,Webinar\n",
        spend="date,source,amount\n2026-01-06,Pigeon,5\n",
    )
    assert [(each.label, each.means, each.motion, each.how, each.rows) for each in told.sources] == [
        ("Webinar", "Webinar", "inbound", "", {"leads": 2, "touches": 1}),
        ("Pigeon", None, "unknown", "", {"leads": 1, "lines of spend": 1}),
        ("(not recorded)", None, "unknown", "", {"leads": 1}),
        ("Cold-Call", "Cold call", "outbound", "", {"leads": 1}),
        ("Direct", "Landing page", "inbound", GUESS, {"leads": 1}),
    ]


def test_the_rows_may_say_the_motion_of_a_source_without_a_channel(home):
    rows = ("1,2026-01-05,Pigeon,outbound", "2,2026-01-05,Pigeon,inbound", "3,2026-01-05,Webinar,outbound")
    told = meanings(home, leads=leads(*rows, columns="lead_id,created_at,source,motion"))
    assert [(each.label, each.motion) for each in told.sources] == [
        ("Pigeon", "inbound, outbound"),
        ("Webinar", "inbound"),
    ]


def test_a_spelling_of_the_business_is_no_guess(home):
    home.folder.mkdir()
    text = (
        DEFAULT_FILE.read_text(encoding="utf-8")
        .replace('"direct", ', "")
        .replace('also = ["webinars"', 'also = ["direct"')
    )
    (home.folder / "definitions.toml").write_text(text, encoding="utf-8")
    told = meanings(home, leads=leads("L-1,2026-01-05,Direct,1"))
    assert found(told.sources) == [("Direct", "Webinar", "", 1)]


def test_stages_and_endings_of_a_history(home):
    stages = (
        "Contacted",
        "Discovery",
        "Thinking",
        "Closed Lost - price",
        "Closed Lost",
        "Qualified To Buy",
        "Qualified To Buy",
    )
    told = meanings(
        home,
        stage_events="lead_id,stage,entered_at\n"
        + "".join(f"L-1,{each},2026-01-0{n}\n" for n, each in enumerate(stages, 1)),
    )
    assert found(told.stages)[:2] == [("Qualified To Buy", "prospect", GUESS, 2), ("Contacted", "contacted", "", 1)]
    assert ("Thinking", None, "", 1) in found(told.stages)
    assert found(told.outcomes) == [("Closed Lost", "lost", "", 1), ("Closed Lost - price", "lost", GUESS, 1)]


def test_endings_without_an_outcome_are_all_named(home, capsys):
    content = "lead_id,outcome\nL-1,won\nL-2,Success\nL-3,Success\nL-4,Gave up\n"
    told = meanings(home, outcomes=content)
    assert found(told.outcomes) == [("Success", None, "", 2), ("Gave up", None, "", 1), ("won", "won", "", 1)]
    lines = check(home, capsys, "outcomes")
    assert "ending   outcome       how  rows" in lines
    assert "Success  (no outcome)          2" in lines
    assert any(line.startswith("(no outcome): 2 endings in 3 rows have no outcome, so") for line in lines)


FLAGGED = (
    "Id,StageName,IsWon,IsClosed,CreatedDate,CloseDate,Amount,LeadSource,LastModifiedDate,OwnerId,AccountId,Name\n"
)


def test_flags_close_deals_whatever_their_label_says(home):
    rows = "".join(
        f"006000000000{n:03d}AAA,{label},{won},{closed},2026-01-05,2026-02-05,5,Web,2026-02-06,005,001,x\n"
        for n, (label, won, closed) in enumerate([("Signed", 1, 1), ("Gone", 0, 1), ("Prospecting", 0, 0)])
    )
    told = meanings(home, deals=FLAGGED + rows)
    assert {each.label: (each.means, each.how) for each in told.outcomes} == {
        "Signed": ("won", BY_FLAGS),
        "Gone": ("lost", BY_FLAGS),
    }


def test_a_file_that_says_nothing_of_sources_says_so(home, capsys):
    home.write("leads.csv", leads("L-1,2026-01-05", columns="lead_id,created_at"))
    assert f"leads.csv: {WITHOUT_SOURCE}" in check(home, capsys, "leads")


@pytest.mark.parametrize(
    ("label", "channel"),
    [
        ("LinkedIn Ads - DACH", "Paid social"),
        ("Referal", "Referral"),
        ("Webinaar", "Webinar"),
        ("Pigeon", None),
    ],
)
def test_a_channel_is_offered_for_a_label_that_is_like_one_of_its_spellings(home, label, channel):
    assert nearest_channel(label, meanings(home, leads=leads("L-1,2026-01-05,SEO,1")).meant) == channel


def test_a_check_lists_what_a_load_says_in_short(home, capsys):
    home.write("leads.csv", leads("1,2026-01-05,Direct,1", "2,2026-01-05,Webinar,1", "3,2026-01-05,Referal,1"))
    path = home.folder / "definitions.toml"
    lines = check(home, capsys, "leads")
    assert lines[2].startswith("New or changed: 3 leads, created on 2026-01-05, 0 won, 0 lost, 0 disqualified, 3 open")
    assert lines[4:8] == [
        "source   channel       motion   how               leads",
        "Direct   Landing page  inbound  guess                 1",
        "Referal  (unmapped)    unknown  perhaps Referral      1",
        "Webinar  Webinar       inbound                        1",
    ]
    assert lines[8].startswith("guess: by a spelling that comes with the program")
    assert lines[9].startswith("(unmapped): 1 source in 1 row has no channel, so no motion: add each to `also` of its")
    assert lines[10] == f"{path} does not exist yet: copy {DEFAULT_FILE} there."
    main(["load", str(home.inbox / "leads.csv"), "--home", str(home.folder)])
    told = capsys.readouterr().out
    assert "1 source in 1 row has no channel, so no motion: 'Referal' (1).\n" in told
    assert "`python -m data check` lists what every label of these files means (guesses: 1)." in told


def test_more_labels_than_a_table_shows_are_counted(home, capsys):
    home.write("leads.csv", leads(*(f"{n},2026-01-05,Pigeon {n},1" for n in range(100, 150))))
    assert "and 10 more in 10 rows, 10 of them unmapped" in check(home, capsys, "leads")
