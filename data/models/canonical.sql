-- The tables that every import fills. Ids are text, instants are timestamptz, '' is null. The large ones have no keys, whose
-- indices would take more room than the rows: imports keep them free of doubles, and every generation is verified for that,
-- see marts.verify. changed_at is when the source system last changed the row, null where it does not say; changed_before has
-- the fields that are older than that.
create schema canonical;
create schema intake;

-- grain: one row per lead
create table canonical.leads (
    lead_id varchar not null,
    lead_name varchar,              -- of the deal or the person, where the export has one
    created_at timestamptz,         -- null: the export has no day for it, see staging.leads
    source varchar,
    further_sources varchar,        -- what the record names beside it, parted by semicolons; '' where it names one
    {recorded} varchar,
    account_id varchar,
    account_name varchar,           -- as this lead's record has it; what an account is called decides marts.journeys
    contact_id varchar,
    motion varchar,                 -- a hint of the export, used where the channel does not say
    amount decimal(18, 2),
    currency varchar,
    profile varchar,                -- by which kind of export it came
    changed_at timestamptz,
    changed_before map(varchar, timestamptz),
    load_id integer not null
);

-- grain: one row per lead, stage and instant; a null instant means: reached, time unknown
create table canonical.stage_events (
    lead_id varchar not null,
    stage varchar not null,
    entered_at timestamptz,
    load_id integer not null
);

-- grain: one row per lead and outcome that was ever told of it; a null instant means: closed, time unknown
create table canonical.outcomes (
    lead_id varchar not null,
    outcome varchar not null check (outcome in ('won', 'lost', 'disqualified', 'open', 'not won')),
    closed_at timestamptz,
    amount decimal(18, 2),
    reason varchar,
    is_present boolean not null default true,   -- the outcome that counts: the one told last
    changed_at timestamptz,
    changed_before map(varchar, timestamptz),
    load_id integer not null                    -- the import that told it last
);

-- grain: one row per touch; it names its lead, or a contact whose latest lead it belongs to
create table canonical.touches (
    touch_id varchar not null,
    lead_id varchar,
    contact_id varchar,
    "at" timestamptz not null,
    channel varchar,
    direction varchar check (direction in ('outbound', 'inbound')),
    kind varchar,
    actor varchar,
    sequence varchar,
    step smallint,
    changed_at timestamptz,
    changed_before map(varchar, timestamptz),
    load_id integer not null
);

-- grain: one row per line of spend
create table canonical.spend (
    spend_id varchar not null,
    date date not null,
    source varchar,
    campaign varchar,
    amount decimal(18, 2) not null,
    currency varchar,
    cost_type varchar,
    changed_at timestamptz,
    changed_before map(varchar, timestamptz),
    load_id integer not null
);

-- grain: one row per month and motion
create table canonical.targets (
    month date not null,
    motion varchar not null,
    amount decimal(18, 2) not null,
    changed_at timestamptz,
    changed_before map(varchar, timestamptz),
    load_id integer not null,
    primary key (month, motion)
);

-- grain: one row per lead that the source system has deleted or merged into another one
create table intake.removals (
    lead_id varchar primary key,
    removed_at timestamptz,
    into_lead_id varchar,           -- the lead that it was merged into
    load_id integer not null
);

-- grain: one row per deleted lead, as it was when it went
create table intake.removed_leads as from canonical.leads;

-- grain: one row per account that the business wants; the tier off takes one off the list
create table canonical.target_accounts (
    account_id varchar primary key,
    tier varchar,
    changed_at timestamptz,
    changed_before map(varchar, timestamptz),
    load_id integer not null
);

-- grain: one row per day and pair of currencies: what one unit of the first is worth in the second
create table canonical.exchange_rates (
    day date not null,              -- of a month its first
    currency varchar not null,
    into_currency varchar not null, -- that of the business when the rate was loaded, unless the file names another one
    rate decimal(28, 12) not null check (rate > 0),
    changed_at timestamptz,
    changed_before map(varchar, timestamptz),
    load_id integer not null,
    primary key (day, currency, into_currency)
);

-- grain: one row per import
create table intake.loads (
    load_id integer primary key,
    loaded_at timestamptz not null,
    summary varchar not null,
    complete_through timestamptz,   -- up to which instant the import says its data is complete
    is_sample boolean not null default false    -- invented data, put aside by the first real import
);

-- grain: one row per imported file; count_rows = imported + unchanged + duplicate + quarantined
create table intake.files (
    load_id integer not null,
    file varchar not null,
    profile varchar not null,
    role varchar not null,
    sha256 varchar not null,
    count_rows bigint not null,
    count_imported bigint not null,
    count_unchanged bigint not null,
    count_duplicate bigint not null,
    count_quarantined bigint not null,
    notes varchar[],
    recipe varchar,                 -- what it was read with, see known.recipe_of
    is_retold boolean               -- most of its rows tell what was known: it looks like the whole export, not a part
);

-- grain: one row per quarantined record and reason
create table intake.quarantine (
    load_id integer not null,
    file varchar not null,
    line bigint,
    column_name varchar,
    value varchar,
    reason varchar not null,
    record varchar
);

-- What earlier generations said, kept as the rows that are no longer so: a whole copy of each would be as large as all the
-- data, this grows with what changes. A generation before an import is what its row of the smallest later until_load says,
-- and what the marts say now where there is none.
create schema history;

-- grain: one row per generation that can be compared with; the one at hand is the last
create table history.generations (
    load_id integer primary key,    -- of the import that made it; 0: some days before the first one, as its own dates tell
    loaded_at timestamptz not null,
    as_of_on date,
    currency varchar not null,
    is_by_dates boolean not null
);

-- grain: one row per lead and import that changed it: how it was before, see the mart lead_states
create table history.past_leads (
    lead_id varchar not null,
    until_load integer not null,
    is_present boolean not null,    -- false: there was no such lead yet, or no longer
    record_key ubigint,
    created_on date,
    {dimension} varchar,
    account_id varchar,
    outcome varchar,
    reason varchar,
    closed_on date,
    amount decimal(18, 2),
    is_foreign_currency boolean,
    position utinyint,
    stage varchar,
    is_opportunity boolean,
    count_touches_by_us smallint,
    gaps utinyint
);

-- grain: one row per line of spend and import that changed it: how it was before, see the mart spend_states
create table history.past_spend (
    spend_id varchar not null,
    until_load integer not null,
    is_present boolean not null,
    record_key ubigint,
    spent_on date,
    motion varchar,
    channel varchar,
    source varchar,
    campaign varchar,
    amount decimal(18, 2),
    is_foreign_currency boolean
);
