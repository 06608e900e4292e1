"""Where numbers that are taken away come from: what their reader needs to find them again."""

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit

from analysis import export
from pages.parts import labels
from pages.parts.words import common


@dataclass(frozen=True)
class Origin:
    """The page as it stands.

    Attributes
    ----------
    company : str
        Whose data it is; "" where that has no name.
    page, view : str
        Their names; the view is "" where the page has but one.
    title : str
        The finding. Markdown.
    choice : str
        Filters, period and data date in words. Markdown.
    data_day : date or None
        Through which day the data is complete.
    address : str
        Shows the same page again; "" where it is not known.
    currency : str
        Of amounts, as ISO code.
    time_zone : str
        Of days and times, as IANA name.
    """

    company: str
    page: str
    view: str
    title: str
    choice: str
    data_day: date | None
    address: str
    currency: str
    time_zone: str

    @property
    def place(self) -> str:
        """The page and its view."""
        return common.grey_line(self.page, self.view)

    @property
    def root(self) -> str:
        """What the addresses within the dashboard begin with."""
        parts = urlsplit(self.address)
        return f"{parts.scheme}://{parts.netloc}" if parts.netloc else ""

    @property
    def facts(self) -> tuple[tuple[str, str], ...]:
        """The same as pairs of a term and a plain text, without those that are not known."""
        told = (
            ("Company", self.company),
            ("Page", self.place),
            ("Finding", labels.without_markdown(self.title)),
            ("Leads", labels.without_markdown(self.choice)),
            ("Data through", labels.day(self.data_day) if self.data_day else ""),
            ("Address", self.address),
            ("Amounts", self.currency),
            ("Days and times", self.time_zone),
        )
        return tuple((term, text) for term, text in told if text)

    def file_name(self, ending: str, card: str = "") -> str:
        """Name of a file: page, view, card and day of the data.

        Parameters
        ----------
        ending : str
            Without the dot.
        card : str, default ""
            Name of the card; "" for the page as a whole.

        Returns
        -------
        str
            Safe on every file system.
        """
        return export.file_name(" ".join((self.page, self.view, card)), ending, self.data_day)
