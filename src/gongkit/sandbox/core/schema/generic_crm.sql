CREATE TABLE crm_integrations (
    company_id TEXT PRIMARY KEY,
    id INTEGER NOT NULL UNIQUE,
    name TEXT NOT NULL,
    owner_email TEXT NOT NULL,
    ends_at REAL
) WITHOUT ROWID;
CREATE TABLE crm_fields (
    company_id TEXT NOT NULL,
    integration_id INTEGER NOT NULL,
    object_type TEXT NOT NULL,
    name TEXT NOT NULL,
    place INTEGER NOT NULL,
    since INTEGER NOT NULL,
    field BLOB NOT NULL,
    PRIMARY KEY (company_id, integration_id, object_type, name)
) WITHOUT ROWID;
CREATE TABLE crm_requests (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    company_id TEXT NOT NULL,
    integration_id INTEGER NOT NULL,
    client_request_id TEXT,
    object_type TEXT,
    started_at REAL,
    done_at REAL,
    success_count INTEGER NOT NULL DEFAULT 0,
    error_count INTEGER NOT NULL DEFAULT 0,
    errors BLOB
);
CREATE UNIQUE INDEX crm_requests_by_client_request_id ON crm_requests (company_id, client_request_id);
CREATE INDEX crm_requests_of_integration ON crm_requests (company_id, integration_id, object_type);
CREATE TABLE crm_objects (
    number INTEGER PRIMARY KEY,
    upload INTEGER NOT NULL REFERENCES crm_requests (number),
    id TEXT NOT NULL,
    line INTEGER NOT NULL,
    modified REAL NOT NULL,
    deleted INTEGER NOT NULL,
    email TEXT,
    phone_number TEXT,
    fields BLOB NOT NULL
);
CREATE UNIQUE INDEX crm_objects_by_id ON crm_objects (upload, id);
