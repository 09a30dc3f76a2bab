CREATE TABLE call_blocks (
    content INTEGER PRIMARY KEY,
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
CREATE TABLE calls (
    number INTEGER PRIMARY KEY,
    content INTEGER NOT NULL REFERENCES call_blocks (content),
    company_id TEXT NOT NULL,
    id TEXT NOT NULL,
    started REAL NOT NULL,
    duration INTEGER NOT NULL,
    visible_at REAL NOT NULL,
    transcript_at REAL,
    brief_at REAL,
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
    company_id, started, id, visible_at, transcript_at, workspace_id, primary_user_id, content
);
CREATE INDEX calls_by_content ON calls (content, company_id, visible_at, primary_user_id, id);
CREATE INDEX calls_by_account ON calls (company_id, account_id, started, id);
CREATE TRIGGER contents_end_with_their_last_call AFTER DELETE ON calls WHEN NOT EXISTS (SELECT 1 FROM calls WHERE content = old.content) BEGIN DELETE FROM call_blocks WHERE content = old.content; END;
CREATE TABLE call_transcripts (
    content INTEGER PRIMARY KEY REFERENCES call_blocks (content) ON DELETE CASCADE,
    transcript BLOB NOT NULL
);
CREATE TABLE call_parties (
    content INTEGER NOT NULL REFERENCES call_blocks (content) ON DELETE CASCADE,
    place INTEGER NOT NULL,
    company_id TEXT NOT NULL,
    user_id TEXT,
    email TEXT,
    phone_number TEXT,
    crm_id TEXT,
    attended INTEGER NOT NULL,
    PRIMARY KEY (content, place)
) WITHOUT ROWID;
CREATE INDEX call_parties_by_user ON call_parties (company_id, user_id);
CREATE INDEX call_parties_by_email ON call_parties (company_id, email);
CREATE INDEX call_parties_by_phone ON call_parties (company_id, phone_number);
CREATE INDEX call_parties_by_crm_id ON call_parties (company_id, crm_id);
CREATE TABLE call_media (
    call INTEGER PRIMARY KEY REFERENCES calls (number) ON DELETE CASCADE,
    content_type TEXT NOT NULL,
    size INTEGER NOT NULL,
    sha256 TEXT NOT NULL,
    content BLOB
);
CREATE TABLE call_uploads (
    call INTEGER PRIMARY KEY REFERENCES calls (number) ON DELETE CASCADE,
    client TEXT NOT NULL,
    request_id TEXT NOT NULL,
    request BLOB NOT NULL,
    download_media_url TEXT,
    download_problem TEXT
);
CREATE INDEX recordings_to_fetch ON call_uploads (call) WHERE download_media_url IS NOT NULL AND download_problem IS NULL;
