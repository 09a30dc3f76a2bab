CREATE TABLE integrations (
    client_id TEXT PRIMARY KEY,
    company_id TEXT NOT NULL REFERENCES companies (id),
    name TEXT NOT NULL,
    manifest TEXT NOT NULL,
    published INTEGER NOT NULL,
    created_at REAL NOT NULL
);
CREATE TABLE integration_images (
    client_id TEXT NOT NULL REFERENCES integrations (client_id) ON DELETE CASCADE,
    kind TEXT NOT NULL,
    media_type TEXT NOT NULL,
    content BLOB NOT NULL,
    PRIMARY KEY (client_id, kind)
) WITHOUT ROWID;
CREATE TABLE client_secrets (
    id INTEGER PRIMARY KEY,
    client_id TEXT NOT NULL REFERENCES integrations (client_id) ON DELETE CASCADE,
    secret TEXT NOT NULL,
    ends_at REAL
);
CREATE INDEX client_secrets_of_integration ON client_secrets (client_id);
CREATE TABLE sessions (
    digest BLOB PRIMARY KEY,
    user_id TEXT NOT NULL,
    ends_at REAL NOT NULL
) WITHOUT ROWID;
CREATE TABLE grants (
    id INTEGER PRIMARY KEY,
    client_id TEXT NOT NULL REFERENCES integrations (client_id) ON DELETE CASCADE,
    company_id TEXT NOT NULL REFERENCES companies (id),
    scope TEXT NOT NULL,
    created_at REAL NOT NULL,
    ended_at REAL,
    ended_because TEXT,
    -- when one of its refresh tokens came again after it was spent, and was refused
    reused_at REAL
);
CREATE INDEX grants_of_company ON grants (company_id, client_id);
CREATE TABLE authorization_codes (
    digest BLOB PRIMARY KEY,
    client_id TEXT NOT NULL REFERENCES integrations (client_id) ON DELETE CASCADE,
    company_id TEXT NOT NULL REFERENCES companies (id),
    redirect_uri TEXT NOT NULL,
    scope TEXT NOT NULL,
    code_challenge TEXT,
    ends_at REAL NOT NULL,
    spent_at REAL,
    grant_id INTEGER REFERENCES grants (id) ON DELETE CASCADE
) WITHOUT ROWID;
CREATE TABLE access_tokens (
    digest BLOB PRIMARY KEY,
    grant_id INTEGER NOT NULL REFERENCES grants (id) ON DELETE CASCADE,
    issued_at REAL NOT NULL,
    ends_at REAL NOT NULL
) WITHOUT ROWID;
CREATE INDEX access_tokens_of_grant ON access_tokens (grant_id, issued_at);
CREATE TABLE refresh_tokens (
    digest BLOB PRIMARY KEY,
    grant_id INTEGER NOT NULL REFERENCES grants (id) ON DELETE CASCADE,
    spent_at REAL
) WITHOUT ROWID;
