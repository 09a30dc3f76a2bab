CREATE TABLE keyword_trackers (
    company_id TEXT NOT NULL,
    id TEXT NOT NULL,
    workspace_id TEXT,
    name TEXT NOT NULL,
    encoded BLOB NOT NULL,
    PRIMARY KEY (company_id, id)
) WITHOUT ROWID;
