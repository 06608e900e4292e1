"""What tests of pages share."""

import shutil
from copy import deepcopy

import plotly.graph_objects as go
import pytest


@pytest.fixture(scope="session", autouse=True)
def _plotly_knows_every_figure():
    """Pages have their figures drawn without a look at each property: here Plotly looks at all of them."""
    made = go.Figure.__init__

    def make(self, figure=None, *args, **more):
        made(self, deepcopy(figure), *args)
        made(self, figure, *args, **more)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(go.Figure, "__init__", make)
        yield


@pytest.fixture
def own_home(sample_home, tmp_path, monkeypatch):
    """A home on the sample in which something may be saved."""
    shutil.copytree(sample_home, tmp_path / "home", symlinks=True)
    monkeypatch.setenv("PIPELINE_HOME", str(tmp_path / "home"))
    return tmp_path / "home"
