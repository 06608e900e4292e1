"""The questions: their texts, what their headers say, and what may be told them beside the scope."""

import re
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from pathlib import Path
from typing import Any

QUESTIONS = Path(__file__).with_name("questions")
MODES = ("reached", "explicit", "ordered")
GATES = ("lead", "contacted", "engaged", "prospect", "opportunity")
GRAINS = ("channel", "campaign")
MEASURES = ("leads", "opportunities", "won", "won_amount")
CLOCKS = ("wall", "working")
ON_EVENINGS = re.compile(r"\bscoped_(open_days|open_leads|past_stays|ages)\b")  # tables of what was known on some
OF_CHANGES = re.compile(r"\bscoped_(spend_)?changes\b")  # tables of what changed since an earlier generation
CHANGES = ("base_load", "earlier_days")
LATER_DAYS = 30  # how much longer a lead waits where it is asked what it is worth then
# What the arguments are that need not be given.
OPTIONAL: dict[str, Any] = {
    "mode": "reached",
    "step_days": None,
    "overall_days": None,
    "gate": "lead",
    "stretch_days": 30,
    "measure": "leads",
    "bundles": 1024,
    "recent_days": 365,
    "lead_id": "",
    "clock": "wall",
    "within_minutes": 24 * 60,
    "gap_bit": 0,
    "later_days": LATER_DAYS,
    "look_back_days": None,
    "grain": "channel",
    "landmark_days": 14,
    "response_days": 30,
    "first_day": None,
    "last_day": None,
    "base_load": None,
    "earlier_days": None,
    "counted": "",
    "part": "",
}
_CHOICES = {"mode": MODES, "gate": GATES, "measure": MEASURES, "clock": CLOCKS, "grain": GRAINS}


class AskError(RuntimeError):
    """A question could not be answered; the message says what to do next."""


@dataclass(frozen=True)
class Rate:
    """A rate that a question's header declares: the name, and the columns of its counts."""

    name: str
    successes: str
    trials: str


@dataclass(frozen=True)
class Question:
    """One question: its text, and what its header says.

    Attributes
    ----------
    name : str
        Name of the file.
    title : str
        What it answers, one line.
    definitions : dict of str
        What each column counts.
    rates : tuple of Rate
        Which columns make rates.
    """

    name: str
    sql: str
    title: str
    definitions: dict[str, str]
    rates: tuple[Rate, ...]

    @cached_property
    def arguments(self) -> set[str]:
        """Names that the text expects to be bound."""
        told = {"known_by"} if ON_EVENINGS.search(self.body) else set()
        told |= set(CHANGES) if OF_CHANGES.search(self.body) else set()
        return set(re.findall(r"\$([a-z_]+)", self.body)) | told

    @property
    def values_leads(self) -> bool:
        """Whether it takes what open leads are worth, see ``analysis.valuing``."""
        return {"chances", "factors"} <= self.arguments

    def taken(self, values: dict[str, Any]) -> dict[str, Any]:
        """Those of the values, by name, that the text expects to be bound."""
        return {name: value for name, value in values.items() if name in self.arguments}

    @property
    def dates_events(self) -> bool:
        """Whether its period is one of what happened, whenever the leads were created."""
        return {"first_day", "last_day"} <= self.arguments

    @cached_property
    def body(self) -> str:
        """The query without its header."""
        return "\n".join(line for line in self.sql.splitlines() if not line.startswith("--")).strip()


def names() -> list[str]:
    """Names of all questions."""
    return sorted(path.stem for path in QUESTIONS.glob("*.sql"))


@cache
def question(name: str) -> Question:
    """One question by its name.

    Raises
    ------
    AskError
        If there is no such question.
    """
    if name not in names():
        raise AskError(f"There is no question {name!r}. There are: {', '.join(names())}.")
    sql = (QUESTIONS / f"{name}.sql").read_text(encoding="utf-8")
    header = [line[2:].strip() for line in sql.splitlines() if line.startswith("--")]
    title = re.sub(rf"^{name}:\s*", "", header[0])
    rates, described, last = [], {}, ""
    for line in sql.splitlines()[1:]:
        if not line.startswith("--"):
            break
        if match := re.fullmatch(r"-- rate\s+(\w+) = (\w+) / (\w+)", line):
            rates.append(Rate(*match.groups()))
            last = ""
        elif match := re.fullmatch(r"-- (\w+(?:, \w+)*)\s{2,}(\S.*)", line):
            last = match[1]
            described[last] = match[2]
        elif last and (match := re.fullmatch(r"--\s{6,}(\S.*)", line)):
            described[last] += " " + match[1]
        else:
            last = ""
    columns = {column: text for listed, text in described.items() for column in listed.split(", ")}
    return Question(name, sql, title, columns, tuple(rates))


def check(arguments: dict[str, Any]) -> None:
    """Refuse a value that makes no sense.

    Raises
    ------
    AskError
        If days or bundles are no whole number of at least 1, a day is none, or a choice is none of those that there
        are.
    """
    for name, value in arguments.items():
        if (name.endswith("_days") or name == "bundles") and value is not None:
            if not isinstance(value, int) or isinstance(value, bool) or value < 1:
                raise AskError(f"{name}: {value!r} is not a whole number of {name.split('_')[-1]} of at least 1.")
        elif name.endswith("_day") and value is not None:
            if type(value) is not date:
                raise AskError(f"{name}: {value!r} is not a day.")
        elif name in _CHOICES and value not in _CHOICES[name]:
            raise AskError(f"{name}: {value!r} is not one of {', '.join(_CHOICES[name])}.")
