"""Small frames, one per figure, as page models would hand them over."""

import pandas as pd

STAGES = ["lead", "contacted", "engaged", "prospect", "opportunity", "proposal", "won"]


def rates(names: list[str]) -> pd.DataFrame:
    size = len(names)
    motions = ["inbound", "outbound", "unknown"]
    values = [0.02 + 0.01 * index for index in range(size)]
    return pd.DataFrame(
        {
            "label": names,
            "motion": [motions[index % 3] for index in range(size)],
            "rate": values,
            "low": [value * 0.8 for value in values],
            "high": [value * 1.3 for value in values],
            "n": [100 + index for index in range(size)],
        }
    )


def pairs(names: list[str]) -> pd.DataFrame:
    rows = [(name, motion, rate) for name in names for motion, rate in (("inbound", 0.08), ("outbound", 0.04))]
    frame = pd.DataFrame(rows, columns=["label", "motion", "rate"])
    return frame.assign(low=frame["rate"] * 0.9, high=frame["rate"] * 1.1, n=500)


def shares(names: list[str]) -> pd.DataFrame:
    frame = rates(names)
    return frame.assign(share=frame["rate"] / frame["rate"].sum())[["label", "share", "motion", "n"]]


def stages() -> pd.DataFrame:
    inbound = [1, 0.82, 0.55, 0.31, 0.2, 0.13, 0.079]
    outbound = [1, 0.9, 0.27, 0.16, 0.11, 0.07, 0.036]
    rows = [("inbound", stage, share) for stage, share in zip(STAGES, inbound, strict=True)]
    rows += [("outbound", stage, share) for stage, share in zip(STAGES, outbound, strict=True)]
    return pd.DataFrame(rows, columns=["motion", "stage", "share"])


def exits() -> pd.DataFrame:
    rows = [(stage, motion, 50, 20, 5, 5, 20) for motion in ("inbound", "outbound") for stage in STAGES[:-1]]
    columns = ["stage", "motion", "advanced", "young", "stalled", "disqualified", "lost"]
    return pd.DataFrame(rows, columns=columns)


def months() -> pd.DataFrame:
    days = pd.date_range("2025-01-01", periods=18, freq="MS")
    rows = [
        (day, motion, value, index < 15)
        for motion, value in (("inbound", 0.08), ("outbound", 0.04))
        for index, day in enumerate(days)
    ]
    return pd.DataFrame(rows, columns=["month", "motion", "value", "is_complete"])


def shares_by_month(names: list[str]) -> pd.DataFrame:
    days = pd.date_range("2025-01-01", periods=6, freq="MS")
    rows = [(day, name, 1 / len(names)) for name in names for day in days]
    return pd.DataFrame(rows, columns=["month", "label", "share"])


def values(names: list[str]) -> pd.DataFrame:
    return pd.DataFrame(
        {"label": names, "value": [2.0] * len(names), "low": [1.5] * len(names), "high": [3.5] * len(names)}
    )


def durations() -> pd.DataFrame:
    rows = [("lead", "inbound", 2.0, 9.0), ("lead", "outbound", 3.0, 20.0), ("won", "inbound", 40.0, None)]
    return pd.DataFrame(rows, columns=["stage", "motion", "median", "p90"])


def targets() -> pd.DataFrame:
    months = pd.date_range("2026-08-01", periods=4, freq="MS")
    won, is_complete = [90.0, 120.0, 40.0, None], [True, True, False, False]
    return pd.DataFrame({"month": months, "won": won, "target": 100.0, "is_complete": is_complete})


def crossed(names: list[str]) -> pd.DataFrame:
    rows = [(name, column, 0.02 * index, 10 * index, index < 2) for index, name in enumerate(names) for column in names]
    return pd.DataFrame(rows, columns=["row", "column", "share", "n", "is_few"])


def ranks(names: list[str]) -> pd.DataFrame:
    gates = ["lead", "engaged", "opportunity"]
    rows = [
        (gate, name, float((index + turn) % len(names) + 1), "inbound", 0.1, index == 0)
        for turn, gate in enumerate(gates)
        for index, name in enumerate(names)
    ]
    return pd.DataFrame(rows, columns=["gate", "label", "rank", "motion", "rate", "is_emphasised"])


def steps(names: list[str]) -> pd.DataFrame:
    """100 and then 10, -10, 10 and so on."""
    changes = [10 * (-1) ** index for index in range(len(names))]
    rows = [("Before", 100, "start")]
    rows += [(name, change, "step") for name, change in zip(names, changes, strict=True)]
    return pd.DataFrame([*rows, ("After", 100 + sum(changes), "end")], columns=["label", "value", "kind"])


def curves(names: list[str]) -> pd.DataFrame:
    motions = ["inbound", "outbound", "unknown"]
    rows = [
        (name, motions[index % 3], day, 0.01 * day / 30 * (index + 1))
        for index, name in enumerate(names)
        for day in (30, 60, 90)
    ]
    frame = pd.DataFrame(rows, columns=["label", "motion", "day", "share"])
    return frame.assign(low=frame["share"] * 0.8, high=frame["share"] * 1.2)


def bins(names: list[str]) -> pd.DataFrame:
    rows = [(index, name, 10 + index, motion) for motion in ("outbound", "inbound") for index, name in enumerate(names)]
    return pd.DataFrame(rows, columns=["bin", "label", "count", "motion"])


def amounts(names: list[str]) -> pd.DataFrame:
    frame = values(names).assign(motion="outbound")
    return frame.assign(value=[1000.0 * (index + 1) for index in range(len(names))], low=500.0, high=9e6)


def waits(names: list[str]) -> pd.DataFrame:
    motions = ["inbound", "outbound", "unknown"]
    rows = [
        (name, motions[index % 3], minutes, share, share - 0.05, share + 0.05)
        for index, name in enumerate(names)
        for minutes, share in ((0, 0.9), (30, 0.6), (2000, 0.1 + 0.05 * index))
    ]
    return pd.DataFrame(rows, columns=["label", "motion", "minutes", "share", "low", "high"])


def forecasts(names: list[str]) -> pd.DataFrame:
    months = pd.date_range("2025-10-01", periods=6, freq="MS")
    roles = ["history", "forecast", "scenario", "actual"]
    rows = [
        (month, names[place % len(names)], role, 100.0 + 10 * place)
        for place, role in enumerate(roles)
        for month in (months[:3] if role == "history" else months[3:])
    ]
    frame = pd.DataFrame(rows, columns=["month", "name", "role", "value"])
    has_band = frame["role"].isin(["forecast", "scenario"])
    return frame.assign(low=(frame["value"] * 0.8).where(has_band), high=(frame["value"] * 1.3).where(has_band))


def panels(names):
    """Cost by month of each name."""
    months = pd.date_range("2026-01-01", periods=3, freq="MS")
    rows = [
        {"label": name, "motion": "inbound", "x": month, "value": 10.0 + at, "is_complete": at < 2, "n": 40}
        for name in names
        for at, month in enumerate(months)
    ]
    return pd.DataFrame(rows)


def lorenz() -> pd.DataFrame:
    """Four parts that bring a tenth, two tenths, three tenths and four tenths."""
    part = [0.0, 0.25, 0.5, 0.75, 1.0]
    share = [0.0, 0.1, 0.3, 0.6, 1.0]
    return pd.DataFrame({"part": part, "share": share, "low": [each * 0.8 for each in share], "high": part})
