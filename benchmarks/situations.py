"""How often Balance names the situation that is planted, and none where there is none.

``python -m benchmarks.situations`` makes a sample of every scenario for each of some seeds, and of the scenario without
a situation for twice as many.
"""

import argparse

from analysis.balance.basis import Basis
from analysis.claims.verdicts import CLEAR
from analysis.scope import Scope
from analysis.warehouse import Warehouse
from benchmarks.samples import sampled
from data import sample

LEADS = 6_000


def main() -> None:
    """Make the samples, ask, count."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.situations", description=__doc__)
    parser.add_argument("--seeds", type=int, default=10, help="samples of each scenario (default: 10)")
    parser.add_argument("--leads", type=int, default=LEADS, help=f"of each sample (default: {LEADS})")
    parser.add_argument("--only", default="", help="only scenarios whose name contains this")
    options = parser.parse_args()
    print(f"{'scenario':18} named clear  another clear  another weak")
    for name, scenario in sample.read("scenarios").items():
        if options.only not in name:
            continue
        planted = scenario["situation"]
        seeds = range(1, 1 + options.seeds * (1 if planted else 2))
        found = []
        for seed in seeds:
            with sampled(seed=seed, leads=options.leads, scenario=name) as warehouse:
                found.append(named(warehouse))
        rights = sum(each.get(planted) == CLEAR for each in found)
        others = [{status for other, status in each.items() if other != planted} for each in found]
        clear, weak = (sum(status in each for each in others) for status in (CLEAR, "weak"))
        made = len(found)
        print(f"{name:18} {rights if planted else '-':>5} of {made}  {clear:10} of {made}  {weak:9} of {made}")


def named(warehouse: Warehouse) -> dict[str, str]:
    """The situations that hold, and how surely."""
    return {each.name: each.status for each in Basis.of(warehouse, Scope()).situations if each.holds}


if __name__ == "__main__":
    main()
