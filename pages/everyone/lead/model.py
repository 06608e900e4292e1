"""One lead: where it stands, what happened, how long it stayed, who gets credit, what is missing."""

from typing import Any

import pandas as pd

from analysis import valuing
from analysis.claims.verdicts import ACT, KNOW, WATCH
from analysis.question import question
from analysis.scope import Scope
from analysis.warehouse import Warehouse
from data.names import NAMELESS, UNKNOWN_ORDER
from pages.everyone.lead import words
from pages.parts import labels, lead_list
from pages.parts.cards import Card, Column, Kpi
from pages.parts.columns import KNOWN, known
from pages.parts.page import Finding, PageModel
from pages.parts.words import common
from pages.parts.words.attribution import RULE_HELP

FACTS = (
    "lead_name",
    "lead_id",
    "account_name",
    "account_id",
    "motion",
    "channel",
    "source",
    "campaign",
    "segment",
    "region",
    "pipeline",
    "team",
    "owner",
    "journey_order",
)
RULES = {
    "first": "First",
    "last": "Last",
    "before_opportunity": "Before opportunity",
    "linear": "Linear",
    "u": "U",
    "w": "W",
    "full_path": "Full path",
    "time_decay": "Time decay",
    "shapley": "Shapley",
}
WHEN, SIDE = Column("When", "moment"), Column("By whom")


def build(warehouse: Warehouse, _scope: Scope, *, lead_id: str) -> PageModel:
    """Tell all that is known of one lead, which is the same in every scope; "" stands for no lead."""
    if not lead_id:
        title, sentence = words.NO_ID
        return PageModel(title, empty=sentence)
    found = lead_list.named(warehouse.ask("lead", lead_id=lead_id), warehouse)
    if found.empty:
        is_left_out = warehouse.undated and lead_id in set(warehouse.ask("undated_leads")["lead_id"])
        title, sentence = words.LEFT_OUT if is_left_out else words.unknown(lead_id)
        return PageModel(title, empty=sentence)
    lead: Any = next(found.itertuples(index=False))
    history = warehouse.ask("lead_history", lead_id=lead_id)
    stages = warehouse.ask("lead_stages", lead_id=lead_id)
    shares = warehouse.ask("lead_credits", lead_id=lead_id)
    here = stages.iloc[-1]
    return PageModel(
        title=words.title(lead, _known(here["dwell_days"]), _known(here["stalled_after_days"])),
        facts=words.facts(lead),
        kpis=_kpis(lead),
        findings=(*_worth(warehouse, lead), *_findings(lead, stages, history, warehouse.currency)),
        cards=(_timeline(history), _credits(shares, history), _stays(stages), _facts(found, warehouse.offered(FACTS))),
    )


def links(warehouse: Warehouse, _scope: Scope, *, lead_id: str) -> dict[str, str]:
    """Where the CRM has the lead and its account, each address by what leads there."""
    found = lead_list.named(warehouse.ask("lead", lead_id=lead_id), warehouse) if lead_id else pd.DataFrame()
    return {
        words.LINKS[kind]: str(found[column].iloc[0])
        for kind, column in lead_list.LINKS.items()
        if len(found) and not labels.is_missing(found[column].iloc[0])
    }


def _known(value: Any) -> float | None:
    return None if labels.is_missing(value) else float(value)


def _kpis(lead: Any) -> tuple[Kpi, ...]:
    age = lead.observed_days if lead.outcome == "open" else lead.days_to_close
    minutes = _known(lead.first_response_minutes)
    return (
        Kpi("Amount", labels.money(lead.amount, lead.currency), help=words.amount_help(lead)),
        Kpi("Age" if lead.outcome == "open" else "Creation to closing", labels.days(age)),
        Kpi(
            "By us · by them",
            f"{labels.count(lead.count_touches_by_us)} · {labels.count(lead.count_touches_by_them)}",
            help="Touches recorded, by us and by them.",
        ),
        Kpi(
            "First response",
            labels.MISSING if minutes is None else words.elapsed(minutes),
            help="From the creation to our first touch after it, by the wall clock.",
        ),
    )


def _worth(warehouse: Warehouse, lead: Any) -> tuple[Finding, ...]:
    """What an open lead is worth after so many days at its stage; nothing where none was won to learn it from."""
    usual = warehouse.usual_pipeline
    own = Scope(pipeline=(lead.pipeline,) if usual and lead.pipeline not in usual else None)
    worth = valuing.learn(warehouse, own) if lead.outcome == "open" else None
    if worth is None or not worth.longest:
        return ()
    found = warehouse.ask("lead_worth", lead_id=lead.lead_id, **question("lead_worth").taken(worth.arguments()))
    if found.empty:
        return ()
    row: Any = next(found.itertuples(index=False))
    return (Finding(ACT if row.is_older else KNOW, words.worth(row, warehouse.currency), who=common.SALES),)


def _findings(lead: Any, stages: pd.DataFrame, history: pd.DataFrame, currency: str) -> tuple[Finding, ...]:
    skipped = [str(name) for name in stages.loc[stages["is_implied"], "stage"]]
    entered = history[history["event"] == "entered"]
    undated = [str(name) for name in dict.fromkeys(entered.loc[entered["happened_at"].isna(), "stage"])]
    listed = [Finding(WATCH, sentence) for sentence in words.after(lead)]
    gaps = [Finding(KNOW, sentence, who=common.LOADERS) for sentence in words.missing(lead, skipped, undated, currency)]
    return (*listed, *gaps) or (Finding(KNOW, words.NOTHING_MISSING),)


def _timeline(history: pd.DataFrame) -> Card:
    shown = history.assign(
        what=[_what(row) for row in history.itertuples(index=False)],
        side=history["direction"].map(words.DIRECTIONS),
    )
    return Card(
        name="timeline",
        title=words.timeline_title(
            int((history["event"] == "touched").sum()), int((history["event"] == "entered").sum())
        ),
        subtitle=words.TIMELINE_SUBTITLE,
        numbers=shown,
        columns={
            "happened_at": WHEN,
            "what": Column("What"),
            **known("channel"),
            "side": SIDE,
            "actor": Column("Who"),
            **known("sequence"),
            "step": Column("Step", "count"),
        },
        definition=words.TIMELINE_DEFINITION,
        is_table=True,
        is_wide=True,
    )


def _what(event: Any) -> str:
    if event.event == "touched":
        return str(event.kind).replace("_", " ").capitalize()
    said = words.EVENTS[event.event].format(stage=event.stage)
    return said if labels.is_missing(event.reason) else f"{said}: {event.reason}"


def _stays(stages: pd.DataFrame) -> Card:
    stays = stages[stages["dwell_days"].notna() & (stages["exit"] != "won")]
    longest = stays.sort_values("dwell_days", kind="stable").iloc[-1] if len(stays) else None
    shown = stages.assign(
        against=(stages["dwell_days"] > stages["stalled_after_days"]).map({True: "longer", False: None}),
        entry=stages["is_implied"].map({True: "skipped", False: None}).where(~stages["is_repeated"], "came back"),
    )
    return Card(
        name="stays",
        title=words.stays_title("", 0, None)
        if longest is None
        else words.stays_title(longest["stage"], longest["dwell_days"], _known(longest["stalled_after_days"])),
        numbers=shown,
        columns={
            **known("stage"),
            "reached_on": Column("Reached", "day"),
            "dwell_days": Column("Days", "days"),
            "stalled_after_days": Column("Norm", "days", "Nine of ten leads that won stayed no longer"),
            "against": Column("Against the norm"),
            "exit": Column("Then"),
            "entry": Column("Entry"),
        },
        definition=words.STAYS_DEFINITION,
        is_table=True,
    )


def _credits(shares: pd.DataFrame, history: pd.DataFrame) -> Card:
    touches = history.loc[history["event"] == "touched", ["happened_at", "channel", "kind", "direction"]]
    # Both are in order, and those up to the closing come first.
    placed = touches.assign(position=range(1, len(touches) + 1))
    shown = shares.merge(placed, on="position", how="left").assign(
        kind=lambda rows: rows["kind"].str.replace("_", " "),
        side=lambda rows: rows["direction"].map(words.DIRECTIONS),
    )
    named = [str(name) for name in shown["channel"]]
    return Card(
        name="credit",
        title=words.credit_title(named[0], named[-1], len(named)) if named else "No touch to credit",
        numbers=shown,
        columns={
            "position": Column("Touch", "count"),
            "happened_at": WHEN,
            **known("channel"),
            "kind": Column("Kind"),
            "side": SIDE,
            **{f"credit_{rule}": Column(label, "share", RULE_HELP[rule]) for rule, label in RULES.items()},
        },
        definition=words.CREDIT_DEFINITION,
        empty=words.NO_TOUCHES,
        is_table=True,
        is_wide=True,
    )


def _is_unknown(value: object) -> bool:
    """Whether a fact of a lead is not recorded."""
    return labels.is_missing(value) or str(value) in (*NAMELESS, UNKNOWN_ORDER)


def _facts(found: pd.DataFrame, names: tuple[str, ...]) -> Card:
    row, called = (
        found.iloc[0],
        {name: each.label for name, each in {**KNOWN, **lead_list.COLUMNS}.items()} | words.NAMES,
    )
    shown = pd.DataFrame({"what": [called[name] for name in names], "value": [row[name] for name in names]})
    compared = shown[[name not in words.NAMES for name in names]]
    return Card(
        name="facts",
        title=words.facts_title(
            [name for name, value in zip(compared["what"], compared["value"], strict=True) if _is_unknown(value)]
        ),
        numbers=shown,
        columns={"what": Column("What"), "value": Column("Value")},
        definition=words.FACTS_DEFINITION,
        is_table=True,
    )
