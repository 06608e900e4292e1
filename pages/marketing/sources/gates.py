"""Gates: does the comparison of sources depend on the stage where it starts."""

import pandas as pd

from analysis.claims.verdicts import CLEAR, KNOW, WEAK
from analysis.question import GATES
from analysis.scope import Scope
from analysis.statistics import proportions
from analysis.warehouse import Warehouse
from data.names import is_named
from pages.charts import figures
from pages.marketing.sources import tables
from pages.marketing.sources.words import gates as words
from pages.parts import labels, opens, unrecorded
from pages.parts.cards import Card, Column
from pages.parts.columns import bounds, known
from pages.parts.frames import cells
from pages.parts.page import Finding, PageModel
from pages.parts.undated import needs_days
from pages.parts.words import common

GROUPS_DRAWN = 10
MOVERS_NAMED = 3
RATES = {
    "entered": Column("Reached it", "count"),
    "mature": tables.COUNTED,
    "won": Column("Won in time", "count"),
    **known("rate"),
    **bounds(),
}


@needs_days("How sources compare from each gate on")
def build(warehouse: Warehouse, scope: Scope, *, breakdown: str = "channel") -> PageModel:
    """Compare the groups from every gate."""
    if nothing := unrecorded.instead(warehouse, scope, breakdown):
        return nothing
    window = warehouse.window_days(scope)
    rates = count(warehouse, scope, breakdown, window)
    few = warehouse.definitions.thresholds.few_wins
    compared = _drawn(rates, few)
    gates = [gate for gate in dict.fromkeys(rates["gate"]) if (compared["gate"] == gate).any()]
    if len(gates) < 2:
        return PageModel(words.NO_GATE, empty=common.WIDEN)
    if not (rates["won"] < rates["mature"])[rates["gate"] != gates[0]].any():
        return PageModel(words.ONLY_WON, empty=words.LOAD_STAGES)
    first, last = gates[0], gates[-1]
    moved = movers(rates, first, last, few)
    leader = _leader(rates, compared, gates)
    leads = rates[rates["gate"] == first]
    return PageModel(
        title=words.title(leader, list(moved.index), breakdown),
        facts=words.facts(int(leads["entered"].sum()), len(leads), window, breakdown),
        findings=tuple(
            _finding(str(name), row, (first, last), breakdown) for name, row in moved.head(MOVERS_NAMED).iterrows()
        ),
        cards=(
            _slopes(compared, moved.index, (first, last), breakdown, window, rates["group"].nunique(), few),
            _last(rates, last, breakdown, window, few),
            _table(rates, (first, last), breakdown, window),
        ),
    )


def count(warehouse: Warehouse, scope: Scope, breakdown: str, window: int) -> pd.DataFrame:
    """Rates of every group from every gate, with their standing against all others together.

    Parameters
    ----------
    warehouse : Warehouse
        Where to ask.
    scope : Scope
        Which leads.
    breakdown : str
        What the groups are.
    window : int
        Days from the gate to the win.

    Returns
    -------
    DataFrame
        Columns of ``gates`` with ``group`` and ``stage``; ``rate``, ``low``, ``high`` (Wilson); ``others`` (all others
        together) and ``standing`` (1 above, -1 below, 0 not told apart), corrected for all groups and two gates.
    """
    counts = warehouse.ask("gates", scope, breakdown=breakdown, window_days=window)
    stages = {stage.role: stage.name for stage in warehouse.definitions.stages}
    counts = counts.assign(group=tables.named(counts["breakdown"], breakdown), stage=counts["gate"].map(stages))
    counts = counts.join(proportions.wilson_intervals(counts["won"], counts["mature"]))
    whole = counts.groupby("gate", sort=False)[["won", "mature"]].transform("sum")
    others = whole - counts[["won", "mature"]]
    gap = proportions.newcombe_difference(
        counts["won"],
        counts["mature"],
        others["won"],
        others["mature"],
        level=1 - 0.05 / max(2 * counts["group"].nunique(), 1),
    )
    return counts.assign(
        others=others["won"] / others["mature"].where(others["mature"] > 0),
        standing=(gap["low"] > 0).astype(int) - (gap["high"] < 0).astype(int),
    )


def movers(rates: pd.DataFrame, first: str, last: str, few: int) -> pd.DataFrame:
    """Groups whose standing differs between two gates, those that turn round first, then those with most leads.

    Parameters
    ----------
    rates : DataFrame
        As ``count`` returns it.
    first, last : str
        The gates.
    few : int
        Fewest wins of a group that is compared.

    Returns
    -------
    DataFrame
        Index: the group. ``standing``, ``rate``, ``others`` with the suffixes ``_first`` and ``_last``; ``turn`` (2
        for a group that turns round).
    """
    by_gate = {gate: rates[rates["gate"] == gate].set_index("group") for gate in (first, last)}
    enough = [name for name, row in by_gate[first].iterrows() if row["won"] >= few and is_named(name)]
    columns = ["standing", "rate", "others", "entered"]
    ends = (by_gate[first].loc[enough, columns].add_suffix("_first"), by_gate[last][columns].add_suffix("_last"))
    both = ends[0].join(ends[1]).dropna()
    both = both.assign(turn=(both["standing_first"] - both["standing_last"]).abs())
    moved = both[both["turn"] > 0]
    return moved.sort_values(["turn", "entered_first"], ascending=False, kind="stable")


def _drawn(rates: pd.DataFrame, few: int) -> pd.DataFrame:
    """Groups with enough wins, ranked from each gate: those clearly above the others, then those of most leads."""
    first = rates[rates["gate"] == (rates["gate"].iloc[0] if len(rates) else "")]
    enough = first[(first["won"] >= few) & _named(first)].sort_values("entered", ascending=False, kind="stable")
    above = enough.loc[enough["standing"] > 0, "group"].head(GROUPS_DRAWN // 2)
    drawn = [*above, *enough.loc[~enough["group"].isin(above), "group"]][:GROUPS_DRAWN]
    shown = rates[rates["group"].isin(drawn) & rates["rate"].notna()]
    return shown.assign(rank=shown.groupby("gate")["rate"].rank(ascending=False, method="min").astype(int))


def _named(rates: pd.DataFrame) -> pd.Series:
    return rates["group"].map(is_named).astype(bool)


def _leader(rates: pd.DataFrame, compared: pd.DataFrame, gates: list[str]) -> str:
    """The group that ranks first from every gate and is above the others beyond chance at the first and the last."""
    firsts = compared[compared["rank"] == 1].groupby("group")["gate"].nunique()
    for name in firsts.index[firsts == len(gates)]:
        ends = rates[(rates["group"] == name) & rates["gate"].isin([gates[0], gates[-1]])]
        if (ends["standing"] > 0).all():
            return str(name)
    return ""


def _finding(name: str, row: pd.Series, gates: tuple[str, str], breakdown: str) -> Finding:
    ends = [
        (gate, int(row[f"standing_{end}"]), float(row[f"rate_{end}"]), float(row[f"others_{end}"]))
        for gate, end in zip(gates, ("first", "last"), strict=True)
    ]
    return Finding(
        KNOW, words.mover(name, ends, breakdown), who=common.MARKETING, surely=CLEAR if row["turn"] == 2 else WEAK
    )


def _slopes(
    compared: pd.DataFrame,
    moved: pd.Index,
    gates: tuple[str, str],
    breakdown: str,
    window: int,
    groups: int,
    few: int,
) -> Card:
    ranks = compared.pivot_table(index="group", columns="gate", values="rank")[list(gates)].dropna().astype(int)
    moves = (ranks[gates[0]] - ranks[gates[1]]).abs()[ranks.index.isin(moved)]
    name = str(moves.idxmax()) if len(moves) else ""
    first, last = cells(ranks, name, *gates) if name else (0, 0)
    frame = compared.assign(
        label=compared["group"],
        gate=compared["gate"].str.capitalize(),
        n=compared["mature"],
        is_emphasised=compared["group"] == name,
    )
    return Card(
        name="ranks-by-gate",
        title=words.slopes_title(name, first, last, breakdown),
        subtitle=f"Rank by share won within {window} days of the starting stage · {labels.MARKS}",
        figure=figures.slopes(frame),
        opens=_opens(frame, breakdown, window),
        numbers=frame,
        columns={
            "gate": Column("From"),
            "group": tables.heading(breakdown),
            "rank": Column("Rank", "count"),
            **known("rate"),
            **bounds(),
            "mature": tables.COUNTED,
        },
        definition=words.definition(window),
        note=words.slopes_note(groups - compared["group"].nunique(), few, breakdown),
    )


def _opens(frame: pd.DataFrame, breakdown: str, window: int) -> dict[str, opens.Parameters]:
    """The leads of each group that are counted from each gate."""
    return {
        opens.mark(row["label"], row["gate"]): {
            breakdown: str(row["group"]),
            **_counted(str(row["gate"]).lower(), window),
        }
        for row in frame.to_dict("records")
    }


def _counted(gate: str, window: int) -> dict[str, str]:
    return {"mature_days": str(window), **({} if gate == GATES[0] else {"from_gate": gate})}


def _last(rates: pd.DataFrame, gate: str, breakdown: str, window: int, few: int) -> Card:
    """Rates from the last gate."""
    own = rates[(rates["gate"] == gate) & (rates["mature"] > 0)].sort_values("mature", ascending=False, kind="stable")
    rows = own.head(2 * GROUPS_DRAWN).assign(
        label=own["group"], n=own["mature"], note=(own["won"] < few).map({True: common.TOO_FEW_WINS, False: None})
    )
    best = own[(own["standing"] > 0) & (own["won"] >= few) & _named(own)].sort_values("rate", ascending=False)
    name = str(best["group"].iloc[0]) if len(best) else ""
    return Card(
        name="rates-from-the-last-gate",
        title=words.last_title(gate, name, breakdown, is_clear=bool(name)),
        subtitle=f"Won within {window} days of the starting stage, 95% interval · {labels.MARKS}",
        figure=figures.rates_with_intervals(rows),
        opens=opens.rows(rows, ("label",), {breakdown: "group"}, **_counted(gate, window)),
        numbers=own,
        columns={
            "group": tables.heading(breakdown),
            **RATES,
        },
        definition=words.definition(window),
    )


def _table(rates: pd.DataFrame, ends: tuple[str, str], breakdown: str, window: int) -> Card:
    """Every group from every gate."""
    size = rates.groupby("group")["entered"].transform("max")
    rows = rates.assign(
        start=rates["gate"].str.capitalize(), against=rates["standing"].map(words.STANDINGS), size=size
    ).sort_values(["size", "group"], ascending=[False, True], kind="stable")
    standings = {gate: rates.loc[rates["gate"] == gate, "standing"] for gate in ends}
    counted = [(gate, int((each > 0).sum()), int((each < 0).sum())) for gate, each in standings.items()]
    return Card(
        name="every-gate",
        title=words.table_title(counted, rates["group"].nunique(), breakdown),
        subtitle=f"Won within {window} days of the starting stage",
        numbers=rows,
        columns={
            "group": tables.heading(breakdown),
            "start": Column("From"),
            **RATES,
            "others": Column("All others", "share"),
            "against": Column("Against the others"),
        },
        definition=words.definition(window),
        is_table=True,
        is_wide=True,
    )
