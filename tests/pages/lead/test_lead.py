"""One lead: where it stands, and what is missing of it."""

import re

import pytest
from streamlit.testing.v1 import AppTest

from analysis.scope import Scope
from data.access import keys, readers
from data.access.readers import Identity, Reader, Readers
from data.store import PROJECT
from pages.everyone.lead import model as lead
from pages.parts import labels, reader
from tests.worlds import Journey, on, warehouse_of

TOUCHED = ((1, "outbound", "call"), (3, "inbound", "reply"))


def card(model, name):
    return next(each for each in model.cards if each.name == name)


@pytest.mark.parametrize(
    ("journey", "title"),
    [
        (Journey("seo", {"lead": 0, "engaged": 3}), "Open at engaged for 17\xa0days"),
        (Journey("seo", {"lead": 0, "engaged": None}), "Open at engaged, since an unknown day"),
        (Journey("seo", {"lead": 0}, "won", 4), "Won on 5 Jan 2026, 4\xa0days after its creation"),
        (Journey("seo", {"lead": 0}, "won", None), "Won, on an unknown day"),
        (
            Journey("seo", {"lead": 0, "engaged": 2}, "lost", 5, reason="*price*"),
            r"Lost at engaged on 6 Jan 2026: \*price\*",
        ),
    ],
)
def test_the_title_says_where_a_lead_stands(journey, title):
    assert lead.build(warehouse_of([journey], as_of=20), Scope(), lead_id="lead-0").title == title


def test_what_is_missing_of_a_lead_is_said():
    bare = Journey("seo", {"lead": 0, "prospect": None}, "won", None, 5, lead={"currency": "EUR"})
    model = lead.build(warehouse_of([bare], as_of=20), Scope(), lead_id="lead-0")
    said = " ".join(finding.sentence for finding in model.findings)
    for part in (
        "The day of its win",
        "amount is in EUR",
        "No account",
        "No touch",
        "no entry of its own",
        "owner is not",
    ):
        assert part in said
    full = Journey("seo", {"lead": 0}, amount=5, touches=TOUCHED, lead={"account_id": "a", "owner": "Ann"})
    model = lead.build(warehouse_of([full], as_of=20), Scope(), lead_id="lead-0")
    assert [finding.asks for finding in model.findings] == ["good to know"]
    assert labels.without_markdown(card(model, "timeline").title) == (
        "Recorded: 2\N{NO-BREAK SPACE}touches and 0\N{NO-BREAK SPACE}entries into stages"
    )
    assert card(model, "facts").title == "Not recorded: campaign, segment, region and team"
    timeline = card(model, "timeline").numbers
    assert timeline["what"].tolist() == ["Created", "Call", "Reply"]
    assert card(model, "credit").numbers["credit_linear"].sum() == 1


def test_an_amount_in_another_currency_says_what_it_was_converted_from():
    rates = {"exchange_rates": [{"day": on(3), "currency": "EUR", "into_currency": "USD", "rate": 1.25}]}
    euros = Journey("seo", {"lead": 0}, "won", 5, 40, lead={"currency": "EUR"}, closed_amount=80)
    model = lead.build(warehouse_of([euros], as_of=20, rows=rates), Scope(), lead_id="lead-0")
    # 80 euros on 6 January, at the rate of the 4th: 80 × 1.25
    assert model.kpis[0].value == "$100"
    assert labels.without_markdown(model.kpis[0].help).replace(labels.NO_BREAK, " ") == (
        "Recorded as €80, converted with the rate 1.25 of 4 Jan 2026."
    )


def test_an_unknown_lead_is_a_sentence():
    warehouse = warehouse_of([Journey("seo", {"lead": 0})])
    model = lead.build(warehouse, Scope(), lead_id="<b>no</b>")
    assert model.title == "There is no such lead"
    assert r"\<b\>no" in model.empty
    assert "names no lead" in lead.build(warehouse, Scope(), lead_id="").empty


def test_an_open_lead_is_worth_what_others_like_it_came_to():
    won = [Journey("seo", {"lead": 0, "engaged": 2}, "won", 12, 100) for _ in range(30)]
    lost = [Journey("seo", {"lead": 0, "engaged": 2}, "lost", 22) for _ in range(30)]
    waiting = [Journey("seo", {"lead": 40 - days, "engaged": 42 - days}) for days in (7, 30)]
    warehouse = warehouse_of([*won, *lost, *waiting], as_of=42)
    young = lead.build(warehouse, Scope(), lead_id="lead-60").findings[0]
    old = lead.build(warehouse, Scope(), lead_id="lead-61").findings[0]
    said = labels.without_markdown(young.sentence).replace(labels.NO_BREAK, " ")
    chance = int(re.match(r"Chance to win (\d+)%", said)[1])
    assert 40 <= chance <= 60  # half of those that stayed for a week were won
    assert "of inbound leads that had been at engaged for as long" in said
    assert "expected amount $" in said
    assert labels.without_markdown(old.sentence).replace(labels.NO_BREAK, " ") == (
        "Older than any win: no inbound lead that was won stayed at engaged for 30 days. Close it or restart it."
    )


def test_a_lead_that_is_closed_or_has_nothing_to_learn_from_has_no_worth():
    for journeys in ([Journey("seo", {"lead": 0})], [Journey("seo", {"lead": 0}, "won", 4)]):
        model = lead.build(warehouse_of(journeys, as_of=20), Scope(), lead_id="lead-0")
        assert not any("win" in finding.sentence and "Chance" in finding.sentence for finding in model.findings)


def test_the_lead_of_an_address_is_looked_for_once_for_all_who_see_the_same(sample_home, sampled, monkeypatch):
    monkeypatch.setenv("PIPELINE_HOME", str(sample_home))
    monkeypatch.setattr(reader, "identity", lambda: Identity("ann@example.com"))
    looked, condition = [], keys.condition
    monkeypatch.setattr(keys, "condition", lambda *told: looked.append(told[1]) or condition(*told))
    (lead_id, owner), (_, other) = sampled.rows(
        "select min(lead_id), owner::varchar from marts.journeys group by 2 limit 2"
    )
    address = keys.key(sample_home, lead_id)

    def opened(grants):
        sees = Reader("ann@example.com", frozenset({"everyone"}), frozenset(readers.RIGHTS), grants)
        monkeypatch.setattr(Readers, "reader", lambda *_: sees)
        app = AppTest.from_file(str(PROJECT / "dashboard.py"), default_timeout=60).run()
        app.query_params["lead"] = address
        app.switch_page("pages/everyone/lead/page.py").run()
        assert not app.exception
        app.run()
        return app.title[0].value

    assert opened(None) == opened(None) == opened(((("owner", (owner,)),),)) != "There is no such lead"
    assert looked == [address, address]
    assert opened(((("owner", (other,)),),)) == "There is no such lead"
