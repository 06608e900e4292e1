"""Each shipped profile reads a small invented export in its vendor's layout."""

import csv
from pathlib import Path

import pytest

from data import definitions, marts
from data.intake import IntakeError, profiles
from data.intake.load import load_files
from data.store import Store
from tests.data.intake.homes import Home

LEADS = "select lead_id, created_at::varchar, source, owner, amount::varchar, currency from canonical.leads order by 1"
OUTCOMES = (
    "select lead_id, outcome, closed_at::varchar, reason from canonical.outcomes where outcome <> 'open' order by 1"
)
STAGES = "select lead_id, stage, entered_at::varchar from canonical.stage_events order by 1, 3"


@pytest.fixture
def home(tmp_path):
    return Home(tmp_path)


def test_templates_load_as_they_are(home):
    templates = sorted((profiles.SHIPPED.parent / "templates").glob("*.csv"))
    report = load_files(templates, home=home.folder)
    assert [each.count_quarantined for each in report.files] == [0] * len(templates)
    assert [each.notes for each in report.files] == [()] * len(templates)
    assert home.rows("select outcome, count(*) from marts.journeys group by 1 order by 1") == [
        ("open", 1),
        ("won", 1),
        ("lost", 1),
    ]


def test_hubspot_deals_with_labels(home):
    report = home.load(
        deals="Record ID,Deal Name,Deal Stage,Close Date,Amount in company currency,Create Date,"
        "Deal source,Deal owner\n"
        "71,First,Closed won,2026-03-02 17:24,900.5,2026-01-02 14:34,Inbound,Ada\n"
        "72,Second,Closed lost (Main),2026-03-03,0,2026-01-03 09:09,Outbound,\n"
        "73,Third,Contract sent,2026-09-01,70,2026-01-04,Webinar,Bo\n"
        "74,Fourth,Somewhere (Main),2026-09-01,70,2026-01-04,Webinar,Bo\n"
    )
    assert report.files[0].profile == "hubspot-deals"
    assert home.rows(LEADS)[0] == ("71", "2026-01-02 14:34:00+00", "Inbound", "Ada", "900.50", None)
    # the expected closing date of an open deal is no outcome
    assert home.rows(OUTCOMES) == [
        ("71", "won", "2026-03-02 17:24:00+00", None),
        ("72", "lost", "2026-03-03 00:00:00+00", None),
    ]
    assert home.rows(STAGES) == [("73", "proposal", None), ("74", "Somewhere (Main)", None)]
    assert report.files[0].notes == (
        "stage labels that mean no stage: 'Somewhere (Main)' (1)",
        "closed by its label: 'Closed lost (Main)' lost (1), 'Closed won' won (1)",
    )


def test_hubspot_deals_with_internal_names_keep_the_deals_currency(home):
    home.load(
        deals="hs_object_id,dealstage,amount,deal_currency_code,amount_in_home_currency,createdate,closedate,closed_lost_reason\n"
        "71,closedlost,5000,SEK,450.0,2026-01-02,2026-02-03,Budget frozen\n"
    )
    assert home.rows(LEADS) == [("71", "2026-01-02 00:00:00+00", None, None, "5000.00", "SEK")]
    assert home.rows(OUTCOMES) == [("71", "lost", "2026-02-03 00:00:00+00", "Budget frozen")]


OWNERS = (
    "id,email,firstName,lastName,userId,archived\n"
    "51,ada@example.com,Ada,Ito,1,false\n52,bo@example.com,,,,true\n53,cy@example.com,Cy,n/a,2,true\n"
)


def test_owners_are_named_by_the_file_of_owners_also_those_who_left(home):
    home.load(
        deals="hs_object_id,dealstage,createdate,hubspot_owner_id\n"
        "71,closedlost,2026-01-02,51\n72,closedlost,2026-01-02,52\n73,closedlost,2026-01-02,53\n"
        "74,closedlost,2026-01-02,54\n",
        owners=OWNERS,
    )
    named = home.rows("select owner from canonical.leads order by lead_id")
    assert named == [("Ada Ito",), ("bo@example.com",), ("Cy",), ("54",)]
    with pytest.raises(IntakeError, match="only gives names to what other files of its export hold"):
        home.load(owners=OWNERS.replace("Ada", "Eda"))


def test_salesforce_users_name_the_owners(home):
    home.load(
        deals="Id,StageName,CreatedDate,CloseDate,OwnerId\n0063,Closed Won,2026-01-22,2026-02-22,0051\n",
        users="Id,Username,FirstName,LastName,IsActive\n0051,ada@example.com,Ada,Ito,false\n",
    )
    assert home.rows("select owner from canonical.leads") == [("Ada Ito",)]


def test_hubspot_contacts(home):
    home.load(
        contacts="Record ID,Create Date,Lifecycle Stage,Original Traffic Source,"
        "Became an Opportunity Date,Contact owner\n"
        "9,2026-01-02 10:00,Opportunity,Organic Search,2026-01-20 09:00,Ada\n"
        "10,2026-01-03 10:00,Customer,Paid Search,,Bo\n"
    )
    assert home.rows("select lead_id, contact_id from canonical.leads order by 2") == [
        ("contact-10", "10"),
        ("contact-9", "9"),
    ]
    assert home.rows(STAGES) == [("contact-9", "opportunity", "2026-01-20 09:00:00+00")]
    assert home.rows(OUTCOMES) == [("contact-10", "won", None, None)]


def test_salesforce_opportunities_with_labels_and_with_field_names(home):
    home.load(
        report="Opportunity ID,Stage,Created Date,Close Date,Amount,Lead Source,Opportunity Owner,Loss Reason\n"
        '0061,Closed Lost,1/20/2026,2/3/2026,"1,250.00",Web,Ada,Price\n'
        "0062,Needs Analysis,1/21/2026,9/30/2026,100,Partner,Bo,\n",
        loader="Id,StageName,CreatedDate,CloseDate,Amount,LeadSource,OwnerId\n"
        "0063,Closed Won,2026-01-22T10:00:00.000Z,2026-02-22,80,Web,005\n",
    )
    assert home.rows(LEADS)[0] == ("0061", "2026-01-20 00:00:00+00", "Web", "Ada", "1250.00", None)
    assert [row[:2] for row in home.rows(OUTCOMES)] == [("0061", "lost"), ("0063", "won")]
    assert home.rows(STAGES) == [("0062", "prospect", None)]


SALESFORCE_LEADS = (
    '"Lead Owner","First Name","Last Name","Company / Account","Lead Source","Lead Status",'
    '"Create Date","Converted Date"\r\n'
    '"Rep","","","Café A","Web","Qualified","2/1/2026","2/9/2026"\r\n'
    '"Rep","","","B","Outbound - Cold Call","Unqualified","2/3/2026",""\r\n'
)


def test_salesforce_leads_report_in_cp1252_whose_footer_tells_the_order_of_dates(home):
    footer = '\r\n\r\n"All leads"\r\n"Generated By:  Rep  2/20/2026 9:14 AM"\r\n'
    account = home.take(report=(SALESFORCE_LEADS + footer).encode("cp1252"))
    assert account.counts == (4, 2, 0, 0, 2)
    assert account.notes == (
        "read as cp1252, for example Café",
        "closed by its label: 'Unqualified' disqualified (1)",
    )
    assert account.reasons == (("looks like the footer of the report", 2),)
    assert [
        row[1][:10] for row in home.rows("select lead_id, created_at::varchar from canonical.leads order by 2")
    ] == [
        "2026-02-01",
        "2026-02-03",
    ]
    assert [row[1] for row in home.rows(OUTCOMES)] == ["disqualified"]
    # the date of conversion says when; the present status says nothing beyond it
    assert [row[1:] for row in home.rows(STAGES)] == [("prospect", "2026-02-09 00:00:00+00")]


def test_dates_that_can_be_read_in_two_ways_are_refused_until_somebody_says_which(home):
    with pytest.raises(
        IntakeError, match=r"can be read as month/day/year and as day\.month\.year: say which with --dates"
    ):
        home.load(report=SALESFORCE_LEADS)
    load_files([home.inbox / "report.csv"], dates="day-first", home=home.folder)
    assert home.rows("select min(created_at)::varchar from canonical.leads") == [("2026-01-02 00:00:00+00",)]


def test_pipedrive_deals(home):
    home.load(
        deals="Deal - ID,Deal - Title,Deal - Value,Deal - Currency of value,Deal - Stage,Deal - Status,Deal - Owner,"
        "Deal - Deal created,Deal - Won time,Deal - Lost time,Deal - Lost reason,Deal - Label\n"
        '1,A,"12 500",CZK,Proposal Made,won,Ada,2026-02-01 10:12:33,2026-03-01 10:00:00,,,Inbound\n'
        '2,B,,EUR,Demo Scheduled,lost,Bo,2026-02-03 08:00:00,,2026-02-20 17:31:09,Price,"Outbound,Cold call"\n'
        "3,C,10,EUR,Contact Made,open,Bo,2026-02-05 09:00:00,,,,\n"
    )
    assert home.rows(LEADS)[0] == ("1", "2026-02-01 10:12:33+00", "Inbound", "Ada", "12500.00", "CZK")
    assert home.rows(OUTCOMES) == [
        ("1", "won", "2026-03-01 10:00:00+00", None),
        ("2", "lost", "2026-02-20 17:31:09+00", "Price"),
    ]
    assert [row[:2] for row in home.rows(STAGES)] == [("1", "proposal"), ("2", "opportunity"), ("3", "contacted")]


CHANGES = """deal_id,change_time,changed_field_key,new_value
1,2026-01-02 10:00:00,add_time,2026-01-02T10:00:00
1,2026-01-02 10:00:00,add_time,2026-01-02T10:00:01
1,2026-01-03 10:00:00,user_id,7
1,2026-01-04 10:00:00,user_id,8
1,2026-01-05 10:00:00,stage_id,1
1,2026-01-06 10:00:00,stage_id,3
1,2026-01-09 10:00:00,lost_reason,2
2,2026-01-02 11:00:00,add_time,2026-01-02T11:00:00
2,2026-01-03 11:00:00,label,hot
"""
STAGE_LABELS = "stage_id,stage_name\n1,Lead Generation\n3,Needs Assessment\n"
FIELDS = """ID,FIELD_KEY,NAME,FIELD_VALUE_OPTIONS
3,user_id,Owner,
23,lost_reason,Lost reason,"[{""id"": ""1"", ""label"": ""Too early""},{""id"": ""2"", ""label"": ""Too dear""}]"
"""
ACTIVITIES = """activity_id,type,assigned_to_user,deal_id,done,due_to
50,follow_up,7,1,True,2026-01-04T06:47:10
51,meeting,7,1,False,2026-01-20T06:47:10
"""


def test_pipedrive_changes_with_their_labels(home):
    report = home.load(changes=CHANGES, stages=STAGE_LABELS, fields=FIELDS, activities=ACTIVITIES)
    assert [each.counts for each in report.files] == [
        (9, 8, 0, 0, 1),
        (2, 2, 0, 0, 0),
        (2, 2, 0, 0, 0),
        (2, 1, 0, 0, 1),
    ]
    assert home.rows("select lead_id, created_at::varchar, owner from canonical.leads order by 1") == [
        ("1", "2026-01-02 10:00:00+00", "8"),
        ("2", "2026-01-02 11:00:00+00", None),
    ]
    assert [row[1] for row in home.rows(STAGES)] == ["Lead Generation", "Needs Assessment"]
    assert home.rows(OUTCOMES) == [("1", "lost", "2026-01-09 10:00:00+00", "Too dear")]
    assert home.rows("select touch_id, kind, direction from canonical.touches") == [("50", "call", "outbound")]
    assert [reason for *_, reason in home.quarantine()] == [
        "nothing to take from rows with done False",
        "nothing to take from rows with changed_field_key label",
    ]


def test_pipedrive_changes_need_their_stages(home):
    with pytest.raises(IntakeError, match="needs the stages file of the same export beside it"):
        home.load(changes=CHANGES)


def test_an_empty_home_adopts_the_stages_of_the_export_and_one_with_definitions_does_not(home, tmp_path):
    report = home.load(changes=CHANGES, stages=STAGE_LABELS)
    assert report.adopted.startswith("The profile pipedrive-changes brings its 10 stages: see and change them in ")
    stages = definitions.load(home.folder).stages
    assert (stages[0].name, stages[0].role, stages[-1].role) == ("Lead Generation", "lead", "won")
    assert definitions.load(home.folder).channels == definitions.load().channels
    (tmp_path / "second").mkdir()
    settled = Home(tmp_path / "second")
    settled.folder.mkdir()
    own = Path(definitions.DEFAULT_FILE).read_text(encoding="utf-8")
    (settled.folder / "definitions.toml").write_text(own, encoding="utf-8")
    assert settled.load(changes=CHANGES, stages=STAGE_LABELS).adopted is None
    assert (settled.folder / "definitions.toml").read_text(encoding="utf-8") == own


def test_a_refused_or_checked_load_adopts_nothing(home):
    home.load(changes=CHANGES, stages=STAGE_LABELS, _publish=False)
    with pytest.raises(IntakeError):
        home.load(changes=CHANGES, stages=STAGE_LABELS + "4,too,many\n" * 30)
    assert not (home.folder / "definitions.toml").exists()
    assert Store(home.folder).current() is None


def test_zoho_deals_calls_and_spend(home):
    report = home.load(
        deals="Id,Deal Owner Name,Closing Date,Stage,Lost Reason,Campaign,Source,Created Time,"
        "Offer Total Amount,Contact Name\n"
        'D-1,Ada,15.06.2026,Payment Done,,c,SMM,31.05.2026 18:08,"€ 3.500,00",C-1\n'
        'D-2,Ada,,Payment Done,,c,SMM,31.05.2026 18:09,"€ 11398,00",C-2\n'
        "D-3,Bo,16.06.2026,Lost,Expensive,c,Google Ads,01.06.2026 10:00,11000,C-3\n"
        "D-4,Bo,,Waiting For Payment,Expensive,c,Google Ads,01.06.2026 11:00,,C-4\n"
        ",,,,,,,,,\n",
        calls="Id,Call Start Time,Call Owner Name,CONTACTID,Call Type,Call Status\n"
        "1,2026-06-01 08:43:00,Ada,C-1,Outbound,Attended Dialled\n"
        "2,2026-06-01 08:46:00,Ada,,Outbound,Attended Dialled\n"
        "3,2026-06-02 08:46:00,Ada,C-1,Missed,Missed\n",
        spend="Date,Source,Campaign,Impressions,Spend,Clicks\n"
        "2026-05-30 00:00:00,SMM,c,10,0,0\n2026-05-30 00:00:00,SMM,c,10,0,0\n2026-05-31 00:00:00,SMM,c,10,1.25,1\n",
    )
    assert [each.counts for each in report.files] == [(5, 4, 0, 0, 1), (3, 2, 0, 0, 1), (3, 2, 0, 1, 0)]
    assert [row[4:] for row in home.rows(LEADS)] == [
        ("3500.00", "EUR"),
        ("11398.00", "EUR"),
        ("11000.00", "EUR"),
        (None, "EUR"),
    ]
    assert home.rows(OUTCOMES) == [
        ("D-1", "won", "2026-06-15 00:00:00+00", None),
        ("D-2", "won", None, None),
        ("D-3", "lost", "2026-06-16 00:00:00+00", "Expensive"),
    ]
    assert home.rows(STAGES) == [("D-4", "proposal", None)]
    assert home.rows("select direction, kind from canonical.touches order by touch_id") == [
        ("outbound", "call"),
        ("inbound", "call"),
    ]
    # closing dates may lie ahead: the data is complete up to the last creation or call
    assert home.rows("select as_of::varchar, currency from meta.generation") == [("2026-06-02 08:46:00+00", "EUR")]


@pytest.mark.parametrize("order", ["2026-05-{}", "{}-05-2026"])
def test_olist_leads_and_closed_deals_in_either_order_of_dates(home, order):
    home.load(
        deals=f"mql_id,seller_id,sdr_id,sr_id,won_date,business_segment\na,s,d,r,{order.format(20)} 10:00,pet\n",
        leads="mql_id,first_contact_date,landing_page_id,origin\n"
        f"a,{order.format(13)},p1,social\nb,{order.format(14)},p1,unknown\nc,{order.format(15)},p2,\n",
    )
    found = home.rows("select lead_id, source, owner, segment, motion from canonical.leads order by 1")
    assert found == [
        ("a", "social", "r", None, "inbound"),
        ("b", "unknown", None, None, "inbound"),
        ("c", None, None, None, "inbound"),
    ]
    assert home.rows(OUTCOMES) == [("a", "won", "2026-05-20 10:00:00+00", None)]


def columns_that_may_be_missing():
    """Every column of every template that its role does not need."""
    canonical = profiles.load()[0]["canonical"]
    for kind in canonical.files:
        needed = {name for names in kind.required if len(names) == 1 for name in names}
        path = profiles.SHIPPED.parent / "templates" / f"{kind.role}.csv"
        header = path.read_text(encoding="utf-8").splitlines()[0].split(",")
        yield from ((kind.role, name) for name in header if name not in needed)


@pytest.mark.parametrize(("role", "missing"), list(columns_that_may_be_missing()))
def test_a_template_may_lack_what_its_role_does_not_need(home, monkeypatch, role, missing):
    monkeypatch.setattr(marts, "build", lambda *_, **__: None)
    monkeypatch.setattr(marts, "verify", lambda *_: None)
    path = profiles.SHIPPED.parent / "templates" / f"{role}.csv"
    rows = list(csv.reader(path.read_text(encoding="utf-8").splitlines()))
    place = rows[0].index(missing)
    # A touch must name a lead or a contact, so that one of the two may be missing where the other is there.
    needed = {"lead_id": "contact_id", "contact_id": "lead_id"}.get(missing) if role == "touches" else None
    nobodys = sum(not row[rows[0].index(needed)] for row in rows[1:]) if needed else 0
    without = "\n".join(",".join(row[:place] + row[place + 1 :]) for row in rows)
    assert home.take(**{role: without}).count_quarantined == nobodys


# Header, a won deal of one pipeline and a lost one of the other.
DEALS_OF_TWO = {
    "labels of HubSpot": (
        "Record ID,Deal Stage,Create Date,Pipeline",
        "1,Closed won,2026-01-02,Expansion",
        "2,Closed lost,2026-01-02,First deals",
    ),
    "a warehouse's HubSpot": (
        "deal_id,deal_pipeline_stage_id,property_createdate,deal_pipeline_id",
        "1,closedwon,2026-01-02,Expansion",
        "2,closedlost,2026-01-02,First deals",
    ),
    "Pipedrive": (
        "Deal - ID,Deal - Stage,Deal - Status,Deal - Deal created,Deal - Pipeline",
        "1,Closing,won,2026-01-02,Expansion",
        "2,Closing,lost,2026-01-02,First deals",
    ),
    "record types count before the type": (
        "Opportunity ID,Stage,Created Date,Close Date,Opportunity Record Type,Type",
        "1,Closed Won,2026-01-02,2026-02-02,Expansion,Upsell",
        "2,Closed Lost,2026-01-02,2026-02-02,First deals,New",
    ),
    "the type where record types have no names": (
        "Id,StageName,CreatedDate,CloseDate,RecordTypeId,Type",
        "1,Closed Won,2026-01-02,2026-02-02,012,Expansion",
        "2,Closed Lost,2026-01-02,2026-02-02,012,First deals",
    ),
    "Zoho": (
        "Id,Stage,Created Time,Source,Contact Name,Pipeline",
        "1,Closed Won,2026-01-02,Web,x,Expansion",
        "2,Closed Lost,2026-01-02,Web,y,First deals",
    ),
    "two spellings in the template": (
        "lead_id,created_at,source,outcome,pipeline",
        "1,2026-01-02,web,won,Expansion",
        "2,2026-01-02,web,lost,first  DEALS",
        "3,2026-01-02,web,lost,First deals",
        "4,2026-01-02,web,lost,First deals",
    ),
}


@pytest.mark.parametrize("export", DEALS_OF_TWO)
def test_pipelines_are_told_apart(home, export):
    home.load(deals="\n".join(DEALS_OF_TWO[export]))
    found = dict(home.rows("select pipeline::varchar, list(distinct outcome::varchar) from marts.journeys group by 1"))
    assert found == {"Expansion": ["won"], "First deals": ["lost"]}


def test_a_deal_that_moves_to_another_pipeline_is_in_that_one(home):
    head = "Record ID,Deal Stage,Create Date,Pipeline,Last Modified Date\n"
    home.load(later=f"{head}1,Contract sent,2026-01-02,Expansion,2026-03-01\n")
    home.load(earlier=f"{head}1,Contract sent,2026-01-02,First deals,2026-02-01\n")
    assert home.rows("select pipeline from canonical.leads") == [("Expansion",)]
    home.load(blank=f"{head}1,Contract sent,2026-01-02,,2026-04-01\n")
    assert home.rows("select pipeline from canonical.leads") == [("Expansion",)], "a blank takes nothing away"
