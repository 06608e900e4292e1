"""A small business whose leads move on by chance: enough of them, and for long enough, to learn and forecast from."""

import random

from tests.analysis.reading import STAGES
from tests.worlds import Journey

SEED = 20_261_129
CHANNELS = ("google ads", "google ads", "Cold calls", "Pigeon post")


def journeys(days: int, leads: int = 600, seed: int = SEED) -> list[Journey]:
    """Leads that come evenly over so many days, as they stood on the last one.

    Each stage takes some days; after each a third of the leads is lost, a fifth simply stays where it is.
    """
    chance = random.Random(seed)
    return [_journey(chance, number * days / leads, days, number) for number in range(leads)]


def _journey(chance: random.Random, created: float, last: int, number: int) -> Journey:
    stages, at, closing = {"lead": created}, created, {}
    source, segment = chance.choice(CHANNELS), chance.choice(("small", "large"))
    amount = chance.choice((100, 200, 400))
    for stage in STAGES[1:]:
        at += chance.choice((0, 1, 2, 5, 12, 30))
        fate = chance.random()
        if at > last or fate < 0.1:
            break
        if stage == STAGES[-1] or fate < 0.25:
            outcome = "won" if stage == STAGES[-1] else "lost"
            closing = {"outcome": outcome, "closed": at, "closed_amount": amount * chance.choice((1, 2))}
            break
        if chance.random() < 0.8:  # else it is not recorded
            stages[stage] = at
    lead = {"segment": segment, "owner": chance.choice(("Ann", "Ben")), "account_id": f"account-{number % 40}"}
    return Journey(source, stages, amount=amount, lead=lead, **closing)
