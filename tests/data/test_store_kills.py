"""A few of the damages and kills of ``benchmarks``: the same checks, in seconds."""

import shutil

import pytest

from benchmarks import damages, kills

pytestmark = pytest.mark.usefixtures("no_marts")
NAMES = ("current: flipped", "own: gone", "the link is gone", "the link leads out")


@pytest.fixture(scope="module")
def original(tmp_path_factory):
    folder = tmp_path_factory.mktemp("original")
    return folder, damages.whole_home(folder)


@pytest.mark.parametrize("name", NAMES)
def test_a_damaged_home_loses_nothing_and_says_so(original, tmp_path, name):
    folder, before = original
    shutil.copytree(folder, tmp_path, symlinks=True, dirs_exist_ok=True)
    home = damages.Home(tmp_path, before)
    assert list(home.wrong(dict(damages.damages())[name])) == []


def test_a_killed_command_is_done_or_was_never_given():
    assert [(step.told, step.wrong) for step in kills.steps(10, seed=1) if step.wrong] == []
