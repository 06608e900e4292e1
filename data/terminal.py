"""How a command line ends."""

import os
import sys
from collections.abc import Callable
from typing import NoReturn


def run(main: Callable[[], int]) -> NoReturn:
    """Run a command line and leave with its status; a reader that stops reading (``| head``) is no error."""
    status = 0
    try:
        try:
            status = main()
        finally:
            sys.stdout.flush()  # here, and not when Python ends: it would complain
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    sys.exit(status)
