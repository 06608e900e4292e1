"""What is said of a feed in the definitions: whatever is wrong is refused with its key."""

import pytest

from data import definitions
from data.definitions import DefinitionsError

DATABASE = 'database = "WAREHOUSE_URL"\n'


@pytest.mark.parametrize(
    ("toml", "told"),
    [
        ('folder = "exports"', "feeds[0].folder: 'exports' is not a whole path such as /srv/exports"),
        ('folder = "/a"\nfolders = 1', "feeds[0].folders: no such key"),
        ('name = "CRM"', "feeds[0].folder: either a folder is named or the variable of a database"),
        ('folder = "/a"\ndatabase = "A"', "feeds[0].folder: either a folder is named or the variable of a database"),
        ('folder = "/a"\ndates = "swiss"', "feeds[0].dates: must be one of"),
        ('folder = "/a"\nname = 5', "feeds[0].name: must be a text"),
        ('folder = "/a"\ntables = ["deals"]', "feeds[0].tables, query and changed_at: belong to a database"),
        ('folder = "/a"\n[[feeds]]\nfolder = "/a"', "feeds: more than one is called '/a'"),
        (DATABASE, "feeds[0].tables: either tables are named or there is a query"),
        (
            f'{DATABASE}tables = ["a"]\nquery = "select 1"',
            "feeds[0].tables: either tables are named or there is a query",
        ),
        (f'{DATABASE}tables = "deals"', "feeds[0].tables: must be a list of names"),
        (f'{DATABASE}tables = ["a"]\nwhole_days = -1', "feeds[0].whole_days: -1 is not a whole number from 0 on"),
        (f'{DATABASE}tables = ["a"]\noverlap_minutes = 1.5', "feeds[0].overlap_minutes: 1.5 is not a whole number"),
    ],
)
def test_a_feed_that_is_told_wrongly_says_what_it_should_be(toml, told):
    with pytest.raises(DefinitionsError) as error:
        definitions.parse_text(f"{definitions.text()}\n[[feeds]]\n{toml}\n")
    assert str(error.value).startswith(told)


def test_an_address_with_its_secret_is_refused_and_not_repeated():
    with pytest.raises(DefinitionsError, match="must be the name of an environment variable") as error:
        definitions.parse_text(
            f'{definitions.text()}\n[[feeds]]\ndatabase = "postgresql://me:hunter2@db/crm"\ntables = ["deals"]\n'
        )
    assert "hunter2" not in str(error.value)
