CREATE TABLE drafts (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    company_id TEXT NOT NULL,
    -- who writes it
    user_id TEXT NOT NULL,
    -- as they were typed, which may be no addresses yet
    to_text TEXT NOT NULL,
    cc_text TEXT NOT NULL,
    subject TEXT NOT NULL,
    -- sanitized
    html TEXT NOT NULL,
    -- seconds since the epoch
    changed REAL NOT NULL,
    -- the id of the composer that wrote it last
    composer TEXT NOT NULL DEFAULT ''
);
CREATE INDEX drafts_by_user ON drafts (company_id, user_id, changed);
CREATE TABLE draft_insertions (
    draft INTEGER PRIMARY KEY REFERENCES drafts (number) ON DELETE CASCADE,
    -- of the integration that gave it; null for what was pasted
    client_id TEXT,
    -- as it came: only ever shown as text, or sanitized
    html TEXT NOT NULL
);
CREATE TABLE sent_html (
    company_id TEXT NOT NULL,
    email_id TEXT NOT NULL,
    -- sanitized; the email's body is its text
    html TEXT NOT NULL,
    -- whom it went to, with their names
    to_text TEXT NOT NULL,
    cc_text TEXT NOT NULL,
    PRIMARY KEY (company_id, email_id),
    FOREIGN KEY (company_id, email_id) REFERENCES emails (company_id, id) ON DELETE CASCADE
) WITHOUT ROWID;
