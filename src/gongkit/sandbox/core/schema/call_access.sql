CREATE TABLE call_user_access (
    company_id TEXT NOT NULL,
    call INTEGER NOT NULL REFERENCES calls (number) ON DELETE CASCADE,
    user_id TEXT NOT NULL,
    granted_at REAL NOT NULL,
    PRIMARY KEY (call, user_id)
) WITHOUT ROWID;
CREATE INDEX call_user_access_by_user ON call_user_access (company_id, user_id);
