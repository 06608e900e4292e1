"""Pages keep to the usual pipeline and say so, and say it where several are mixed."""

import pytest
from streamlit.testing.v1 import AppTest

from analysis.scope import ALL_PIPELINES, Scope
from data import definitions
from data.intake.load import load_files
from data.store import PROJECT, Store
from pages.everyone.data import model as data
from pages.leadership.health import model as health
from pages.parts import opens
from pages.parts.words import pipelines as words
from tests.analysis.test_pipelines import MIXED, NEW, RENEWALS, deals, usual
from tests.worlds import warehouse_of

SCRIPTS = {name: f"pages/{name}/page.py" for name in ("leadership/health", "marketing/sources", "everyone/data")}
DEALS = "Record ID,Pipeline,Deal Stage,Create Date,Close Date,Deal source\n" + "".join(
    f"{number},{pipeline},{stage},2026-0{1 + number % 6}-03,2026-0{2 + number % 6}-09,Webinar\n"
    for number, (pipeline, stage) in enumerate([(NEW, "Closed won"), *[(NEW, "Closed lost")] * 3] * 4, 1)
)
OF_RENEWALS = "".join(f"{number},{RENEWALS},Closed won,2026-02-03,2026-03-03,Webinar\n" for number in range(50, 62))


def opened(folder, monkeypatch, pipeline="", text=DEALS + OF_RENEWALS):
    """The dashboard on a home with these deals."""
    path = folder / "deals.csv"
    path.write_text(text, encoding="utf-8")
    home = folder / "home"
    home.mkdir()
    if pipeline:
        own = f'pipeline = "{pipeline}"\n{definitions.text()}'
        (home / "definitions.toml").write_text(own, encoding="utf-8")
    load_files([path], home=home)
    monkeypatch.setenv("PIPELINE_HOME", str(home))
    assert Store().current() is not None
    return AppTest.from_file(str(PROJECT / "dashboard.py"), default_timeout=60)


def caption(app):
    assert not app.exception
    return next(each.value for each in app.caption if "data through" in each.value)


def choice_of_pipeline(app):
    return next((each for each in app.selectbox if each.key == "pipeline"), None)


def test_the_usual_pipeline_is_shown_until_another_one_is_chosen(tmp_path, monkeypatch):
    app = opened(tmp_path, monkeypatch, NEW).run()
    assert "16\xa0leads" in caption(app)
    assert f"pipeline {NEW}" in caption(app)
    assert choice_of_pipeline(app).options == [NEW, "All pipelines", RENEWALS]
    choice_of_pipeline(app).select(RENEWALS).run()
    assert "12\xa0leads" in caption(app)
    assert f"pipeline {RENEWALS}" in caption(app)
    choice_of_pipeline(app).select("All pipelines").run()
    assert "28\xa0leads" in caption(app)
    assert "all pipelines" in caption(app)


def test_a_link_says_the_pipeline(tmp_path, monkeypatch):
    app = opened(tmp_path, monkeypatch, NEW)
    app.query_params["pipeline"] = "All pipelines"
    app.run()
    assert "28\xa0leads" in caption(app)


@pytest.mark.parametrize("text", [DEALS, DEALS.replace(f",{NEW},", ",,")])
def test_a_home_with_one_pipeline_or_none_says_nothing_of_it(tmp_path, monkeypatch, text):
    app = opened(tmp_path, monkeypatch, text=text).run()
    assert "16\xa0leads" in caption(app)
    assert "pipeline" not in caption(app)
    assert choice_of_pipeline(app) is None
    app.switch_page(SCRIPTS["marketing/sources"]).run()
    assert not any("Pipeline" in each.options for each in app.selectbox)
    assert "target_account" not in app.query_params, "what is not drawn is no choice"


def test_a_usual_pipeline_that_is_not_there_empties_no_page(tmp_path, monkeypatch):
    app = opened(tmp_path, monkeypatch, "Partners").run()
    assert "28\xa0leads" in caption(app)
    assert "all pipelines: no lead is in “Partners”" in caption(app)
    app.switch_page(SCRIPTS["everyone/data"]).run()
    said = " ".join(each.value for each in app.markdown)
    assert "name the usual pipeline “Partners”, but no lead is in it: all pipelines are shown." in said
    assert f"Leads are in “{NEW}” and “{RENEWALS}”" in said


def said(model):
    return [f"{each.asks}: {each.sentence}".replace("\xa0", " ") for each in model.findings]


def test_mixed_pipelines_are_said_once_and_with_a_way_out():
    mixed = "act: 3 of 4 wins are in the pipeline “Renewals”, beside “New business”. Rates, amounts and days are of all"
    warehouse = warehouse_of(MIXED)
    for model in (health.build(warehouse, Scope(), earlier=None), data.build(warehouse, Scope())):
        assert [each.startswith(mixed) for each in said(model)].count(True) == 1
        assert words.CHOOSE in [each.advice for each in model.findings]
    assert health.build(warehouse, Scope(), earlier=None).title.endswith(", all pipelines together")
    # Who chose, and who keeps to a usual one, need not be told.
    for pipeline in ((RENEWALS,), ALL_PIPELINES):
        model = health.build(warehouse, Scope(pipeline=pipeline), earlier=None)
        assert not any("pipeline" in each for each in (model.title, *said(model)))
    model = health.build(warehouse_of(MIXED, toml=usual(NEW)), Scope(), earlier=None)
    assert not any("Renewals" in each for each in (model.title, *said(model)))


def test_few_deals_elsewhere_are_good_to_know():
    model = health.build(warehouse_of([*deals(NEW, won=39, lost=3), *deals(RENEWALS, won=1)]), Scope(), earlier=None)
    assert said(model)[0].startswith("good to know: 1 of 40 wins is in the pipeline “Renewals”")
    assert "pipeline" not in model.title


def test_the_data_page_counts_what_the_usual_pipeline_leaves_out():
    model = data.build(warehouse_of(MIXED, toml=usual(NEW)), Scope())
    kept = (
        "Pages keep to the usual pipeline, “New business”: 5 of 9 leads and 3 of 4 wins are in another one or in none."
    )
    assert f"good to know: {kept}" in said(model)
    described = next(each for each in model.cards if each.name == "described").numbers
    # 7 of all 9 leads have a pipeline, whatever is usual
    assert described.set_index("dimension").loc["Pipeline", "share"] == pytest.approx(7 / 9)
    plain = data.build(warehouse_of(deals(NEW, won=1)), Scope())
    assert (
        "Pipeline" not in next(each for each in plain.cards if each.name == "described").numbers["dimension"].tolist()
    )


def test_addresses_carry_the_choice():
    assert "pipeline=All+pipelines" in opens.link(Scope(pipeline=ALL_PIPELINES), {})
    assert "pipeline" not in opens.link(Scope(), {})
