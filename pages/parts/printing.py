"""Prints a page of our own making with a Chromium on the server: to PDF, or to a picture."""

import os
import shutil
import subprocess
import tempfile
import threading
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
    "--hide-scrollbars",
    "--host-resolver-rules=MAP * ~NOTFOUND",  # the page needs nothing from outside, and gets nothing
    "--virtual-time-budget=10000",  # until the page has nothing left to do: fonts are there, figures drawn
)
PAPER_WINDOW = "--window-size=1000,1400"  # wider than paper: the page is laid out before it is printed
SHARPNESS = 2  # dots for a pixel of a picture, as many as a good screen has

# A browser takes a few hundred megabytes: one at a time is what a small server can spare.
_TURN = threading.Lock()


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
        A page of our own, whole in itself.
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
    return _made(html, path, "page.pdf", "--print-to-pdf", PAPER_WINDOW)


def png(html: str, size: tuple[int, int], path: str) -> bytes:
    """Take a picture of a page.

    Parameters
    ----------
    html : str
        A page of our own, whole in itself.
    size : (int, int)
        Its width and height in pixels.
    path : str
        Which browser draws it.

    Returns
    -------
    bytes
        The PNG, at twice that many dots each way.

    Raises
    ------
    PrintingError
        If the browser fails or takes longer than a minute.
    """
    width, height = size
    return _made(
        html,
        path,
        "page.png",
        "--screenshot",
        f"--window-size={width},{height}",
        f"--force-device-scale-factor={SHARPNESS}",
    )


def _made(html: str, path: str, name: str, target: str, *flags: str) -> bytes:
    """What a browser makes of a page."""
    # A browser that runs as root has no sandbox to start.
    own = ("--no-sandbox",) if hasattr(os, "geteuid") and os.geteuid() == 0 else ()
    with _TURN, tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        page, made = Path(folder, "page.html"), Path(folder, name)
        page.write_text(html, encoding="utf-8")
        command = [path, *FLAGS, *own, *flags, f"--user-data-dir={folder}/profile", f"{target}={made}", page.as_uri()]
        try:
            subprocess.run(command, check=True, capture_output=True, timeout=TIME_LIMIT_SECONDS)  # noqa: S603
            return made.read_bytes()
        except (OSError, subprocess.SubprocessError) as error:
            raise PrintingError(f"{Path(path).name} did not print the page") from error
