"""What the rules weigh: against published values, slow twins and a bootstrap."""

import math

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from analysis.balance.evidence import gather, monthly, touches_per_reply
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


def test_shares_are_of_known_motion_and_the_largest_channel_has_a_name():
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
    assert found.channel == "Webinar", "what maps to no channel is none"
    assert found.channel_share == share_interval(30, 140), "of all opportunities, whatever their motion"
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
    found = gather(engines, replies((4, True), (2, False)), MONTH)
    assert found.deal_ratio.estimate == pytest.approx(2)
    assert found.touches_per_reply.estimate == 6


def test_nothing_is_missing_and_not_zero():
    found = gather(pd.DataFrame([engine("Webinar", "inbound", 0)]), replies().head(0), MONTH)
    assert found.inbound_share.is_missing
    assert found.channel == ""
    assert math.isnan(found.channel_share.estimate)


def test_the_exact_limits_are_those_of_scipy():
    low, high = stats.poisson.interval(0.95, monthly(50, MONTH).estimate)
    assert monthly(50, MONTH).low == pytest.approx(low, abs=3)
    assert monthly(50, MONTH).high == pytest.approx(high, abs=4)
