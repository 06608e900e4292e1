"""What the view Starting stage of the page Sources says."""

from collections.abc import Sequence

from pages.marketing.sources.words.breakdowns import NOUNS, group_name
from pages.marketing.sources.words.gate_names import FROM
from pages.parts import labels
from pages.parts.words import common

NO_GATE = "No starting stage can be compared yet"
ONLY_WON = "Starting stages cannot be compared: the days of the later ones are recorded for wins alone"
LOAD_STAGES = (
    "From every later stage each lead that can be counted is won. Load the stage events of the leads that were not won "
    "too: lead_id, stage, entered_at."
)
STANDINGS = {1: "above", 0: "not told apart", -1: "below"}
IS = {1: "is above", 0: "cannot be told from", -1: "is below"}


def title(leader: str, movers: Sequence[str], breakdown: str) -> str:
    """The finding: whether the comparison depends on where it starts.

    Parameters
    ----------
    leader : str
        The group that is best at every gate, beyond chance at the first and the last; "" for none.
    movers : sequence of str
        Groups whose standing against all others differs between the first gate and the last, beyond chance at one.
    breakdown : str
        What the groups are.

    Returns
    -------
    str
        The title.
    """
    noun, plural = NOUNS[breakdown]
    if leader:
        others = f"; {labels.count(len(movers))} others stand differently from a later stage" if len(movers) > 1 else ""
        return f"{common.capital(group_name(leader, breakdown))} converts best wherever the comparison starts{others}"
    if movers:
        count = common.counted(len(movers), noun, plural)
        return f"Where the comparison starts matters: {count} {'stands' if len(movers) == 1 else 'stand'} differently"
    return f"The {plural} compare alike wherever the comparison starts, as far as can be told"


def facts(leads: int, groups: int, window: int, breakdown: str) -> str:
    """The start of the grey line."""
    return f"{common.counted(leads, 'lead')} in {common.counted(groups, *NOUNS[breakdown])}, won within {window} days"


def mover(name: str, ends: Sequence[tuple[str, int, float, float]], breakdown: str) -> str:
    """One group whose standing differs between the first gate and the last.

    Parameters
    ----------
    name : str
        The group.
    ends : sequence of (str, int, float, float)
        For the first and the last gate: its name, the standing against the others (1 above, 0 level, -1 below), the
        group's rate and that of all others together.
    breakdown : str
        What the groups are.

    Returns
    -------
    str
        The sentence.
    """
    said = [
        f"{FROM[gate]} it {IS[standing]} the others ({labels.share(rate)} against {labels.share(others)})"
        for gate, standing, rate, others in ends
    ]
    return f"{common.capital(group_name(name, breakdown))}: {', '.join(said)}."


def slopes_title(name: str, first: int, last: int, breakdown: str) -> str:
    """Title of the ranks: of the groups whose standing changes beyond chance, the one that moves furthest."""
    if not name or first == last:
        return "No rank moves by more than chance"
    return f"{common.capital(group_name(name, breakdown))} moves from rank {first} to {last}"


def slopes_note(left_out: int, few: int, breakdown: str) -> str:
    """Which groups have no line, and what a rank is worth."""
    noun, plural = NOUNS[breakdown]
    omitted = f"{common.counted(left_out, noun, plural)} beyond these or with fewer than {few} wins not drawn."
    return common.joined("Ranks of close rates trade places by chance.", omitted if left_out else "")


def last_title(gate: str, name: str, breakdown: str, *, is_clear: bool) -> str:
    """Title of the rates from the last gate."""
    if not is_clear:
        return f"{common.capital(FROM[gate])} no {NOUNS[breakdown][0]} is clearly best"
    return f"{common.capital(FROM[gate])} {group_name(name, breakdown)} converts best"


def table_title(ends: Sequence[tuple[str, int, int]], groups: int, breakdown: str) -> str:
    """Title of the table: how many groups stand above and below all others together, from two gates.

    Parameters
    ----------
    ends : sequence of (str, int, int)
        The first and the last gate, with the groups above and those below beyond chance.
    groups : int
        How many are compared.
    breakdown : str
        What the groups are.

    Returns
    -------
    str
        The title.
    """
    noun, plural = NOUNS[breakdown]
    (first, above, below), (last, above_last, below_last) = ends
    if not any((above, below, above_last, below_last)):
        return f"No {noun} can be told from the others, {FROM[first]} or {FROM[last]}"
    return (
        f"{common.capital(FROM[first])} {above} of {common.counted(groups, noun, plural)} "
        f"{'is' if above == 1 else 'are'} above the others and {below or 'none'} below; {FROM[last]} "
        f"{above_last or 'none'} above and {below_last or 'none'} below"
    )


def definition(window: int) -> str:
    """Cohort and window of each gate."""
    return (
        f"From each gate: of the leads that reached its stage or a later one and have been watched for {window} days "
        f"since, those won within {window} days of it. Leads without a day for the gate or the win are left out. Later "
        "gates compare only leads that came so far: a source that loses its weak leads early looks better there. "
        "Standing: against all others together, Newcombe's interval corrected for looking at all groups and both gates."
    )
