CREATE TABLE reported_events (
    number INTEGER PRIMARY KEY,
    company_id TEXT NOT NULL,
    -- digital_interaction, content_shared, content_viewed or custom_action
    kind TEXT NOT NULL,
    -- null where the reporting system gave none
    event_id TEXT,
    -- seconds since the epoch
    happened REAL NOT NULL,
    -- ids in the CRM; null where nothing in the event points to an account
    account_id TEXT,
    opportunity_id TEXT,
    -- the request as it was taken, encoded
    request BLOB NOT NULL
);
CREATE UNIQUE INDEX reported_events_by_event_id ON reported_events (
    company_id, kind = 'digital_interaction', event_id
);
CREATE INDEX reported_events_by_account ON reported_events (company_id, account_id, happened);
CREATE TABLE reported_event_people (
    event INTEGER NOT NULL REFERENCES reported_events (number) ON DELETE CASCADE,
    company_id TEXT NOT NULL,
    -- plain (see contact_details.py)
    email TEXT,
    phone_number TEXT,
    -- of a contact or lead
    crm_id TEXT
);
CREATE INDEX reported_event_people_by_event ON reported_event_people (event);
CREATE INDEX reported_event_people_by_email ON reported_event_people (company_id, email);
CREATE INDEX reported_event_people_by_phone ON reported_event_people (company_id, phone_number);
CREATE INDEX reported_event_people_by_crm_id ON reported_event_people (company_id, crm_id);
