"""What an import brings, in a few counts: for whoever must see whether the columns were understood."""

from dataclasses import dataclass, replace
from datetime import date

import duckdb

from data.definitions import Definitions


@dataclass(frozen=True)
class Brought:
    """What the rows of an import say.

    Attributes
    ----------
    leads, touches, spend_lines : int
        Rows of each kind that are new or changed.
    first_on, last_on : date or None
        Days of the business zone on which the first and the last of the leads were created.
    won, lost, disqualified, open : int
        The leads by how they stand.
    won_amounts : tuple of (str, float)
        Each currency, and what was won in it: they are not added up.
    """

    leads: int
    touches: int
    spend_lines: int
    first_on: date | None
    last_on: date | None
    won: int
    lost: int
    disqualified: int
    open: int
    won_amounts: tuple[tuple[str, float], ...]


def read(connection: duckdb.DuckDBPyConnection, load_id: int, meant: Definitions) -> Brought:
    """What one import brought to the canonical tables.

    Parameters
    ----------
    connection : DuckDBPyConnection
        In the transaction of the import.
    load_id : int
        Its number.
    meant : Definitions
        The business zone and currency.

    Returns
    -------
    Brought
        Its counts.
    """
    row = connection.execute(
        """
        with ended as (
            select lead_id, outcome, amount from canonical.outcomes where is_present and outcome <> 'not won'
        ),
        told as (
            select lead_id from canonical.leads where load_id = $load_id
            union
            select lead_id from canonical.outcomes where load_id = $load_id
        ),
        leads as (
            select
                leads.lead_id,
                (leads.created_at at time zone $zone)::date as created_on,
                coalesce(ended.outcome, 'open') as outcome,
                case when ended.outcome = 'won' then coalesce(ended.amount, leads.amount) end as won_amount,
                coalesce(leads.currency, $currency) as currency
            from told
            join canonical.leads as leads using (lead_id)
            left join ended using (lead_id)
        )
        select
            count(*),
            (select count(*) from canonical.touches where load_id = $load_id),
            (select count(*) from canonical.spend where load_id = $load_id),
            min(created_on),
            max(created_on),
            count(*) filter (where outcome = 'won'),
            count(*) filter (where outcome = 'lost'),
            count(*) filter (where outcome = 'disqualified'),
            count(*) filter (where outcome = 'open'),
            (
                select list((currency, amount) order by currency)
                from (
                    select currency, sum(won_amount)::double as amount
                    from leads
                    where won_amount is not null
                    group by currency
                )
            )
        from leads
        """,
        {"load_id": load_id, "zone": meant.time_zone, "currency": meant.currency},
    ).fetchall()[0]
    return replace(Brought(*row), won_amounts=tuple(map(tuple, row[-1] or ())))
