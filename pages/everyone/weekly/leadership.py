"""The week for those who lead: what was won, by motion, and how much hangs on the largest channel."""

from analysis import changes
from analysis.changes import Generation
from analysis.scope import Scope
from analysis.warehouse import Warehouse
from pages.everyone.weekly import model, tables, words
from pages.everyone.weekly.model import Comparison
from pages.everyone.weekly.reader import Reader
from pages.parts.cards import Card
from pages.parts.columns import KNOWN
from pages.parts.page import PageModel

MEASURES = ("leads", "opportunities", "won", "won_amount")
READER = Reader(MEASURES, ("won_amount", "won", "opportunities", "leads"), "motion", MEASURES)


def build(
    warehouse: Warehouse, scope: Scope, *, base: Generation | None, earlier_days: int | None = None, behind: str = ""
) -> PageModel:
    """Tell what was won since, and through whom."""
    compared = None if base is None else Comparison(warehouse, scope, base, earlier_days)
    return model.page(compared, READER, behind, of_ratio=_largest_channel, of_groups=_by_motion)


def _largest_channel(compared: Comparison) -> list[Card]:
    """The share of the channel that brings the most opportunities now."""
    opened = compared.by("channel")
    opened = opened[opened["measure"] == "opportunities"]
    totals = opened.groupby("breakdown")[["was", "now"]].sum()
    if totals.empty or not (totals.sum() > 0).all():
        return []
    largest, before = str(totals["now"].idxmax()), str(totals["was"].idxmax())
    own = changes.by_part(opened[opened["breakdown"] == largest], "opportunities")
    return [
        model.ratio_card(
            "largest-channel",
            words.largest_title(totals, largest, before),
            own,
            changes.by_part(opened, "opportunities"),
            said=words.LARGEST,
            is_share=True,
        )
    ]


def _by_motion(compared: Comparison) -> list[Card]:
    grouped = compared.by(READER.breakdown)
    order = {name: place for place, name in enumerate(MEASURES)}
    rows = tables.rows(grouped[grouped["measure"].isin(MEASURES)], ("measure", "breakdown"))
    rows = rows.sort_values("measure", key=lambda names: names.map(order), kind="stable", ignore_index=True)
    return [model.table("by-motion", words.BY_MOTION, rows, compared.currency, {"breakdown": KNOWN["motion"]})]
