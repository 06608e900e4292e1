"""Counts what the pages call clear where nothing differs: ``python -m benchmarks.noise [--seeds N] [--leads N]``.

Samples of the scenario ``even`` differ in no channel, motion or segment. Every view of every page is built as it opens.
A line for each view that called anything clear says in how many of the samples; the last line says of how many views in
how many samples that was.
"""

import argparse
from collections import Counter, defaultdict

from analysis.claims.verdicts import CLEAR
from analysis.scope import Scope
from analysis.warehouse import Warehouse
from benchmarks.samples import sampled
from benchmarks.views import views
from pages.parts import labels
from pages.parts.page import PageModel

# Of one lead, and of what is loaded: no estimates.
WITHOUT_CLAIMS = ("lead", "data")


def main() -> None:
    """Make samples, read, count, report."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.noise", description=__doc__)
    parser.add_argument("--seeds", type=int, default=20)
    parser.add_argument("--leads", type=int, default=6_000)
    options = parser.parse_args()
    samples: Counter[str] = Counter()
    sentences: dict[str, list[str]] = defaultdict(list)
    for seed in range(1, options.seeds + 1):
        for view, found in clear(seed, options.leads).items():
            samples[view] += 1
            sentences[view] += found
    for view, count in samples.most_common():
        print(f"{view}: {count} of {options.seeds}, such as: {sentences[view][0][:200]}")
    looked_at = len([name for name in views() if name not in WITHOUT_CLAIMS])
    print(f"{samples.total()} of {looked_at * options.seeds} views, at most {max(samples.values(), default=0)} of one")


def clear(seed: int, leads: int) -> dict[str, list[str]]:
    """What each view calls clear in one sample where nothing differs: the sentences, by view."""
    with sampled(seed=seed, leads=leads, scenario="even") as warehouse:
        return _said(warehouse)


def _said(warehouse: Warehouse) -> dict[str, list[str]]:
    found = {}
    for name, view in views().items():
        model = view(warehouse, Scope(), None)
        if name not in WITHOUT_CLAIMS and isinstance(model, PageModel):
            sentences = [labels.without_markdown(each.sentence) for each in model.findings if each.surely == CLEAR]
            if sentences:
                found[name] = sentences
    return found


if __name__ == "__main__":
    main()
