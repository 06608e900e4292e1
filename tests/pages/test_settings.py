"""Settings: what waits is shown first, nothing is kept unsaid, and the numbers follow what was kept."""

import random
import shutil
import time

import pytest
from streamlit.testing.v1 import AppTest

from analysis.claims import single_points
from analysis.claims.verdicts import NO
from analysis.scope import Scope
from analysis.warehouse import Warehouse
from data import __main__ as commands
from data import definitions, jobs
from data.settings import versions
from data.settings.draft import Draft
from data.store import PROJECT, Store
from pages.everyone.settings import effects, model
from pages.leadership.dependence import single_points_of_failure
from pages.parts import labels
from pages.parts.single_points import finding

PAGE = "pages/everyone/settings/page.py"
SOURCES = {"Billboard": 30, "Google Ads EU": 20, "*Stand* [x](y)": 10, "Demo": 60, "Cold call": 40}


@pytest.fixture(scope="module")
def loaded(tmp_path_factory):
    """A home with a file of leads of which three sources belong to no channel."""
    folder = tmp_path_factory.mktemp("settings")
    chance = random.Random(5)
    rows = [
        f"{source}{place},{source},Owner {place % 3}" for source, leads in SOURCES.items() for place in range(leads)
    ]
    file = folder / "leads.csv"
    lines = [f"{row},2026-0{chance.randint(1, 6)}-11,{int(chance.random() < 0.3)}" for row in rows]
    file.write_text("\n".join(["lead_id,source,owner,created_at,won", *lines]))
    assert commands.main(["load", str(file), "--home", str(folder / "home")]) == 0
    return folder / "home"


@pytest.fixture
def home(loaded, tmp_path, monkeypatch):
    folder = shutil.copytree(loaded, tmp_path / "home", symlinks=True)
    monkeypatch.setenv("PIPELINE_HOME", str(folder))
    return folder


@pytest.fixture
def app(home):
    opened = AppTest.from_file(str(PROJECT / "dashboard.py"), default_timeout=30)
    opened.run()
    opened.switch_page(PAGE).run()
    return opened


@pytest.fixture
def no_rebuild(monkeypatch):
    monkeypatch.setattr(jobs, "start", lambda *_: None)


def field(app, label):
    kinds = (app.selectbox, app.number_input, app.text_input, app.text_area, app.time_input)
    return next(each for kind in kinds for each in kind if each.label.startswith(label))


def press(app, label, *, last=False):
    found = [each for each in app.button if each.label.startswith(label)]
    found[-1 if last else 0].click().run()
    assert not app.exception


def look_at(app, view):
    app.query_params["view"] = view
    app.run()


def said(app):
    return " ".join(each.value for each in (*app.markdown, *app.caption))


def settled(app, home):
    """The page once the rebuild in the background is done."""
    until = time.monotonic() + 60
    while (job := jobs.look(home / "jobs" / "rebuild")) is None or job.state == jobs.RUNNING:
        assert time.monotonic() < until
        time.sleep(0.1)
    assert job.state == jobs.DONE, job.told
    return app.run()


def channels_of(home):
    warehouse = Warehouse.open(Store(home).current(), home)
    counted = warehouse.ask("shares", breakdown="channel").set_index("breakdown")["leads"]
    warehouse.close()
    return counted.to_dict()


def test_a_source_gets_its_channel_and_the_numbers_follow_and_undo_brings_both_back(app, home):
    assert app.title[0].value == "3\xa0sources of 60\xa0leads belong to no channel"
    first = app.selectbox[0]
    assert (first.label, first.value, first.placeholder) == ("Billboard · 30\xa0leads", None, "Choose one")
    assert app.selectbox[1].placeholder == "Perhaps Paid search"
    first.set_value("Display").run()
    assert "“Billboard” belongs to “Display”" in said(app)
    assert versions.now(home).digest == versions.SHIPPED, "nothing is kept unasked"
    press(app, "Keep")
    settled(app, home)
    assert app.title[0].value == "2\xa0sources of 30\xa0leads belong to no channel"
    assert "**Kept.** “Billboard” belongs to “Display”" in said(app)
    assert "All numbers are built with these settings" in said(app)
    assert channels_of(home)["Display"] == 30
    press(app, "Undo")
    settled(app, home)
    assert app.title[0].value == "3\xa0sources of 60\xa0leads belong to no channel"
    assert "Display" not in channels_of(home)
    assert [each.who for each in versions.history(home)] == ["on this machine", "on this machine", versions.BY_HAND]


def test_many_at_once_by_guess_and_by_choice(app, home, no_rebuild):
    press(app, "Choose as guessed (1)")
    field(app, "Billboard").set_value("Display").run()
    field(app, r"\*Stand\*").set_value("Trade show").run()
    field(app, "Google Ads EU").set_value(None).run()
    field(app, "Google Ads EU").set_value("Paid social").run()
    press(app, "Keep")
    meant = definitions.load(home)
    assert [meant.channel_of(each) for each in SOURCES][:3] == ["Display", "Paid social", "Trade show"]
    assert len(versions.history(home)) == 2


def test_changes_of_several_areas_wait_together_and_can_be_discarded(app, home, no_rebuild):
    field(app, "Name").set_value("Blog").run()
    look_at(app, "Thresholds")
    field(app, "One channel").set_value(30.0).run()
    look_at(app, "Time and hours")
    field(app, "Holidays").set_value("2026-12-25").run()
    look_at(app, "Currency")
    field(app, "Currency").set_value("eur").run()
    for told in ("is called “Blog”", "30% instead of 40%", "25 Dec 2026 added", "EUR instead of USD"):
        assert told in said(app)
    app.switch_page("pages/everyone/data/page.py").run()
    app.switch_page(PAGE).run()
    assert "is called “Blog”" in said(app), "another page does not cost the changes"
    press(app, "Discard")
    assert "Not kept yet" not in [each.value for each in app.header]
    assert not (home / "definitions.toml").exists()


def test_what_does_not_fit_together_is_said_and_not_taken(app, no_rebuild):
    look_at(app, "Time and hours")
    field(app, "Conversion window").set_value(0).run()
    assert "0 is not a whole number of days" in app.warning[0].value.replace("\\", "")
    assert "Keep" not in [each.label for each in app.button]
    field(app, "Conversion window").set_value(90).run()
    assert not app.warning
    field(app, "Holidays").set_value("Christmas").run()
    assert "is not a day such as" in app.warning[0].value
    assert "90 instead of 180" in said(app)


def test_the_way_into_the_crm_is_kept_and_taken_off_again(app, home, no_rebuild):
    look_at(app, "CRM")
    field(app, "Page of a lead").set_value("crm.example.com/{lead_id}").run()
    assert "is not an address that begins with https:// or http://" in labels.without_markdown(app.warning[0].value)
    field(app, "Page of a lead").set_value(" https://crm.example.com/{lead_id} ").run()
    assert not app.warning
    press(app, "Keep")
    assert definitions.load(home).links.lead == "https://crm.example.com/{lead_id}"
    field(app, "Page of a lead").set_value("").run()
    press(app, "Keep")
    assert definitions.load(home).links.lead == ""


def test_stages_come_move_and_go(app, home, no_rebuild):
    look_at(app, "Stages")
    app.text_input[-1].set_value("trial").run()
    press(app, "Add it")
    assert app.text_input[-1].value == ""
    press(app, "Up", last=True)
    press(app, "Remove")
    press(app, "Keep")
    assert definitions.load(home).stage_names == (
        "lead",
        "engaged",
        "prospect",
        "opportunity",
        "trial",
        "proposal",
        "won",
    )


def test_a_spelling_that_moves_leaves_the_stage_where_it_was(app, home, no_rebuild):
    look_at(app, "Stages")
    boxes = [each for each in app.text_area if each.label.startswith("Spellings")]
    boxes[1].set_value(f"{boxes[1].value}\nreplied").run()
    boxes = [each for each in app.text_area if each.label.startswith("Spellings")]
    assert "replied" in boxes[1].value
    assert "replied" not in boxes[2].value
    press(app, "Keep")
    assert definitions.load(home).stage_of("replied") == "contacted"


def test_who_was_too_late_is_told(app, home, no_rebuild):
    field(app, "Billboard").set_value("Display").run()
    draft = Draft(versions.now(home).text)
    draft.put("currency", "EUR")
    versions.keep(home, draft.text, read=versions.SHIPPED, who="Ada")
    press(app, "Keep")
    assert "were changed meanwhile \\(Ada" in app.error[0].value
    assert definitions.load(home).channel_of("Billboard") is None
    press(app, "Discard")
    assert field(app, "Billboard").value is None


def test_the_history_leads_back_through_what_it_changes(app, home, no_rebuild):
    field(app, "Billboard").set_value("Display").run()
    press(app, "Keep")
    look_at(app, "History")
    assert "“Billboard” belongs to “Display”" in said(app)
    press(app, "Go back to this")
    assert "“Billboard” belongs to no channel any more" in said(app)
    press(app, "Keep")
    assert definitions.load(home).channel_of("Billboard") is None


def test_a_broken_file_is_said_with_ways_out(home, no_rebuild):
    text = definitions.text() + "# mine\n"
    (home / "definitions.toml").write_text(text)
    versions.history(home)
    (home / "definitions.toml").write_text(text.replace('"USD"', '"Dollar"'))
    app = AppTest.from_file(str(PROJECT / "dashboard.py"), default_timeout=30)
    app.run()
    app.switch_page(PAGE).run()
    assert app.title[0].value == "The settings cannot be used"
    assert "is not an ISO 4217 code" in app.error[0].value
    press(app, "Go back to the last good version")
    assert (home / "definitions.toml").read_text() == text
    assert app.title[0].value.startswith("3\xa0sources")


@pytest.mark.parametrize("changes", [{"thresholds.channel_share": 0.1}, {"thresholds.owner_share": 0.9}])
def test_the_effect_of_thresholds_is_what_dependence_says_after_it(home, changes):
    before = Warehouse.open(Store(home).current(), home)
    draft = Draft(before.definitions_text)
    for key, value in changes.items():
        draft.put(key, value)
    card = effects.build(before, Scope(), text=draft.text).cards[0]
    before.close()
    versions.keep(home, draft.text, read=versions.now(home).digest, who="Ada")
    assert commands.main(["rebuild", "--home", str(home)]) == 0
    after = Warehouse.open(Store(home).current(), home)
    found = single_points.find(after, Scope())
    would = card.numbers[card.numbers["then"] != "Below it"]
    judged = [point for point in found.points if point.grain in set(card.numbers["grain"])]
    assert sorted(would["name"]) == sorted(point.name for point in judged if point.verdict != NO)
    shown = single_points_of_failure.build(after, Scope())
    assert [each.sentence for each in shown.findings] == [finding(each).sentence for each in found.found[:6]]
    after.close()


def test_the_effect_of_another_window_is_what_the_pages_count_after_it(home):
    before = Warehouse.open(Store(home).current(), home)
    draft = Draft(before.definitions_text)
    draft.put("windows.conversion_days", 20)
    card = effects.build(before, Scope(), text=draft.text).cards[0]
    before.close()
    versions.keep(home, draft.text, read=versions.now(home).digest, who="Ada")
    assert commands.main(["rebuild", "--home", str(home)]) == 0
    after = Warehouse.open(Store(home).current(), home)
    counted = after.ask("conversion", breakdown="motion").set_index("motion")
    after.close()
    then = card.numbers[card.numbers["when"] == "Then: 20\xa0days"].set_index("motion")
    assert then[["mature", "mature_won"]].to_dict() == counted[["mature", "mature_won"]].to_dict()
    assert card.title.startswith("Pages would count wins within 20\xa0days instead of ")


def test_every_area_is_a_module_of_its_own_shape():
    for area in model.AREAS.values():
        assert callable(area.form)
        assert callable(area.change)
