"""The view Biggest leak: where more leads would bring most, if a group advanced as often as its motion does."""

import pandas as pd

from analysis.claims.verdicts import ACT, CHANCE, CLEAR, FEWEST
from analysis.scope import Scope
from analysis.statistics.comparisons import benjamini_hochberg, compare_pairs
from analysis.statistics.leaks import leak_worth
from analysis.warehouse import Warehouse
from data.names import NAMELESS
from pages.charts import figures
from pages.parts import labels, opens
from pages.parts.cards import Card, Column
from pages.parts.columns import KNOWN, bounds, known
from pages.parts.page import Finding, PageModel
from pages.parts.words import common, marks
from pages.sales.stages import reasons
from pages.sales.stages.comparison import GO_ON
from pages.sales.stages.words import biggest_leak as words

BREAKDOWNS = ("segment", "channel", "region", "owner", "team")
PLACES_SHOWN = 10
COLUMNS = {
    **known("stage", "motion"),
    "decided": Column("Decided", "count", "Advanced, lost, disqualified or stalled"),
    **known("advanced"),
    "rate": GO_ON,
    "average": Column("Motion's average", "share"),
    "more_leads": Column("More leads", "number", "That would go on at the motion's average"),
    "lead_amount": Column("Won amount per lead", "money", "Of a lead that went on from here"),
    "worth": Column("Worth", "money"),
    **bounds("money"),
}


def build(warehouse: Warehouse, scope: Scope, *, breakdown: str = "segment") -> PageModel:
    """Rank the places where a group falls behind its motion by what that costs."""
    answer = warehouse.ask("leaks", scope, breakdown=breakdown)
    if answer.empty:
        return PageModel(common.NO_LEADS, empty=common.WIDEN)
    fewest_wins = warehouse.definitions.thresholds.few_wins
    rows = leaks(answer, warehouse.definitions.stages[-1].name, fewest_wins)
    leads = int(answer.loc[answer["position"] == 1, "reached"].sum())
    if rows["worth"].isna().all():
        return PageModel(words.NO_WORTH, facts=common.counted(leads, "lead"), empty=words.LOAD_AMOUNTS)
    found = rows[rows["is_clear"]]
    cards = [_worth(rows, breakdown, warehouse.currency, fewest_wins)]
    if not found.empty:
        worst = found.iloc[0]
        place = reasons.Place(str(worst["group"]), str(worst["motion"]), str(worst["stage"]))
        cards.append(reasons.at_leak(warehouse, scope, breakdown, place))
    return PageModel(
        title=words.title(found, warehouse.currency),
        facts=common.counted(leads, "lead"),
        findings=tuple(
            Finding(
                ACT,
                words.finding(row, warehouse.currency),
                who=common.SALES,
                worth=common.amount(row["worth"], warehouse.currency),
                surely=CLEAR,
            )
            for _, row in found.head(3).iterrows()
        ),
        cards=tuple(cards),
    )


def leaks(answer: pd.DataFrame, last: str, fewest_wins: int) -> pd.DataFrame:
    """Worth of each leak, most first.

    Parameters
    ----------
    answer : DataFrame
        Answer to the question ``leaks``.
    last : str
        The last stage, which nobody leaves.
    fewest_wins : int
        A group with fewer wins takes the amount per lead from its motion.

    Returns
    -------
    DataFrame
        The columns of the answer (``breakdown`` as ``group``) and of `leak_worth`, and ``is_clear``: enough leads, a
        group with a name, a worth whose interval lies above 0, and a rate below that of the others of the motion
        beyond chance (Benjamini-Hochberg over all rows).
    """
    rows = answer[answer["stage"] != last].rename(columns={"breakdown": "group"}).reset_index(drop=True)
    rows = pd.concat([rows, leak_worth(rows, fewest_wins=fewest_wins)], axis=1)
    counts = rows[["advanced", "decided"]]
    rest = rows.groupby(["motion", "stage"])[["advanced", "decided"]].transform("sum") - counts
    compared = [
        _p_value(*own, *others)
        for own, others in zip(counts.to_numpy().tolist(), rest.to_numpy().tolist(), strict=True)
    ]
    adjusted = benjamini_hochberg(pd.Series(compared, index=rows.index, dtype=float))
    enough = (rows["decided"] >= FEWEST) & ~rows["group"].isin(NAMELESS)
    clear = enough & (rows["low"] > 0) & (adjusted < CHANCE)
    return rows.assign(is_clear=clear).sort_values("worth", ascending=False, kind="stable", ignore_index=True)


def _p_value(advanced: int, decided: int, others_advanced: int, others_decided: int) -> float:
    if decided == 0 or others_decided == 0:
        return float("nan")
    pair = compare_pairs(pd.Series([advanced, others_advanced]), pd.Series([decided, others_decided]))
    return float(pair["p_value"].iloc[0])


def _worth(rows: pd.DataFrame, breakdown: str, currency: str, fewest_wins: int) -> Card:
    """The leaks that are worth most."""
    losing = rows[(rows["worth"] > 0) & (rows["decided"] >= FEWEST) & ~rows["group"].isin(NAMELESS)]
    drawn = losing.head(PLACES_SHOWN)
    named = [f"{labels.plain(row.group)}, {labels.plain(row.stage)}" for row in drawn.itertuples()]
    return Card(
        name="leaks",
        title=words.worth_title(int(rows["is_clear"].sum()), len(losing)),
        subtitle=marks.under("Won amount at the motion's own average, 95 % interval", drawn["motion"]),
        figure=figures.ranked_bars(
            drawn.assign(
                label=named,
                n=drawn["decided"],
                value=drawn["worth"],
                mark=[opens.mark(*row) for row in drawn[["group", "motion", "stage"]].itertuples(index=False)],
            )[["label", "value", "low", "high", "motion", "n", "mark"]],
            currency=currency,
        ),
        opens=opens.rows(
            drawn,
            ("group", "motion", "stage"),
            {breakdown: "group", "motion": "motion", "stage": "stage"},
            exit="leaked",
        ),
        numbers=rows[["group", *COLUMNS]],
        columns={"group": KNOWN[breakdown], **COLUMNS},
        definition=words.definition(fewest_wins),
        note=common.joined(words.few_drawn(len(drawn), len(losing)), words.NOT_ADDED),
        empty=words.none(FEWEST),
    )
