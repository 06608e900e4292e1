"""What the rules weigh: against published values, slow twins and a bootstrap."""

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from analysis.balance.evidence import gather, inbound_change, monthly, touches_per_reply
from analysis.statistics.proportions import share_interval

MONTH = 365.25 / 12
SUMS = ("won_amount", "won_amount_squares", "won_with_amount")
COUNTS = ("leads", "prospects", "opportunities", "won", "mature", "mature_prospects")
OUTREACH = ("touched", "touches", "touches_squares", "replied", "touches_of_replied")


def engine(channel, motion, opportunities, **changes):
    row = dict.fromkeys((*COUNTS, *SUMS), 0) | {"leads": 10 * opportunities, "opportunities": opportunities}
    return {"breakdown": channel, "motion": motion} | row | changes


def replies(*leads):
    """Outbound leads as (touches by us, replied)."""
    touches = [number for number, _ in leads]
    replied = [number for number, did in leads if did]
    row = (len(leads), sum(touches), sum(number**2 for number in touches), len(replied), sum(replied))
    return pd.DataFrame([{"breakdown": "All", "motion": "outbound", **dict(zip(OUTREACH, row, strict=True))}])


# Garwood's exact limits of a Poisson mean, as tabulated by Ulm (1990), Am J Epidemiol 131, table 1.
@pytest.mark.parametrize(
    ("number", "low", "high"), [(0, 0, 3.69), (1, 0.03, 5.57), (5, 1.62, 11.67), (10, 4.80, 18.39)]
)
def test_monthly_counts_have_published_limits(number, low, high):
    found = monthly(number, MONTH)
    assert found.estimate == number
    assert (round(found.low, 2), round(found.high, 2)) == (low, high)


@pytest.mark.parametrize("level", [0.8, 0.95])
@pytest.mark.parametrize("number", [0, 1, 7, 400])
def test_limits_of_monthly_counts_leave_as_much_outside_by_scipy(number, level):
    found = monthly(number, MONTH, level=level)
    assert stats.poisson.cdf(number, found.high) == pytest.approx((1 - level) / 2, abs=1e-12)
    assert number == found.low == 0 or stats.poisson.sf(number - 1, found.low) == pytest.approx((1 - level) / 2)


def test_two_months_halve_a_monthly_count():
    assert monthly(10, 2 * MONTH).estimate == 5
    assert monthly(10, 0).is_missing


def test_touches_per_reply_agree_with_a_bootstrap():
    random = np.random.default_rng(1)
    touches, replied = random.integers(1, 12, 400), random.random(400) < 0.15
    found = touches_per_reply(replies(*zip(touches.tolist(), replied.tolist(), strict=True)).iloc[0, 2:])
    assert found.estimate == pytest.approx(touches.sum() / replied.sum())
    drawn = random.integers(0, 400, (3000, 400))
    ratios = touches[drawn].sum(axis=1) / replied[drawn].sum(axis=1)
    assert np.quantile(ratios, [0.025, 0.975]) == pytest.approx([found.low, found.high], rel=0.06)


def test_touches_without_a_reply_are_missing():
    assert touches_per_reply(replies((3, False)).iloc[0, 2:]).is_missing


def test_shares_are_of_known_motion():
    engines = pd.DataFrame(
        [
            engine("Webinar", "inbound", 30, won=10),
            engine("(not recorded)", "inbound", 50),
            engine("Cold call", "outbound", 20, won=10),
            engine("(unmapped: x)", "unknown", 40),
        ]
    )
    found = gather(engines, replies(), MONTH)
    assert (found.opportunities, found.present) == (100, ("inbound", "outbound"))
    assert found.inbound_share == share_interval(80, 100)
    assert found.inbound_share_of_wins == share_interval(10, 20)
    assert found.per_month["outbound"].estimate == 20
    assert found.touches_per_reply.is_missing
    assert found.deal_ratio.is_missing


def test_fit_is_of_inbound_leads_that_had_their_time():
    engines = pd.DataFrame(
        [
            engine("Webinar", "inbound", 3, mature=40, mature_prospects=10),
            engine("Cold call", "outbound", 2, mature=40, mature_prospects=40),
        ]
    )
    assert gather(engines, replies(), MONTH).fit == share_interval(10, 40)


def test_the_deal_ratio_is_outbound_over_inbound():
    amounts = {"won_amount": 40.0, "won_amount_squares": 402.0, "won_with_amount": 4}
    twice = {"won_amount": 80.0, "won_amount_squares": 1608.0, "won_with_amount": 4}
    engines = pd.DataFrame([engine("Webinar", "inbound", 4, **amounts), engine("Cold call", "outbound", 4, **twice)])
    segments = engines.assign(breakdown="SMB")
    found = gather(engines, replies((4, True), (2, False)), MONTH, segments=segments)
    assert found.deal_ratio.estimate == found.deal_ratio_as_it_is.estimate == pytest.approx(2)
    assert found.touches_per_reply.estimate == 6


def test_nothing_is_missing_and_not_zero():
    found = gather(pd.DataFrame([engine("Webinar", "inbound", 0)]), replies().head(0), MONTH)
    assert found.inbound_share.is_missing
    assert found.channel is None


def test_the_exact_limits_are_those_of_scipy():
    low, high = stats.poisson.interval(0.95, monthly(50, MONTH).estimate)
    assert monthly(50, MONTH).low == pytest.approx(low, abs=3)
    assert monthly(50, MONTH).high == pytest.approx(high, abs=4)


def late(*rows):
    names = ["breakdown", "motion", "watched", "won", "waited", "won_late", "waiting"]
    return pd.DataFrame(rows, columns=names)


def test_late_wins_are_those_of_both_motions():
    waits = late(
        ("SMB", "inbound", 90, 10, 30, 2, 5), ("SMB", "outbound", 90, 10, 20, 8, 4), ("SMB", "unknown", 9, 9, 9, 9, 9)
    )
    found = gather(pd.DataFrame([engine("Webinar", "inbound", 1)]), replies(), MONTH, late=waits)
    assert found.late_share == share_interval(10, 20)
    assert found.won_after_waiting == share_interval(10, 50)
    assert found.waiting == 9


def arrivals(*numbers, motion="inbound"):
    """Leads of stretches, the latest first."""
    return pd.DataFrame([{"motion": motion, "stretch": place, "leads": number} for place, number in enumerate(numbers)])


def test_inbound_falls_where_the_latest_stretches_have_fewer_leads():
    falling = [round(100 * 1.03**place) for place in range(30)]
    found = inbound_change(arrivals(*falling))
    # 3% fewer in every 30 days: 1.03 ** -(365.25 / 30) a year later, whatever was before the last two years.
    assert found.estimate == pytest.approx(1.03**-12.175, rel=0.01)
    assert inbound_change(arrivals(*falling[:24], *[1] * 6)).estimate == pytest.approx(found.estimate)


def test_the_first_stretch_may_be_cut_and_is_left_out_and_a_season_is_no_trend():
    assert inbound_change(arrivals(*[50] * 13, 2)).estimate == pytest.approx(1)
    assert inbound_change(arrivals(*[50] * 12)).is_missing, "eleven whole stretches"
    assert inbound_change(arrivals().head(0).reindex(columns=["motion", "stretch", "leads"])).is_missing


def test_an_inbound_that_stopped_has_fallen_and_outbound_does_not_count():
    others = arrivals(*[70] * 25, motion="outbound")
    inbound = arrivals(*[0] * 6, *[40] * 19)
    found = inbound_change(pd.concat([others, inbound[inbound["leads"] > 0]]))
    assert found == inbound_change(inbound)
    assert found.high < 0.9
