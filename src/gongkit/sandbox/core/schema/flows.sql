CREATE TABLE engage_seats (
    company_id TEXT NOT NULL,
    user_id TEXT NOT NULL,
    PRIMARY KEY (company_id, user_id)
) WITHOUT ROWID;
CREATE TABLE flow_folders (
    company_id TEXT NOT NULL,
    id TEXT NOT NULL,
    name TEXT NOT NULL,
    parent_id TEXT,
    visibility TEXT NOT NULL,
    owner_id TEXT NOT NULL,
    workspace_id TEXT NOT NULL,
    created REAL NOT NULL,
    PRIMARY KEY (company_id, id)
) WITHOUT ROWID;
CREATE TABLE flows (
    company_id TEXT NOT NULL,
    id TEXT NOT NULL,
    name TEXT NOT NULL,
    description TEXT NOT NULL,
    folder_id TEXT NOT NULL,
    visibility TEXT NOT NULL,
    owner_id TEXT NOT NULL,
    workspace_id TEXT NOT NULL,
    exclusive INTEGER NOT NULL,
    created REAL NOT NULL,
    PRIMARY KEY (company_id, id),
    FOREIGN KEY (company_id, folder_id) REFERENCES flow_folders (company_id, id)
) WITHOUT ROWID;
CREATE TABLE flow_shares (
    company_id TEXT NOT NULL,
    flow_id TEXT NOT NULL,
    user_id TEXT NOT NULL,
    PRIMARY KEY (company_id, flow_id, user_id),
    FOREIGN KEY (company_id, flow_id) REFERENCES flows (company_id, id)
) WITHOUT ROWID;
CREATE TABLE flow_steps (
    company_id TEXT NOT NULL,
    flow_id TEXT NOT NULL,
    number INTEGER NOT NULL,
    id TEXT NOT NULL,
    action TEXT NOT NULL,
    wait_days INTEGER NOT NULL,
    subject TEXT,
    body TEXT NOT NULL,
    is_reply INTEGER NOT NULL,
    PRIMARY KEY (company_id, flow_id, number),
    FOREIGN KEY (company_id, flow_id) REFERENCES flows (company_id, id)
) WITHOUT ROWID;
CREATE TABLE flow_instances (
    company_id TEXT NOT NULL,
    id TEXT NOT NULL,
    flow_id TEXT NOT NULL,
    prospect_id TEXT NOT NULL,
    owner_id TEXT NOT NULL,
    description TEXT,
    overrides BLOB,
    created REAL NOT NULL,
    starts_at REAL NOT NULL,
    ends_at REAL NOT NULL,
    end_status TEXT NOT NULL,
    paused INTEGER NOT NULL,
    ended_by TEXT,
    PRIMARY KEY (company_id, id),
    FOREIGN KEY (company_id, flow_id) REFERENCES flows (company_id, id)
) WITHOUT ROWID;
CREATE INDEX flow_instances_by_prospect ON flow_instances (company_id, prospect_id);
CREATE INDEX flow_instances_by_owner ON flow_instances (company_id, owner_id, created);
CREATE INDEX flow_instances_by_flow ON flow_instances (company_id, flow_id);
CREATE TABLE flow_opt_outs (
    company_id TEXT NOT NULL,
    prospect_id TEXT NOT NULL,
    since REAL NOT NULL,
    PRIMARY KEY (company_id, prospect_id)
) WITHOUT ROWID;
CREATE TABLE flow_bulk_assignments (
    company_id TEXT NOT NULL,
    id TEXT NOT NULL,
    flow_id TEXT NOT NULL,
    owner_id TEXT NOT NULL,
    submitted REAL NOT NULL,
    done_at REAL NOT NULL,
    prospects BLOB NOT NULL,
    results BLOB,
    PRIMARY KEY (company_id, id),
    FOREIGN KEY (company_id, flow_id) REFERENCES flows (company_id, id)
) WITHOUT ROWID;
