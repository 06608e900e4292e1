"""Who is chosen or searched for is nowhere in the address, and what the address says opens again."""

import pytest
from streamlit.testing.v1 import AppTest

from data import saved_views
from data.access import keys
from data.saved_views import SavedView
from data.store import PROJECT
from pages.parts import handover, scope_bar, site

OWNER = "Robin Vale"


@pytest.fixture
def opened(own_home):
    """Open a page at an address."""

    def show(page, **address):
        app = AppTest.from_file(str(PROJECT / "dashboard.py"), default_timeout=30).run()
        app.query_params.update(address)
        app.switch_page(site.PAGES[page].script).run()
        assert not app.exception
        assert not app.error
        return app

    return show


def asked(app, name):
    """What the address says, however a run wrote it."""
    said = app.query_params[name]
    return [said] if isinstance(said, str) else said


def grey_line(app):
    return app.caption[0].value


def field(app):
    return next(each for each in app.text_input if each.key == "search")


@pytest.mark.parametrize("page", ["gaps", "leads", "stages", "dependence"])
def test_a_name_in_an_address_opens_and_a_key_takes_its_place(opened, own_home, page):
    app = opened(page, owner=OWNER)
    assert f"owner {OWNER}" in grey_line(app)
    assert asked(app, "owner") == [keys.key(own_home, OWNER)]
    assert not app.toast
    again = opened(page, **app.query_params)
    assert grey_line(again) == grey_line(app), "a link reproduces the view"
    assert again.title[0].value == app.title[0].value


def test_who_is_chosen_is_told_to_the_address_as_a_key_and_goes_along(opened, own_home):
    app = opened("gaps")
    app.multiselect(key="owner").select(OWNER).run()
    assert f"owner {OWNER}" in grey_line(app)
    assert asked(app, "owner") == [keys.key(own_home, OWNER)]
    app.switch_page(site.PAGES["stages"].script).run()
    assert f"owner {OWNER}" in grey_line(app)
    assert asked(app, "owner") == [keys.key(own_home, OWNER)]
    app.multiselect(key="owner").unselect(OWNER).run()
    assert "owner" not in grey_line(app)
    assert "owner" not in app.query_params


def test_a_link_to_the_page_that_is_shown_changes_who_is_chosen(opened, own_home):
    app = opened("gaps", owner=OWNER)
    other = next(name for name in app.multiselect(key="owner").options if name != OWNER)
    app.query_params["to_owner"] = keys.key(own_home, other)
    app.run()
    assert f"owner {other}" in grey_line(app)
    assert asked(app, "owner") == [keys.key(own_home, other)]


@pytest.mark.parametrize("name", ["owner", "only_owner", "account"])
def test_the_key_of_nobody_is_left_out_with_a_notice_that_names_nobody(opened, own_home, name):
    every = opened("leads").title[0].value
    for value in (keys.key(own_home, "Nobody Known"), "Nobody Known"):
        app = opened("leads", **{name: value})
        assert [notice.value for notice in app.toast] == [
            f"The address asks for an {name.removeprefix('only_')} that is not there: it is left out."
        ]
        assert app.title[0].value == every


@pytest.mark.parametrize("name", ["only_owner", "account"])
def test_what_a_mark_stands_for_is_named_on_the_page_alone(opened, own_home, name, sampled):
    column = {"only_owner": "owner", "account": "account_id"}[name]
    ((value, leads),) = sampled.rows(
        f"select {column}::varchar, count(*) from marts.journeys where {column} not null group by all "
        f"having {column} <> '(not recorded)' order by 2 desc, 1 limit 1"
    )
    app = opened("leads", only_period="All", **{name: value})
    assert app.title[0].value.startswith(f"{leads:,} lead")
    assert asked(app, name) == [keys.key(own_home, value)]


def test_what_is_searched_for_is_told_to_the_address_sealed(opened, own_home):
    app = opened("leads")
    field(app).set_value("vale").run()
    assert any("with “vale” in name" in each.value for each in app.markdown)
    (told,) = asked(app, "search")
    assert keys.opened(own_home, told, "") == "vale"
    again = opened("leads", search=told)
    assert field(again).value == "vale"
    assert again.title[0].value == app.title[0].value
    assert asked(opened("leads", search="vale"), "search") == [told], "as a bookmark of before says it"
    field(again).set_value("").run()
    assert "search" not in again.query_params


def test_a_text_that_does_not_open_is_left_out_with_a_notice(opened, own_home):
    app = opened("leads", search=keys.sealed(own_home, "vale", "others"))
    assert [notice.value for notice in app.toast] == [
        "The address has a text to search for that opens for those who see the same leads: it is left out."
    ]
    assert field(app).value == ""
    assert "search" not in app.query_params


def test_a_view_that_was_saved_names_whom_it_is_of_and_its_link_does_not(opened, own_home):
    saved_views.put(own_home, SavedView("Mine", "leads", (("owner", OWNER), ("search", "vale"))))
    app = opened("leads", owner=keys.key(own_home, OWNER), search="vale")
    (view,) = saved_views.read(own_home)
    assert view.said is not None, "the view is known by what its address stands for"
    assert view.said.headline == app.title[0].value
    mine = opened("my_views")
    assert any(f"owner {OWNER}, search vale" in each.value.replace(" · ", ", ") for each in mine.markdown)
    links = [link.proto.query_string for link in mine.get("page_link")]
    assert any(keys.key(own_home, OWNER) in link for link in links)
    assert not any(name in link for link in links for name in ("Robin", "Vale", "vale"))
    address = dict(handover.closed(handover.exactly(view.page, view.address)))
    assert opened("leads", **address).title[0].value == view.said.headline


def test_of_persons_only_such_controls_choose_that_keep_them_out_of_the_address():
    assert [name for name in scope_bar.FILTERS if handover.parameter(name, OWNER) != OWNER] == ["owner"]
