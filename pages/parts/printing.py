"""Prints a page of our own making to PDF with a Chromium on the server."""

import os
import shutil
import subprocess
import tempfile
from functools import cache
from pathlib import Path

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
TIME_LIMIT_SECONDS = 60
FLAGS = (
    "--headless",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
    "--no-pdf-header-footer",
    "--host-resolver-rules=MAP * ~NOTFOUND",  # the page needs nothing from outside, and gets nothing
)


class PrintingError(RuntimeError):
    """The page could not be printed."""


@cache
def browser() -> str | None:
    """Path of a Chromium on this machine; None without one."""
    return next((path for name in BROWSERS if (path := shutil.which(name))), None)


def pdf(html: str, path: str) -> bytes:
    """Print a page.

    Parameters
    ----------
    html : str
        A page of our own, whole in itself and without scripts.
    path : str
        Which browser prints it.

    Returns
    -------
    bytes
        The PDF.

    Raises
    ------
    PrintingError
        If the browser fails or takes longer than a minute.
    """
    # A browser that runs as root has no sandbox to start.
    own = ("--no-sandbox",) if hasattr(os, "geteuid") and os.geteuid() == 0 else ()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        page, printed = Path(folder, "page.html"), Path(folder, "page.pdf")
        page.write_text(html, encoding="utf-8")
        command = [path, *FLAGS, *own, f"--user-data-dir={folder}/profile", f"--print-to-pdf={printed}", page.as_uri()]
        try:
            subprocess.run(command, check=True, capture_output=True, timeout=TIME_LIMIT_SECONDS)  # noqa: S603
            return printed.read_bytes()
        except (OSError, subprocess.SubprocessError) as error:
            raise PrintingError(f"{Path(path).name} did not print the page") from error
