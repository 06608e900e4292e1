"""A company with an OpenID provider of its own, and a dashboard that its people sign in to."""

import json
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb

from data.store import Store
from tests import private
from tests.browser.serving import free_port, served

PROVIDER = Path(__file__).with_name("provider")
CLIENT, SECRET, COOKIE_SECRET = "dashboard", "known to both", "of the cookies of this dashboard"
TENANT = "company-1"

READERS = """
[[readers]]
group = "leaders"
role = "leader"
rows = "all"

[[readers]]
group = "europe"
role = "leader"
rows = {region = "Europe"}

[[readers]]
group = "sellers"
role = "seller"
rows = {owner = "(reader)"}

[[readers]]
group = "managers"
role = "sales manager"
rows = {team = "Outbound Americas"}

[[readers]]
group = "counters"
role = "counter"
rows = {region = "North America"}

[[readers]]
person = "ada@example.com"
role = "administrator"
rows = "all"

[[readers]]
person = "new@example.com"
role = "seller"
rows = {owner = "(reader)"}

[roles.counter]
pages = ["leadership", "marketing", "sales", "everyone"]
rights = []
"""


@dataclass(frozen=True)
class Person:
    """Somebody whom the provider knows; what is told of them holds for some seconds."""

    address: str
    name: str = ""
    groups: tuple[str, ...] = ()
    seconds: int = 3600
    claims: Mapping[str, Any] = field(default_factory=dict)

    @property
    def told(self) -> dict[str, Any]:
        """The claims."""
        of_all = {"email": self.address, "email_verified": True, "tid": TENANT}
        return of_all | {"name": self.name, "groups": self.groups} | dict(self.claims)


PEOPLE = {
    "sam": Person("sam@example.com", "Sam Novak", ("sellers",)),
    "quinn": Person("quinn@example.com", "Quinn Moreau", ("sellers",)),
    "lea": Person("lea@example.com", "Lea Lang", ("leaders",)),
    "eve": Person("eve@example.com", "Eve Europe", ("europe",)),
    "max": Person("max@example.com", "Max Manager", ("managers",)),
    "cy": Person("cy@example.com", "Cy Counter", ("counters",)),
    "ada": Person("ada@example.com", "Ada Admin"),
    "new": Person("new@example.com", "New Seller"),
    "stranger": Person("stranger@example.com"),
    "guest": Person("guest@example.com", groups=("guests",)),
    "brief": Person("brief@example.com", "Sam Novak", ("sellers",), seconds=15),
    "unverified": Person("ada@example.com", claims={"email_verified": False}),
    "elsewhere": Person("lea@example.com", groups=("leaders",), claims={"tid": "company-2"}),
}


@dataclass(frozen=True)
class Company:
    """The dashboard of the company."""

    address: str
    provider: str
    home: Path

    def says(self, readers: str) -> None:
        """Write the file of readers anew."""
        (self.home / "readers.toml").write_text(readers, encoding="utf-8")

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """What the generation holds, whoever may see it."""
        with duckdb.connect(str(Store(self.home).current()), read_only=True) as connection:
            return connection.execute(sql).fetchall()

    def private(self) -> set[str]:
        """What tells of single leads."""
        return private.of_leads(self.rows)


@contextmanager
def open_company(home: Path, secrets: Path, node: str) -> Iterator[Company]:
    """A dashboard on a home folder, and the provider that it asks."""
    port, at = free_port(), free_port()
    address, issuer = f"http://127.0.0.1:{port}", f"http://127.0.0.1:{at}"
    told = {
        "redirect_uri": "http://127.0.0.1:{port}/oauth2callback",
        "cookie_secret": COOKIE_SECRET,
        "client_id": CLIENT,
        "client_secret": SECRET,
        "server_metadata_url": f"{issuer}/.well-known/openid-configuration",
    }
    secrets.write_text("[auth]\n" + "".join(f"{name} = {json.dumps(each)}\n" for name, each in told.items()))
    company = Company(address, issuer, home)
    company.says(READERS)
    with (
        _provider(node, at, f"{address}/oauth2callback"),
        served(home, "--secrets.files", str(secrets), port=port, PIPELINE_TENANT=TENANT),
    ):
        yield company


@contextmanager
def _provider(node: str, port: int, callback: str) -> Iterator[None]:
    told = {
        "port": port,
        "client": {
            "client_id": CLIENT,
            "client_secret": SECRET,
            "redirect_uris": [callback],
            "post_logout_redirect_uris": [callback],
        },
        "claims": ["name", "groups", "tid"],
        "people": {name: {"claims": each.told, "seconds": each.seconds} for name, each in PEOPLE.items()},
    }
    process = subprocess.Popen(
        [node, "provider.mjs"],
        cwd=PROVIDER,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    with process:  # closes its input, with which it ends
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(json.dumps(told) + "\n")
        process.stdin.flush()
        assert process.stdout.readline() == "ready\n", "the provider did not start"
        yield
