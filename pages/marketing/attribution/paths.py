"""Common paths through the channels, and what became of the leads on them."""

from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

from analysis.scope import Scope
from analysis.statistics.checks import UNKNOWN
from analysis.statistics.proportions import share_interval, wilson_intervals
from analysis.warehouse import Warehouse
from pages.charts import figures
from pages.marketing.attribution import words
from pages.marketing.attribution.credit import Credit
from pages.parts import opens
from pages.parts.cards import Card, Column
from pages.parts.columns import bounds, known
from pages.parts.frames import interval
from pages.parts.words import common, marks

PATHS_DRAWN = 10
ARROW = " → "


def card(warehouse: Warehouse, scope: Scope, credit: Credit) -> Card:
    """The most common paths with the rate at which their leads were won.

    Parameters
    ----------
    warehouse : Warehouse
        The generation.
    scope : Scope
        Which leads.
    credit : Credit
        Names the letters of a path.

    Returns
    -------
    Card
        The ten most common ones drawn, 200 in the table.
    """
    window = warehouse.window_days(scope)
    paths = warehouse.ask("paths", scope, window_days=window)
    motions = credit.rows["motion"].dropna().astype(str).to_dict()
    named = paths.assign(
        label=[ARROW.join(_channels(path, credit)) for path in paths["path"]],
        motion=[_motion(_channels(path, credit), motions) for path in paths["path"]],
        n=paths["mature"],
    )
    named = pd.concat([named, wilson_intervals(named["mature_won"], named["mature"])], axis=1)
    drawn = named.head(PATHS_DRAWN)
    enough = drawn[drawn["mature_won"] >= warehouse.definitions.thresholds.few_wins]
    rest = share_interval(int(paths["mature_won"].sum()), int(paths["mature"].sum()))
    # The best of several: its bounds take a part each of the chance that any of them stands out by chance.
    corrected = wilson_intervals(enough["mature_won"], enough["mature"], level=1 - 0.05 / max(len(enough), 1))
    best = enough["rate"].idxmax() if len(enough) else None
    return Card(
        name="paths",
        asked=("paths", "touch_letters"),
        title=words.paths_title(
            str(named.at[best, "label"]) if best is not None else "",
            interval(corrected, best) if best is not None else UNKNOWN,
            rest,
        ),
        subtitle=marks.under(f"Won within {window} days, 95% interval, most common paths", drawn["motion"]),
        figure=figures.rates_with_intervals(drawn),
        numbers=named,
        columns={
            "label": Column("Path"),
            **known("leads", "won", "lost", "disqualified"),
            "open": Column("Open", "count"),
            **known("mature", "mature_won", "rate"),
            **bounds(),
            **known("won_amount"),
        },
        definition=words.PATHS_DEFINITION,
        note=common.joined(
            words.paths_note(
                len(drawn),
                int(drawn["leads"].sum()),
                int(paths["all_leads"].max()),
                int(paths["all_paths"].max()),
                credit.look_back,
            )
            if len(paths)
            else "",
            common.left_out(int((paths["leads"] - paths["mature"]).sum()), 0, window),
        ),
        empty=words.NO_TOUCHES,
        opens=opens.rows(drawn, ("label",), {"path": "path"}, mature_days=str(window)),
    )


def _channels(path: str, credit: Credit) -> list[str]:
    return [credit.letters.get(letter, letter) for letter in path]


def _motion(channels: Iterable[str], motions: Mapping[Any, str]) -> str:
    found = {motions[channel] for channel in channels if channel in motions}
    return found.pop() if len(found) == 1 else "both motions"
