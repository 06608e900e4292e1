"""What each rule of attribution credits to each channel or campaign."""

from dataclasses import dataclass
from itertools import combinations
from typing import Any

import pandas as pd

from analysis.scope import Scope
from analysis.scoping.ledgers import unknown_to_spend
from analysis.statistics import attribution
from analysis.warehouse import Warehouse
from data.names import NOT_RECORDED

ORDERED = ("first", "last", "before_opportunity", "linear", "u", "w", "full_path", "time_decay")
RULES = (*ORDERED, "markov", "shapley")
NO_TOUCH = "(no touch recorded)"
LETTER_OF_BIT_0 = 48
DIGITS = 6  # of a credit


@dataclass(frozen=True, eq=False)
class Credit:
    """Credit of every rule, and what it was counted from.

    Attributes
    ----------
    rows : DataFrame
        Index: name of the channel or campaign. ``motion``, ``touches``, ``left_out``, and a column of credit for each
        of ``rules``, in won leads or won amount. What no rule can credit is in the row ``NO_TOUCH``, if there is any:
        every rule's column sums to ``total``.
    removal : DataFrame
        ``effect``, ``share``, ``low``, ``high`` of the Markov chain by channel; empty for campaigns.
    rules : tuple of str
        Those that the grain has.
    deals : Series
        Columns of the question ``won_deals`` for all leads.
    total : float
        Won leads or won amount that each rule hands out.
    spend : Series
        Spend by name in the same period and scope; missing where none is recorded. Empty where spend does not know a
        filter of the scope.
    letters : Series
        Channels by the letter that stands for them in a path.
    grain, measure : str
        ``channel`` or ``campaign``, ``won`` or ``won_amount``.
    look_back : int or None
        Days before the closing whose touches count; None is all.
    """

    rows: pd.DataFrame
    removal: pd.DataFrame
    rules: tuple[str, ...]
    deals: pd.Series
    total: float
    spend: pd.Series
    letters: pd.Series
    grain: str
    measure: str
    look_back: int | None

    @property
    def shares(self) -> pd.DataFrame:
        """Share of each rule's credit, over all rows."""
        return self.rows[list(self.rules)] / self.total if self.total else self.rows[list(self.rules)] * float("nan")

    @property
    def has_touches(self) -> bool:
        """Whether a won lead was touched at all."""
        return bool((self.rows.index != NO_TOUCH).any())

    @property
    def has_names(self) -> bool:
        """Whether any touch of a won lead has a channel or a campaign."""
        return bool((~self.rows.index.isin([NO_TOUCH, NOT_RECORDED])).any())


def credit_of(warehouse: Warehouse, scope: Scope, grain: str, measure: str, look_back: int | None) -> Credit:
    """Ask for the credit of every rule.

    Parameters
    ----------
    warehouse : Warehouse
        The generation.
    scope : Scope
        Which leads.
    grain, measure : str
        ``channel`` or ``campaign``, ``won`` or ``won_amount``.
    look_back : int or None
        Days before the closing whose touches count; None is all.

    Returns
    -------
    Credit
        With the bucket of what has no touch.
    """
    deals = warehouse.ask("won_deals", scope)
    sums = deals.iloc[0] if len(deals) else pd.Series(0, index=deals.columns)
    total = float(sums[measure])
    within = look_back is not None or scope.as_of is not None
    own: dict[str, Any] = {"look_back_days": look_back} if within else {}
    given = warehouse.ask("credits_within" if within else "credits", scope, grain=grain, **own).set_index("name")
    prefix = "amount_" if measure == "won_amount" else ""
    rows = given[["touch_motion", "touches", "left_out"]].rename(columns={"touch_motion": "motion"})
    # Threads add up in any order: without the last digits what is equal stays so, and ties fall the same way each time.
    for rule in ORDERED:
        rows[rule] = given[f"{prefix}{rule}"].round(DIGITS)
    rules: tuple[str, ...] = ORDERED
    removal = pd.DataFrame(columns=["effect", "share", "low", "high"])
    letters = warehouse.ask("touch_letters").drop_duplicates("letter").set_index("letter")["channel"]
    if grain == "channel":
        rules = RULES
        moves = warehouse.ask("transitions", scope, look_back_days=look_back)
        removal = attribution.markov(moves) if len(moves) else removal
        reached = float(rows["first"].sum())
        rows["markov"] = (removal["share"].reindex(rows.index) * reached).fillna(0.0)
        rows["shapley"] = _shapley(warehouse, scope, measure, look_back, letters).reindex(rows.index).fillna(0.0)
    missing = total - float(rows["first"].sum())
    if abs(missing) > max(1e-9 * abs(total), 1e-9):
        rest = {"motion": "unknown", "touches": 0, "left_out": 0, **dict.fromkeys(rules, missing)}
        rows = pd.concat([rows, pd.DataFrame([rest], index=[NO_TOUCH])])
    rows = rows.sort_values(["first", "linear"], ascending=False, kind="stable")
    costs = pd.DataFrame({"breakdown": [], "spend": []})
    if not unknown_to_spend(scope, grain):
        costs = warehouse.ask("costs", scope, breakdown=grain)
    return Credit(
        rows=rows,
        removal=removal,
        rules=rules,
        deals=sums,
        total=total,
        spend=costs[costs["spend"] > 0].set_index("breakdown")["spend"].rename(index=str).astype(float),
        letters=letters,
        grain=grain,
        measure=measure,
        look_back=look_back,
    )


def _shapley(warehouse: Warehouse, scope: Scope, measure: str, look_back: int | None, letters: pd.Series) -> pd.Series:
    """Shapley value of each channel over the sets of channels that won leads were touched by."""
    sets = warehouse.ask("channel_sets", scope, look_back_days=look_back)
    members = pd.DataFrame(
        {
            channel: [bool(int(each) >> (ord(str(letter)) - LETTER_OF_BIT_0) & 1) for each in sets["channel_set"]]
            for letter, channel in letters.items()
        },
        index=sets.index,
    )
    return attribution.shapley(members, sets[measure].astype(float))


def distances_of(credit: Credit) -> pd.DataFrame:
    """How far every two rules disagree: rule by rule, shares of the credit that would have to move."""
    matrix = pd.DataFrame(0.0, index=list(credit.rules), columns=list(credit.rules))
    for one, other in combinations(credit.rules, 2):
        apart = attribution.disagreement(credit.rows[one].clip(lower=0), credit.rows[other].clip(lower=0))
        matrix.loc[one, other] = matrix.loc[other, one] = apart
    return matrix


def ranges_of(credit: Credit) -> pd.DataFrame:
    """Lowest and highest share of each name over the rules, with the rules that give them, largest range first."""
    shares = credit.shares.drop(index=NO_TOUCH, errors="ignore")
    frame = pd.DataFrame(
        {
            "label": shares.index,
            "motion": credit.rows["motion"].reindex(shares.index),
            "lowest": shares.min(axis=1),
            "lowest_rule": shares.idxmin(axis=1) if len(shares) else [],
            "highest": shares.max(axis=1),
            "highest_rule": shares.idxmax(axis=1) if len(shares) else [],
        }
    )
    frame["range"] = frame["highest"] - frame["lowest"]
    return frame.sort_values(["range", "label"], ascending=[False, True], kind="stable")
