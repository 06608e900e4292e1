"""Links lead to pages that are there."""

import pytest

from data.store import PROJECT
from pages.parts import addresses


@pytest.mark.parametrize("script", [script for name, script in vars(addresses).items() if name.isupper()])
def test_every_address_is_the_script_of_a_page(script):
    assert (PROJECT / script).is_file()
