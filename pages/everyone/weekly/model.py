"""What all readers of the page see: what was, what is, and the records that make the difference."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from analysis import changes
from analysis.changes import PARTS, UNCHANGED, Generation
from analysis.claims.verdicts import KNOW
from analysis.scope import Scope
from analysis.statistics.decomposition import ratio_change
from analysis.warehouse import Warehouse
from data import dimensions
from pages.charts import figures
from pages.everyone.weekly import records, tables, words
from pages.everyone.weekly.reader import Reader
from pages.parts.cards import Card, Column, Kpi
from pages.parts.columns import KNOWN
from pages.parts.page import Finding, PageModel
from pages.parts.words import common

MONEY = ("won_amount", "spend")


@dataclass(frozen=True)
class Comparison:
    """Two generations under one scope.

    Attributes
    ----------
    warehouse : Warehouse
        The later one.
    scope : Scope
        Which leads.
    base : Generation
        The earlier one.
    earlier_days : int or None
        So many days earlier the period lay then.
    """

    warehouse: Warehouse
    scope: Scope
    base: Generation
    earlier_days: int | None

    @cached_property
    def counted(self) -> pd.DataFrame:
        """Every measure by its parts, see ``changes.measured``."""
        return self.by("all")

    @cached_property
    def now(self) -> Generation:
        """The later generation."""
        return changes.kept(self.warehouse)[-1]

    @property
    def currency(self) -> str:
        """Of the amounts."""
        return self.warehouse.currency

    def by(self, breakdown: str) -> pd.DataFrame:
        """Every measure by a breakdown and its parts."""
        return changes.measured(
            self.warehouse, self.scope, self.base, breakdown=breakdown, earlier_days=self.earlier_days
        )

    def parts(self, measure: str) -> pd.DataFrame:
        """The parts of one measure, see ``changes.by_part``."""
        return changes.by_part(self.counted, measure)

    def has(self, measure: str) -> bool:
        """Whether there was or is anything of a measure."""
        return bool((self.counted["measure"] == measure).any())


Made = Callable[[Comparison], Sequence[Card]]


def page(
    compared: Comparison | None,
    reader: Reader,
    behind: str,
    *,
    of_ratio: Made,
    of_groups: Made,
    kpis: Callable[[Comparison], Mapping[str, Kpi]] | None = None,
    by_dates: str = words.BY_DATES,
) -> PageModel:
    """The page of a reader.

    Parameters
    ----------
    compared : Comparison or None
        What is compared; None where there is nothing to compare with yet.
    reader : Reader
        Whose page it is.
    behind : str
        The part whose records are listed, by its name in ``records.behind``; "" for none.
    of_ratio, of_groups : callable
        Make the cards of the ratio that the reader watches, and of the groups.
    kpis : callable, optional
        Makes the key figures that stand in the place of others, by the measures whose place they take.
    by_dates : str
        What is said where dates alone tell how things were.

    Returns
    -------
    PageModel
        Title, key figures and cards.
    """
    if compared is None:
        return PageModel(words.FIRST, empty=words.FROM_THE_NEXT_LOAD)
    if compared.counted.empty:
        return PageModel(common.NO_LEADS, empty=common.WIDEN)
    measures = [name for name in reader.measures if compared.has(name)]
    figures_of = {name: _kpi(compared, name) for name in measures} | (dict(kpis(compared)) if kpis else {})
    said = [by_dates] if compared.base.is_by_dates else []
    if compared.base.currency != compared.currency:
        said.append(words.other_currency(compared.base.currency, compared.currency))
    if not compared.counted["records"].sum():
        said.insert(0, words.NOTHING)
        title = words.nothing(compared.base, compared.now)
        cards: tuple[Card, ...] = ()
    else:
        headline = reader.headline_of(compared.counted)
        title = words.title(headline, compared.parts(headline), compared.currency)
        cards = (
            _steps(compared, headline),
            *of_ratio(compared),
            *([_records(compared, behind)] if behind else []),
            *of_groups(compared),
        )
    return PageModel(
        title=title,
        facts=words.compared(compared.base, compared.now),
        kpis=tuple(figures_of.values()),
        findings=tuple(Finding(KNOW, each) for each in said),
        cards=cards,
    )


def _kpi(compared: Comparison, name: str) -> Kpi:
    was, now = (float(compared.parts(name)[side].sum()) for side in ("was", "now"))
    return Kpi(
        words.MEASURES[name],
        words.amount(name, now, compared.currency),
        words.signed(name, now - was, compared.currency) or words.UNCHANGED,
        help=words.MEASURE_HELP[name],
    )


def _steps(compared: Comparison, name: str) -> Card:
    """The parts of the change of the headline, one after the other, and what they come to."""
    parts, currency = compared.parts(name), compared.currency
    differences = tables.differences(parts)
    moved = differences[differences != 0]
    labels = [words.step(name, str(part), int(number)) for part, number in parts.loc[moved.index, "records"].items()]
    rows = pd.DataFrame(
        {
            "label": [*labels, words.IN_ALL],
            "value": [*moved, moved.sum()],
            "kind": [*("step" for _ in labels), "end"],
            "records": [*parts.loc[moved.index, "records"], parts["records"].sum()],
        }
    )
    unit = "money" if name in MONEY else "count"
    was, is_now = (words.amount(name, float(parts[side].sum()), currency) for side in ("was", "now"))
    return Card(
        name="steps",
        asked=("changes", "spend_changes"),
        title=words.steps_title(name, moved, parts, currency),
        subtitle=words.was_and_now(was, is_now, compared.base, compared.now),
        figure=figures.waterfall(rows, unit=unit, currency=currency) if len(moved) else None,
        numbers=rows,
        columns={
            "label": Column("Part"),
            "records": Column("Records", "count"),
            "value": Column(words.MEASURES[name], "money" if name in MONEY else "count"),
        },
        definition=words.PARTS_DEFINITION,
        empty=words.SAME.format(measure=words.MEASURES[name]),
    )


def _records(compared: Comparison, behind: str) -> Card:
    return records.card(
        compared.warehouse, compared.scope, compared.base, compared.earlier_days, behind, compared.counted
    )


def ratio_card(
    name: str,
    title: str,
    numerator: pd.DataFrame,
    denominator: pd.DataFrame,
    *,
    said: tuple[str, str, str, str, str],
    is_share: bool,
) -> Card:
    """What a ratio was, what each part adds above and below the line and to the ratio, and what it is.

    Parameters
    ----------
    name, title : str
        Of the card.
    numerator, denominator : DataFrame
        The two totals by their parts.
    said : tuple of str
        Subtitle, names of the numerator, the denominator and the ratio, and definition.
    is_share : bool
        Whether it is a share; it is an amount otherwise.

    Returns
    -------
    Card
        A table that adds up.
    """
    subtitle, above, below, ratio, definition = said
    adds = ratio_change(numerator, denominator).drop(UNCHANGED)
    ends = [float(numerator[side].sum() / denominator[side].sum()) for side in ("was", "now")]
    rows = pd.DataFrame(
        {
            "label": [words.WAS, *(words.PARTS[str(part)] for part in adds.index), words.IS],
            "above": _in_whole_numbers(numerator),
            "below": _in_whole_numbers(denominator),
            "ratio": [ends[0], *adds, ends[1]],
        }
    )
    is_end = rows.index.isin((0, len(rows) - 1))
    rows = rows[is_end | (rows["above"] != 0) | (rows["below"] != 0)].reset_index(drop=True)
    return Card(
        name=name,
        asked=("changes", "spend_changes"),
        title=title,
        subtitle=subtitle,
        numbers=rows.assign(ratio=words.ratio_cells(rows["ratio"], is_share=is_share)),
        columns={
            "label": Column("Part"),
            "above": Column(above, "count"),
            "below": Column(below, "count"),
            "ratio": Column(ratio),
        },
        definition=definition,
        is_table=True,
    )


def _in_whole_numbers(parts: pd.DataFrame) -> list[int]:
    """What a total was, what each part adds, and what it is."""
    return tables.whole(parts["was"].sum(), tables.differences(parts).to_numpy(), parts["now"].sum())


def table(name: str, title: str, rows: pd.DataFrame, currency: str, groups: Mapping[str, Column]) -> Card:
    """Rows of `tables.rows`, with their measure where they have one."""
    heads = dict(groups)
    if "measure" in rows:
        rows = rows.assign(label=[words.measure_in(each, currency) for each in rows["measure"]])
        heads = {"label": Column("Measure"), **heads}
    return Card(
        name=name,
        asked=("changes", "spend_changes"),
        title=title,
        subtitle=words.ADDS_UP,
        numbers=rows[[*heads, "was", *PARTS, "now"]],
        columns={**heads, **tables.columns(rows)},
        definition=words.PARTS_DEFINITION,
        is_table=True,
        is_wide=True,
    )


def by_groups(compared: Comparison, reader: Reader) -> list[Card]:
    """All measures of the reader in one table, then each that changed by the breakdown, what changed most on top."""
    own = compared.counted[compared.counted["measure"].isin(reader.measures)]
    order = {name: place for place, name in enumerate(reader.measures)}
    summary = tables.rows(own, ("measure",)).sort_values("measure", key=lambda names: names.map(order))
    cards = [table("measures", words.ALL_MEASURES, summary, compared.currency, {})]
    grouped, noun = compared.by(reader.breakdown), dimensions.BY_NAME[reader.breakdown]
    for name in reader.grouped:
        listed = grouped[grouped["measure"] == name]
        if not listed["records"].sum():
            continue
        rows = tables.rows(listed, ("breakdown",))
        rows = rows.assign(size=(rows["now"] - rows["was"]).abs())
        rows = rows.sort_values(["size", "now"], ascending=False, kind="stable", ignore_index=True)
        title = words.groups_title(name, rows, noun.plural, compared.currency)
        cards.append(table(f"{name}-by-{noun.name}", title, rows, compared.currency, {"breakdown": KNOWN[noun.name]}))
    return cards
