"""Profiles of a home: listed whether they are whole or not, changed only for the better."""

import pytest

from data.intake import own_profiles
from data.intake.profiles import ProfileError
from tests.data.intake.test_draft import PROFILE


@pytest.fixture
def own(home):
    folder = home.folder / "profiles"
    folder.mkdir(parents=True)
    (folder / "ours.toml").write_text("# ours alone\n" + PROFILE)
    (folder / "torn.toml").write_text("name = \n")
    return lambda: {each.name: each for each in own_profiles.listed(home.folder)}


def test_broken_ones_are_listed_with_what_is_wrong(own):
    assert own()["ours"].fault == ""
    assert "Invalid value" in own()["torn"].fault


def test_a_change_that_is_wrong_leaves_the_old_one(home, own):
    with pytest.raises(ProfileError, match=r"files\[0\].wanted: no such key"):
        own_profiles.save(home.folder, own()["ours"], own()["ours"].text.replace("required", "wanted"))
    with pytest.raises(ProfileError, match="is not TOML"):
        own_profiles.save(home.folder, own()["ours"], "name =")
    assert own()["ours"].fault == ""
    own_profiles.save(home.folder, own()["torn"], PROFILE.replace("ours", "mended"))
    assert own()["mended"].fault == ""


def test_a_new_name_keeps_the_comments(home, own):
    own_profiles.save(home.folder, own()["ours"], own_profiles.renamed(own()["ours"].text, "theirs"))
    assert own()["theirs"].text.startswith("# ours alone\n")
    assert "ours" not in own()


@pytest.mark.parametrize("name", ["hubspot-deals", "Ours", "../x"])
def test_a_name_that_cannot_be_one_is_refused(home, own, name):
    with pytest.raises(ProfileError, match="name"):
        own_profiles.save(home.folder, own()["ours"], own_profiles.renamed(own()["ours"].text, name))
    assert own()["ours"].fault == ""


def test_a_free_name_is_found(home, own):
    assert own_profiles.free_name(home.folder, "new") == "new"
    assert own_profiles.free_name(home.folder, "ours") == "ours-2"
    assert own_profiles.free_name(home.folder, "torn") == "torn-2"


def test_what_is_removed_is_gone(own):
    own_profiles.remove(own()["ours"])
    assert set(own()) == {"torn"}
