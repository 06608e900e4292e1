import pytest

from data import marts
from tests.data.intake.homes import Home


@pytest.fixture(autouse=True)
def no_marts(monkeypatch):
    """The intake ends at the canonical tables; that marts follow is tested with the real exports."""
    monkeypatch.setattr(marts, "build", lambda *_, **__: None)
    monkeypatch.setattr(marts, "verify", lambda *_: None)


@pytest.fixture
def home(tmp_path):
    return Home(tmp_path)
