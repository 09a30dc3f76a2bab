CREATE TABLE access_keys (
    id INTEGER PRIMARY KEY,
    company_id TEXT NOT NULL REFERENCES companies (id),
    access_key TEXT NOT NULL UNIQUE,
    secret_digest BLOB NOT NULL,
    name TEXT NOT NULL,
    created_by TEXT NOT NULL,
    created_at REAL NOT NULL,
    lifetime_days INTEGER,
    trusted_ips TEXT NOT NULL
);
CREATE INDEX access_keys_of_company ON access_keys (company_id);
