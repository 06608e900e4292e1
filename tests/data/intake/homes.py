"""A home folder that tests fill with small files."""

from pathlib import Path

import duckdb

from data.intake.account import FileAccount
from data.intake.load import Report, load_files
from data.store import Store

WITHOUT_SOURCE = "no column of this file says where leads come from: their source is not recorded"


class Home:
    """Write files, load them, and read what came out.

    Parameters
    ----------
    folder : Path
        An empty folder.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "home"
        self.inbox = folder / "inbox"
        self.inbox.mkdir()

    def write(self, name: str, content: str | bytes) -> Path:
        """Write one file; text is written in UTF-8 as it stands."""
        path = self.inbox / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    def load(
        self,
        _publish: bool = True,
        _profile: str | None = None,
        _decimal: str | None = None,
        _anyway: bool = False,
        _again: bool = False,
        **files: str | bytes,
    ) -> Report:
        """Load files given as ``name=content``."""
        paths = [self.write(f"{name}.csv", content) for name, content in files.items()]
        return load_files(
            paths,
            profile=_profile,
            decimal=_decimal,
            home=self.folder,
            publish=_publish,
            anyway=_anyway,
            again=_again,
        )

    def take(self, **files: str | bytes) -> FileAccount:
        """Load files, and give the account of the first."""
        return self.load(**files).files[0]

    def rows(self, question: str) -> list[tuple]:
        """Rows of the published generation."""
        current = Store(self.folder).current()
        assert current is not None, "nothing was published"
        with duckdb.connect(str(current), read_only=True) as connection:
            connection.execute("set TimeZone = 'UTC'")
            return connection.execute(question).fetchall()

    def quarantine(self) -> list[tuple]:
        """Line, column, value and reason of every quarantined record."""
        return self.rows(
            "select line, column_name, value, reason from intake.quarantine order by load_id, line, reason"
        )


def leads(*rows: str, columns: str = "lead_id,created_at,source,amount") -> str:
    """Text of a leads file."""
    return "\n".join([columns, *rows, ""])
