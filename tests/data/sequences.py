"""Loads as a business makes them in a row, drawn at random: news, corrections, removals, returns, and back again."""

import csv
import random
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from data import definitions
from data.intake.load import load_files
from data.store import Store

START = datetime(2025, 1, 6, tzinfo=UTC)
STAGES = ("Lead", "MQL", "SQL", "Opportunity", "Proposal", "demo of unknown kind", "Closed Won", "Closed Lost")
SOURCES = ("google ads", "Cold email", "Webinar", "Referral", "trade show", "pigeons", "linkedin outreach", "")
GONE = """
name = "gone"
describes = "leads that are gone"

[[files]]
role = "gone"
required = ["gone_lead"]
latest_by = ["updated_at"]

[[files.fill]]
table = "removals"
[files.fill.columns]
lead_id = "gone_lead"
into_lead_id = "into"
"""

Row = dict[str, Any]


class Business:
    """Leads, touches and spend of a business that goes on from load to load.

    Parameters
    ----------
    seed : int
        Of the draws.
    home : Path
        Where it loads to.
    """

    def __init__(self, seed: int, home: Path) -> None:
        self.draw = random.Random(seed)
        self.home = home
        self.day = 0.0
        self.leads = 0
        self.files = 0
        self.text = definitions.text()
        (home / "profiles").mkdir(parents=True)
        (home / "profiles" / "gone.toml").write_text(GONE)

    def begin(self) -> None:
        """The first load, of everything that the others change."""
        self._load(leads=self._new_leads(40), stage_events=self._events(60), outcomes=self._outcomes(15))
        self._load(touches=self._touches(120), spend=self._spend(8))

    def go_on(self) -> str:
        """One more load, or what else a business does; gives its name."""
        self.day += self.draw.choice((0, 0, 0.2, 1, 3, 40))
        steps: tuple[Callable[[], None], ...] = (
            self.news,
            self.news,
            self.corrections,
            self.activity,
            self.activity,
            self.removals,
            self.spending,
            self.rates,
            self.wishes,
            self.back,
            self.other_rules,
        )
        step = self.draw.choices(steps, (3, 3, 4, 4, 4, 3, 1, 1, 1, 1, 0.5))[0]
        step()
        return step.__name__

    def news(self) -> None:
        """Leads, and what happened to some."""
        self._load(
            leads=self._new_leads(self.draw.randint(1, 4)), stage_events=self._events(3), touches=self._touches(5)
        )

    def corrections(self) -> None:
        """Known leads with other fields, some with the same."""
        rows = [self._lead(self._known()) for _ in range(self.draw.randint(1, 3))]
        kept = self.draw.sample(sorted(set(rows[0]) - {"lead_id", "updated_at"}), 3)
        self._load(
            leads=[
                {name: row[name] for name in dict.fromkeys(("lead_id", "owner", *kept, "updated_at"))} for row in rows
            ]
        )

    def activity(self) -> None:
        """Stages, outcomes and touches of known leads."""
        given = {"stage_events": self._events(4), "outcomes": self._outcomes(2), "touches": self._touches(6)}
        names = self.draw.sample(sorted(given), self.draw.randint(1, 3))
        self._load(**{name: given[name] for name in names})

    def removals(self) -> None:
        """Leads that were deleted or merged into others; some come back when they are told of again."""
        row = {"gone_lead": self._known(), "into": self.draw.choice(("", self._known())), "updated_at": self._at()}
        self._load("gone", gone=[row])

    def spending(self) -> None:
        """Lines of spend, some in another currency."""
        self._load(spend=self._spend(2))

    def rates(self) -> None:
        """Rates of a currency."""
        day = START + timedelta(days=self.draw.randint(0, int(self.day) + 30))
        rows = [{"day": f"{day:%Y-%m-%d}", "currency": "EUR", "rate": self.draw.choice((0.9, 0.8))}]
        self._load(exchange_rates=rows)

    def wishes(self) -> None:
        """Accounts that are wanted, and what motions should win."""
        accounts = [{"account_id": f"account {self.draw.randint(1, 15)}", "tier": self.draw.choice("AB")}]
        targets = [{"month": "2025-03", "motion": "inbound", "amount": self.draw.randint(1, 9) * 1000}]
        self._load(**self.draw.choice(({"target_accounts": accounts}, {"targets": targets})))

    def back(self) -> None:
        """The last load is taken back."""
        store = Store(self.home)
        if len(store.generations()) > 2:
            store.undo()

    def other_rules(self) -> None:
        """The definitions say something else."""
        days = self.draw.choice((10, 20))
        self.text = definitions.text().replace("reply_days = ", f"reply_days = {days} # ")
        (self.home / "definitions.toml").write_text(self.text)
        with Store(self.home).new_generation("other definitions"):
            pass

    def _load(self, profile: str = "canonical", **tables: list[Row]) -> None:
        folder = self.home / "files" / str(self.files)
        folder.mkdir(parents=True)
        self.files += 1
        paths = []
        for table, rows in tables.items():
            paths.append(folder / f"{table}.csv")
            with paths[-1].open("w", newline="", encoding="utf-8") as file:
                writer = csv.DictWriter(file, list(rows[0]))
                writer.writeheader()
                writer.writerows({(row.get("lead_id"), number): row for number, row in enumerate(rows)}.values())
        load_files(paths, profile=profile, dates="iso", decimal="point", home=self.home, anyway=True, again=True)

    def _at(self, *, back: float = 20) -> str:
        """An instant of the last days, or now and then of days to come."""
        days = (
            max(0.0, self.day - self.draw.uniform(0, back))
            if self.draw.random() < 0.95
            else self.day + self.draw.uniform(0, 9)
        )
        return f"{START + timedelta(days=round(days * 24) / 24):%Y-%m-%dT%H:%M:%SZ}"

    def _known(self) -> str:
        return f"lead {self.draw.randint(1, max(self.leads, 1))}"

    def _new_leads(self, count: int) -> list[Row]:
        self.leads += count
        return [self._lead(f"lead {self.leads - place}") for place in range(count)]

    def _lead(self, lead_id: str) -> Row:
        pick = self.draw.choice
        account = pick(("", *(f"account {number}" for number in range(1, 16))))
        return {
            "lead_id": lead_id,
            "created_at": self._at(back=60) if self.draw.random() < 0.97 else "",
            "source": pick(SOURCES),
            "campaign": pick(("", "Spring", "spring", "Autumn", f"Campaign {self.draw.randint(1, 30)}")),
            "segment": pick(("", "SMB", "Enterprise")),
            "region": pick(("EMEA", "Americas", f"Region {self.draw.randint(1, 12)}")),
            "owner": pick(("", "Ada", "Ben", "Cem", f"Owner {self.draw.randint(1, 40)}")),
            "team": pick(("", "North", "North", "South")),
            "account_id": account,
            "account_name": account and pick((account.upper(), account.title(), "")),
            "contact_id": pick(("", *(f"contact {number}" for number in range(1, 25)))),
            "amount": pick(("", 500, 1200, 9000)),
            "currency": pick(("", "USD", "USD", "EUR")),
            "updated_at": self._at(),
        }

    def _events(self, count: int) -> list[Row]:
        pick = self.draw.choice
        rows = [
            {
                "lead_id": self._known(),
                "stage": pick(STAGES),
                "entered_at": pick((self._at(), self._at(), self._at(), "")),
            }
            for _ in range(count)
        ]
        return [*rows, {"lead_id": f"lead {self.leads + 2}", "stage": "MQL", "entered_at": self._at()}]

    def _outcomes(self, count: int) -> list[Row]:
        pick = self.draw.choice
        outcomes = ("won", "won", "lost", "disqualified", "open", "not won")
        rows = [
            {
                "lead_id": self._known(),
                "outcome": pick(outcomes),
                "closed_at": pick((self._at(), self._at(), self._at(), "")),
                "amount": pick(("", 700, 8000)),
                "reason": pick(("", "price", "timing")),
                "updated_at": pick((self._at(), "")),
            }
            for _ in range(count)
        ]
        return list({row["lead_id"]: row for row in rows}.values())

    def _touches(self, count: int) -> list[Row]:
        return list(self._drawn_touches(count))

    def _drawn_touches(self, count: int) -> Iterator[Row]:
        pick = self.draw.choice
        for _ in range(count):
            of_contact = self.draw.random() < 0.3
            later = self.draw.random() < 0.1
            yield {
                "touch_id": f"touch {self.draw.randint(1, 2000)}",
                "lead_id": "" if of_contact else f"lead {self.leads + 3}" if later else self._known(),
                "contact_id": f"contact {self.draw.randint(1, 28)}" if of_contact else "",
                "at": self._at(back=50),
                "channel": pick(("", "Cold email", "Cold calls", "Webinar", "google ads", "carrier pigeon")),
                "direction": pick(("outbound", "outbound", "inbound", "")),
                "kind": pick(
                    ("email", "call", "reply", "positive_reply", "meeting_booked", "meeting_held", "visit", "")
                ),
                "actor": pick(("", "Ada", "Ben", f"Owner {self.draw.randint(1, 40)}")),
                "sequence": pick(("", "", "First try", f"Try {self.draw.randint(1, 9)}")),
                "step": pick(("", 1, 2, 3)),
            }

    def _spend(self, count: int) -> list[Row]:
        pick = self.draw.choice
        return [
            {
                "spend_id": f"spend {self.draw.randint(1, 60)}",
                "date": self._at(back=60)[:10],
                "source": pick(SOURCES[:4]),
                "campaign": pick(("", "Spring", f"Campaign {self.draw.randint(1, 30)}")),
                "amount": self.draw.randint(10, 900),
                "currency": pick(("", "EUR", "USD")),
            }
            for _ in range(count)
        ]
