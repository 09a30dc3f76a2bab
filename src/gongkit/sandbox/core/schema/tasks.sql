CREATE TABLE tasks (
    company_id TEXT NOT NULL,
    id TEXT NOT NULL,
    user_id TEXT NOT NULL,
    workspace_id TEXT NOT NULL,
    -- FLOW or MANUAL
    type TEXT NOT NULL,
    -- OPEN, DONE or DISMISSED; null for a flow's task that has its status from the flow
    status TEXT,
    title TEXT NOT NULL,
    priority TEXT NOT NULL,
    -- seconds since the epoch
    created REAL NOT NULL,
    updated REAL NOT NULL,
    due REAL NOT NULL,
    -- ids in the CRM
    account_id TEXT,
    opportunity_id TEXT,
    -- the flow and its step, encoded; null for a manual task
    flow BLOB,
    PRIMARY KEY (company_id, id)
) WITHOUT ROWID;
CREATE INDEX tasks_by_user ON tasks (company_id, user_id, due, id);
CREATE TABLE task_contacts (
    company_id TEXT NOT NULL,
    task_id TEXT NOT NULL,
    -- 0 is the one to be called, the others are the additional contacts
    place INTEGER NOT NULL,
    -- of a contact or lead
    crm_id TEXT NOT NULL,
    PRIMARY KEY (company_id, task_id, place),
    FOREIGN KEY (company_id, task_id) REFERENCES tasks (company_id, id) ON DELETE CASCADE
) WITHOUT ROWID;
CREATE INDEX task_contacts_by_crm_id ON task_contacts (company_id, crm_id);
