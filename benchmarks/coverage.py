"""Measures how often 95% intervals contain the truth: ``python -m benchmarks.coverage``.

Every estimator is simulated for groups of 20, 200 and 2,000 leads over the rates that the sample company meets. On
average over the rates an interval should contain the truth 93 to 97% of the time; the worst case stands beside it.
Where fewer than 50 worlds give an interval at all, more ``--repeats`` are needed to tell: these cases are left out.
"""

import argparse
import sys
import zlib
from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import pandas as pd

from analysis.statistics.checks import Floats
from benchmarks import simulations, simulations_accounts

SIZES = (20, 200, 2000)
RATES = (0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.45)
WANTED = (0.93, 0.97)
FEWEST = 50  # intervals: the share of fewer that hold the truth tells nothing

Simulation = Callable[[np.random.Generator, int, float, int], Floats]


class Estimator(NamedTuple):
    """An interval under test: its name, the world to draw and the group sizes that it is meant for."""

    name: str
    simulation: Simulation
    sizes: tuple[int, ...] = SIZES


ESTIMATORS = (
    Estimator("rate (Wilson)", simulations.wilson),
    Estimator("difference of rates (Newcombe)", simulations.newcombe),
    Estimator("shrunken rate (beta-binomial)", simulations.shrunken),
    Estimator("conversion by day (Kaplan-Meier)", simulations.kaplan_meier),
    Estimator("conversion beside losses (Aalen-Johansen)", simulations.aalen_johansen),
    Estimator("like-for-like gap", simulations.like_for_like),
    Estimator("common ratio (Mantel-Haenszel)", simulations.mantel_haenszel),
    Estimator("mean amount", simulations.mean_amount),
    Estimator("ratio of mean amounts", simulations.amount_ratio),
    Estimator("share of amount", simulations.amount_share),
    Estimator("share of an account", simulations.account_share),
    Estimator("HHI and effective number", simulations.hhi),
    Estimator("HHI in closed form", simulations.hhi_closed, (200, 2000)),
    Estimator("largest share", simulations.top1),
    Estimator("three largest shares", simulations.top3),
    Estimator("share over accounts", simulations_accounts.share),
    Estimator("HHI over accounts", simulations_accounts.hhi),
    Estimator("largest share over accounts", simulations_accounts.top1),
    Estimator("three largest shares over accounts", simulations_accounts.top3),
    Estimator("Gini over accounts", simulations_accounts.gini),
    Estimator("trend of a share", simulations.trend_slope),
    Estimator("worth of a leak", simulations.leak_worth),
)


def coverage(estimator: Estimator, repeats: int, seed: int = 1) -> pd.DataFrame:
    """Simulate one estimator.

    Parameters
    ----------
    estimator : Estimator
        What to simulate.
    repeats : int
        Worlds per group size and rate.
    seed : int, default 1
        Same seed, same worlds.

    Returns
    -------
    DataFrame
        One row per group size and rate: ``leads``, ``rate``, ``covered`` (share of the intervals given that contain
        the truth; missing when fewer than ``FEWEST`` were given) and ``given`` (share of the worlds with an interval).
    """
    rows = []
    for leads in estimator.sizes:
        for rate in RATES:
            # A seed of its own for each world: one more estimator does not change the numbers of the others.
            random = np.random.default_rng([seed, zlib.crc32(estimator.name.encode()), leads, round(rate * 1000)])
            hits = estimator.simulation(random, leads, rate, repeats)
            given = ~np.isnan(hits)
            rows.append(
                (leads, rate, float(hits[given].mean()) if given.sum() >= FEWEST else np.nan, float(given.mean()))
            )
    return pd.DataFrame(rows, columns=["leads", "rate", "covered", "given"])


def main(arguments: list[str] | None = None) -> int:
    """Print one line per estimator; return 1 when one is outside on average."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.coverage", description=__doc__)
    parser.add_argument("--repeats", type=int, default=400)
    parser.add_argument("--only", default="", help="simulate only estimators whose name contains this")
    options = parser.parse_args(arguments)
    chosen = [estimator for estimator in ESTIMATORS if options.only.lower() in estimator.name.lower()]
    if not chosen:
        print(f"No estimator is called {options.only!r}.", file=sys.stderr)
        return 2
    sizes = "".join(f"{size:>8,}" for size in SIZES)
    print(f"{'coverage of 95% intervals':<42} average{sizes}   worst")
    outside = []
    for estimator in chosen:
        cells = coverage(estimator, options.repeats).dropna(subset=["covered"])
        average = float(cells["covered"].mean())
        if not WANTED[0] <= average <= WANTED[1]:
            outside.append(estimator.name)
        print(f"{estimator.name:<42} {_line(cells, average)}", flush=True)
    if outside:
        print(f"Outside {WANTED[0]:.0%} to {WANTED[1]:.0%} on average: {', '.join(outside)}.", file=sys.stderr)
    return 1 if outside else 0


def _line(cells: pd.DataFrame, average: float) -> str:
    by_size = cells.groupby("leads")["covered"].mean()
    sizes = "".join(f"{by_size[size]:8.1%}" if size in by_size else f"{'-':>8}" for size in SIZES)
    leads, rate, covered, _ = cells.sort_values("covered", kind="stable").to_numpy()[0]
    return f"{average:7.1%}{sizes}   {covered:.1%} at {leads:,.0f} leads, {rate:.1%}"


if __name__ == "__main__":
    sys.exit(main())
