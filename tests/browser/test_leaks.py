"""Nothing that the server sends to somebody tells of leads that are not theirs to see.

The suite sees each view with one scoped reader and a part of the hostile addresses; by hand, all of them:
``LEAKS=1000 pytest tests/browser/test_leaks.py``.
"""

import os
import random
import re
import threading
import time
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import quote_plus

import pytest
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from data import saved_views
from data.access import keys
from data.saved_views import SavedView
from tests import private
from tests.browser import wire
from tests.browser.company import COOKIE_SECRET, PEOPLE, Company
from tests.browser.looks import settle
from tests.browser.test_walk import OPENED, PAGES

pytestmark = pytest.mark.browser

BY_HAND = int(os.environ.get("LEAKS", "0"))
ADDRESSES = BY_HAND or 80
SECONDS = 120 if BY_HAND else 4
SAVED = "Plan that Lea keeps to herself"
MONEY = re.compile(r"[$€£] ?\d[^\n]*")
NUMBER = re.compile(r"^\d+\.\d+$", re.MULTILINE)


@dataclass(frozen=True)
class Reading:
    """Somebody who reads, and the leads that are theirs."""

    company: Company
    name: str
    theirs: str
    has_names: bool = True
    has_amounts: bool = True

    @cached_property
    def cookie(self) -> str:
        claims = wire.claims_of(self.company, PEOPLE[self.name])
        return wire.cookie(self.company.address, claims, COOKIE_SECRET)

    @cached_property
    def hidden(self) -> set[str]:
        """What nothing may tell."""
        return {SAVED} | private.hidden(self.company.rows, self.theirs, has_names=self.has_names)

    @cached_property
    def amounts(self) -> set[float]:
        if self.has_amounts:
            return set()
        return {float(each) for (each,) in self.company.rows("select distinct amount from marts.journeys") if each}

    def told(self, path: str) -> str:
        """All that the server sends at an address."""
        return wire.said(wire.visited(self.company.address, path, self.cookie))

    def leaks(self, path: str) -> list[str]:
        """What the server tells of others at an address that does not name them itself."""
        asked = path.replace("+", " ")
        told = self.told(path)
        found = ["(a page that failed)"] if "could not be drawn" in told else []
        found += [each for each in self.hidden if each in told and each not in asked]
        if not self.has_amounts:
            found += MONEY.findall(told)
            found += [each for each in NUMBER.findall(told) if float(each) in self.amounts]
        return sorted(found)


@pytest.fixture(scope="module")
def readings(company):
    view = SavedView(SAVED, "gaps", (("owner", "Sam Novak"),), None, reader="lea@example.com")
    saved_views.put(company.home, view)
    return {
        "sam": Reading(company, "sam", "owner = 'Sam Novak'"),
        "eve": Reading(company, "eve", "region = 'Europe'", has_names=False),
        "max": Reading(company, "max", "team = 'Outbound Americas'"),
        "cy": Reading(company, "cy", "region = 'North America'", has_names=False, has_amounts=False),
    }


def test_whatever_is_told_is_found(company):
    sees_all = Reading(company, "lea", "region = 'Europe'", has_names=False, has_amounts=False)
    leads, amounts = sees_all.leaks("gaps"), sees_all.leaks("sources?view=Cost")
    assert len([each for each in leads if each.startswith("L1")]) > 50
    assert any(each.startswith("$") for each in amounts)
    assert set(map(str, sees_all.amounts)) & set(sees_all.leaks("leads"))


VIEWS = [*PAGES.values(), *OPENED, "weekly", "add_data", "readers"]
WHO = ("cy", "eve", "max", "sam")
SEEN = [
    (who, path) for at, path in enumerate(VIEWS) for place, who in enumerate(WHO) if BY_HAND or at % len(WHO) == place
]


@pytest.mark.parametrize(("who", "path"), SEEN)
def test_no_view_tells_of_others(readings, who, path):
    assert readings[who].leaks(path) == []


def hostile(company, seed):
    """An address that asks for what is others'."""
    draw = random.Random(seed)
    leads = company.rows("select lead_id, owner::varchar, account_id, lead_name, campaign::varchar from marts.journeys")
    lead, owner, account, name, campaign = draw.choice(leads)
    asked = {
        "lead": lead,
        "owner": draw.choice([owner, keys.key(company.home, owner)]),
        "only_owner": keys.key(company.home, owner),
        "to_owner": keys.key(company.home, owner),
        "exactly_owner": draw.choice([owner, keys.key(company.home, owner)]),
        "exactly_account": keys.key(company.home, account or lead),
        "to_account": account,
        "account": account,
        "to_lead": lead,
        "search": draw.choice([name, lead, account]),
        "to_search": lead,
        "exactly_search": draw.choice([name, keys.sealed(company.home, name or lead, "")]),
        "campaign": campaign,
        "to_view": draw.choice(["Queue", "Owners", "History", "Coverage", "../readers"]),
        "region": draw.choice(["Europe", "North America", "Asia Pacific", "' or 1=1 --", "*"]),
        "team": draw.choice(["Inbound Americas", "Outbound International"]),
        "motion": "inbound",
        "period": draw.choice(["All", "24 months", "9999-99-99"]),
        "saved": SAVED,
        "reader": "lea@example.com",
        "generation": "gen-000001",
        "by": draw.choice(["Owner", "lead_id", "account_id"]),
        "grain": "Account",
        "groups": "Owner",
        "breakdown": "owner",
    }
    names = draw.sample(sorted(asked), draw.randint(1, 5))
    pages = ("lead", "leads", "leads", "lead", "gaps", "stages", "my_views", "weekly", "dependence", "prospecting")
    elsewhere = ("settings", "readers", "data", "nowhere", "pages/everyone/lead/page.py", "../readers.toml", "%2e%2e")
    page = draw.choice(draw.choice([pages, pages, pages, elsewhere]))
    return f"{page}?{'&'.join(f'{name}={quote_plus(str(asked[name]))}' for name in names)}"


def test_no_address_tells_of_others(company, readings):
    found = {}
    for seed in range(ADDRESSES):
        reading, path = readings[WHO[seed % len(WHO)]], hostile(company, seed)
        if leaks := reading.leaks(path):
            found[reading.name, path] = leaks
    assert found == {}


def test_no_click_tells_of_others(browser, company, readings):
    reading = readings["sam"]
    context = browser.new_context(accept_downloads=True)
    context.add_cookies([{"name": wire.USER, "value": reading.cookie, "url": company.address}])
    page, sent = context.new_page(), []
    page.on("websocket", lambda line: line.on("framereceived", lambda frame: sent.append(frame)))
    page.goto(f"{company.address}/gaps")
    settle(page)
    page.get_by_role("button", name="Numbers").first.click()
    settle(page)
    page.keyboard.press("Escape")
    page.get_by_role("button", name="See leads").first.click()
    page.get_by_test_id("stDialog").locator("[data-testid=stDataFrame] canvas").first.wait_for()
    settle(page)
    page.keyboard.press("Escape")
    page.get_by_test_id("stDialog").wait_for(state="detached")
    [(lead, name)] = company.rows(f"select lead_id, lead_name from marts.journeys where not ({reading.theirs}) limit 1")
    for asked in (lead, name, "Ari Mendel", "Plan that Lea"):
        page.keyboard.press("Control+k")
        page.get_by_role("searchbox").fill(asked)
        settle(page)
        page.keyboard.press("Escape")
        page.get_by_test_id("stDialog").wait_for(state="detached")
    context.close()
    told = wire.said(ForwardMsg.FromString(frame) for frame in sent)
    found = {each for each in reading.hidden if each in told} - {lead, name, "Ari Mendel"}
    assert found == set()
    assert told.count(lead) < 3, "what was asked for is said back, and nothing more"


def test_two_who_read_at_once_do_not_see_each_others(readings):
    ends, found, turns = time.monotonic() + SECONDS, [], []

    def read(reading):
        while not turns or time.monotonic() < ends:
            for path in ("gaps", "leads", "stages", "gaps?gap=Never+touched"):
                found.extend(reading.leaks(path))
            turns.append(reading.name)

    together = [threading.Thread(target=read, args=(readings[who],)) for who in ("sam", "max")]
    for each in together:
        each.start()
    for each in together:
        each.join()
    assert found == []
    assert set(turns) == {"sam", "max"}


def test_a_lead_of_others_is_told_of_as_one_that_there_is_not(company, readings):
    reading = readings["sam"]
    [(others,)] = company.rows(f"select lead_id from marts.journeys where not ({reading.theirs}) limit 1")
    told = {lead: without_ids(reading.told(f"lead?lead={lead}"), lead) for lead in (others, "L999999999")}
    assert told[others] == told["L999999999"]


@pytest.mark.parametrize("page", ["leads?only_owner", "leads?owner", "leads?to_owner", "stages?owner"])
def test_the_key_of_an_owner_of_others_tells_as_much_as_one_of_nobody(company, readings, page):
    reading = readings["sam"]
    [(others,)] = company.rows(f"select min(owner::varchar) from marts.journeys where not ({reading.theirs})")
    reading.told(f"{page}={keys.key(company.home, 'Nobody Else')}")  # who asks first is told that it is counted
    told = {}
    for name in (others, "Nobody At All"):
        asked = keys.key(company.home, name)
        said = reading.told(f"{page}={asked}")
        assert "asks for an owner that is not there" in said
        assert name not in said
        told[name] = without_ids(said, asked)
    assert told[others] == told["Nobody At All"]


def test_what_somebody_who_sees_more_searched_for_does_not_open(company, readings):
    [(others,)] = company.rows(f"select min(owner::varchar) from marts.journeys where not ({readings['sam'].theirs})")
    for parameter in ("search", "to_search"):
        said = readings["sam"].told(f"leads?{parameter}={keys.sealed(company.home, others, '')}")
        assert "a text to search for that opens for those who see the same" in said
        assert others not in said


def without_ids(told, lead):
    """What is said, without the names of runs and elements that are new each time."""
    return sorted(line for line in told.replace(lead, "LEAD").splitlines() if " " in line)
