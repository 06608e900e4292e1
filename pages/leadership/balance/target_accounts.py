"""Balance, cards of the view Situations: the accounts that we want, how far they are worked and whom that asks."""

import pandas as pd

from analysis.claims.target_accounts import ANY, TargetAccounts
from analysis.claims.verdicts import ACT, WATCH
from analysis.scope import Scope
from analysis.statistics.proportions import wilson_intervals
from data.names import MOTIONS
from pages.charts import figures
from pages.leadership.balance.words import target_accounts as words
from pages.parts import labels, opens
from pages.parts.cards import Card, Column
from pages.parts.columns import bounds, known
from pages.parts.page import Finding

REACHED = {"with_lead": "A lead", "with_opportunity": "An opportunity", "with_win": "A win"}
OPENS = {"A lead": {}, "An opportunity": opens.counted_in("opportunities"), "A win": opens.counted_in("won")}


def cards(wanted: TargetAccounts, scope: Scope, window: int, few: int) -> tuple[Card, ...]:
    """What is covered, whether they come by themselves, and where work is left."""
    return _coverage(wanted), _against(wanted, window, few), _work(wanted, scope)


def findings(wanted: TargetAccounts) -> tuple[Finding, ...]:
    """Accounts that wait for sales; none where nothing is left to do."""
    waiting = wanted.untouched + wanted.without_lead if not wanted.filtered else 0
    if not waiting:
        return ()
    return (
        Finding(
            ACT if wanted.untouched else WATCH,
            words.waiting(wanted.untouched, wanted.without_lead, wanted.count("accounts")),
            words.REACH_OUT,
            who="sales",
            worth=words.accounts(waiting),
        ),
    )


def _coverage(wanted: TargetAccounts) -> Card:
    sums = wanted.coverage.groupby("motion")[["accounts", *REACHED]].sum()
    parts = []
    for column, label in REACHED.items():
        rates = wilson_intervals(sums[column], sums["accounts"])
        parts.append(rates.assign(label=label, part=sums[column], n=sums["accounts"]).reset_index())
    rows = pd.concat(parts, ignore_index=True)
    pairs = rows[rows["motion"].isin(MOTIONS)]
    parts_of_list = tuple(sorted(wanted.coverage["breakdown"].unique()))
    return Card(
        name="target accounts covered",
        asked=("target_coverage",),
        title=words.coverage_title(wanted),
        subtitle=f"Share of the target accounts with such a lead, 95% interval · {labels.MARKS}",
        figure=figures.paired_rates(pairs) if len(pairs) else None,
        numbers=rows,
        columns={
            "label": Column("At least"),
            **known("motion"),
            "n": Column("Target accounts", "count"),
            "part": Column("With one", "count"),
            "rate": Column("Share", "share"),
            **bounds(),
        },
        definition=words.COVERAGE_DEFINITION,
        note=words.parts_note(wanted.coverage[wanted.coverage["motion"] == ANY]),
        empty=words.filtered(wanted.filtered) if wanted.filtered else words.NONE_LEFT,
        opens={
            opens.mark(label, motion): {
                **opens.ALWAYS,
                "motion": motion,
                "target_account": parts_of_list[0],
                **OPENS[label],
            }
            for label in OPENS
            for motion in MOTIONS
            if len(parts_of_list) == 1
        },
    )


def _against(wanted: TargetAccounts, window: int, few: int) -> Card:
    rows = [
        {
            "rate_of": words.RATES[name],
            "accounts": each.accounts,
            "trials": each.trials,
            "own": each.own.estimate,
            "own_low": each.own.low,
            "own_high": each.own.high,
            "rest": each.rest.estimate,
            "difference": each.difference.estimate,
            "difference_low": each.difference.low,
            "difference_high": each.difference.high,
            "verdict": words.verdict(each),
        }
        for name, each in wanted.against.items()
    ]
    return Card(
        name="target accounts against others",
        asked=("account_rates",),
        title=words.against_title(wanted),
        subtitle="Leads of target accounts and of all other accounts, 95% intervals",
        numbers=pd.DataFrame(rows),
        columns={
            "rate_of": Column("Of leads"),
            "verdict": Column("Verdict"),
            "own": Column("Target accounts", "share"),
            **bounds(prefix="own_"),
            "rest": Column("Others", "share"),
            "difference": Column("Difference", "points"),
            **bounds("points", prefix="difference_", of="difference"),
            "trials": Column("Their leads", "count"),
        },
        definition=words.against_definition(window, few),
        is_table=True,
        is_wide=True,
    )


def _work(wanted: TargetAccounts, scope: Scope) -> Card:
    ever, _ = scope.without_period()
    rows = wanted.work.assign(
        state=[words.state(leads) for leads in wanted.work["leads"]],
        open=[
            opens.link(ever, {"account": str(account)}) if leads else ""
            for account, leads in zip(wanted.work["account_id"], wanted.work["leads"], strict=True)
        ],
    )
    return Card(
        name="target accounts nobody has touched",
        asked=("target_work", "target_coverage"),
        title=words.work_title(wanted),
        subtitle="Those with an open lead first, the longest wait first; closed ones are no work",
        numbers=rows,
        columns={
            "account_id": Column("Account"),
            "target_account": Column("Part of the list"),
            "state": Column("State"),
            "open_leads": Column("Open leads", "count"),
            "waiting_since": Column("Waits since", "day"),
            "open": Column("Leads", "link"),
        },
        definition=words.WORK_DEFINITION,
        note="" if wanted.has_touches else words.NO_TOUCHES,
        empty=words.filtered(wanted.filtered) if wanted.filtered else words.NONE_LEFT,
        is_table=True,
        is_wide=True,
    )
