"""What a gate is called: the stage where a comparison starts."""

from pages.parts.words import common

FROM = {
    "lead": "from creation",
    "contacted": "from first contact",
    "engaged": "from engagement",
    "prospect": "from prospect",
    "opportunity": "from opportunity",
}


def since(gate: str) -> str:
    """Where a window begins, after its days: from prospect; "" at creation, where it usually does."""
    return "" if gate == "lead" else f" {FROM[gate]}"


def cohort(gate: str) -> str:
    """Which leads are counted, to begin a sentence with."""
    return "Leads of the period" if gate == "lead" else f"Leads of the period that reached {reached(gate)}"


def reached(gate: str) -> str:
    """What the leads at a gate have reached."""
    return FROM[gate].removeprefix("from ")


def left_out(young: int, undated: int, window: int, gate: str) -> str:
    """How many leads of a gate a rate leaves out, and why; "" when it leaves out none."""
    reasons = []
    if young:
        reasons.append(f"{common.counted(young, 'lead')} watched for less than {window} days{since(gate)}")
    if undated:
        reasons.append(f"{common.counted(undated, 'lead')} without a known day there or of the win")
    return f"Left out: {common.listed(reasons)}." if reasons else ""
