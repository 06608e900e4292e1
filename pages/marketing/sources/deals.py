"""Deal size: how many times as large outbound deals are, as they are and in the same segments."""

import pandas as pd

from analysis.claims.deal_size import DealSize
from pages.charts import figures
from pages.parts.cards import Card, Column
from pages.parts.columns import bounds, known
from pages.parts.words import deal_size as words

SEGMENTS_DRAWN = 12


def card(deals: DealSize) -> Card:
    """The ratio in every segment, beside that of all of them like for like."""
    rows = deals.segments.rename_axis("segment").reset_index()
    drawn = rows[rows["ratio"].notna() & (rows["high"] > rows["low"])].head(SEGMENTS_DRAWN)
    drawn = drawn.assign(label=drawn["segment"], value=drawn["ratio"], n=drawn["inbound"] + drawn["outbound"])
    fair = deals.like_for_like
    return Card(
        name="deal-sizes",
        asked=("deal_scales",),
        title=words.title(deals.raw, fair),
        subtitle="Average outbound deal over average inbound deal, 95% interval",
        figure=None if fair.is_missing else figures.intervals_on_threshold(drawn, fair.estimate, "same mix", "times"),
        numbers=pd.concat([_whole(deals), rows], ignore_index=True),
        columns={
            **known("segment"),
            "inbound": Column("Inbound deals", "count"),
            "outbound": Column("Outbound deals", "count"),
            "ratio": Column("Outbound over inbound", "times"),
            **bounds("times"),
        },
        definition=words.DEFINITION,
        empty=words.TOO_FEW,
        is_wide=True,
    )


def _whole(deals: DealSize) -> pd.DataFrame:
    """The two rows above the segments."""
    counts = deals.segments[["inbound", "outbound"]].sum().to_dict()
    return pd.DataFrame(
        [
            {"segment": name, **counts, "ratio": ratio.estimate, "low": ratio.low, "high": ratio.high}
            for name, ratio in ((words.AS_THEY_ARE, deals.raw), (words.SAME_MIX, deals.like_for_like))
        ]
    )
