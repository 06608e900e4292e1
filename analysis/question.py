"""The questions: their texts, and what their headers say."""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

QUESTIONS = Path(__file__).with_name("questions")


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

    @property
    def arguments(self) -> set[str]:
        """Names that the text expects to be bound."""
        return set(re.findall(r"\$([a-z_]+)", self.body))

    @property
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
