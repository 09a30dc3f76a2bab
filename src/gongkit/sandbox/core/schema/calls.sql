CREATE TABLE calls (
    number INTEGER PRIMARY KEY,
    company_id TEXT NOT NULL,
    id TEXT NOT NULL,
    started REAL NOT NULL,
    visible_at REAL NOT NULL,
    transcript_at REAL,
    workspace_id TEXT NOT NULL,
    primary_user_id TEXT NOT NULL,
    client_unique_id TEXT NOT NULL,
    account_id TEXT,
    opportunity_id TEXT,
    meta BLOB NOT NULL
);
CREATE UNIQUE INDEX calls_by_id ON calls (company_id, id);
CREATE UNIQUE INDEX calls_by_client_unique_id ON calls (company_id, client_unique_id);
CREATE INDEX calls_by_start ON calls (
    company_id, started, id, visible_at, transcript_at, workspace_id, primary_user_id
);
CREATE TABLE call_blocks (
    call INTEGER PRIMARY KEY REFERENCES calls (number),
    parties BLOB NOT NULL,
    media BLOB,
    topics BLOB,
    structure BLOB,
    questions BLOB,
    speakers BLOB,
    video BLOB,
    interaction_stats BLOB,
    brief BLOB,
    key_points BLOB,
    call_outcome BLOB,
    highlights BLOB,
    public_comments BLOB,
    trackers BLOB,
    outline BLOB,
    context BLOB,
    party_records BLOB,
    tracker_occurrences BLOB
);
CREATE TABLE call_transcripts (
    call INTEGER PRIMARY KEY REFERENCES calls (number),
    transcript BLOB NOT NULL
);
CREATE TABLE call_media (
    call INTEGER PRIMARY KEY REFERENCES calls (number),
    content_type TEXT NOT NULL,
    size INTEGER NOT NULL,
    sha256 TEXT NOT NULL,
    content BLOB
);
CREATE TABLE call_uploads (
    call INTEGER PRIMARY KEY REFERENCES calls (number),
    client TEXT NOT NULL,
    request BLOB NOT NULL,
    download_media_url TEXT
);
