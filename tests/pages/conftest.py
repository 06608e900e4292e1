"""What tests of pages share."""

import shutil

import pytest


@pytest.fixture
def own_home(sample_home, tmp_path, monkeypatch):
    """A home on the sample in which something may be saved."""
    shutil.copytree(sample_home, tmp_path / "home", symlinks=True)
    monkeypatch.setenv("PIPELINE_HOME", str(tmp_path / "home"))
    return tmp_path / "home"
