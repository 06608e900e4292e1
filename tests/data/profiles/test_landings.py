# ruff: noqa: E501  # records are shown as they stand in their tables
"""The same CRM as three connectors land it in a warehouse: Fivetran, Airbyte and dlt. Each must give the same."""

import csv
import io
import json

import pytest

from data.intake import IntakeError
from tests.data.intake.homes import Home


def table(columns, *rows):
    """Text of a table; what is no text is JSON, as a database writes it."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(columns.split())
    for row in rows:
        assert len(row) == len(columns.split()), row
        writer.writerow([each if isinstance(each, str) else json.dumps(each) for each in row])
    return text.getvalue()


# Deal 1 is won for 900 EUR, 2 is lost, 3 is open, 4 was merged into 1, 5 is deleted. Ada owns 1 and 3; of the owner of 2
# only the address is known. Stage s3 is won and s4 lost by their flags, whatever they are called.
SYNCED = "2026-04-01 00:00:00+00"
STAGES = [
    ("s1", "Demo scheduled", "false", "0.2"),
    ("s2", "Contract sent", "false", "0.5"),
    ("s3", "Unterschrieben", "true", "1.0"),
    ("s4", "Versandet", "true", "0.0"),
]
ENTRIES = [
    ("1", "s1", "2026-01-10 09:00:00+00"),
    ("1", "s2", "2026-02-01 09:00:00+00"),
    ("2", "s1", "2026-01-12 09:00:00+00"),
    ("3", "s1", "2026-01-15 09:00:00+00"),
]
SOURCES = {"1": "PAID_SEARCH", "2": "OFFLINE", "3": "AI_REFERRALS", "4": "PAID_SEARCH", "5": "PAID_SEARCH"}
DEALS = [
    # id, stage, owner, amount, closed, created, deleted, reason
    ("1", "s3", "51", "900", "2026-03-02 10:00:00+00", "2026-01-02 09:00:00+00", "false", "", "4"),
    ("2", "s4", "52", "100", "2026-03-03 10:00:00+00", "2026-01-03 09:00:00+00", "false", "Too dear", ""),
    ("3", "s1", "51", "50", "2026-09-09 10:00:00+00", "2026-01-04 09:00:00+00", "false", "", ""),
    ("5", "s3", "51", "70", "2026-03-04 10:00:00+00", "2026-01-05 09:00:00+00", "true", "", ""),
]
MERGED = ("4", "s1", "51", "20", "", "2026-01-01 09:00:00+00", "false", "", "")


def hubspot_fivetran():
    properties = "property_amount property_closedate property_createdate is_deleted property_closed_lost_reason"
    engagement = "engagement_id _fivetran_deleted _fivetran_synced"
    call = f"{engagement} property_hs_createdate property_hs_timestamp property_hs_call_direction property_hubspot_owner_id type"
    return {
        "deal": table(
            f"deal_id deal_pipeline_stage_id owner_id {properties} deal_pipeline_id property_dealname property_hs_analytics_source property_deal_currency_code _fivetran_synced",
            *((*each[:8], "p", f"Deal {each[0]}", SOURCES[each[0]], "EUR", SYNCED) for each in (*DEALS, MERGED)),
        ),
        "merged_deal": table("deal_id merged_deal_id _fivetran_synced", ("1", "4", SYNCED)),
        "deal_stage": table(
            "deal_id value date_entered _fivetran_active _fivetran_end source_id _fivetran_start",
            *((deal, stage, at, "true", "9999-12-31 23:59:59+00", "u", at) for deal, stage, at in ENTRIES),
        ),
        "deal_pipeline": table(
            "pipeline_id label display_order active _fivetran_synced", ("p", "New business", "0", "true", SYNCED)
        ),
        "deal_pipeline_stage": table(
            "stage_id label is_closed probability closed_won pipeline_id active display_order _fivetran_deleted _fivetran_synced",
            *((*each, str(each[3] == "1.0").lower(), "p", "true", "0", "false", SYNCED) for each in STAGES),
        ),
        "owner": table(
            "owner_id email first_name last_name _fivetran_synced",
            ("51", "ada@example.com", "Ada", "Ito", SYNCED),
            ("52", "bo@example.com", "", "", SYNCED),
        ),
        "company": table(
            "id property_name property_domain property_createdate _fivetran_deleted _fivetran_synced",
            ("801", "Acme", "acme.example", "2026-01-01 00:00:00+00", "false", SYNCED),
        ),
        "deal_company": table("company_id deal_id type_id _fivetran_synced", ("801", "1", "5", SYNCED)),
        "deal_contact": table(
            "contact_id deal_id type_id _fivetran_synced", ("701", "1", "3", SYNCED), ("703", "3", "3", SYNCED)
        ),
        "engagement_call": table(
            call,
            ("91", "false", SYNCED, "2026-01-06 08:00:00+00", "2026-01-06 09:00:00+00", "INBOUND", "51", "CALL"),
            ("92", "true", SYNCED, "2026-01-06 08:00:00+00", "2026-01-06 09:00:00+00", "", "51", "CALL"),
            ("93", "false", SYNCED, "2026-01-07 08:00:00+00", "2026-01-07 09:00:00+00", "", "52", "CALL"),
        ),
        "engagement_email": table(
            f"{engagement} property_hs_createdate property_hs_timestamp property_hs_email_direction type",
            ("95", "false", SYNCED, "2026-01-06 08:00:00+00", "2026-01-09 09:00:00+00", "EMAIL", "EMAIL"),
            ("96", "false", SYNCED, "2026-01-06 08:00:00+00", "2026-01-20 09:00:00+00", "INCOMING_EMAIL", "EMAIL"),
        ),
        "engagement_meeting": table(
            f"{engagement} start_time meeting_outcome property_hubspot_owner_id",
            ("97", "false", SYNCED, "2026-01-11 09:00:00+00", "COMPLETED", "51"),
            ("98", "false", SYNCED, "2026-01-13 09:00:00+00", "CANCELED", "51"),
        ),
        "engagement_deal": table(
            "deal_id engagement_id engagement_type",
            ("1", "91", "CALL"),
            ("4", "93", "CALL"),
            ("1", "95", "EMAIL"),
            ("1", "97", "MEETING"),
        ),
        "engagement_contact": table(
            "contact_id engagement_id engagement_type", ("703", "96", "EMAIL"), ("701", "91", "CALL")
        ),
    }


AIRBYTE = "_airbyte_raw_id _airbyte_extracted_at _airbyte_meta _airbyte_generation_id"
LANDED = ("0", SYNCED, {"changes": [], "sync_id": 1}, "1")
LINKS = {"1": (["801"], ["701", "701"]), "3": ([], ["703"])}  # a link with two kinds stands there twice


def hubspot_airbyte():
    properties = (
        "properties_dealstage properties_hubspot_owner_id properties_amount properties_closedate properties_createdate archived"
        " properties_closed_lost_reason properties_hs_merged_object_ids"
    )
    deals = f"id {properties} properties_pipeline properties_dealname properties_hs_analytics_source properties_deal_currency_code properties_hs_is_closed properties_hs_is_closed_won companies contacts properties updatedAt {AIRBYTE}"

    def row(each):
        closed, won = (str(each[1] in stages).lower() for stages in (("s3", "s4"), ("s3",)))
        companies, contacts = LINKS.get(each[0], ([], []))
        return (
            *each,
            "p",
            f"Deal {each[0]}",
            SOURCES[each[0]],
            "EUR",
            closed,
            won,
            companies,
            contacts,
            {"amount": each[3]},
            SYNCED,
            *LANDED,
        )

    stages = [
        {"stageId": stage, "label": label, "active": True, "metadata": {"isClosed": closed, "probability": probability}}
        for stage, label, closed, probability in STAGES
    ]
    engagement = "id archived createdAt updatedAt deals contacts companies properties properties_hs_timestamp properties_hubspot_owner_id"
    call = ("false", SYNCED, SYNCED)
    return {
        # What was deleted stays there as it was last.
        "deals": table(deals, *(row((*each[:6], "false", *each[7:])) for each in DEALS)),
        "deals_archived": table(deals, *(row(each) for each in DEALS if each[6] == "true")),
        "deals_property_history": table(
            f"dealId property value timestamp sourceType sourceId updatedByUserId archived {AIRBYTE}",
            *((deal, "dealstage", stage, at, "CRM_UI", "u", "5", "false", *LANDED) for deal, stage, at in ENTRIES),
            ("1", "amount", "900", "2026-01-10 09:00:00+00", "CRM_UI", "u", "5", "false", *LANDED),
        ),
        "deal_pipelines": table(
            f"pipelineId label stages displayOrder active objectType createdAt updatedAt default {AIRBYTE}",
            ("p", "New business", stages, "0", "true", "DEAL", "1767225600000", "1767225600000", "true", *LANDED),
        ),
        "owners": table(
            f"id email firstName lastName userId createdAt updatedAt archived teams {AIRBYTE}",
            (
                "51",
                "ada@example.com",
                "Ada",
                "Ito",
                "5",
                SYNCED,
                SYNCED,
                "false",
                [{"id": "9", "name": "North"}],
                *LANDED,
            ),
            ("52", "bo@example.com", "", "", "6", SYNCED, SYNCED, "false", "", *LANDED),
        ),
        "companies": table(
            f"id properties_name properties_domain properties_createdate contacts archived {AIRBYTE}",
            ("801", "Acme", "acme.example", "2026-01-01 00:00:00+00", ["701"], "false", *LANDED),
        ),
        "engagements_calls": table(
            f"{engagement} properties_hs_call_direction properties_hs_call_status {AIRBYTE}",
            ("91", *call, ["1", "2"], ["701"], [], {}, "2026-01-06 09:00:00+00", "51", "INBOUND", "COMPLETED", *LANDED),
            ("92", "true", SYNCED, SYNCED, ["1"], [], [], {}, "2026-01-06 09:00:00+00", "51", "", "COMPLETED", *LANDED),
            ("93", *call, ["4"], "", "", {}, "2026-01-07 09:00:00+00", "52", "", "", *LANDED),
        ),
        "engagements_emails": table(
            f"{engagement} properties_hs_email_direction properties_hs_email_status {AIRBYTE}",
            ("95", *call, ["1"], [], [], {}, "2026-01-09 09:00:00+00", "", "EMAIL", "SENT", *LANDED),
            ("96", *call, [], ["703"], [], {}, "2026-01-20 09:00:00+00", "", "INCOMING_EMAIL", "", *LANDED),
        ),
        "engagements_meetings": table(
            f"{engagement} properties_hs_meeting_outcome properties_hs_meeting_start_time {AIRBYTE}",
            (
                "97",
                *call,
                ["1"],
                [],
                [],
                {},
                "2026-01-11 09:00:00+00",
                "51",
                "COMPLETED",
                "2026-01-11 09:00:00+00",
                *LANDED,
            ),
            (
                "98",
                *call,
                ["1"],
                [],
                [],
                {},
                "2026-01-13 09:00:00+00",
                "51",
                "CANCELED",
                "2026-01-13 09:00:00+00",
                *LANDED,
            ),
        ),
    }


DLT = "_dlt_load_id _dlt_id"


def hubspot_dlt():
    deals = f"id dealstage hubspot_owner_id amount closedate createdate is_deleted closed_lost_reason hs_merged_object_ids pipeline dealname hs_analytics_source deal_currency_code hs_lastmodifieddate hs_object_id {DLT}"
    child = "_dlt_parent_id _dlt_list_idx _dlt_id"
    return {
        "deals": table(
            deals,
            *(
                (*each, "p", f"Deal {each[0]}", SOURCES[each[0]], "EUR", SYNCED, each[0], "1775001600.1", f"d{each[0]}")
                for each in DEALS
            ),
        ),
        "stages_timing_deals": table(
            f"id stage hs_v2_date_enteredx {DLT}",
            *((*each, "1775001600.1", f"t{number}") for number, each in enumerate(ENTRIES)),
        ),
        "pipelines_deals": table(
            f"id label display_order archived created_at updated_at {DLT}",
            ("p", "New business", "0", "false", SYNCED, SYNCED, "1775001600.1", "p1"),
        ),
        "pipelines_deals__stages": table(
            f"id label metadata__is_closed metadata__probability display_order archived {child}",
            *((*each, "0", "false", "p1", str(number), f"s{number}") for number, each in enumerate(STAGES)),
        ),
        "owners": table(
            f"id email first_name last_name user_id created_at updated_at archived {DLT}",
            ("51", "ada@example.com", "Ada", "Ito", "5", SYNCED, SYNCED, "false", "1775001600.1", "o1"),
            ("52", "bo@example.com", "", "", "6", SYNCED, SYNCED, "false", "1775001600.1", "o2"),
        ),
        "companies": table(
            f"id name domain createdate hs_lastmodifieddate hs_object_id {DLT}",
            ("801", "Acme", "acme.example", SYNCED, SYNCED, "801", "1775001600.1", "c1"),
        ),
        "companies__deals": table(f"value deals_id {child}", ("801", "1", "c1", "0", "l1")),
        "contacts__deals": table(
            f"value deals_id {child}", ("701", "1", "k1", "0", "l2"), ("703", "3", "k3", "0", "l3")
        ),
    }


HUBSPOT = {"fivetran": hubspot_fivetran, "airbyte": hubspot_airbyte, "dlt": hubspot_dlt}


def loaded(tables, folder):
    home = Home(folder)
    home.report = home.load(**tables)
    return home


@pytest.fixture(scope="module", params=HUBSPOT)
def hubspot(request, tmp_path_factory):
    home = loaded(HUBSPOT[request.param](), tmp_path_factory.mktemp("hubspot"))
    home.connector = request.param
    return home


def test_every_table_is_accounted_for(hubspot):
    for each in hubspot.report.files:
        rows, *fates = each.counts
        assert rows == sum(fates)
        assert each.profile == {"fivetran": "hubspot-tables"}.get(hubspot.connector, f"hubspot-{hubspot.connector}")


def test_each_landing_of_hubspot_gives_the_same_leads(hubspot):
    found = hubspot.rows(
        "select lead_id, lead_name, created_at::date::varchar, source, owner, pipeline, account_id, account_name, contact_id, "
        "amount::integer, currency from canonical.leads order by 1"
    )
    assert found == [
        ("1", "Deal 1", "2026-01-02", "PAID_SEARCH", "Ada Ito", "New business", "801", "Acme", "701", 900, "EUR"),
        ("2", "Deal 2", "2026-01-03", "OFFLINE", "bo@example.com", "New business", None, None, None, 100, "EUR"),
        ("3", "Deal 3", "2026-01-04", "AI_REFERRALS", "Ada Ito", "New business", None, None, "703", 50, "EUR"),
    ]
    removed = hubspot.rows("select lead_id, into_lead_id from intake.removals order by 1")
    assert removed == [("4", "1"), ("5", None)]


def test_each_landing_of_hubspot_gives_the_same_ends(hubspot):
    ends = hubspot.rows("select lead_id, outcome, closed_on::varchar, reason from marts.journeys order by 1")
    assert ends == [
        ("1", "won", "2026-03-02", None),
        ("2", "lost", "2026-03-03", "Too dear"),
        ("3", "open", None, None),
    ]


def test_each_landing_of_hubspot_gives_the_same_stages(hubspot):
    found = hubspot.rows(
        "select lead_id, stage, entered_at::varchar from canonical.stage_events where entered_at is not null order by 1, 3"
    )
    assert found == [
        ("1", "opportunity", "2026-01-10 09:00:00+00"),
        ("1", "proposal", "2026-02-01 09:00:00+00"),
        ("2", "opportunity", "2026-01-12 09:00:00+00"),
        ("3", "opportunity", "2026-01-15 09:00:00+00"),
    ]


def test_each_landing_of_hubspot_that_has_activities_gives_the_same_touches(hubspot):
    found = hubspot.rows("select touch_id, lead_id, kind, direction, actor from staging.touches order by 1")
    assert found == (
        []
        if hubspot.connector == "dlt"
        else [
            ("91", "1", "call", "inbound", "Ada Ito"),
            ("93", "1", "call", "outbound", "bo@example.com"),  # of deal 4
            ("95", "1", "email", "outbound", None),
            ("96", "3", "reply", "inbound", None),  # of the contact of deal 3
            ("97", "1", "meeting_held", "outbound", "Ada Ito"),
        ]
    )


def test_a_list_in_json_that_is_damaged_is_told_and_names_nothing(tmp_path):
    tables = hubspot_airbyte()
    tables["deal_pipelines"] = tables["deal_pipelines"].replace("[{", "{", 1)
    home = loaded(tables, tmp_path)
    deals = next(each for each in home.report.files if each.file == "deals.csv")
    assert "stages: 1 rows of pipelines hold no list in JSON, and give no names" in deals.notes
    assert home.rows("select outcome from marts.journeys order by lead_id") == [("won",), ("lost",), ("open",)]


def test_several_ids_in_a_list_are_told_but_not_one_that_stands_there_twice(tmp_path):
    accounts = {each.file: each for each in loaded(hubspot_airbyte(), tmp_path).report.files}
    assert "lead id: 1 cells hold several values, the first counts" in accounts["engagements_calls.csv"].notes
    assert not any("several values" in note for note in accounts["deals.csv"].notes)


def test_links_that_only_their_name_tells_apart_say_under_which_they_are_read(tmp_path):
    tables = hubspot_dlt()
    tables["crm_companies__deals"] = tables.pop("companies__deals")
    home = loaded(tables, tmp_path)
    links = next(each for each in home.report.files if each.file == "crm_companies__deals.csv")
    assert any("only tables named companies__deals and contacts__deals are read" in note for note in links.notes)
    assert home.rows("select account_id, contact_id from canonical.leads where lead_id = '1'") == [(None, "701")]


# Lead A became opportunity X, which was won; B is a lead, into which C was merged; opportunity Y is open, Z is deleted.
A, B, C = (f"00Q{letter}00000000001AAA" for letter in "ABC")
X, Y, Z = (f"006{letter}00000000001AAA" for letter in "XYZ")
LEAD = "Id Status LeadSource CreatedDate Company OwnerId IsConverted ConvertedDate ConvertedOpportunityId ConvertedContactId IsDeleted MasterRecordId SystemModstamp"
CONVERTED = "2026-01-20 10:00:00+00"
LEADS = [
    (
        A,
        "Closed - Converted",
        "Web",
        "2026-01-02 09:00:00+00",
        "Acme",
        "005A",
        "true",
        "2026-01-20",
        X,
        "003C00000000001AAA",
        "false",
        "",
        CONVERTED,
    ),
    (B, "Working", "Cold Call", "2026-01-03 09:00:00+00", "Bolt", "005A", "false", "", "", "", "false", "", CONVERTED),
    (C, "Working", "Cold Call", "2026-01-03 09:00:00+00", "Bolt", "005A", "false", "", "", "", "true", B, CONVERTED),
]
OPPORTUNITY = "Id Name StageName IsWon IsClosed IsDeleted Amount CloseDate CreatedDate LeadSource OwnerId LastStageChangeDate SystemModstamp"


def opportunity(own, stage, is_won, amount, at, *, created="2026-01-20 10:00:00+00", deleted="false"):
    flag = str(is_won).lower()
    return (own, f"Deal {own[3]}", stage, flag, flag, deleted, amount, "2026-03-02", created, "Partner", "005B", at, at)


VERSIONS = [
    opportunity(X, "Needs Analysis", False, "400", "2026-01-20 10:00:00+00"),
    opportunity(X, "Negotiation", False, "450", "2026-02-03 10:00:00+00"),
    opportunity(X, "Vertrag", True, "500", "2026-03-02 10:00:00+00"),
]
OTHERS = [
    opportunity(Y, "Needs Analysis", False, "80", "2026-01-25 10:00:00+00", created="2026-01-25 10:00:00+00"),
    opportunity(Z, "Needs Analysis", False, "90", "2026-01-26 10:00:00+00", deleted="true"),
]
ACTIVITY = "Id WhoId WhatId OwnerId IsDeleted SystemModstamp"
TASK = f"{ACTIVITY} ActivityDate CompletedDateTime IsClosed Status Priority TaskSubtype CallType"
TASKS = [
    (
        "00T1",
        "003C00000000001AAA",
        X,
        "005A",
        "false",
        SYNCED,
        "2026-02-01",
        "",
        "true",
        "Completed",
        "Normal",
        "Call",
        "Inbound",
    ),
    (
        "00T2",
        A,
        "",
        "005A",
        "false",
        SYNCED,
        "2026-01-05",
        "2026-01-06 09:00:00+00",
        "true",
        "Completed",
        "Normal",
        "Email",
        "",
    ),
    ("00T3", B, "", "005A", "false", SYNCED, "2026-01-05", "", "false", "Open", "Normal", "Call", ""),
    ("00T5", C, "", "005A", "false", SYNCED, "2026-01-07", "", "true", "Completed", "Normal", "Call", ""),
]
EVENT = f"{ACTIVITY} StartDateTime EndDateTime EventSubtype"
EVENTS = [
    ("00U1", "", Y, "005B", "false", SYNCED, "2026-02-05 09:00:00+00", "2026-02-05 10:00:00+00", "Event"),
    ("00U2", "", Y, "005B", "true", SYNCED, "2026-02-05 09:00:00+00", "2026-02-05 10:00:00+00", "Event"),
]
USERS = [("005A", "ada@example.com", "Ada Ito", "true"), ("005B", "bo@example.com", "Bo Uno", "false")]


def snake(columns):
    """Names as Fivetran and dlt make them of Salesforce's: LeadSource is lead_source."""
    return (
        "".join(f"_{each.lower()}" if each.isupper() else each for each in columns).replace(" _", " ").removeprefix("_")
    )


def objects(name, added, values):
    return {
        "lead": table(f"{name(LEAD)} {added}", *((*each, *values) for each in LEADS)),
        "task": table(f"{name(TASK)} {added}", *((*each, *values) for each in TASKS)),
        "event": table(f"{name(EVENT)} {added}", *((*each, *values) for each in EVENTS)),
        "users": table(f"{name('Id Username Name IsActive')} {added}", *((*each, *values) for each in USERS)),
    }


def salesforce_fivetran():
    versions = [(*each, str(each is VERSIONS[-1]).lower(), each[-1], "9999-12-31 23:59:59+00") for each in VERSIONS]
    return objects(snake, "_fivetran_synced", (SYNCED,)) | {
        "opportunity": table(
            f"{snake(OPPORTUNITY)} _fivetran_synced", *((*each, SYNCED) for each in (VERSIONS[-1], *OTHERS))
        ),
        "opportunity_versions": table(
            f"{snake(OPPORTUNITY)} _fivetran_active _fivetran_start _fivetran_end", *versions
        ),
    }


def salesforce_airbyte():
    return objects(str, AIRBYTE, LANDED) | {
        "Opportunity": table(f"{OPPORTUNITY} {AIRBYTE}", *((*each, *LANDED) for each in (VERSIONS[-1], *OTHERS))),
        "OpportunityHistory": table(
            f"Id OpportunityId StageName CreatedDate CreatedById Amount Probability {AIRBYTE}",
            *(
                (f"008{number}", X, each[2], each[-1], "005B", each[6], "0", *LANDED)
                for number, each in enumerate(VERSIONS)
            ),
        ),
        "OpportunityFieldHistory": table(
            f"Id OpportunityId Field OldValue NewValue CreatedDate CreatedById {AIRBYTE}",
            ("0171", X, "StageName", "Needs Analysis", "Negotiation", VERSIONS[1][-1], "005B", *LANDED),
            ("0172", X, "Amount", "400", "450", VERSIONS[1][-1], "005B", *LANDED),
        ),
    }


def salesforce_dlt():
    rows = [(*each, "1775001600.1", f"x{number}") for number, each in enumerate((*VERSIONS, *OTHERS))]
    return objects(snake, DLT, ("1775001600.1", "x")) | {"opportunity": table(f"{snake(OPPORTUNITY)} {DLT}", *rows)}


SALESFORCE = {"fivetran": salesforce_fivetran, "airbyte": salesforce_airbyte, "dlt": salesforce_dlt}


@pytest.fixture(scope="module", params=SALESFORCE)
def salesforce(request, tmp_path_factory):
    return loaded(SALESFORCE[request.param](), tmp_path_factory.mktemp("salesforce"))


def test_each_landing_of_salesforce_gives_the_same_leads_and_ends(salesforce):
    found = salesforce.rows(
        "select left(lead_id, 4), leads.source, leads.created_at::date::varchar, leads.owner, leads.amount::integer, outcome, closed_on::varchar "
        "from canonical.leads as leads join marts.journeys using (lead_id) order by 1"
    )
    assert found == [
        ("006Y", "Partner", "2026-01-25", "Bo Uno", 80, "open", None),
        ("00QA", "Web", "2026-01-02", "Bo Uno", 500, "won", "2026-03-02"),
        ("00QB", "Cold Call", "2026-01-03", "Ada Ito", None, "open", None),
    ]
    removed = salesforce.rows("select left(lead_id, 4), left(into_lead_id, 4) from intake.removals order by 1")
    assert removed == [("006Z", None), ("00QC", "00QB")]


def test_each_landing_of_salesforce_gives_the_same_stages(salesforce):
    found = salesforce.rows(
        "select distinct left(lead_id, 4), stage, entered_at::varchar from canonical.stage_events "
        "where entered_at is not null and lead_id not like '006Z%' order by 1, 3"
    )
    assert found == [
        ("006Y", "prospect", "2026-01-25 10:00:00+00"),
        ("00QA", "prospect", "2026-01-20 00:00:00+00"),  # converted
        ("00QA", "prospect", "2026-01-20 10:00:00+00"),
        ("00QA", "proposal", "2026-02-03 10:00:00+00"),
        ("00QA", "Vertrag", "2026-03-02 10:00:00+00"),
    ]


def test_each_landing_of_salesforce_gives_the_same_touches(salesforce):
    found = salesforce.rows("select touch_id, left(lead_id, 4), kind, direction, actor from staging.touches order by 1")
    assert found == [
        ("00T1", "00QA", "call", "inbound", "Ada Ito"),
        ("00T2", "00QA", "email", "outbound", "Ada Ito"),
        ("00T5", "00QB", "call", "outbound", "Ada Ito"),  # C was merged into B
        ("00U1", "006Y", "meeting_held", "outbound", "Bo Uno"),
    ]


# Deal 1 is won, 2 is lost, 3 is open and stands where it began, 5 is deleted.
PIPEDRIVE_DEAL = "id title stage_id pipeline_id status add_time update_time stage_change_time won_time lost_time lost_reason value currency org_id person_id"
PIPEDRIVE_DEALS = [
    (
        "1",
        "Deal 1",
        "13",
        "7",
        "won",
        "2026-01-02 09:00:00",
        "2026-03-02 10:00:00",
        "2026-02-01 09:00:00",
        "2026-03-02 10:00:00",
        "",
        "",
        "900",
        "EUR",
        "801",
        "701",
    ),
    (
        "2",
        "Deal 2",
        "12",
        "7",
        "lost",
        "2026-01-03 09:00:00",
        "2026-03-03 10:00:00",
        "2026-01-12 09:00:00",
        "",
        "2026-03-03 10:00:00",
        "Too dear",
        "100",
        "EUR",
        "",
        "",
    ),
    (
        "3",
        "Deal 3",
        "12",
        "7",
        "open",
        "2026-01-04 09:00:00",
        "2026-01-04 09:00:00",
        "",
        "",
        "",
        "",
        "50",
        "EUR",
        "",
        "703",
    ),
    (
        "5",
        "Deal 5",
        "12",
        "7",
        "deleted",
        "2026-01-05 09:00:00",
        "2026-01-06 09:00:00",
        "",
        "",
        "",
        "",
        "70",
        "EUR",
        "",
        "",
    ),
]
CHANGES = [
    ("61", "1", "stage_id", "11", "12", "2026-01-10 09:00:00", "51"),
    ("62", "1", "stage_id", "12", "13", "2026-02-01 09:00:00", "51"),
    ("63", "1", "value", "800", "900", "2026-02-01 09:00:00", "51"),
    ("64", "2", "stage_id", "11", "12", "2026-01-12 09:00:00", "52"),
]
CHANNELS = {"1": ("1", "Webinar"), "2": ("2", "Outbound calls"), "3": ("1", "Webinar"), "5": ("", "")}
OWNERS = {"1": "51", "2": "52", "3": "51", "5": "51"}
DONE = "id type done due_date due_time marked_as_done_time deal_id person_id"
ACTIVITIES = [
    ("91", "call", "true", "2026-01-06", "09:00", "2026-01-06 09:30:00", "1", "701", "51"),
    ("93", "call", "false", "2026-01-07", "09:00", "", "1", "", "51"),
    ("95", "email", "true", "2026-01-09", "", "", "2", "", "52"),
    ("97", "meeting", "true", "2026-01-11", "09:00", "2026-01-11 10:00:00", "3", "703", "51"),
]


def pipedrive(names, added, values, *, owner, deleted):
    def flags(each):
        return (OWNERS[each[0]], str(each[4] == "deleted").lower())

    return {
        "deals": table(
            f"{PIPEDRIVE_DEAL} {owner} {deleted} {names[0]} {added}",
            *((*each, *flags(each), CHANNELS[each[0]][names[1]], *values) for each in PIPEDRIVE_DEALS),
        ),
        "stages": table(
            f"id name order_nr pipeline_id {added}",
            *(
                (own, name, "1", "7", *values)
                for own, name in (("11", "Qualified"), ("12", "Demo scheduled"), ("13", "Contract sent"))
            ),
        ),
        "pipelines": table(
            f"id name order_nr is_deal_probability_enabled {added}", ("7", "New business", "1", "false", *values)
        ),
        "users": table(
            f"id name email is_admin active_flag {added}",
            ("51", "Ada Ito", "ada@example.com", "1", "true", *values),
            ("52", "", "bo@example.com", "0", "true", *values),
        ),
        "organizations": table(f"id name owner_id cc_email {added}", ("801", "Acme", "51", "x", *values)),
        "activities": table(f"{DONE} {owner} {added}", *((*each, *values) for each in ACTIVITIES)),
    }


def pipedrive_airbyte():
    tables = pipedrive(("channel", 0), AIRBYTE, LANDED, owner="owner_id", deleted="is_deleted")
    options = [{"id": 1, "label": "Webinar"}, {"id": 2, "label": "Outbound calls"}]
    return tables | {
        "deal_flow": table(
            f"id item_id field_key old_value new_value log_time user_id {AIRBYTE}",
            *((*each, *LANDED) for each in CHANGES),
        ),
        "deal_fields": table(
            f"id key name field_type options {AIRBYTE}",
            ("31", "channel", "Source channel", "enum", options, *LANDED),
            ("32", "label", "Label", "enum", [{"id": 1, "label": "Hot"}], *LANDED),
        ),
    }


def pipedrive_dlt():
    tables = pipedrive(("source_channel", 1), DLT, ("1775001600.1", "x"), owner="user_id", deleted="deleted")
    flow = f"id item_id field_key old_value new_value log_time user_id timestamp {DLT}"
    return tables | {
        "deals_flow_deal_change": table(flow, *((*each, each[5], "1775001600.1", "x") for each in CHANGES))
    }


PIPEDRIVE = {"airbyte": pipedrive_airbyte, "dlt": pipedrive_dlt}


@pytest.fixture(scope="module", params=PIPEDRIVE)
def pipedrive_home(request, tmp_path_factory):
    return loaded(PIPEDRIVE[request.param](), tmp_path_factory.mktemp("pipedrive"))


def test_each_landing_of_pipedrive_gives_the_same_leads_and_ends(pipedrive_home):
    found = pipedrive_home.rows(
        "select lead_id, leads.source, leads.owner, leads.pipeline, leads.account_name, leads.contact_id, leads.amount::integer, "
        "leads.currency, outcome, closed_on::varchar, reason from canonical.leads as leads join marts.journeys using (lead_id) order by 1"
    )
    assert found == [
        ("1", "Webinar", "Ada Ito", "New business", "Acme", "701", 900, "EUR", "won", "2026-03-02", None),
        (
            "2",
            "Outbound calls",
            "bo@example.com",
            "New business",
            None,
            None,
            100,
            "EUR",
            "lost",
            "2026-03-03",
            "Too dear",
        ),
        ("3", "Webinar", "Ada Ito", "New business", None, "703", 50, "EUR", "open", None, None),
    ]
    assert pipedrive_home.rows("select lead_id, into_lead_id from intake.removals") == [("5", None)]


def test_a_part_of_a_large_table_is_known_by_its_name_too(tmp_path):
    tables = hubspot_dlt()
    tables["contacts__deals 2"] = tables.pop("contacts__deals")
    links = "select lead_id, contact_id from canonical.leads order by 1"
    (tmp_path / "whole").mkdir()
    (tmp_path / "part").mkdir()
    told = loaded(tables, tmp_path / "part").rows(links)
    assert told == loaded(hubspot_dlt(), tmp_path / "whole").rows(links)
    assert any(contact for _, contact in told)


def test_a_deal_of_pipedrive_that_fivetran_flags_as_deleted_is_gone(tmp_path):
    tables = pipedrive(
        ("source_channel", 1), "_fivetran_synced", LANDED[:1], owner="user_id", deleted="_fivetran_deleted"
    )
    home = loaded(tables, tmp_path)
    assert home.rows("select lead_id from canonical.leads order by 1") == [("1",), ("2",), ("3",)]
    assert home.rows("select lead_id, into_lead_id from intake.removals") == [("5", None)]


def test_each_landing_of_pipedrive_gives_the_same_stages(pipedrive_home):
    found = pipedrive_home.rows(
        "select lead_id, stage, strftime(entered_at, '%Y-%m-%d') from canonical.stage_events where lead_id <> '5' order by 1, 3"
    )
    assert found == [
        ("1", "opportunity", "2026-01-10"),
        ("1", "proposal", "2026-02-01"),
        ("2", "opportunity", "2026-01-12"),
        ("3", "opportunity", "2026-01-04"),  # where it began
    ]


def test_each_landing_of_pipedrive_gives_the_same_touches(pipedrive_home):
    found = pipedrive_home.rows(
        'select touch_id, lead_id, kind, direction, actor, "at"::date::varchar from staging.touches order by 1'
    )
    assert found == [
        ("91", "1", "call", "outbound", "Ada Ito", "2026-01-06"),
        ("95", "2", "email", "outbound", "bo@example.com", "2026-01-09"),  # nobody marked when it was done: its day
        ("97", "3", "meeting_held", "outbound", "Ada Ito", "2026-01-11"),
    ]
    accounts = {each.file: each for each in pipedrive_home.report.files}
    assert accounts["activities.csv"].reasons == (("nothing to take from rows with done false", 1),)


@pytest.mark.parametrize(
    ("tables", "name", "column"),
    [
        (hubspot_airbyte, "deals", "properties_dealstage"),
        (hubspot_airbyte, "engagements_emails", "properties_hs_email_direction"),
        (hubspot_airbyte, "deals_property_history", "property"),
        (hubspot_dlt, "deals", "dealstage"),
        (hubspot_dlt, "pipelines_deals__stages", "metadata__is_closed"),
        (salesforce_airbyte, "Opportunity", "CloseDate"),
        (salesforce_dlt, "task", "who_id"),
        (pipedrive_airbyte, "deals", "pipeline_id"),
        (pipedrive_dlt, "deals_flow_deal_change", "log_time"),
    ],
)
def test_a_column_that_is_missing_is_named(tmp_path, tables, name, column):
    changed = tables()
    head, rows = changed[name].split("\r\n", 1)
    names = [f"{each}_new" if each == column else each for each in head.split(",")]
    changed[name] = ",".join(names) + "\r\n" + rows
    with pytest.raises(IntakeError, match=f"{name}.csv looks like .* its column .*'{column}'.* is missing"):
        Home(tmp_path).load(**changed)
