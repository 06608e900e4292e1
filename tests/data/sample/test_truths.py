"""What ``truths.toml`` says of the sample holds in its canonical tables."""

import math

import pytest

from tests.data.sample.reading import DEFINITIONS, TRUTHS, rows, value


def wilson(successes: int, trials: int) -> tuple[float, float]:
    """Wilson's 95% interval of a rate."""
    z = 1.959964
    rate = successes / trials
    centre = (rate + z * z / (2 * trials)) / (1 + z * z / trials)
    half = z / (1 + z * z / trials) * math.sqrt(rate * (1 - rate) / trials + z * z / (4 * trials * trials))
    return centre - half, centre + half


def test_paid_search_grows_above_the_threshold(connection):
    truth = TRUTHS["paid_search_dependence"]
    shares = (
        "select avg((channel = $channel)::integer), avg((channel = $channel)::integer) filter (is_won)"
        " from (select is_won, coalesce(channel, '') as channel from seen"
        " where created_at >= $since and created_at < $until)"
    )
    first, _ = rows(connection, shares, channel=truth["channel"], since="2023-11-01", until="2024-02-01")[0]
    latest, latest_wins = rows(connection, shares, channel=truth["channel"], since="2025-11-01", until="2026-11-01")[0]
    assert first == pytest.approx(truth["first_month_share"], abs=0.04)
    assert latest > DEFINITIONS.thresholds.channel_share
    assert latest_wins > DEFINITIONS.thresholds.channel_share


def test_the_small_champion_is_best_beyond_doubt(connection):
    truth = TRUTHS["small_champion"]
    counts = rows(
        connection,
        "select channel, count_if(is_won_in_time), count(*) from seen"
        " where is_mature and channel is not null group by channel",
    )
    intervals = {channel: wilson(won, mature) for channel, won, mature in counts}
    low, _ = intervals.pop(truth["channel"])
    assert low > max(high for _, high in intervals.values())
    share = value(connection, "select avg((channel = $channel)::integer) from seen", channel=truth["channel"])
    assert share == pytest.approx(truth["lead_share"], abs=0.003)


def test_the_young_impostor_looks_best_among_closed_deals_only(connection):
    truth = TRUTHS["young_impostor"]
    counts = rows(
        connection,
        "select channel, count_if(outcome = 'won') / count_if(outcome in ('won', 'lost')) as win_rate,"
        " count_if(is_won_in_time and is_mature), count_if(is_mature), min(created_at)::date, count(*)"
        " from seen where channel is not null group by channel order by win_rate desc",
    )
    channel, _, won, mature, started_on, leads = counts[0]
    assert channel == truth["channel"]
    assert started_on == truth["started_on"]
    assert leads > 500
    assert mature > 100
    inbound = value(connection, "select avg(is_won_in_time::integer) from seen where is_mature and motion = 'inbound'")
    assert won / mature < inbound
    champion = next(counted for counted in counts if counted[0] == TRUTHS["small_champion"]["channel"])
    assert wilson(won, mature)[1] < wilson(champion[2], champion[3])[0]


def test_outbound_deals_are_larger_and_much_larger_in_one_segment(connection):
    truth = TRUTHS["larger_outbound_deals"]
    ratios = dict(
        rows(
            connection,
            "select segment, (median(amount) filter (motion = 'outbound')"
            " / median(amount) filter (motion = 'inbound'))::double"
            " from seen where account_id is distinct from $anchor group by segment",
            anchor=TRUTHS["anchor_account"]["account_id"],
        )
    )
    assert ratios.pop(truth["segment"]) == pytest.approx(truth["amount_ratio"], rel=0.2)
    assert list(ratios.values()) == [pytest.approx(truth["usual_amount_ratio"], rel=0.25)] * 5


def test_inbound_wins_more_often_overall_and_outbound_within_the_segments(connection):
    counts = rows(
        connection,
        "select segment, motion, count_if(is_won_in_time), count(*) from seen where is_mature group by segment, motion",
    )
    rates = {(segment, motion): (won / mature, mature) for segment, motion, won, mature in counts}
    segments = sorted({segment for segment, _ in rates})
    everybody = sum(mature for _, mature in rates.values())

    def gap_in_standard_errors(weights: dict[str, dict[str, float]]) -> float:
        gap = sum((1 if m == "inbound" else -1) * weights[m][s] * rates[s, m][0] for s, m in rates)
        variance = sum(weights[m][s] ** 2 * rates[s, m][0] * (1 - rates[s, m][0]) / rates[s, m][1] for s, m in rates)
        return gap / math.sqrt(variance)

    same = {s: (rates[s, "inbound"][1] + rates[s, "outbound"][1]) / everybody for s in segments}
    own = {
        m: {s: rates[s, m][1] / sum(rates[t, m][1] for t in segments) for s in segments}
        for m in ("inbound", "outbound")
    }
    assert gap_in_standard_errors(own) > 3
    assert gap_in_standard_errors({"inbound": same, "outbound": same}) < -3
    assert sum(rates[s, "outbound"][0] >= rates[s, "inbound"][0] for s in segments) >= 4


def test_the_leads_of_one_owner_are_never_called(connection):
    truth = TRUTHS["never_called"]
    owners = rows(
        connection,
        "with touched as (select lead_id from canonical.touches where direction = 'outbound' and lead_id is not null),"
        " moved as (select lead_id from canonical.stage_events where stage <> 'lead')"
        " select owner, avg((lead_id not in (from touched))::integer), avg((lead_id not in (from moved))::integer)"
        " from seen group by owner",
    )
    untouched = {owner: share for owner, share, _ in owners}
    assert untouched.pop(truth["owner"]) == 1
    assert max(untouched.values()) < 0.1
    assert next(still for owner, _, still in owners if owner == truth["owner"]) > 0.95


def test_one_account_carries_a_third_of_a_channel(connection):
    truth = TRUTHS["anchor_account"]
    share, deals, channel_deals = rows(
        connection,
        "select (sum(won_amount) filter (account_id = $account) / sum(won_amount))::double,"
        " count_if(account_id = $account), count(*) from seen where is_won and channel = $channel",
        account=truth["account_id"],
        channel=truth["channel"],
    )[0]
    assert share == pytest.approx(truth["won_amount_share"], abs=0.1)
    assert deals >= 5
    assert channel_deals >= 25
    elsewhere = "select count(*) from seen where account_id = $account and channel <> $channel"
    assert value(connection, elsewhere, account=truth["account_id"], channel=truth["channel"]) == 0


@pytest.mark.parametrize(
    ("name", "motion"), [("outbound_lift_on_inbound_leads", "inbound"), ("inbound_lift_on_outbound_leads", "outbound")]
)
def test_touches_by_the_other_motion_lift_the_leads(connection, name, motion):
    truth = TRUTHS[name]
    strata = rows(
        connection,
        """
        with treated as (
            select distinct leads.lead_id
            from canonical.touches as touches
            join canonical.leads as leads using (contact_id)
            join channels on channels.source = touches.channel
            where channels.channel_motion <> leads.motion
                and (leads.motion = 'inbound') = (touches.direction = 'outbound')
                and touches."at" < leads.created_at + to_days($within_days)
        ),
        watched as (
            select *, lead_id in (from treated) as is_treated
            from seen
            where is_mature
                and motion = $motion
                and (closed_at is null or closed_at >= created_at + to_days($within_days))
        )
        select
            count_if(is_treated),
            count_if(not is_treated),
            count_if(is_treated and is_won),
            count_if(not is_treated and is_won)
        from watched
        group by channel, segment
        """,
        motion=motion,
        within_days=truth["within_days"],
    )
    # Mantel-Haenszel's risk ratio over channel and segment, with the variance of Greenland and Robins.
    treated_part = sum(won1 * n0 / (n1 + n0) for n1, n0, won1, _ in strata)
    other_part = sum(won0 * n1 / (n1 + n0) for n1, n0, _, won0 in strata)
    spread = sum((n1 * n0 * (won1 + won0) - won1 * won0 * (n1 + n0)) / (n1 + n0) ** 2 for n1, n0, won1, won0 in strata)
    log_ratio, error = math.log(treated_part / other_part), math.sqrt(spread / (treated_part * other_part))
    assert log_ratio - 1.96 * error > 0
    assert log_ratio - 1.96 * error < math.log(truth["risk_ratio"]) < log_ratio + 1.96 * error
    share = sum(stratum[0] for stratum in strata) / sum(stratum[0] + stratum[1] for stratum in strata)
    assert share == pytest.approx(truth["treated_share"], abs=0.025)
    # Nobody wins so early that winning could bring the touches.
    too_early = "select count(*) from seen where is_won and closed_at < created_at + to_days($days)"
    assert value(connection, too_early, days=truth["within_days"]) == 0
