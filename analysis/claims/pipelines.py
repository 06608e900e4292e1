"""Whether numbers mix pipelines, such as new business and renewals: the claim that all pages ask."""

from dataclasses import dataclass

from analysis.claims.recorded import WORTH_SPEAKING
from analysis.scope import ALL_PIPELINES, Scope
from analysis.warehouse import Warehouse
from data import dimensions
from data.names import NOT_RECORDED


@dataclass(frozen=True)
class Pipelines:
    """Leads and wins of some pipelines, and those elsewhere.

    Attributes
    ----------
    main : str
        The pipeline with most leads, where no usual one holds; else the usual ones in a row.
    others : tuple of str
        The other pipelines, that with most wins first, then by leads.
    leads, won : int
        Of all pipelines and of none.
    leads_elsewhere, won_elsewhere : int
        Of those, in the others; where a usual pipeline holds, in none too.
    has_none : bool
        Whether some of those elsewhere are in no pipeline.
    """

    main: str
    others: tuple[str, ...]
    leads: int
    won: int
    leads_elsewhere: int
    won_elsewhere: int
    has_none: bool

    @property
    def counted(self) -> tuple[int, int, str]:
        """How many are elsewhere, of how many, and what they are: wins where one is elsewhere, else leads."""
        if self.won_elsewhere:
            return self.won_elsewhere, self.won, "win"
        return self.leads_elsewhere, self.leads, "lead"

    @property
    def is_much(self) -> bool:
        """Whether so many are elsewhere that every number is another one without them."""
        elsewhere, total, _ = self.counted
        return elsewhere / total >= WORTH_SPEAKING


def find(warehouse: Warehouse) -> Pipelines | None:
    """Count leads and wins by pipeline, of all that is loaded.

    Parameters
    ----------
    warehouse : Warehouse
        Where to ask.

    Returns
    -------
    Pipelines or None
        None where leads are in one pipeline at most, and no usual one leaves any out.
    """
    usual = warehouse.usual_pipeline
    if not warehouse.offered((dimensions.PIPELINE,)):
        return None
    counts = warehouse.ask("lead_totals", Scope(pipeline=ALL_PIPELINES), breakdown=dimensions.PIPELINE)
    is_none = counts["breakdown"] == NOT_RECORDED
    main = usual or tuple(counts.loc[~is_none, "breakdown"].head(1))
    is_elsewhere = ~counts["breakdown"].isin(main) & (bool(usual) | ~is_none)
    elsewhere = counts[is_elsewhere].sort_values(["won", "leads"], ascending=False, kind="stable")
    return Pipelines(
        " + ".join(main),
        tuple(elsewhere.loc[elsewhere["breakdown"] != NOT_RECORDED, "breakdown"]),
        int(counts["leads"].sum()),
        int(counts["won"].sum()),
        int(elsewhere["leads"].sum()),
        int(elsewhere["won"].sum()),
        has_none=bool((is_none & is_elsewhere).any()),
    )
