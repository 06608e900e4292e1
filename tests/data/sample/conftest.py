"""The default sample, generated once."""

from collections.abc import Iterator
from datetime import timedelta

import duckdb
import pytest

from data import sample
from tests.data.sample.reading import DEFINITIONS, generated


@pytest.fixture(scope="session")
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    """Return the default sample, with a view of its leads that the truths are read from."""
    connection = generated()
    connection.execute("create table channels (source varchar, channel varchar, channel_motion varchar)")
    motions = {channel.name: channel.motion for channel in DEFINITIONS.channels}
    sources = connection.execute(
        "select source from canonical.leads union select channel from canonical.touches"
    ).fetchall()
    for (source,) in sources:
        channel = DEFINITIONS.channel_of(source or "")
        connection.execute("insert into channels values (?, ?, ?)", [source, channel, motions.get(channel or "")])
    window = DEFINITIONS.windows.conversion_days
    mature_through = sample.complete_through() - timedelta(days=window)
    connection.execute(
        f"""
        create view seen as
        select
            leads.*,
            channels.channel,
            outcomes.outcome,
            outcomes.closed_at,
            outcomes.amount as won_amount,
            coalesce(outcome = 'won', false) as is_won,
            coalesce(outcome = 'won' and closed_at < created_at + interval {window} day, false) as is_won_in_time,
            created_at <= '{mature_through}'::timestamptz as is_mature
        from canonical.leads as leads
        left join channels using (source)
        left join canonical.outcomes as outcomes using (lead_id)
        """
    )
    yield connection
    connection.close()
