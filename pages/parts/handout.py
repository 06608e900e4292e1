"""One page to hand out: download as HTML, and as PDF where a browser on the server can print it."""

from collections.abc import Callable

from pages.parts import downloads, panel, printing
from pages.parts.words import takeaway as words


def buttons(write: Callable[[], str], name: str) -> None:
    """Offer the page; nothing is written before a click.

    Parameters
    ----------
    write : callable
        Gives the page as HTML.
    name : str
        File name without its ending.
    """
    downloads.file(
        words.BRIEF, lambda: write().encode(), f"{name}.html", words.BRIEF_HELP, width=panel.room(words.BRIEF)
    )
    browser = printing.browser()
    if browser is not None:
        downloads.file(
            words.BRIEF_PDF,
            lambda: printing.pdf(write(), browser),
            f"{name}.pdf",
            words.BRIEF_PDF_HELP,
            width=panel.room(words.BRIEF_PDF),
        )
