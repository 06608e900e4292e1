"""The view After the drop on small worlds with the arithmetic beside."""

from analysis.scope import Scope
from pages.sales.stages import after_the_drop
from tests.worlds import Journey, warehouse_of


def lead(source, day, outcome, contact, **stages):
    return Journey(source, {"lead": day, **stages}, outcome, day + 5 if outcome else None, lead={"contact_id": contact})


def test_those_that_came_back_are_counted_by_their_next_lead():
    world = warehouse_of(
        [
            lead("google ads", 0, "lost", "ann"),
            lead("webinar", 20, "won", "ann"),  # came back through another channel, won
            lead("google ads", 0, "disqualified", "bo"),
            lead("google ads", 20, "lost", "bo"),  # came back through the same channel; itself never came back
            lead("google ads", 0, "lost", "cy"),  # never came back
            lead("google ads", 0, "lost", "di", contacted=9),  # reopened on day 9, after the closing on day 5
        ]
    )
    model = after_the_drop.build(world, Scope())
    # 5 dropped: 2 came back, 1 of those through another channel, 1 won; 1 reopened
    assert [kpi.value for kpi in model.kpis] == ["1", "2", "1", "1"]
    assert model.title.replace("\xa0", " ") == (
        "40% of the lost and disqualified came back: 50% of them through another channel, 50% won"
    )
    numbers = model.cards[0].numbers.set_index("way")
    assert numbers["leads"].tolist() == [1, 2, 1, 1]
    assert set(numbers["dropped"]) == {5}


def test_nobody_who_came_back():
    model = after_the_drop.build(warehouse_of([lead("google ads", 0, "lost", "ann")]), Scope())
    assert model.title == "No lost or disqualified lead has come back"


def test_nobody_dropped():
    model = after_the_drop.build(warehouse_of([lead("google ads", 0, "won", "ann")]), Scope())
    assert model.title == "No lead was lost or disqualified here"
    assert model.empty


def test_an_empty_scope_says_so():
    model = after_the_drop.build(warehouse_of([lead("google ads", 0, "lost", "ann")]), Scope(channel=()))
    assert model.empty
    assert not model.cards


def test_groups_are_compared_with_their_number_of_leads():
    world = [lead("google ads", 0, "lost", f"a{n}") for n in range(20)]
    world += [lead("webinar", 0, "lost", f"b{n}") for n in range(20)]
    world += [lead("seo", 20, None, f"a{n}") for n in range(5)]
    model = after_the_drop.build(warehouse_of(world), Scope(), breakdown="channel")
    # 5 of the 20 of paid search came back, none of the webinar's
    rows = model.cards[1].numbers.set_index("group")
    assert sorted(rows["returned"]) == [0, 5]
    assert "25%" in model.cards[1].title
