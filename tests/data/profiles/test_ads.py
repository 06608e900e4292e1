"""Reports of advertisers: spend by campaign and day, without the sums that stand among it; and Apollo's prospects."""

import pytest

from data.intake import IntakeError
from tests.data.intake.homes import Home

SPEND = (
    "select date::varchar, source, campaign, amount::varchar, currency, cost_type from canonical.spend order by 1, 3"
)


@pytest.fixture
def home(tmp_path):
    return Home(tmp_path)


GOOGLE = (
    "Campaign report\r\nFebruary 1, 2026 - February 2, 2026\r\n"
    "Campaign status\tCampaign\tDay\tCurrency code\tCost\tClicks\r\n"
    'Enabled\tBrand | DACH\t2026-02-01\tEUR\t"1,500.25"\t1,021\r\n'
    "Enabled\tBrand | DACH\t2026-02-02\tEUR\t0.05\t --\r\n"
    'Total: Campaigns\t\t\tEUR\t"1,500.30"\t1,021\r\nTotal: Account\t\t\tEUR\t"1,500.30"\t1,021\r\n'
)


def test_google_ads_in_utf_16_with_preamble_and_totals(home):
    account = home.take(report=GOOGLE.encode("utf-16"))
    assert home.rows(SPEND) == [
        ("2026-02-01", "Google Ads", "Brand | DACH", "1500.25", "EUR", "media"),
        ("2026-02-02", "Google Ads", "Brand | DACH", "0.05", "EUR", "media"),
    ]
    assert account.counts == (4, 2, 0, 0, 2)
    assert account.reasons == (("looks like a totals row", 2),)


def test_google_ads_of_months_count_on_the_first_day_and_without_a_day_are_refused(home):
    home.load(months="Campaign,Month,Currency code,Cost\nA,2026-01,EUR,10.50\n")
    assert home.rows(SPEND)[0][0] == "2026-01-01"
    with pytest.raises(IntakeError, match=r"its column 'Day' or 'Week' or 'Month' or .* is missing"):
        home.load(sums="Campaign,Campaign status,Currency code,Cost\nA,Enabled,EUR,10.50\n")


def test_linkedin_by_day_in_its_own_order_of_dates(home):
    account = home.take(
        report="Campaign Performance Report (in UTC)\nReport Start: 2/1/2026, Report End: 2/2/2026\n\n"
        "Start Date (in UTC),Account Name,Campaign Name,Currency,Total Spent,Clicks\n"
        '2/1/2026,Us,"Leads, CFO",USD,12.34,4\n2/2/2026,Us,"Leads, CFO",USD,5.66,5\n'
    )
    assert account.counts == (2, 2, 0, 0, 0)
    assert home.rows(SPEND)[1] == ("2026-02-02", "LinkedIn Ads", "Leads, CFO", "5.66", "USD", "media")


def test_meta_has_its_currency_in_the_name_of_a_column(home):
    home.load(
        report="\ufeffReporting starts,Reporting ends,Campaign name,Day,Amount spent (SEK),Link clicks\n"
        '2026-02-01,2026-02-02,"Guide, Q1",2026-02-02,"1,200.50",9\n'
    )
    assert home.rows(SPEND) == [("2026-02-02", "Meta Ads", "Guide, Q1", "1200.50", "SEK", "media")]


FRENCH = 'Jour;Nom de la campagne;Montant dépensé (EUR)\r\n02/02/2026;Été;"1 200,50"\r\n03/02/2026;Été;"20,05"\r\n'
GERMAN = "Tag;Name der Kampagne;Ausgegebener Betrag (EUR)\n02.02.2026;Été;1.200,50\n03.02.2026;Été;20,05\n"


@pytest.mark.parametrize("text", [FRENCH.encode("cp1252"), FRENCH, GERMAN])
def test_meta_in_other_languages(home, text):
    home.load(report=text)
    assert [(row[0], row[3], row[4]) for row in home.rows(SPEND)] == [
        ("2026-02-02", "1200.50", "EUR"),
        ("2026-02-03", "20.05", "EUR"),
    ]


def test_a_period_counts_on_its_first_day_unless_it_goes_beyond_its_month(home):
    account = home.take(
        report="Reporting starts,Reporting ends,Campaign name,Amount spent (EUR)\n"
        "2026-02-01,2026-02-07,A,10.00\n2026-02-23,2026-03-01,A,20.00\n2026-02-01,2026-02-07,,30.00\n"
    )
    assert [(row[0], row[3]) for row in home.rows(SPEND)] == [("2026-02-01", "10.00")]
    assert account.counts == (3, 1, 0, 0, 2)
    assert set(account.reasons) == {
        ("is spend of more than one month: export it by day or by month", 1),
        ("nothing to take from rows with Campaign name (empty)", 1),  # the sum of the others
    }
    assert "1 rows are of several days: their spend counts on the first" in account.notes


def test_apollos_contacts_are_outbound_as_far_as_the_file_says(home):
    account = home.take(
        contacts="First Name,Company,Stage,Lists,Account Owner,Country,Email Sent,Replied,Demoed,Apollo Contact Id\n"
        "A,Acme,Approaching,ICP;Q1,Ada,DE,true,false,false,6a1\n"
        "B,Bolt,Cold,ICP,Ada,FR,false,false,false,6a2\n"
        "C,Cork,Unresponsive,ICP,Ada,FR,true,true,false,6a3\n"
        "D,Dune,Do Not Contact,ICP,Ada,FR,true,false,false,6a4\n"
    )
    assert account.counts == (4, 4, 0, 0, 0)
    found = home.rows("select lead_id, source, motion, campaign, created_at from canonical.leads order by 1")
    assert found[0] == ("6a1", "Apollo", "outbound", "ICP", None)
    assert home.rows("select lead_id, stage from canonical.stage_events where stage <> 'lead' order by all") == [
        ("6a1", "contacted"),
        ("6a3", "contacted"),
        ("6a3", "engaged"),
        ("6a4", "contacted"),
    ]
    ends = home.rows("select lead_id, outcome from canonical.outcomes where outcome <> 'open'")
    assert ends == [("6a4", "disqualified")]
    assert home.rows("select distinct motion from marts.journeys") == [("outbound",)]
