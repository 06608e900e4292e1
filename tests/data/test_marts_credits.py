"""The credit of touches agrees with a published package on real paths."""

import pandas as pd
import pytest

from tests.worlds import Journey, Touch, warehouse_of


def test_first_last_linear_and_u_are_those_of_the_published_package(real_data):
    folder = real_data / "attribution_paths"
    data = pd.read_csv(folder / "Data.csv", sep=";")
    world = [
        Journey(
            "google ads",
            {"lead": 0},
            "won",
            1,
            lead={"campaign": str(number)},
            touches=tuple(Touch(place / 1e5, "inbound", "visit", name) for place, name in enumerate(path.split(" > "))),
        )
        for number, (path, won) in enumerate(zip(data["path"], data["total_conversions"], strict=True))
        if won
    ]
    warehouse = warehouse_of(world, as_of=9)
    given = pd.DataFrame(
        warehouse.rows(
            "select touch_channel::varchar, campaign::varchar::integer, sum(credit_first), sum(credit_last),"
            " sum(credit_linear::double), sum(credit_u::double) from marts.touchpoints group by all"
        ),
        columns=["channel", "path", "first", "last", "linear", "u"],
    ).astype({"first": float, "last": float})
    times = given["path"].map(data["total_conversions"])
    credit = given[["first", "last", "linear", "u"]].mul(times, axis=0).groupby(given["channel"]).sum()
    credit.index = credit.index.str.removeprefix("(unmapped: ").str.removesuffix(")")
    expected = pd.read_csv(folder / "reference_attribution.csv", index_col=0)
    credit = credit.reindex(expected.index)
    for rule, column in (("first", "first"), ("last", "last"), ("linear", "linear"), ("u", "position_40_20_40")):
        assert credit[rule].to_numpy() == pytest.approx(expected[column].to_numpy(), abs=1e-3), rule
