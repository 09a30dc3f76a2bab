CREATE TABLE meetings (
    number INTEGER PRIMARY KEY,
    company_id TEXT NOT NULL,
    id TEXT NOT NULL,
    organizer_id TEXT NOT NULL,
    -- seconds since the epoch
    starts REAL NOT NULL,
    ends REAL NOT NULL,
    title TEXT,
    -- in the system from which the meeting comes
    external_id TEXT,
    provider TEXT,
    -- of the account that the invitees belong to
    account_id TEXT
);
CREATE UNIQUE INDEX meetings_by_id ON meetings (company_id, id);
CREATE UNIQUE INDEX meetings_by_external_id ON meetings (company_id, external_id);
CREATE UNIQUE INDEX meetings_by_time ON meetings (company_id, organizer_id, starts, ends);
CREATE INDEX meetings_by_account ON meetings (company_id, account_id, starts);
CREATE TABLE meeting_invitees (
    meeting INTEGER NOT NULL REFERENCES meetings (number) ON DELETE CASCADE,
    place INTEGER NOT NULL,
    company_id TEXT NOT NULL,
    -- plain (see contact_details.py)
    email TEXT NOT NULL,
    name TEXT,
    PRIMARY KEY (meeting, place)
) WITHOUT ROWID;
CREATE INDEX meeting_invitees_by_email ON meeting_invitees (company_id, email);
