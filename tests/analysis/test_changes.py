"""What changed since an earlier generation: parts that add up to the whole, the same as a slow look at both."""

import contextlib
import random
from collections import defaultdict
from datetime import timedelta

import pandas as pd
import pytest

from analysis import changes
from analysis.scope import Scope
from analysis.statistics.decomposition import ratio_change
from analysis.warehouse import Warehouse
from data import definitions
from data.dimensions import NAMES
from data.store import Store
from tests.worlds import Journey, add, day, on, warehouse_of

SOURCES = ("google ads", "cold calls", "seo", None)
STAGES = ("contacted", "engaged", "prospect", "opportunity", "proposal")
BITS = {"never_touched": 8, "stalled": 16, "without_next_step": 63}


class Home:
    """A home into which random loads come; of each generation all is remembered that a slow twin needs."""

    def __init__(self, folder, seed):
        self.store, self.chance = Store(folder), random.Random(seed)
        self.last, self.number, self.seen = 30, 0, {}

    def load(self):
        """One more generation, after some days or none: leads come, move, are corrected, deleted, and spend too."""
        self.last += self.chance.choice((0, 1, 6, 9)) if len(self.seen) > 1 else 6
        with self.store.new_generation("random") as build:
            build.complete_through = day(self.last)
            connection, load_id = build.connection, build.load_id
            connection.execute(
                "update intake.loads set loaded_at = $at where load_id = $load_id",
                {"at": day(self.last + load_id / 1000), "load_id": load_id},
            )
            for _ in range(self.chance.randint(1, 6) if self.seen else 25):
                self.add_lead(connection, load_id)
            known = connection.execute("select lead_id from canonical.leads order by lead_id").fetchall()
            for (lead,) in self.chance.sample(known, min(len(known), 9)):
                self.change(connection, load_id, lead)
            self.number += 1
            lines = [{"spend_id": f"s{self.number}", "date": on(self.last - 2), "source": "google ads", "amount": 30}]
            add(connection, "spend", [{**line, "load_id": load_id} for line in lines])
            if self.chance.random() < 0.3:
                connection.execute("update canonical.spend set amount = amount + 5 where spend_id = 's1'")
        self.remember()

    def settle(self):
        """The same records under other settings: what a source is called a channel of, and when a lead is late."""
        text = definitions.text()
        changed = text.replace("untouched_days = 7", "untouched_days = 2").replace('"google ads"', '"other ads"')
        assert changed != text
        (self.store.folder / "definitions.toml").write_text(changed, encoding="utf-8")
        with self.store.new_generation("settings"):
            pass
        self.remember()

    def undo(self):
        gone = max(self.seen)
        self.store.undo()
        self.seen.pop(gone)

    def add_lead(self, connection, load_id):
        self.number += 1
        lead = {"lead_id": f"l{self.number}", "created_at": day(self.chance.randint(self.last - 25, self.last))}
        own = {"source": self.chance.choice(SOURCES), "owner": self.chance.choice(("Ann", "Ben")), "amount": 10}
        add(connection, "leads", [{**lead, **own, "load_id": load_id}])

    def change(self, connection, load_id, lead):
        at, told = day(self.last - self.chance.randint(0, 3)), {"lead_id": lead, "load_id": load_id}
        what = self.chance.choice((*("stage", "close") * 2, "touch", "back", "reopen", "owner", "source", "delete"))
        if what == "stage":
            add(connection, "stage_events", [{**told, "stage": self.chance.choice(STAGES), "entered_at": at}])
        elif what == "touch":
            self.number += 1
            own = {"touch_id": f"t{self.number}", "at": at, "kind": "call", "direction": "outbound"}
            add(connection, "touches", [{**told, **own, "channel": "cold calls"}])
        elif what in ("close", "reopen"):
            connection.execute("delete from canonical.outcomes where lead_id = $lead", {"lead": lead})
            if what == "close":
                closing = {"outcome": self.chance.choice(("won", "won", "lost")), "closed_at": at}
                add(connection, "outcomes", [{**told, **closing, "amount": self.chance.randint(1, 9)}])
        elif what == "back":
            connection.execute("delete from canonical.stage_events where lead_id = $lead", {"lead": lead})
        elif what == "delete":
            connection.execute("delete from canonical.leads where lead_id = $lead", {"lead": lead})
        else:
            value = self.chance.choice(("Ann", "Ben", "Cid") if what == "owner" else SOURCES)
            connection.execute(
                f"update canonical.leads set {what} = $value where lead_id = $lead", {"value": value, "lead": lead}
            )

    def remember(self):
        with opened(self.store) as warehouse:
            self.seen[warehouse.rows("select max(load_id) from intake.loads")[0][0]] = Seen(warehouse)


@contextlib.contextmanager
def opened(store):
    warehouse = Warehouse.open(store.current(), store.folder)
    try:
        yield warehouse
    finally:
        warehouse.close()


class Seen:
    """One generation as its own marts had it: each lead, and all that was recorded of it."""

    def __init__(self, warehouse):
        self.as_of = warehouse.as_of
        dimensions = ", ".join(f"{name}::varchar" for name in NAMES)
        self.leads = {
            lead: dict(zip((*NAMES, *OTHERS), values, strict=True))
            for lead, *values in warehouse.rows(
                f"select lead_id, {dimensions}, created_on, outcome::varchar, amount::double, furthest_stage,"
                " account_id, closed_on, coalesce(gaps, 0) from marts.journeys"
                " left join (select lead_id, gaps from marts.gaps) using (lead_id)"
            )
        }
        self.records = defaultdict(list)
        for table in ("leads", "stage_events", "outcomes", "touches"):
            rows = f"(select * exclude (load_id) from canonical.{table})"
            for lead, text in warehouse.rows(f"select lead_id, told::varchar from {rows} as told"):
                self.records[lead].append((table, text))
        self.costs = {
            (since, breakdown): warehouse.ask("costs", Scope(since=since), breakdown=breakdown).set_index("breakdown")
            for since in (None, self.as_of - timedelta(days=9))
            for breakdown in ("all", "channel")
        }


OTHERS = ("created_on", "outcome", "amount", "position", "account_id", "closed_on", "gaps")


def adds(lead, is_in):
    """What a lead adds to each measure."""
    if lead is None or not is_in:
        return dict.fromkeys(("leads", "opportunities", "won", "won_amount", "open", *BITS), 0)
    won = lead["outcome"] == "won"
    return {
        "leads": 1,
        "opportunities": int(lead["position"] >= 5),
        "won": int(won),
        "won_amount": (lead["amount"] or 0) if won else 0,
        "open": int(lead["outcome"] == "open"),
        **{name: int(lead["gaps"] & bits > 0) for name, bits in BITS.items()},
    }


def part_of(was, now, is_recorded_alike, window, as_of):
    """The part of a lead, in words of its two states."""
    if was is None:
        return "new"
    if now is None:
        return "removed"
    if window(now, False) != window(now, True):
        return "period"
    differs = any(was[name] != now[name] for name in (*NAMES, "created_on", "amount", "position", "account_id"))
    closed = was["outcome"] != now["outcome"]
    if not is_recorded_alike:
        if closed:
            return {"won": "won", "open": "reopened"}.get(now["outcome"], "lost")
        if now["position"] > was["position"]:
            return "advanced"
        return "corrected" if differs else "touched"
    if closed and now["closed_on"] is not None and now["closed_on"] > as_of:
        return "time"
    if closed or differs:
        return "settings"
    return "time" if was["gaps"] != now["gaps"] else "unchanged"


def twin(before, after, since, earlier_days, breakdown, owner=None):
    """Slowly: every lead of either generation, what it added and adds, summed up by part."""

    def window(lead, is_now):
        first = None if since is None else since if is_now else since - timedelta(days=earlier_days or 0)
        return (first is None or lead["created_on"] >= first) and (owner is None or lead["owner"] == owner)

    sums = defaultdict(lambda: [0.0, 0.0, 0])
    for lead in {*before.leads, *after.leads}:
        was, now = before.leads.get(lead), after.leads.get(lead)
        alike = sorted(before.records[lead]) == sorted(after.records[lead])
        part = part_of(was, now, alike, window, before.as_of)
        added = adds(was, was and window(was, False)), adds(now, now and window(now, True))
        groups = [each[breakdown] if each and breakdown != "all" else "All" for each in (was or now, now or was)]
        for measure in added[0]:
            for group in set(groups):
                sides = [added[side][measure] if groups[side] == group else 0 for side in (0, 1)]
                if any(sides):
                    for place, more in enumerate((*sides, sides[0] != sides[1])):
                        sums[group, measure, part][place] += more
    return {key: tuple(value) for key, value in sums.items()}


def told(frame):
    return {
        (row.breakdown, row.measure, row.part): (row.was, row.now, row.records)
        for row in frame.itertuples(index=False)
        if row.measure != "spend"
    }


@pytest.mark.parametrize("seed", range(2))
def test_parts_of_random_loads_corrections_removals_and_undo_add_up_as_a_slow_look_says(tmp_path, seed):
    home = Home(tmp_path, seed)
    for step in ("load", "load", "load", "undo", "load", *(("settle",) if seed % 2 else ()), "load"):
        getattr(home, step)()
    after = home.seen[max(home.seen)]
    with opened(home.store) as warehouse:
        kept = [each for each in changes.kept(warehouse)[:-1] if not each.is_by_dates]
        assert len(kept) >= 2
        for base in kept:
            before = home.seen[base.load_id]
            assert before.as_of == base.as_of_on
            moved = (after.as_of - before.as_of).days or None
            first = after.as_of - timedelta(days=9)
            for since, earlier, breakdown, owner in (
                (None, None, "all", None),
                (first, moved, "channel", None),
                (first, None, "owner", None),
                (None, None, "channel", "Ann"),
            ):
                scope = Scope(since=since, **({"owner": (owner,)} if owner else {}))
                counted = changes.measured(warehouse, scope, base, breakdown=breakdown, earlier_days=earlier)
                assert told(counted) == twin(before, after, since, earlier, breakdown, owner)
            for since, breakdown in before.costs:
                demand_own_totals(warehouse, base, before, after, since and first, breakdown, moved)


def demand_own_totals(warehouse, base, before, after, since, breakdown, moved):
    """What was is what the earlier generation itself says to another question, and so with what is."""
    scope = Scope(since=since)
    counted = changes.measured(warehouse, scope, base, breakdown=breakdown, earlier_days=moved)
    sums = counted.pivot_table(index="breakdown", columns="measure", values=["was", "now"], aggfunc="sum").fillna(0)
    for side, seen in (("was", before), ("now", after)):
        own = seen.costs[None if since is None else seen.as_of - timedelta(days=9), breakdown]
        for measure in ("leads", "opportunities", "won", "won_amount", "spend"):
            expected = own[measure].dropna()
            expected = expected[expected != 0]
            found = sums[side][measure] if measure in sums[side] else pd.Series(dtype=float)
            assert found[found != 0].to_dict() == pytest.approx(expected.to_dict()), (side, measure)


def test_the_first_generation_tells_a_week_before_by_its_dates_as_every_page_does():
    chance = random.Random(5)
    journeys = [
        Journey(
            chance.choice(SOURCES),
            {"lead": (made := chance.randint(0, 20)), **{name: made + chance.randint(0, 9) for name in chosen}},
            *chance.choice([(None, None), ("won", made + 9), ("won", None), ("lost", made + 5)]),
            amount=10,
            closed_amount=chance.choice((None, 30)),
        )
        for chosen in ([name for name in STAGES if chance.random() < 0.4] for _ in range(60))
    ]
    warehouse = warehouse_of(journeys, as_of=24)
    (base, _) = changes.kept(warehouse)
    assert (base.as_of_on, base.is_by_dates) == (on(17), True)
    counted = changes.measured(warehouse, Scope(), base, breakdown="channel")
    was = counted.pivot_table(index="breakdown", columns="measure", values="was", aggfunc="sum").fillna(0)
    then = warehouse.ask("costs", Scope(as_of=on(17)), breakdown="channel").set_index("breakdown")
    for measure in ("leads", "opportunities", "won", "won_amount"):
        assert was[measure].to_dict() == then[measure].reindex(was.index).to_dict()
    assert not set(counted["measure"]) & set(BITS), "no gap of then is known"
    assert {"new", "won", "unchanged"} <= set(counted["part"])
    won = warehouse.ask("changed_leads", counted="won", part="won")
    assert set(won["was_amount"]) == {10}, "while it was open the amount of its closing was not known"


def test_the_leads_behind_a_part_are_as_many_as_are_counted_and_add_up_to_it(tmp_path):
    home = Home(tmp_path, 7)
    home.load()
    home.load()
    with opened(home.store) as warehouse:
        base = changes.load_before(changes.kept(warehouse))
        counted = changes.measured(warehouse, Scope(), base)
        for measure in ("leads", "won_amount", "open", "without_next_step"):
            for part, row in changes.by_part(counted, measure).drop("unchanged").iterrows():
                listed = warehouse.ask("changed_leads", counted=measure, part=part, base_load=base.load_id)
                assert len(listed) == row["records"]
                assert (listed["now"] - listed["was"]).sum() == pytest.approx(row["now"] - row["was"])


def test_which_generation_is_compared_with(tmp_path):
    store = Store(tmp_path)
    for last in (20, 24, 28, 29):
        with store.new_generation("load") as build:
            build.complete_through = day(last)
            rows = [{"lead_id": f"l{last}", "created_at": day(last - 10), "load_id": build.load_id}]
            add(build.connection, "leads", rows)
    with opened(store) as warehouse:
        kept = changes.kept(warehouse)
    # The first one is no longer among the last three, and of the day the last is kept; its dates told of day 13.
    assert [each.load_id for each in kept] == [0, 2, 3, 4]
    assert changes.week_before(kept).load_id == 0
    assert changes.load_before(kept).load_id == 3
    assert changes.days_between(kept[1], kept[-1]) == 5
    assert changes.seen(kept, None) is None
    assert changes.seen(kept, kept[-1].identity) is None
    assert changes.seen(kept, kept[1].identity).load_id == 2
    undone = (4, (kept[2].loaded_at + timedelta(microseconds=1)).isoformat())
    assert changes.seen(kept, undone).load_id == 3, "what was undone is told from the one before it"


def test_the_parts_of_a_ratio_add_up_and_are_mirrored():
    chance = random.Random(3)
    for _ in range(50):
        above, below = (
            pd.DataFrame({side: [chance.randint(1, 9) for _ in range(3)] for side in ("was", "now")}) for _ in range(2)
        )
        ratios = {side: above[side].sum() / below[side].sum() for side in ("was", "now")}
        assert ratio_change(above, below).sum() == pytest.approx(ratios["now"] - ratios["was"])
        swapped = [each.rename(columns={"was": "now", "now": "was"}) for each in (above, below)]
        assert (ratio_change(*swapped) + ratio_change(above, below)).abs().max() < 1e-12
    assert ratio_change(above, below * 0).isna().all()
