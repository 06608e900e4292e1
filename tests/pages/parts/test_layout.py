"""The grey line says what happened in the period."""

import pytest

from analysis.scope import Scope
from pages.parts.layout import sentence_of
from pages.parts.page import PageModel
from pages.parts.scope_bar import Choice


@pytest.mark.parametrize(
    ("sentence", "said"),
    [
        ("created in the last 90 days · segment SMB", "opened or closed in the last 90 days · segment SMB"),
        ("all leads · data through 1 Jan 2026", "all leads · data through 1 Jan 2026"),
    ],
)
def test_a_period_is_of_creation_unless_the_model_says_otherwise(sentence, said):
    choice = Choice(Scope(), None, sentence)
    assert sentence_of(PageModel("One", period_of="opened or closed"), choice) == said
    assert sentence_of(PageModel("Other"), choice) == sentence
