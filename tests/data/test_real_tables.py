"""Tables of warehouses and vendors' layouts beside the project, loaded whole, against the same files read by pandas."""

from types import SimpleNamespace

import pandas as pd
import pytest

from data.intake.load import load_files
from tests.data.intake.homes import Home


def loaded(folder, base):
    home = Home(base)
    files = sorted(folder.glob("*.csv"))
    report = load_files(files, home=home.folder)
    frames = {path.stem.removesuffix("_data"): pd.read_csv(path, dtype=str) for path in files}
    return SimpleNamespace(home=home, report=report, frames=frames)


@pytest.fixture(scope="module")
def hubspot(real_data, tmp_path_factory):
    return loaded(real_data / "hubspot_tables", tmp_path_factory.mktemp("hubspot"))


@pytest.fixture(scope="module")
def salesforce(real_data, tmp_path_factory):
    return loaded(real_data / "salesforce_tables", tmp_path_factory.mktemp("salesforce"))


@pytest.fixture(params=["hubspot", "salesforce"])
def tables(request):
    return request.getfixturevalue(request.param)


def test_every_file_of_a_warehouse_is_accounted_for(tables):
    assert {each.file.removesuffix("_data.csv"): each.count_rows for each in tables.report.files} == {
        name: len(frame) for name, frame in tables.frames.items()
    }
    for each in tables.report.files:
        rows, *fates = each.counts
        assert rows == sum(fates)
        gives_nothing = each.count_imported == 0 and each.count_quarantined == 0
        assert gives_nothing == any(note.startswith("gives nothing: ") for note in each.notes)


def ids(tables, table, column):
    return {each for (each,) in tables.home.rows(f"select {column} from canonical.{table}")}


def test_deals_that_are_not_deleted_or_merged_are_leads(hubspot):
    deals = hubspot.frames["deal"]
    expected = set(deals.deal_id[deals.is_deleted == "false"]) - set(hubspot.frames["merged_deal"].merged_deal_id)
    assert ids(hubspot, "leads", "lead_id") == expected


def test_leads_and_opportunities_that_are_not_deleted_are_leads(salesforce):
    frames = [salesforce.frames[name] for name in ("sf_opportunity", "sf_lead")]
    expected = {each for frame in frames for each in frame.id[frame.is_deleted.str.lower() == "false"]}
    assert ids(salesforce, "leads", "lead_id") == expected


def test_no_day_is_one_of_far_ahead_that_stands_for_the_present(tables):
    latest = "select max(entered_at)::date < date '2026-01-01' from canonical.stage_events"
    assert tables.home.rows(latest) == [(True,)]
    assert tables.home.rows("select as_of_on < date '2026-01-01' from meta.generation") == [(True,)]


def test_owners_have_their_names(hubspot):
    owners = hubspot.frames["owner"].set_index("owner_id")
    names = owners.first_name + " " + owners.last_name
    deals = hubspot.frames["deal"].dropna(subset="owner_id")
    expected = {(deal, names[owner]) for deal, owner in zip(deals.deal_id, deals.owner_id, strict=True)}
    assert set(hubspot.home.rows("select lead_id, owner from canonical.leads where owner is not null")) == expected


def test_activities_with_a_deal_or_contact_are_touches(hubspot, salesforce):
    frames = hubspot.frames
    made = pd.concat([frames[f"engagement_{kind}"].engagement_id for kind in ("call", "email", "meeting")])
    linked = {*frames["engagement_deal"].engagement_id, *frames["engagement_contact"].engagement_id}
    assert ids(hubspot, "touches", "touch_id") == set(made) & linked
    done = {*salesforce.frames["sf_task"].id, *salesforce.frames["sf_event"].id}
    assert ids(salesforce, "touches", "touch_id") == done


def test_opportunities_end_as_their_flags_say(salesforce):
    frame = salesforce.frames["sf_opportunity"]
    frame = frame[(frame._fivetran_active == "true") & (frame.is_closed == "true")]
    expected = {(each, "won" if won == "true" else "lost") for each, won in zip(frame.id, frame.is_won, strict=True)}
    found = salesforce.home.rows(
        "select lead_id, outcome from canonical.outcomes where is_present and outcome <> 'open'"
    )
    assert set(found) == expected


@pytest.mark.parametrize(
    ("file", "sums"),
    [
        (
            "google_ads_campaign_report_utf16.csv",
            {("Search | Brand EU", "EUR"): 1033.34, ("Search | Competitor", "EUR"): 5},
        ),
        ("linkedin_campaign_performance.csv", {("Leads, directors DACH", "USD"): 100}),
        ("meta_ads_by_day_bom.csv", {("Playbook, Q4", "USD"): 2124.66}),
        ("meta_ads_french_cp1252.csv", {("Prospection large", "EUR"): 2124.66}),
    ],
)
def test_reports_of_advertisers_give_what_was_spent(real_data, tmp_path, file, sums):
    home = Home(tmp_path)
    load_files([real_data / "export_layouts" / file], home=home.folder)
    found = home.rows("select campaign, currency, sum(amount)::double from canonical.spend group by all")
    assert {(campaign, currency): amount for campaign, currency, amount in found} == pytest.approx(sums)
    days = home.rows("select min(date)::varchar, max(date) < date '2025-11-04' from canonical.spend")
    assert days == [("2025-11-01", True)]


def test_apollos_contacts_are_outbound(real_data, tmp_path):
    home = Home(tmp_path)
    load_files([real_data / "export_layouts" / "apollo_contacts_export.csv"], home=home.folder)
    assert home.rows("select motion, count(*) from marts.journeys group by 1") == [("outbound", 2)]
