"""What each way of counting changes, in numbers."""

from analysis.question import MODES
from analysis.statistics.proportions import wilson_intervals
from pages.parts.cards import Card, Column
from pages.sales.stages import cards as stages_cards
from pages.sales.stages.asked import Asked
from pages.sales.stages.words import modes as wording


def table(asked: Asked) -> Card:
    """Leads that reached each stage by every mode, under the limits of the reading and without any.

    Parameters
    ----------
    asked : Asked
        What the page asked.

    Returns
    -------
    Card
        A table over the whole row.
    """
    reading, name = asked.reading, "motion" if asked.by_motion else "group"
    rows = asked.steps.merge(asked.plain[["breakdown", "stage", "reached"]], on=["breakdown", "stage"], how="left")
    rows = rows.rename(columns={"breakdown": name, "reached_y": "plain"})
    entered = rows.groupby(name, sort=False)[f"by_{reading.mode}"].transform("first")
    shares = wilson_intervals(rows[f"by_{reading.mode}"], entered)
    ends = rows[rows["stage"] == asked.stages[-1]][["plain", *(f"by_{mode}" for mode in MODES)]].sum()
    limited = wording.LIMITED if reading.is_limited else ""
    return Card(
        name="ways of counting",
        asked=("stage_dropoff",),
        title=wording.title(reading, int(ends["plain"]), *(int(ends[f"by_{mode}"]) for mode in MODES)),
        subtitle=wording.subtitle(reading),
        numbers=rows.assign(share=shares["rate"]),
        columns={
            name: Column("Motion", "motion") if asked.by_motion else stages_cards.group_column(asked),
            "stage": Column("Stage"),
            "plain": Column(wording.NAMES["reached"], "count"),
            **({"by_reached": Column(wording.NAMES["reached"] + limited, "count")} if reading.is_limited else {}),
            "by_explicit": Column(wording.NAMES["explicit"] + limited, "count"),
            "by_ordered": Column(wording.NAMES["ordered"] + limited, "count"),
            "share": Column(f"{wording.NAMES[reading.mode]}: of all leads", "share"),
        },
        definition=wording.DEFINITION,
        is_table=True,
        is_wide=True,
    )
