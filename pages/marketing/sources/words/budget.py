"""What the view Cost says of where money should go."""

from collections.abc import Sequence

import pandas as pd

from analysis.claims import budget
from analysis.claims.verdicts import UNSURE
from analysis.statistics.checks import Interval
from pages.marketing.sources.words.breakdowns import NOUNS, at_most
from pages.parts import labels
from pages.parts.words import common

NAMES_SAID = 3
VERDICTS = {
    budget.RAISE: "Raise",
    budget.CUT: "Cut",
    budget.KEEP: "Keep",
    UNSURE: "Cannot tell yet",
    budget.MAP: "Map it",
}
WHY = {
    budget.ABOVE: "More than from the others",
    budget.LOSES: "Does not come back",
    budget.BELOW: "Less than from the others",
    budget.PAYS: "Comes back",
    budget.FADES: "Comes back, but months with more spend came with less for it",
    budget.FEW: "Too few wins",
    budget.YOUNG: "No month is old enough",
    budget.OPEN: "Not sure that it comes back",
    budget.COSTS_DIFFER: "Depends on the cost of people",
    budget.ELSEWHERE: "Its wins may stand under a name without spend",
    budget.MAP: "Spend without a name",
}
NONE_RUNNING = "Nothing was spent in the latest three months: there is no budget to speak of."
STEPWISE = "Raise in steps: what the next spend comes with is known only once it is spent."
PEOPLE = "People: what they cost in a month, shared out by our touches on the leads of that month."
SLOPE = "By how many per cent opportunities are more in months with 1% more spend: 1 is in proportion"
MARGINAL = {
    budget.LESS: "Less for it",
    budget.IN_PROPORTION: "In proportion",
    budget.MORE: "More for it",
    budget.SOME: "More, how much is open",
    UNSURE: "Cannot tell yet",
}
MARGINAL_SENTENCES = {
    budget.LESS: "Months with more spend came with less for each unit of it.",
    budget.IN_PROPORTION: "Months with more spend came with opportunities in proportion.",
    budget.MORE: "Months with more spend came with more for each unit of it.",
    budget.SOME: "Months with more spend came with more opportunities; whether in proportion cannot be told yet.",
    UNSURE: "What more or less of it goes with cannot be told yet: its spend and its results changed too little.",
}
JUDGED = "Spend of the months that are old enough, as recorded"
NO_PEOPLE = (
    "No cost of people is recorded, so loaded and recorded cost are the same. Load spend with the cost type team."
)


def title(verdicts: pd.Series, breakdown: str) -> str:
    """The answer: what to raise and what to cut, if anything can be told.

    Parameters
    ----------
    verdicts : Series of str
        By name, as the rule sorts them.
    breakdown : str
        What the names are.

    Returns
    -------
    str
        The title.
    """
    noun, plural = NOUNS[breakdown]
    raised, cut, kept = (_named(verdicts, each) for each in (budget.RAISE, budget.CUT, budget.KEEP))
    open_ = int((verdicts == UNSURE).sum())
    if verdicts.empty:
        return f"Where money should go cannot be said: no {noun} had spend in the latest three months"
    if not raised and not cut and not kept:
        return f"Where money should go cannot be told yet for any {noun}"
    said = [f"raise {_listed(raised)}" if raised else "", f"cut {_listed(cut)}" if cut else ""]
    said.append(
        f"keep {_listed(kept) if len(kept) <= NAMES_SAID else common.counted(len(kept), noun, plural)}" if kept else ""
    )
    rest = f"; {labels.count(open_)} cannot be told yet" if open_ else ""
    return f"{common.capital(', '.join(each for each in said if each))}{rest}"


def raised(rows: pd.DataFrame, currency: str) -> str:
    """Which names bring back more than all others together."""
    return f"Raise {_each(rows, currency)}: more comes back than it costs, and than from the others together."


def cut(rows: pd.DataFrame, currency: str) -> str:
    """Which names bring back less than they cost, or than the others do."""
    why = "less comes back than it costs, or less than from the others and not surely its cost"
    return f"Cut {_each(rows, currency)}: {why}."


def largest(row: pd.Series, share: float, currency: str) -> str:
    """The name with most spend, whatever is said of it."""
    known = "" if labels.is_missing(row["return"]) else f" {common.capital(_back(row, currency))}."
    return (
        f"{labels.literal(row.name)} takes {labels.share(share)} of the spend of the latest three months, "
        f"{common.amount(float(row['latest']), currency)}: {VERDICTS[row['verdict']].lower()} "
        f"({WHY[row['why']][:1].lower()}{WHY[row['why']][1:]}).{known} {MARGINAL_SENTENCES[row['marginal']]}"
    )


def marginal(kind: str, slope: Interval) -> str:
    """What months with more spend came with, in a cell."""
    if kind == UNSURE:
        return MARGINAL[kind]
    return f"{MARGINAL[kind]}: {slope.estimate:.1f} ({slope.low:.1f} to {slope.high:.1f})"


def nameless(names: Sequence[str], spend: float, share: float, currency: str) -> str:
    """Spend that no name can be judged by."""
    return (
        f"{common.amount(spend, currency)} of the latest three months ({labels.share(share)}) stands under no name "
        f"that could be judged: {common.listed(at_most(names, NAMES_SAID))}."
    )


def at_stake(spend: float, currency: str) -> str:
    """The size of a spend."""
    return f"{common.amount(spend, currency)} in the latest three months"


def subtitle(currency: str) -> str:
    """Units, and what is counted."""
    return (
        f"Amounts in {currency}; returns and costs per win: of months old enough to judge · loaded: people by touches"
    )


MAP_IT = "Write the campaign or source with the spend, or choose a channel for the source in the settings."


def card_title(verdicts: pd.Series, breakdown: str) -> str:
    """Title of the table: how many names there are of each verdict."""
    counts = [
        f"{VERDICTS[verdict].lower()} {labels.count(int((verdicts == verdict).sum()))}"
        for verdict in budget.FIRST_TO_SAY
        if (verdicts == verdict).any()
    ]
    return f"Of {common.counted(len(verdicts), *running(breakdown))}: {', '.join(counts)}"


def running(breakdown: str) -> tuple[str, str]:
    """One and several names with spend in the latest months."""
    noun, plural = NOUNS[breakdown]
    return f"running {noun}", f"running {plural}"


def definition(window: int, margin: float | None, names: int) -> str:
    """The rule, in words."""
    counted = (
        "the whole won amount, as no gross margin is defined"
        if margin is None
        else f"{labels.share(margin)} of it, the gross margin"
    )
    return (
        f"Counted: months of which all leads have been watched for {window} days; their spend, and what was won of "
        f"their leads in {window} days or on an unknown day. Return: won amount over spend. Raise: the return is above "
        f"that of all others together, it comes back ({counted}), and months with more spend did not clearly come with "
        "less for each unit of it. Cut: it does not come back, or less does than from the others and not surely. Keep: "
        "it comes back. Each must hold for the cost as recorded and for the loaded one, beyond chance among "
        f"{labels.count(names)} names (Bonferroni). More spend: by how many per cent opportunities are more in months "
        "with one per cent more spend (Poisson regression); 1 is in proportion: the next unit came with as much as the "
        "average one."
    )


def note(months: int, families: bool, has_team: bool) -> str:
    """What the judgement rests on."""
    return common.joined(
        f"{common.counted(months, 'month')} are old enough to be judged." if months != 1 else "1 month is old enough.",
        "Campaigns that differ only in their quarter, month or year are one." if families else "",
        PEOPLE if has_team else NO_PEOPLE,
        STEPWISE,
    )


def _each(rows: pd.DataFrame, currency: str) -> str:
    said = [f"{labels.literal(name)} ({_back(row, currency)})" for name, row in rows.head(NAMES_SAID).iterrows()]
    more = len(rows) - NAMES_SAID
    return common.listed([*said, f"{more} more"] if more > 0 else said)


def _back(row: pd.Series, currency: str) -> str:
    """What came back and what a win cost, as recorded, and with the cost of people where the return is another."""
    back, low, high = (float(row[f"return{end}"]) for end in budget.ENDS)
    own = f"{labels.times(back)} its spend came back, {common.times_range(low, high)}"
    if not labels.is_missing(row["cost_per_win"]):
        own += f", {common.amount(float(row['cost_per_win']), currency)} a win"
    loaded = labels.times(float(row["loaded_return"]))
    return own if loaded == labels.times(back) else f"{own}; loaded {loaded}"


def _named(verdicts: pd.Series, verdict: str) -> list[str]:
    return [str(name) for name in verdicts.index[verdicts == verdict]]


def _listed(names: Sequence[str]) -> str:
    return common.listed(at_most(names, NAMES_SAID))
