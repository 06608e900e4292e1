"""What stops: one channel, motion, source, campaign, owner or account, or several of a kind."""

from dataclasses import dataclass
from datetime import date, timedelta

from analysis.scope import Scope
from analysis.statistics.pipe import RECENT, STRETCH
from analysis.warehouse import Warehouse
from data.names import NAMELESS

TAKES_OPEN = ("owner", "account_id")


@dataclass(frozen=True)
class Stoppage:
    """What stops.

    Attributes
    ----------
    kind : str
        A dimension of leads, such as channel, owner or account_id.
    values : tuple of str
        Which of them, at least one.
    """

    kind: str
    values: tuple[str, ...]

    @property
    def takes_open(self) -> bool:
        """Whether open deals are at risk as well: they are a person's or a customer's, not a channel's."""
        return self.kind in TAKES_OPEN

    def narrowed(self, scope: Scope) -> Scope | None:
        """The scope of what stops; None where the scope has none of it."""
        admitted = getattr(scope, self.kind)
        values = tuple(value for value in self.values if admitted is None or value in admitted)
        return scope.narrowed(**{self.kind: values}) if values else None


def accounts(warehouse: Warehouse, scope: Scope) -> tuple[str, ...]:
    """The accounts that brought most, the largest first."""
    return tuple(warehouse.ask("won_accounts", scope.narrowed(since=None, until=None))["account_id"])


def latest(scope: Scope, last: date) -> Scope:
    """The leads that tell at what rate new ones come: those of the last stretches before a day."""
    return scope.narrowed(since=last - timedelta(days=RECENT * STRETCH - 1))


def largest(warehouse: Warehouse, scope: Scope, kind: str, last: date) -> tuple[str, ...]:
    """The one with most won amount, or most wins, among the last year's leads; a live one where there is one."""
    recent = scope.narrowed(since=max(last - timedelta(days=364), scope.since or date.min))
    live = () if kind == "account_id" else warehouse.ask("shares", latest(scope, last), breakdown=kind)["breakdown"]
    for period in (recent, scope):
        if kind == "account_id":
            found = tuple(warehouse.ask("won_accounts", period)["account_id"])[:1]
        else:
            shares = warehouse.ask("shares", period, breakdown=kind)
            named = shares[~shares["breakdown"].isin(NAMELESS) & (shares["won"] > 0)]
            still = named[named["breakdown"].isin(live)]
            named = named if still.empty else still
            best = named.sort_values(["won_amount", "won", "breakdown"], ascending=[False, False, True]).head(1)
            found = tuple(str(value) for value in best["breakdown"])
        if found:
            return found
    return ()
