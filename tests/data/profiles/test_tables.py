# ruff: noqa: E501  # records are shown as they stand in their files
"""Tables of a warehouse, where what belongs to what stands in tables of its own: loaded in one go, read by id."""

import pytest

from data.intake import IntakeError
from data.intake.load import load_files
from tests.data.intake.homes import Home

# Deal 1 is won by the flag of its stage, 2 is lost by it, 3 is open, 4 was merged into 1, 5 is deleted.
DEALS = """deal_id,is_deleted,deal_pipeline_stage_id,owner_id,property_amount,property_closedate,property_createdate,property_hs_analytics_source
1,false,s3,51,900,2026-03-02 10:00:00,2026-01-02 09:00:00,PAID_SEARCH
2,false,s4,52,100,2026-03-03 10:00:00,2026-01-03 09:00:00,OFFLINE
3,false,s1,,50,2026-09-09 10:00:00,2026-01-04 09:00:00,AI_REFERRALS
4,false,s1,51,,,2026-01-01 09:00:00,PAID_SEARCH
5,true,s3,51,70,2026-03-04 10:00:00,2026-01-05 09:00:00,PAID_SEARCH
"""
STAGES = """_fivetran_deleted,_fivetran_synced,active,closed_won,is_closed,display_order,probability,stage_id,label,pipeline_id
FALSE,2026-04-01 00:00:00,TRUE,FALSE,FALSE,0,0.2,s1,Demo scheduled,p
TRUE,2026-04-01 00:00:00,FALSE,FALSE,FALSE,1,0.5,s2,Contract sent,p
FALSE,2026-04-01 00:00:00,TRUE,TRUE,TRUE,2,1.0,s3,Unterschrieben,p
FALSE,2026-04-01 00:00:00,TRUE,FALSE,TRUE,3,0.0,s4,Versandet,p
"""
HUBSPOT = {
    "deal": DEALS,
    "deal_pipeline_stage": STAGES,
    "deal_stage": "_fivetran_start,deal_id,_fivetran_active,_fivetran_end,_fivetran_synced,date_entered,source,source_id,value\n"
    "2026-01-10 9:00:00,1,FALSE,2026-02-01 9:00:00,2026-04-01 9:00:00,2026-01-10 9:00:00,CRM,u,s1\n"
    "2026-02-01 9:00:00,1,TRUE,2050-01-01 00:00:00,2026-04-01 9:00:00,2026-02-01 9:00:00,CRM,u,s2\n",
    "deal_pipeline": "pipeline_id,_fivetran_deleted,_fivetran_synced,active,display_order,label\n"
    "p,FALSE,2026-04-01 00:00:00,TRUE,0,Sales\n",
    "merged_deal": "deal_id,merged_deal_id,_fivetran_synced\n1,4,2026-04-01 00:00:00\n",
    "owner": "owner_id,_fivetran_synced,portal_id,type,email,first_name,last_name\n"
    "51,2026-04-01 00:00:00,9,PERSON,ada@example.com,Ada,Ito\n52,2026-04-01 00:00:00,9,PERSON,bo@example.com,,\n",
    "deal_contact": "contact_id,deal_id,_fivetran_synced,type_id\n701,1,2026-04-01,3\n702,1,2026-04-01,3\n703,3,2026-04-01,3\n",
    "deal_company": "company_id,deal_id,_fivetran_synced,type_id\n801,1,2026-04-01,5\n",
    "contact": "_fivetran_deleted,_fivetran_synced,property_email,id,property_createdate,property_lifecyclestage\n"
    "FALSE,2026-04-01 00:00:00,x@example.com,701,2026-01-01 09:00:00,customer\n",
    "deal_property_history": "deal_id,timestamp,_fivetran_synced,source,name,source_id,value\n"
    "1,2026-01-10 09:00:00,2026-04-01 00:00:00,CRM,amount,u,900\n",
    "engagement": "id,type,_fivetran_synced,portal_id\n91,CALL,2026-04-01 00:00:00,9\n",
    "engagement_call": "engagement_id,_fivetran_deleted,_fivetran_synced,property_hs_createdate,property_hs_timestamp,"
    "property_hs_call_direction,property_hubspot_owner_id,type\n"
    "91,false,2026-04-01,2026-01-06 08:00:00,2026-01-06 09:00:00,INBOUND,51,CALL\n"
    "92,true,2026-04-01,2026-01-06 08:00:00,2026-01-06 09:00:00,,51,CALL\n"
    "93,false,2026-04-01,2026-01-07 08:00:00,2026-01-07 09:00:00,,52,CALL\n"
    "94,false,2026-04-01,2026-01-07 08:00:00,2026-01-08 09:00:00,,52,CALL\n",
    "engagement_email": "engagement_id,_fivetran_deleted,_fivetran_synced,property_hs_createdate,property_hs_timestamp,"
    "property_hs_email_direction,type\n"
    "95,false,2026-04-01,2026-01-06 08:00:00,2026-01-09 09:00:00,EMAIL,EMAIL\n"
    "96,false,2026-04-01,2026-01-06 08:00:00,2026-01-10 09:00:00,INCOMING_EMAIL,EMAIL\n",
    "engagement_meeting": "engagement_id,_fivetran_synced,end_time,start_time,meeting_outcome\n"
    "97,2026-04-01,2026-01-11 10:00:00,2026-01-11 09:00:00,COMPLETED\n",
    "engagement_deal": "deal_id,engagement_id,engagement_type\n1,91,CALL\n2,91,CALL\n4,93,CALL\n1,95,EMAIL\n1,97,MEETING\n",
    "engagement_contact": "contact_id,engagement_id,engagement_type\n703,96,EMAIL\n",
}
NOTHING = {"contact.csv", "deal_property_history.csv", "engagement.csv"}


@pytest.fixture(scope="module")
def hubspot(tmp_path_factory):
    home = Home(tmp_path_factory.mktemp("hubspot"))
    home.report = home.load(**HUBSPOT)
    return home


def test_hubspot_deals_end_as_the_flags_of_their_stage_say_and_owners_and_links_are_found_by_id(hubspot):
    found = hubspot.rows("select lead_id, source, owner, account_id, contact_id from canonical.leads order by 1")
    assert found == [
        ("1", "PAID_SEARCH", "Ada Ito", "801", "701"),
        ("2", "OFFLINE", "bo@example.com", None, None),
        ("3", "AI_REFERRALS", None, None, "703"),
    ]
    ends = hubspot.rows("select lead_id, outcome, closed_on::varchar from marts.journeys order by 1")
    assert ends == [("1", "won", "2026-03-02"), ("2", "lost", "2026-03-03"), ("3", "open", None)]
    assert hubspot.rows("select lead_id, into_lead_id from intake.removals order by 1") == [("4", "1"), ("5", None)]


def test_hubspot_stage_entries_have_the_labels_of_their_stages_and_no_end_of_far_ahead(hubspot):
    found = hubspot.rows("select lead_id, stage, entered_at::date::varchar from canonical.stage_events order by 1, 3")
    # Deal 3 stands in its stage; that of 4, which is merged, is kept as well.
    assert found == [
        ("1", "opportunity", "2026-01-10"),
        ("1", "proposal", "2026-02-01"),
        ("3", "opportunity", None),
        ("4", "opportunity", None),
    ]


def test_hubspot_activities_belong_to_their_deal_or_to_the_one_into_which_it_was_merged(hubspot):
    found = hubspot.rows("select touch_id, lead_id, kind, direction, actor from staging.touches order by 1")
    assert found == [
        ("91", "1", "call", "inbound", "Ada Ito"),
        ("93", "1", "call", "outbound", "bo@example.com"),  # of deal 4
        ("95", "1", "email", "outbound", None),
        ("96", "3", "reply", "inbound", None),  # of the contact of deal 3
        ("97", "1", "meeting_held", "outbound", None),
    ]


def test_every_file_is_accounted_for_also_those_that_give_nothing(hubspot):
    accounts = {each.file: each for each in hubspot.report.files}
    assert set(accounts) == {f"{name}.csv" for name in HUBSPOT}
    for each in accounts.values():
        rows, *fates = each.counts
        assert rows == sum(fates)
        assert any(note.startswith("gives nothing: ") for note in each.notes) == (each.file in NOTHING)
    calls = accounts["engagement_call.csv"]
    assert calls.counts == (4, 2, 0, 0, 2)
    assert sorted(calls.reasons) == [
        ("names neither a lead nor a contact", 1),
        ("nothing to take from rows with _fivetran_deleted true", 1),
    ]
    assert "lead id: 1 rows have several in deals of activities, the first counts" in calls.notes


def test_links_may_come_in_several_files_and_ids_in_15_or_18_characters(tmp_path):
    home = Home(tmp_path)
    home.load(
        sf_opportunity=OPPORTUNITIES.replace("006X00000000001AAA", "006X00000000001"),
        leads_1=LEADS.replace("006X00000000001AAA", "006X00000000001IAA"),
        leads_2=LEADS.replace("00QA", "00QE").replace("006X00000000001AAA", "006Y00000000001AAA"),
    )
    assert home.rows("select lead_id from marts.journeys where outcome = 'won'") == [("00QA00000000001AAA",)]
    leads = home.rows("select left(lead_id, 4) from canonical.leads order by 1")
    assert leads == [("00QA",), ("00QB",), ("00QE",)]


def test_activities_that_are_linked_to_nobody_do_not_keep_the_rest_out(tmp_path):
    home = Home(tmp_path)
    calls = home.take(engagement_call=HUBSPOT["engagement_call"], deal=DEALS)
    assert calls.counts == (4, 0, 0, 0, 4)
    assert home.rows("select count(*) from canonical.leads") == [(4,)]


def test_notes_and_tasks_among_the_activities_do_not_keep_the_rest_out(tmp_path):
    notes = HUBSPOT["engagement_email"].replace(",EMAIL\n", ",NOTE\n")
    account = Home(tmp_path).take(notes=notes, deal=DEALS)
    assert account.reasons == (("nothing to take from rows with type NOTE", 2),)


@pytest.mark.parametrize("names", [["contact"], ["engagement", "deal_pipeline"], ["owner", "contact"]])
def test_files_that_give_nothing_are_refused_alone_and_say_why(tmp_path, names):
    with pytest.raises(IntakeError, match=r"gives nothing: |only gives names to"):
        Home(tmp_path).load(**{name: HUBSPOT[name] for name in names})


def test_contacts_are_leads_where_somebody_says_so(tmp_path):
    home = Home(tmp_path)
    load_files([home.write("contact.csv", HUBSPOT["contact"])], profile="hubspot-contacts", home=home.folder)
    assert home.rows("select lead_id from canonical.leads") == [("contact-701",)]


# Lead A became opportunity X; Y comes from no lead; Z is deleted, and is known in its old version only.
LEADS = """id,status,lead_source,created_date,company,owner_id,converted_date,converted_opportunity_id,converted_contact_id,converted_account_id,is_deleted,master_record_id,system_modstamp
00QA00000000001AAA,Converted,Web,2026-01-02 09:00:00,Acme,005A,2026-01-20 09:00:00,006X00000000001AAA,003C00000000001AAA,001K,FALSE,,2026-04-01 00:00:00
00QB00000000001AAA,Working,Cold Call,2026-01-03 09:00:00,Bolt,005A,,,,,FALSE,,2026-04-01 00:00:00
00QC00000000001AAA,Working,Cold Call,2026-01-03 09:00:00,Bolt,005A,,,,,TRUE,00QB00000000001AAA,2026-04-01 00:00:00
"""
OPPORTUNITIES = """id,stage_name,is_won,is_closed,is_deleted,amount,close_date,created_date,lead_source,owner_id,account_id,_fivetran_active
006X00000000001AAA,Vertrag,true,true,false,500,2026-03-02 00:00:00,2026-01-20 09:00:00,Other,005B,001K,true
006Y00000000001AAA,Needs Analysis,false,false,false,80,2026-09-02 00:00:00,2026-01-25 09:00:00,Partner,005B,001L,true
006Z00000000001AAA,Closed Won,true,true,true,90,2026-03-02 00:00:00,2026-01-26 09:00:00,Web,005B,001M,true
006Z00000000002AAA,Needs Analysis,false,false,false,90,2026-03-02 00:00:00,2026-01-26 09:00:00,Web,005B,001M,false
"""
HISTORY = """id,stage_name,is_won,is_closed,is_deleted,amount,close_date,created_date,lead_source,owner_id,account_id,_fivetran_active,_fivetran_start,_fivetran_end
006X00000000001AAA,Needs Analysis,false,false,false,400,2026-03-02 00:00:00,2026-01-20 09:00:00,Other,005B,001K,false,2026-01-20 10:00:00,2026-01-21 10:00:00
006X00000000001AAA,Needs Analysis,false,false,false,450,2026-03-02 00:00:00,2026-01-20 09:00:00,Other,005B,001K,false,2026-01-21 10:00:00,2026-02-03 10:00:00
006X00000000001AAA,Negotiation,false,false,false,450,2026-03-02 00:00:00,2026-01-20 09:00:00,Other,005B,001K,false,2026-02-03 10:00:00,2026-03-02 10:00:00
006X00000000001AAA,Vertrag,true,true,false,500,2026-03-02 00:00:00,2026-01-20 09:00:00,Other,005B,001K,true,2026-03-02 10:00:00,9999-12-31 23:59:59
"""
ACTIVITY = "id,who_id,what_id,owner_id,is_deleted,system_modstamp"
SALESFORCE = {
    "sf_lead": LEADS,
    "sf_opportunity": OPPORTUNITIES,
    "sf_opportunity_history": HISTORY,
    "sf_task": f"{ACTIVITY},activity_date,completed_date_time,is_closed,status,priority,task_subtype,call_type\n"
    "00T1,003C00000000001AAA,006X00000000001AAA,005A,FALSE,2026-04-01,2026-02-01,,TRUE,Completed,Normal,Call,Inbound\n"
    "00T2,00QA00000000001AAA,,005A,FALSE,2026-04-01,2026-01-05,2026-01-06 09:00:00,TRUE,Completed,Normal,Email,\n"
    "00T3,00QB00000000001AAA,,005A,FALSE,2026-04-01,2026-01-05,,FALSE,Open,Normal,Call,\n"
    "00T4,003C00000000001AAA,001K,005A,FALSE,2026-04-01,2026-02-03,,TRUE,Completed,Normal,Call,\n"
    "00T5,00QC00000000001AAA,,005A,FALSE,2026-04-01,2026-01-07,,TRUE,Completed,Normal,Call,\n",
    "sf_event": f"{ACTIVITY},start_date_time,end_date_time,event_subtype\n"
    "00U1,003C00000000001AAA,006Y00000000001AAA,005B,FALSE,2026-04-01,2026-02-05 09:00:00,2026-02-05 10:00:00,Event\n"
    "00U2,003C00000000001AAA,006Y00000000001AAA,005B,TRUE,2026-04-01,2026-02-05 09:00:00,2026-02-05 10:00:00,Event\n",
    "sf_user": "id,username,name,is_active\n005A,ada@example.com,Ada Ito,true\n005B,bo@example.com,Bo Uno,false\n",
}


@pytest.fixture(scope="module")
def salesforce(tmp_path_factory):
    home = Home(tmp_path_factory.mktemp("salesforce"))
    home.report = home.load(**SALESFORCE)
    return home


def test_a_converted_lead_and_its_opportunity_are_one_lead(salesforce):
    found = salesforce.rows(
        "select left(lead_id, 4), source, created_at::date::varchar, owner, account_id, amount::integer "
        "from canonical.leads order by 1"
    )
    assert found == [
        ("006Y", "Partner", "2026-01-25", "Bo Uno", "001L", 80),
        ("00QA", "Web", "2026-01-02", "Bo Uno", "001K", 500),
        ("00QB", "Cold Call", "2026-01-03", "Ada Ito", "Bolt", None),
    ]
    ends = salesforce.rows("select left(lead_id, 4), outcome from marts.journeys order by 1")
    assert ends == [("006Y", "open"), ("00QA", "won"), ("00QB", "open")]


def test_opportunities_without_the_leads_beside_them_say_what_they_cannot_know(tmp_path):
    account = Home(tmp_path).take(sf_opportunity=OPPORTUNITIES)
    assert "no file of leads is beside it: what comes from one of them counts apart from it" in account.notes


def test_of_the_versions_of_an_opportunity_those_with_a_new_stage_are_entries(salesforce):
    found = salesforce.rows(
        "select stage, entered_at::varchar from canonical.stage_events "
        "where lead_id like '00QA%' and entered_at is not null order by 2"
    )
    assert found == [
        ("prospect", "2026-01-20 09:00:00+00"),  # converted
        ("prospect", "2026-01-20 10:00:00+00"),
        ("proposal", "2026-02-03 10:00:00+00"),
        ("Vertrag", "2026-03-02 10:00:00+00"),
    ]


def test_tasks_and_events_belong_to_the_opportunity_else_to_the_lead_or_contact(salesforce):
    found = salesforce.rows("select touch_id, left(lead_id, 4), kind, direction, actor from staging.touches order by 1")
    assert found == [
        ("00T1", "00QA", "call", "inbound", "Ada Ito"),
        ("00T2", "00QA", "email", "outbound", "Ada Ito"),
        ("00T4", "00QA", "call", "outbound", "Ada Ito"),  # about an account, with the contact of A
        ("00T5", "00QB", "call", "outbound", "Ada Ito"),  # C was merged into B
        ("00U1", "006Y", "meeting_held", "outbound", "Bo Uno"),
    ]
    accounts = {each.file: each for each in salesforce.report.files}
    assert accounts["sf_task.csv"].reasons == (("nothing to take from rows with is_closed FALSE", 1),)
    assert accounts["sf_event.csv"].reasons == (("nothing to take from rows with is_deleted TRUE", 1),)


def test_merges_in_a_row_and_in_a_circle_come_to_an_end(tmp_path):
    home = Home(tmp_path)
    merged = "deal_id,merged_deal_id,_fivetran_synced\n2,1,2026-04-01\n3,2,2026-04-01\n5,4,2026-04-01\n4,5,2026-04-01\n"
    home.load(
        deal=DEALS.replace("4,false", "8,false").replace("5,true", "9,false"),
        merged_deal=merged,
        touches="touch_id,lead_id,at\na,1,2026-01-05\nb,4,2026-01-05\n",
    )
    found = home.rows("select touch_id, lead_id from staging.touches order by 1")
    assert found == [("a", "3"), ("b", None)]
