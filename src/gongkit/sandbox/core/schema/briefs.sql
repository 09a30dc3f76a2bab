CREATE TABLE briefs (
    company_id TEXT NOT NULL,
    id TEXT NOT NULL,
    workspace_id TEXT NOT NULL,
    name TEXT NOT NULL,
    encoded BLOB NOT NULL,
    PRIMARY KEY (company_id, id)
) WITHOUT ROWID;
CREATE UNIQUE INDEX briefs_by_name ON briefs (company_id, workspace_id, name);
