"""What the tables of several views share: names and motions of groups, and columns."""

import pandas as pd

from analysis.scope import Scope
from analysis.warehouse import Warehouse
from pages.marketing.sources.words.breakdowns import NAMES, OWN_WORDS
from pages.parts.cards import Column

COUNTED = Column("Leads counted", "count")
BARS = 12  # rows of a figure of shares
WON_SO_FAR = Column("Won so far", "count")


def named(values: pd.Series, breakdown: str) -> pd.Series:
    """Names of groups; those that are our own words begin with a capital letter."""
    names = values.astype(str)
    return names.str.capitalize() if breakdown in OWN_WORDS else names


def heading(breakdown: str) -> Column:
    """The column that names the groups."""
    return Column(NAMES[breakdown])


def motions_of(warehouse: Warehouse, scope: Scope, breakdown: str) -> pd.Series:
    """Motion of each group that has leads in scope."""
    answer = warehouse.ask("conversion", scope, breakdown=breakdown)
    return answer.set_index(named(answer["breakdown"], breakdown))["motion"]
