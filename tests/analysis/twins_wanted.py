"""Slow twins of the questions about target accounts. A list says of each account its tier, None for none."""

from collections.abc import Mapping

from analysis.scope import Scope
from tests.analysis.reading import Lead, broken_down
from tests.analysis.twins import Row, within
from tests.analysis.twins_accounts import account
from tests.worlds import Journey

MOTIONS = ("inbound", "outbound")
Wanted = Mapping[str, str | None]


def part_of_list(wanted: Wanted, journey: Journey) -> str:
    """The target account of a lead, as a dimension."""
    name = journey.lead.get("account_id")
    if name is None or not wanted:
        return "(not recorded)"
    return called(wanted[name]) if name in wanted else "not on the list"


def called(tier: str | None) -> str:
    if tier is None:
        return "on the list"
    return f"tier {tier}" if len(tier) <= 2 else tier


def admitted(wanted: Wanted, scope: Scope) -> dict[str, str]:
    """The accounts of the scope, each with its part of the list."""
    parts = {name: called(tier) for name, tier in wanted.items()}
    return {name: part for name, part in parts.items() if scope.target_account is None or part in scope.target_account}


def of_account(leads: list[Lead], name: str) -> list[Lead]:
    return [lead for lead in leads if lead.journey.lead.get("account_id") == name]


def is_touched(lead: Lead) -> bool:
    return bool(lead.touches_by_us())


def is_left(leads: list[Lead], untouched_days: int) -> bool:
    """Whether one waits, open and old enough, and nobody has touched any."""
    waits = any(lead.outcome == "open" and lead.observed_days >= untouched_days for lead in leads)
    return waits and not any(map(is_touched, leads))


def target_coverage(leads: list[Lead], wanted: dict[str, str], breakdown: str, untouched_days: int) -> list[Row]:
    rows = []
    for value in sorted(set(wanted.values())) if breakdown == "target_account" else ["All"] if wanted else []:
        accounts = [name for name, part in wanted.items() if value in ("All", part)]
        for motion in ("any", *MOTIONS):
            own = [[lead for lead in of_account(leads, name) if motion in ("any", lead.motion)] for name in accounts]
            rows.append(
                {
                    "breakdown": value,
                    "motion": motion,
                    "accounts": len(accounts),
                    "with_lead": sum(bool(each) for each in own),
                    "with_touch": sum(any(map(is_touched, each)) for each in own),
                    "with_opportunity": sum(any(lead.has_reached("opportunity") for lead in each) for each in own),
                    "with_win": sum(any(lead.outcome == "won" for lead in each) for each in own),
                    "untouched": sum(is_left(each, untouched_days) for each in own),
                }
            )
    return rows


def target_work(leads: list[Lead], wanted: dict[str, str], untouched_days: int) -> list[Row]:
    rows = []
    for name, part in wanted.items():
        own = of_account(leads, name)
        if not own or is_left(own, untouched_days):
            still = [lead for lead in own if lead.outcome == "open"]
            rows.append(
                {
                    "account_id": name,
                    "target_account": part,
                    "leads": len(own),
                    "open_leads": len(still),
                    "inbound_leads": sum(lead.motion == "inbound" for lead in own),
                    "waiting_since": min((lead.created_on for lead in still), default=None),
                }
            )
    return rows


def account_rates(leads: list[Lead], breakdown: str, window: int) -> list[Row]:
    rows = []
    for value, group in broken_down([lead for lead in leads if lead.motion in MOTIONS], breakdown).items():
        mature = [lead for lead in group if lead.is_mature(window)]
        rates = {
            "inbound share": (group, lambda lead: lead.motion == "inbound"),
            **{
                motion: (
                    [lead for lead in mature if lead.motion == motion],
                    lambda lead: within(lead.days_to_won, window),
                )
                for motion in MOTIONS
            },
        }
        for name, (tried, counts) in rates.items():
            cells: dict = {}
            for lead in tried:
                trials, successes = cells.get(account(lead), (0, 0))
                cells[account(lead)] = (trials + 1, successes + bool(counts(lead)))
            if cells:
                rows.append(
                    {
                        "breakdown": value,
                        "rate_of": name,
                        "bundles": len(cells),
                        "trials": sum(n for n, _ in cells.values()),
                        "successes": sum(x for _, x in cells.values()),
                        "success_squares": sum(x * x for _, x in cells.values()),
                        "products": sum(x * n for n, x in cells.values()),
                        "trial_squares": sum(n * n for n, _ in cells.values()),
                    }
                )
    return rows
