# ruff: noqa: E501  # records are shown as they stand in their files
"""What leads and accounts are called: from the files of every kind of export to the canonical tables."""

import pytest

from data.store import Store

NAMES = "select lead_id, lead_name, account_id, account_name from canonical.leads order by lead_id"
COLUMNS = "lead_id,lead_name,created_at,source,account_id,account_name,updated_at\n"
EXPORTS = {
    "HubSpot deals": (
        {
            "deals": "Record ID,Deal Name,Deal Stage,Create Date,Associated Company,Associated Company IDs\n"
            '71,New press,Contract sent,2026-01-02,"Kiln, Inc.;Kiln Group",11;12\n72,,Contract sent,2026-01-02,,\n'
        },
        [("71", "New press", "11", "Kiln, Inc."), ("72", None, None, None)],
    ),
    "HubSpot deals by their internal names": (
        {
            "deals": "hs_object_id,dealname,dealstage,createdate,associatedcompanyid,company_name\n71,New press,closedlost,2026-01-02,7,Kiln\n"
        },
        [("71", "New press", "7", "Kiln")],
    ),
    "HubSpot contacts": (
        {
            "contacts": "Record ID,First Name,Last Name,Create Date,Lifecycle Stage,Company Name,Primary Associated Company ID\n"
            "9,Ada,Ito,2026-01-02 10:00,Lead,Kiln,11\n10,,Bo,2026-01-02 10:00,Lead,,\n"
        },
        [("contact-10", "Bo", None, None), ("contact-9", "Ada Ito", "11", "Kiln")],
    ),
    "Salesforce report of opportunities": (
        {
            "report": "Opportunity ID,Opportunity Name,Stage,Created Date,Close Date,Account ID,Account Name\n"
            "0061,New press,Negotiation,1/20/2026,2/3/2026,0011,Kiln\n"
        },
        [("0061", "New press", "0011", "Kiln")],
    ),
    "Salesforce report of leads": (
        {
            "report": "Lead ID,First Name,Last Name,Company / Account,Lead Source,Lead Status,Create Date\n00Q1,Ada,Ito,Kiln,Web,Working,1/20/2026\n"
        },
        [("00Q1", "Ada Ito", "Kiln", "Kiln")],
    ),
    "Salesforce objects, a converted lead among them": (
        {
            "leads": "Id,Status,LeadSource,CreatedDate,Name,Company,ConvertedOpportunityId,ConvertedAccountId,SystemModstamp\n"
            "00Q1,Converted,Web,2026-01-02,Ada Ito,kiln inc,0061,0011,2026-01-05\n",
            "deals": "Id,Name,StageName,CreatedDate,CloseDate,AccountId,SystemModstamp\n"
            "0061,Kiln: press,Negotiation,2026-01-05,2026-03-01,0011,2026-01-06\n0062,Kiln: parts,Negotiation,2026-01-05,2026-03-01,0011,2026-01-04\n",
            "accounts": "Id,Name,ParentId,BillingCountry\n0011,Kiln Works,,DE\n",
        },
        [("0062", "Kiln: parts", "0011", "Kiln Works"), ("00Q1", "Ada Ito", "0011", "Kiln Works")],
    ),
    "HubSpot tables, from the deal to its company to its name": (
        {
            "deal": "deal_id,deal_pipeline_stage_id,property_createdate,property_dealname\n1,s1,2026-01-02,New press\n2,s1,2026-01-02,Parts\n",
            "deal_company": "company_id,deal_id,_fivetran_synced\n801,1,2026-04-01\n802,1,2026-04-01\n803,2,2026-04-01\n",
            "company": "id,_fivetran_synced,property_name,property_createdate\n802,2026-04-01,Other,2026-01-01\n801,2026-04-01,Kiln,2026-01-01\n",
        },
        [("1", "New press", "801", "Kiln"), ("2", "Parts", "803", None)],
    ),
    "Apollo": (
        {
            "contacts": "Apollo Contact Id,First Name,Last Name,Title,Company,Stage,Replied,Apollo Account Id,Created At\nc1,Ada,Ito,VP Sales,Kiln,Cold,false,a1,2026-01-02\n"
        },
        [("c1", "Ada Ito", "a1", "Kiln")],
    ),
    "Pipedrive": (
        {
            "deals": "Deal - ID,Deal - Title,Deal - Stage,Deal - Status,Deal - Deal created,Deal - Organization\n1,New press,Demo Scheduled,open,2026-02-01,Kiln\n"
        },
        [("1", "New press", "Kiln", "Kiln")],
    ),
    "Zoho": (
        {
            "deals": "Id,Deal Name,Stage,Created Time,Source,Contact Name,Account Name\n1,New press,Test Sent,2026-02-01,Web,77,Kiln\n"
        },
        [("1", "New press", "Kiln", "Kiln")],
    ),
}


@pytest.mark.parametrize("export", EXPORTS)
def test_every_export_says_what_its_leads_and_accounts_are_called(home, export):
    files, expected = EXPORTS[export]
    report = home.load(**files)
    assert home.rows(NAMES) == expected
    assert not any("Name" in note for each in report.files for note in each.notes if "not read" in note)


def test_a_name_is_corrected_by_a_later_row_and_by_no_earlier_or_blank_one_and_an_undo_brings_it_back(home):
    home.load(first=f"{COLUMNS}L1,Adda,2026-01-02,Web,A1,Kiln,2026-02-02\n")
    home.load(later=f"{COLUMNS}L1,Ada,2026-01-02,Web,A1,,2026-02-03\n")
    assert home.rows(NAMES) == [("L1", "Ada", "A1", "Kiln")]
    home.load(earlier=f"{COLUMNS}L1,Adelheid,2026-01-02,Web,A1,Kill,2026-02-01\n")
    assert home.rows(NAMES) == [("L1", "Ada", "A1", "Kiln")]
    Store(home.folder).undo()
    Store(home.folder).undo()
    assert home.rows(NAMES) == [("L1", "Adda", "A1", "Kiln")]
