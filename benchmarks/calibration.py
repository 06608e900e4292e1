"""Holds what was expected against what came: ``python -m benchmarks.calibration [--seeds 7 11 ...] [HOME ...]``.

For a sample of each seed, and for each home folder that is named, every past quarter is forecast as Coverage would have
forecast it, at its start, in its middle and two weeks before its end. The last line pools them: the weighted pipeline
over what was won of it later, the lowest and highest of these ratios among the samples, and how many 80% bands held.
"""

import argparse
from collections.abc import Iterator
from pathlib import Path

import pandas as pd

from analysis.balance.backtest import MOMENTS, BackTest, back_test
from analysis.balance.targets import ALL
from analysis.scope import Scope
from analysis.statistics.forecast_check import brier
from benchmarks.samples import opened, sampled

SEEDS = (7, 11, 23, 42, 99, 1234)


def main() -> None:
    """Forecast, compare, report."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.calibration", description=__doc__)
    parser.add_argument("--seeds", type=int, nargs="*", default=list(SEEDS))
    parser.add_argument("--leads", type=int, default=24_000)
    parser.add_argument("homes", type=Path, nargs="*", help="home folders with data of their own")
    options = parser.parse_args()
    tested = dict(_tested(options.seeds, options.leads, options.homes))
    _by_motion(tested)
    _by_moment(tested)
    _reliability(tested)
    _pooled({name: found for name, found in tested.items() if name.startswith("seed")} or tested)


def _tested(seeds: list[int], leads: int, homes: list[Path]) -> Iterator[tuple[str, BackTest]]:
    for seed in seeds:
        with sampled(seed=seed, leads=leads) as warehouse:
            yield f"seed {seed}", back_test(warehouse, Scope())
    for home in homes:
        with opened(home) as warehouse:
            yield home.name, back_test(warehouse, Scope())


def _starts(found: BackTest) -> pd.DataFrame:
    return found.checked[found.checked["moment"] == MOMENTS[0]]


def _held(rows: pd.DataFrame) -> float:
    return float(((rows["actual"] >= rows["low"]) & (rows["actual"] <= rows["high"])).mean())


def _ratio(rows: pd.DataFrame, expected: str, came: str) -> float:
    total = float(rows[came].sum())
    return float(rows[expected].sum()) / total if total else float("nan")


def _by_motion(tested: dict[str, BackTest]) -> None:
    print(f"{'':12} {'motion':10} {'quarters':>9} {'pipe / won later':>17} {'expected / won':>15} {'bands held':>11}")
    for name, found in tested.items():
        for motion in dict.fromkeys(found.checked["motion"]):
            own, starts = (rows[rows["motion"] == motion] for rows in (found.checked, _starts(found)))
            print(
                f"{name:12} {motion:10} {len(starts):9} {_ratio(starts, 'pipe', 'pipe_won'):17.2f} "
                f"{_ratio(starts, 'expected', 'actual'):15.2f} {_held(own):11.0%}"
            )


def _by_moment(tested: dict[str, BackTest]) -> None:
    """Bands, and Brier scores of the chance to reach the target against always saying the share that did."""
    everything = pd.concat([found.checked for found in tested.values()])
    print(f"\n{'said at the':26} {'forecasts':>9} {'bands held':>11} {'Brier score':>12} {'past share':>11}")
    for moment in MOMENTS:
        rows = everything[everything["moment"] == moment]
        planned = rows.dropna(subset=["target"])
        reached = planned["reached"].astype(bool)
        past = pd.Series(float(reached.mean()), index=planned.index)
        print(
            f"{moment:26} {len(rows):9} {_held(rows):11.0%} "
            f"{brier(planned['chance'], reached):12.3f} {brier(past, reached):11.3f}"
        )


def _reliability(tested: dict[str, BackTest]) -> None:
    tenths = pd.concat([found.reliability for found in tested.values()]).groupby("tenth").sum()
    print(f"\n{'chance told':12} {'leads':>9} {'mean chance':>12} {'won':>8}")
    for tenth, row in tenths.iterrows():
        told, won = row["expected"] / row["leads"], row["won"] / row["leads"]
        print(
            f"{int(str(tenth)) * 10:3} to {int(str(tenth)) * 10 + 10:3}% {row['leads']:9,.0f} {told:12.1%} {won:8.1%}"
        )


def _pooled(tested: dict[str, BackTest]) -> None:
    starts = {name: _starts(found) for name, found in tested.items()}
    starts = {name: rows[rows["motion"] == ALL] for name, rows in starts.items()}
    ratios = [_ratio(rows, "pipe", "pipe_won") for rows in starts.values()]
    pooled = _ratio(pd.concat(starts.values()), "pipe", "pipe_won")
    held = _held(pd.concat([found.checked for found in tested.values()]))
    print(f"\npooled {pooled:.2f}, seeds {min(ratios):.2f} to {max(ratios):.2f}, bands {held * 100:.0f}%")


if __name__ == "__main__":
    main()
