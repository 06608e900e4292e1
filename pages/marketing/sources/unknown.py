"""What can be said of the groups where some leads are in none with a name."""

import pandas as pd

from analysis.statistics import proportions
from analysis.statistics.bounds import share_bounds, surely_above
from pages.charts import figures
from pages.marketing.sources import tables
from pages.marketing.sources.counts import Counts, drawn
from pages.marketing.sources.words import ranking as ranking_words
from pages.marketing.sources.words import unknown as words
from pages.parts import labels, opens
from pages.parts.cards import Card, Column
from pages.parts.columns import bounds as both_ends
from pages.parts.columns import known
from pages.parts.frames import interval


def bounds(counts: Counts) -> tuple[Card, ...]:
    """Rates at worst and at best; nothing where too few are unknown to speak of."""
    found = counts.bounds
    if found is None or len(found) < 2:
        return ()
    shares = share_bounds(counts.named["trials"], int(counts.unnamed["trials"].sum()))
    rows = counts.named[["breakdown", "motion", "trials", "successes"]].join(found)
    rows = rows.join(shares[["worst", "best"]].add_prefix("share_"))
    shown = drawn(counts.groups, 0).index
    lines = rows[rows.index.isin(shown) & (rows["trials"] > 0)]
    lines = lines.assign(label=lines.index, start=lines["low"], end=lines["high"], n=lines["trials"])
    names = list(rows.index[rows["trials"] > 0])
    others = {name: [each for each in names if each != name] for name in names}
    above = [name for name in names if surely_above(found, [name], others[name])]
    below = [name for name in names if surely_above(found, others[name], [name])]
    card = Card(
        name="bounds",
        title=words.bounds_title(counts.unknown_share, above, below, counts.breakdown),
        subtitle=words.bounds_subtitle(ranking_words.measure_name(counts.measure, counts.window_days, counts.gate)),
        figure=figures.dumbbells(lines, words.AT_WORST, words.AT_BEST),
        numbers=rows.sort_values("worst", ascending=False, na_position="last"),
        columns={
            "breakdown": tables.heading(counts.breakdown),
            "trials": tables.COUNTED,
            "successes": Column(ranking_words.successes(counts.measure).capitalize(), "count"),
            "at_random": Column(words.AT_RANDOM, "share", words.AT_RANDOM_HELP),
            **both_ends(prefix="random_", of=words.AT_RANDOM),
            "worst": Column("At worst", "share"),
            "best": Column("At best", "share"),
            "low": Column("At worst, with chance", "share"),
            "high": Column("At best, with chance", "share"),
            "share_worst": Column("Share of leads, least", "share", words.SHARE_HELP),
            "share_best": Column("Share of leads, most", "share", words.SHARE_HELP),
        },
        definition=words.bounds_definition(counts.breakdown, counts.measure),
    )
    return (card,)


def wins(counts: Counts) -> Card:
    """What each group brings of the wins, of their amount, and their days to win."""
    groups = counts.groups[counts.groups["won"] > 0].sort_values("won", ascending=False, kind="stable")
    every = pd.Series(int(groups["won"].sum()), index=groups.index)
    shares = proportions.wilson_intervals(groups["won"], every).rename(columns={"rate": "share"})
    rows = groups[["breakdown", "motion", "won", "won_amount", "won_with_amount", "median_days_to_won"]].join(shares)
    rows = rows.assign(average=rows["won_amount"] / rows["won_with_amount"].where(rows["won_with_amount"] > 0))
    own = rows[rows.index.isin(counts.named.index)]
    first = str(own.index[0]) if len(own) else ""
    estimates = own.rename(columns={"share": "rate"})[["rate", "low", "high"]]
    title = words.wins_title(first, interval(estimates, first), counts.breakdown) if first else words.NO_WINS
    has_amounts = bool(rows["won_with_amount"].sum())
    return Card(
        name="wins",
        title=title,
        subtitle=f"Share of all wins so far, 95% interval · {labels.MARKS}",
        figure=figures.share_bars(own.assign(label=own.index).head(tables.BARS)),
        numbers=rows,
        columns={
            "breakdown": tables.heading(counts.breakdown),
            **known("won", "share"),
            **both_ends(),
            **({"won_amount": Column("Won amount", "money")} if has_amounts else {}),
            **({"average": Column("Average deal", "money")} if has_amounts else {}),
            "median_days_to_won": Column("Typical days to won", "days", ranking_words.DAYS_TO_WON),
        },
        definition=words.wins_definition(counts.breakdown),
        opens=opens.by(counts.breakdown, own.index, outcome="won"),
    )
