"""The cards of target accounts: what is covered, who comes by themselves, and which accounts wait for sales."""

from analysis.scope import Scope
from pages.leadership.balance import recommendation, situations
from pages.parts import labels
from tests.analysis.claims.test_target_accounts import LIST, MISSED_ACCOUNTS, listed
from tests.worlds import Journey, warehouse_of


def plain(text):
    return labels.without_markdown(text).replace(labels.NO_BREAK, " ")


def card(model, name):
    return next(card for card in model.cards if card.name == name)


def test_coverage_comparison_and_work_are_told():
    rows = {"target_accounts": [*LIST["target_accounts"], {"account_id": "new"}]}
    waiting = Journey("Webinar", {"lead": 0}, lead={"account_id": "w999"})
    rows["target_accounts"].append({"account_id": "w999"})
    model = situations.build(warehouse_of([*MISSED_ACCOUNTS, waiting], rows=rows), Scope())
    # w0 to w119 have an outbound lead, w0 to w9 and w999 an inbound one; new has none.
    assert plain(card(model, "target accounts covered").title) == (
        "121 of 122 target accounts have a lead: 11 of inbound and 120 of outbound"
    )
    wins = card(model, "target accounts covered").numbers.set_index(["label", "motion"])["part"]
    assert wins["A win"].to_dict() == {"any": 60, "inbound": 5, "outbound": 60}
    assert card(model, "target accounts against others").numbers["verdict"].tolist() == [
        "clearly less",
        "cannot be told apart",  # 5 of 11 against 120 of 400
        "clearly more",
    ]
    work = card(model, "target accounts nobody has touched")
    assert work.numbers[["account_id", "state"]].to_numpy().tolist() == [
        ["w999", "open, never touched"],
        ["new", "no lead yet"],
    ]
    found = next(each for each in model.findings if each.who == "sales" and not each.surely)
    assert (found.asks, plain(found.worth)) == ("act", "2 accounts")
    told = recommendation.build(warehouse_of(MISSED_ACCOUNTS, rows=LIST), Scope()).findings
    assert any("In target accounts: many of its outbound leads are won." in plain(each.sentence) for each in told)


def test_without_a_list_there_is_no_card():
    model = situations.build(warehouse_of(MISSED_ACCOUNTS), Scope())
    assert not [each for each in model.cards if "target accounts" in each.name]


def test_a_filter_says_why_coverage_is_not_told():
    model = situations.build(warehouse_of(MISSED_ACCOUNTS, rows=LIST), Scope(segment=("(not recorded)",)))
    assert card(model, "target accounts covered").empty.endswith("clear the filter on segment.")
    assert not [each for each in model.findings if each.who == "sales"]


def test_a_list_that_no_lead_names_is_work_alone():
    model = situations.build(warehouse_of(MISSED_ACCOUNTS, rows=listed("new")), Scope())
    assert plain(card(model, "target accounts covered").title).startswith("0 of 1 target account has a lead")
