"""A server as ``server.py`` starts it."""

import pytest

from web.listening import FORWARDED


@pytest.fixture(autouse=True)
def _believes_no_forwarded_address(monkeypatch):
    monkeypatch.setenv(FORWARDED, "")
