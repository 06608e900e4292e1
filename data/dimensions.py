"""What leads are told apart by. The models, the intake, filters, breakdowns and the command line follow this one list.

A new dimension that comes with the leads takes a line here and one in each profile whose exports have it, such as
``profiles/canonical.toml``. What was loaded before knows nothing of it, whatever is rebuilt.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Dimension:
    """One thing that leads are told apart by.

    Attributes
    ----------
    name : str
        Name of its column, of its filter in an address and of its option on the command line.
    is_recorded : bool
        Whether it comes with the leads as it is; what the others are made of say the models ``staging/leads`` and
        ``marts/journeys``.
    is_of_buyer : bool
        Whether it says who the buyer is, or what is sold: what was done is counted by it too.
    is_filter : bool
        Whether the bar of every page offers it as a filter; links and the command line filter by all.
    is_of_list : bool
        Whether it comes with a list of its own, and is offered only where that is loaded.
    is_of_several : bool
        Whether it is offered only where leads carry more than one value.
    is_person : bool
        Whether its values name persons: addresses hold keys of them.
    """

    name: str
    is_recorded: bool = True
    is_of_buyer: bool = False
    is_filter: bool = True
    is_of_list: bool = False
    is_of_several: bool = False
    is_person: bool = False

    @property
    def noun(self) -> str:
        """Name inside a sentence."""
        return self.name.replace("_", " ")

    @property
    def plural(self) -> str:
        """Name of several inside a sentence."""
        return f"{self.noun[:-1]}ies" if self.noun.endswith("y") else f"{self.noun}s"

    @property
    def label(self) -> str:
        """Name that stands alone."""
        return self.noun.capitalize()


PIPELINE = "pipeline"  # what is sold: new business, renewals, ...; the definitions may name the usual one
ALL = (
    Dimension("motion", is_recorded=False),
    Dimension("channel", is_recorded=False),
    Dimension("source", is_recorded=False, is_filter=False),
    Dimension("campaign"),
    Dimension("sequence", is_recorded=False),
    Dimension("segment", is_of_buyer=True),
    Dimension("region", is_of_buyer=True),
    Dimension("target_account", is_recorded=False, is_of_buyer=True, is_of_list=True),
    Dimension(PIPELINE, is_of_buyer=True, is_of_several=True),
    Dimension("team"),
    Dimension("owner", is_person=True),
)
BY_NAME = {each.name: each for each in ALL}
NAMES = tuple(each.name for each in ALL)
RECORDED = tuple(each.name for each in ALL if each.is_recorded)
OF_BUYER = tuple(each.name for each in ALL if each.is_of_buyer)
