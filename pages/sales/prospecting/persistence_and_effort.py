"""The view Persistence and effort: after how many touches leads are given up, and what an opportunity takes."""

import pandas as pd

from analysis.claims.verdicts import FEWEST
from analysis.scope import Scope
from analysis.statistics.effort import per_success
from analysis.statistics.proportions import share_interval, wilson_intervals
from analysis.warehouse import Warehouse
from data.names import MOTIONS
from pages.charts import figures
from pages.parts import contents, labels, opens, unrecorded
from pages.parts.cards import Card, Column, Kpi
from pages.parts.columns import bounds, known
from pages.parts.page import PageModel
from pages.parts.undated import needs_days
from pages.parts.words import common, marks, rates
from pages.sales.prospecting.words import persistence_and_effort as words

BIN_STARTS = (0, 1, 2, 3, 4, 5, 6, 8, 11, 16, 21)
FEWEST_OPPORTUNITIES = 5
CHANNELS_SHOWN = 12


@needs_days("What an opportunity takes")
def build(warehouse: Warehouse, scope: Scope) -> PageModel:
    """Set the touches of lost leads against those of won ones, and the touches by us against opportunities."""
    if not contents.has_touches(warehouse):
        return PageModel(words.NOT_KNOWN, empty=words.LOAD_TOUCHES)
    if nothing := unrecorded.instead(warehouse, scope, "motion"):
        return nothing
    counts = warehouse.ask("persistence", scope)
    if counts.empty:
        return PageModel(words.NONE_ENDED_TITLE, empty=words.NONE_ENDED)
    table = given_up(counts)
    return PageModel(
        title=words.title(table),
        facts=words.facts(*(int(counts.loc[counts["outcome"] == name, "leads"].sum()) for name in ("won", "lost"))),
        kpis=_kpis(table),
        cards=(_persistence(counts, table), _survivors(counts), _effort(warehouse, scope)),
    )


def given_up(counts: pd.DataFrame) -> pd.DataFrame:
    """Share of lost leads that were given up after fewer touches by us than the median won lead of the motion took.

    Parameters
    ----------
    counts : DataFrame
        Answer to the question ``persistence``.

    Returns
    -------
    DataFrame
        One row per motion: ``motion``, ``won``, ``lost`` (leads), ``median_won`` (touches by us of the median won lead;
        the lower of the two where the number is even), ``fewer`` (lost after fewer), ``rate``, ``low``, ``high``.
        Shares are missing where no lead won or none was lost.
    """
    rows = []
    for motion, own in counts.groupby("motion", sort=True):
        won = own[own["outcome"] == "won"].sort_values("touches")
        lost = own[own["outcome"] == "lost"]
        median = float("nan")
        if len(won):
            half = won["leads"].cumsum() >= won["leads"].sum() / 2
            median = float(won.loc[half, "touches"].iloc[0])
        fewer = int(lost.loc[lost["touches"] < median, "leads"].sum())
        whole = int(lost["leads"].sum()) if len(won) else 0
        share = share_interval(fewer, whole)
        sizes = (int(won["leads"].sum()), int(lost["leads"].sum()))
        rows.append((motion, *sizes, median, fewer, *share))
    return pd.DataFrame(rows, columns=["motion", "won", "lost", "median_won", "fewer", "rate", "low", "high"])


def _kpis(table: pd.DataFrame) -> tuple[Kpi, ...]:
    kpis = []
    for _, row in table[table["motion"].isin(MOTIONS)].iterrows():
        motion, help_fewer = str(row["motion"]), words.fewer_help(row["low"], row["high"])
        kpis.append(Kpi("Touches of a win", labels.count(row["median_won"]), motion=motion, help=words.MEDIAN_HELP))
        fewer = {"motion": motion, "outcome": "lost", "touches_until": f"{row['median_won']:.0f}"}
        kpis.append(
            Kpi(
                "Lost after fewer",
                labels.share(row["rate"]),
                motion=motion,
                help=help_fewer,
                opens=fewer if row["fewer"] else None,
            )
        )
    return tuple(kpis)


def binned(counts: pd.DataFrame) -> pd.DataFrame:
    """Leads by motion, outcome and bin of touches.

    Parameters
    ----------
    counts : DataFrame
        Answer to the question ``persistence``.

    Returns
    -------
    DataFrame
        Columns ``motion``, ``bin`` (its first number of touches), ``label``, ``won``, ``lost``.
    """
    starts = pd.Series(BIN_STARTS)
    places = starts.searchsorted(counts["touches"].astype(int), side="right") - 1
    placed = counts.assign(bin=starts.iloc[places].to_numpy())
    sums = placed.groupby(["motion", "bin", "outcome"])["leads"].sum().unstack(fill_value=0)
    rows = sums.reindex(columns=["won", "lost"], fill_value=0).reset_index()
    ends = dict(zip(BIN_STARTS, [*BIN_STARTS[1:], 0], strict=True))
    return rows.assign(label=[words.bin_name(int(start), ends[int(start)]) for start in rows["bin"]])


def _touched(start: int) -> opens.Parameters:
    """The leads of a bin of touches."""
    after = next((each for each in BIN_STARTS if each > start), None)
    return {"touches_from": str(start), **({} if after is None else {"touches_until": str(after)})}


def _persistence(counts: pd.DataFrame, table: pd.DataFrame) -> Card:
    """Lost leads by touches by us."""
    rows = binned(counts)
    drawn = rows[rows["motion"].isin(MOTIONS) & (rows["lost"] > 0)].rename(columns={"lost": "count"})
    return Card(
        name="touches before giving up",
        title=words.persistence_title(table),
        subtitle=marks.under(words.PERSISTENCE_SUBTITLE, drawn["motion"]),
        figure=figures.histogram(drawn[["bin", "label", "count", "motion"]]),
        numbers=rows[["motion", "label", "won", "lost"]],
        columns={
            **known("motion"),
            "label": Column("Touches by us"),
            **known("won", "lost"),
        },
        definition=words.PERSISTENCE_DEFINITION,
        note=words.SURVIVORSHIP,
        empty=words.NONE_LOST,
        opens={
            opens.mark(row["label"], row["motion"]): {
                "motion": str(row["motion"]),
                "outcome": "lost",
                **_touched(row["bin"]),
            }
            for row in drawn.to_dict("records")
        },
    )


def _survivors(counts: pd.DataFrame) -> Card:
    """Win rate of closed leads by number of touches: survivorship."""
    rows = binned(counts).groupby(["bin", "label"], as_index=False)[["won", "lost"]].sum().sort_values("bin")
    rows = rows.assign(n=rows["won"] + rows["lost"]).reset_index(drop=True)
    rows = rows.join(wilson_intervals(rows["won"], rows["n"]))
    drawn = rows[rows["n"] >= FEWEST].assign(motion="", value=rows["rate"])
    average = float(rows["won"].sum() / rows["n"].sum())
    return Card(
        name="touches and wins",
        title=words.SURVIVORS_TITLE,
        subtitle=words.SURVIVORS_SUBTITLE,
        figure=figures.intervals_on_threshold(
            drawn[["label", "value", "low", "high", "motion", "n"]], average, words.AVERAGE, "share"
        ),
        numbers=rows[["label", "won", "lost", "rate", "low", "high"]],
        columns={
            "label": Column("Touches by us"),
            **known("won", "lost"),
            "rate": Column(rates.OF_CLOSED_LEADS, "share"),
            **bounds(),
        },
        definition=words.SURVIVORS_DEFINITION,
        note=words.SURVIVORSHIP,
        empty=words.too_few(FEWEST),
        opens={
            opens.mark(row["label"]): {"decided": "yes", **_touched(row["bin"])} for row in drawn.to_dict("records")
        },
    )


def _effort(warehouse: Warehouse, scope: Scope) -> Card:
    """Touches by us per opportunity by channel."""
    answer = warehouse.ask("effort", scope, breakdown="channel")
    rows = answer.join(per_success(answer.rename(columns={"opportunities": "successes"})))
    drawn = rows[rows["opportunities"] >= FEWEST_OPPORTUNITIES].head(CHANNELS_SHOWN)
    drawn = drawn.rename(columns={"breakdown": "label", "ratio": "value"}).assign(n=drawn["leads"])
    return Card(
        name="effort per opportunity",
        title=words.effort_title(drawn),
        subtitle=marks.under(words.EFFORT_SUBTITLE, drawn["motion"]),
        figure=figures.ranked_bars(drawn[["label", "value", "low", "high", "motion", "n"]], "count"),
        numbers=rows,
        columns={
            "breakdown": Column("Channel"),
            **known("motion", "leads", "opportunities"),
            "touches": Column("Touches by us", "count"),
            "ratio": Column("Touches per opportunity", "number"),
            **bounds("number"),
        },
        definition=words.EFFORT_DEFINITION,
        note=words.effort_note(len(drawn), len(rows), FEWEST_OPPORTUNITIES),
        empty=common.WIDEN,
        is_wide=True,
        opens=opens.rows(drawn, ("label",), {"channel": "label", "motion": "motion"}),
    )
