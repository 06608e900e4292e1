"""Starts the dashboard: ``python server.py``, with any options of ``streamlit run`` behind it."""

import gc

if __name__ == "__main__":
    # What is imported and built for the first page stays: looking through all of it for garbage again and again, as it
    # grows, takes a fifth of a start.
    gc.disable()

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import click
import streamlit as st
from starlette.middleware import Middleware
from streamlit import config
from streamlit.runtime.pages_manager import PagesManager
from streamlit.web import bootstrap, cli

from data.files import keep_private
from pages.parts.ahead import Ahead
from web import guard, listening
from web.frontend import Frontend
from web.settings import ALL, NOTHING, Settings, SettingsError
from web.way_back import WayBack

# Until its first st.navigation, a process takes a folder named pages for pages that may be requested by themselves, and
# answers the first deep link with "page not found". Only dashboard.py decides what is a page.
PagesManager.uses_pages_directory = False

keep_private()


@asynccontextmanager
async def lifespan(_: st.App) -> AsyncIterator[None]:
    """Answer nobody before the first page is there, and draw the others meanwhile, unless told not to."""
    drawn = Settings.read(os.environ).ahead
    ahead = Ahead(is_all=drawn == ALL)
    if drawn != NOTHING:
        ahead.start()
        await asyncio.to_thread(ahead.wait_for_the_first)
    gc.enable()
    try:
        yield
    finally:
        await asyncio.to_thread(ahead.stop)


app = st.App(
    Path(__file__).with_name("dashboard.py"),
    lifespan=lifespan,
    middleware=[Middleware(guard.Guard), Middleware(WayBack), Middleware(Frontend)],
    exception_handlers={Exception: guard.failed},
)


def start(target: str, args: list[str], **options: Any) -> None:
    """Start the server with the options of ``streamlit run``, where it may listen as they say."""
    bootstrap.load_config_options(options)
    try:
        settings = Settings.read(os.environ)
    except SettingsError as error:
        refused = [str(error)]
    else:
        refused = list(listening.refusals(settings))
        told = list(listening.warnings(settings))
    if refused:
        click.echo("\n".join(refused), err=True)
        sys.exit(2)
    for warning in told:
        click.echo(f"Warning: {warning}", err=True)
    os.environ[listening.FORWARDED] = ""
    if config.get_option("server.address") in listening.ALL_ADDRESSES:
        # Streamlit would print the address, and ask a server outside for it.
        options["browser_serverAddress"] = options["browser_serverAddress"] or min(settings.hosts, default="localhost")
    cli.main_run.callback(target, args, **options)


if __name__ == "__main__":
    # Once it has stopped, the server passes on the signal that asked for it: all is well then.
    for asked in (signal.SIGINT, signal.SIGTERM):
        signal.signal(asked, lambda *_: sys.exit())
    click.Command("server.py", params=cli.main_run.params, callback=start)([__file__, *sys.argv[1:]])
