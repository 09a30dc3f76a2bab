CREATE TABLE users (
    company_id TEXT NOT NULL,
    id TEXT NOT NULL,
    email TEXT NOT NULL UNIQUE,
    first_name TEXT NOT NULL,
    last_name TEXT NOT NULL,
    title TEXT NOT NULL,
    role TEXT NOT NULL,
    password TEXT NOT NULL,
    active INTEGER NOT NULL,
    avatar INTEGER NOT NULL,
    manager_id TEXT,
    time_zone TEXT NOT NULL,
    created REAL NOT NULL,
    encoded BLOB NOT NULL,
    PRIMARY KEY (company_id, id)
) WITHOUT ROWID;
CREATE TABLE user_settings_history (
    company_id TEXT NOT NULL,
    user_id TEXT NOT NULL,
    changed REAL NOT NULL,
    setting TEXT NOT NULL,
    value INTEGER NOT NULL,
    PRIMARY KEY (company_id, user_id, changed, setting)
) WITHOUT ROWID;
CREATE TABLE workspaces (
    company_id TEXT NOT NULL,
    id TEXT NOT NULL,
    name TEXT NOT NULL,
    description TEXT NOT NULL,
    PRIMARY KEY (company_id, id)
) WITHOUT ROWID;
CREATE TABLE allowed_origins (
    company_id TEXT NOT NULL,
    client TEXT NOT NULL,
    integration_type TEXT NOT NULL,
    origin TEXT NOT NULL,
    PRIMARY KEY (company_id, client, integration_type, origin)
) WITHOUT ROWID;
