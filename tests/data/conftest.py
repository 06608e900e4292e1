"""What tests of stores share."""

import pytest

from data import marts


@pytest.fixture(scope="module")
def no_marts():
    """What is kept of a generation does not depend on its marts: they are not built."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(marts, "build", lambda *_, **__: None)
        patch.setattr(marts, "verify", lambda *_: None)
        yield
