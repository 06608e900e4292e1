"""What Dependence says about channels that win alone and together."""

import pandas as pd

from pages.parts import labels
from pages.parts.words import common, marks

NO_TOUCHES = "Which channels win together is not known: no touch with a channel is recorded on a win"
LOAD_TOUCHES = "Load touches with their channel to see which channels win together."
ALONE_ADVICE = "If this channel stops, nothing else reaches these buyers: let a second one touch them."
TOGETHER_ADVICE = "Judge it by what it does beside others, not by its own leads."
PAIRS_SUBTITLE = (
    "Of the wins that the channel of the row touched, the share that the one above touched too; with itself, alone"
)
DEFINITION = (
    "Wins with a recorded touch. A win's channels are the one that created the lead and every one that touched it up "
    "to its opportunity, or up to its closing where there was none. Alone: one channel is all there is. Wins without a "
    "recorded touch are left out and counted. That two channels touched the same win says nothing about what either "
    "brought about. Intervals: Wilson, 95%."
)


def title(alone: pd.DataFrame, few: int) -> str:
    """The finding: how much is won by one channel alone, and by which most."""
    total = _total(alone)
    sole = int(alone["sole_won"].sum())
    start = f"{labels.share(sole / total)} of wins were touched by one channel alone"
    top = alone.iloc[0]
    if top["sole_won"] < few:
        return start
    return (
        f"{start}, most of them by {labels.literal(top['label'])}"
        if top["sole_won"] > sole / 2
        else (f"{start}, {labels.share(top['sole_share'])} by {labels.literal(top['label'])}")
    )


def facts(won: int, untouched: int) -> str:
    """The start of the grey line."""
    left_out = f"{common.counted(untouched, 'win')} without a recorded touch left out" if untouched else ""
    return common.grey_line(common.counted(won, "win"), left_out)


def untouched(count: int, won: int) -> str:
    """How many wins have no touch."""
    verbs = common.agreeing(count, "has", "have"), common.agreeing(count, "is", "are")
    return (
        f"{common.counted(count, 'win')} of {labels.count(won)} {verbs[0]} no touch with a channel and {verbs[1]} "
        "left out."
    )


def mostly_alone(row: pd.Series) -> str:
    """A channel that wins mostly alone."""
    share = common.estimate(row["share"], row["low"], row["high"])
    wins = f"the {common.counted(int(row['any_won']), 'win')} with a touch of {labels.literal(row['label'])}"
    return f"{share} of {wins} had no other."


def mostly_with_others(row: pd.Series) -> str:
    """A channel that wins mostly together with others."""
    share = common.estimate(row["share"], row["low"], row["high"])
    return (
        f"{labels.literal(row['label'])} touched {labels.share(row['any_share'])} of wins, but only {share} of these "
        "by itself."
    )


def of(row: pd.Series) -> str:
    """Text under a channel: its wins alone and with any touch."""
    return f"{labels.count(row['sole_won'])} of {common.counted(int(row['any_won']), 'win')}"


def alone_title(alone: pd.DataFrame) -> str:
    """Title of the shares alone."""
    top = alone.sort_values(["any_won", "label"], ascending=[False, True]).iloc[0]
    return (
        f"{labels.literal(top['label'])} touched {labels.share(top['any_share'])} of wins, "
        f"{labels.share(top['sole_share'])} by itself"
    )


def alone_subtitle(motions: pd.Series) -> str:
    """Units and marks."""
    return marks.under("Touched by this channel alone, of its wins with any touch of it, 95% interval", motions)


def sets_title(sets: pd.DataFrame) -> str:
    """Title of the sets: the most frequent that has several channels."""
    several = sets[[len(each) > 1 for each in sets["channels"]]]
    if several.empty:
        return "Every win has one channel"
    top = several.iloc[0]
    names = common.listed([labels.literal(name) for name in sorted(top["channels"])])
    return f"{names} win together most often: {labels.share(top['won'] / sets['won'].sum())} of wins"


def few_sets(shown: int, sets: int) -> str:
    """How many sets are drawn."""
    return "" if shown >= sets else f"The {shown} most frequent of {labels.count(sets)} sets; the numbers have all."


def pairs_title(rows: pd.DataFrame) -> str:
    """Title of the grid: the pair that most often comes together."""
    if rows.empty:
        return "Too few wins to compare pairs of channels"
    top = rows.sort_values(["share", "n"], ascending=False, kind="stable").iloc[0]
    return (
        f"{labels.share(top['share'])} of the wins with {labels.literal(top['row'])} have a touch of "
        f"{labels.literal(top['column'])} too"
    )


def _total(alone: pd.DataFrame) -> float:
    row = alone.iloc[0]
    return float(row["any_won"] / row["any_share"])
