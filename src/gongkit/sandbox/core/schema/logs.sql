CREATE TABLE log_entries (
    id INTEGER PRIMARY KEY,
    company_id TEXT NOT NULL,
    log_type TEXT NOT NULL,
    at REAL NOT NULL,
    user_id TEXT,
    impersonator_id TEXT,
    impersonator_company_id TEXT,
    call INTEGER REFERENCES calls (number) ON DELETE CASCADE,
    email TEXT,
    record BLOB NOT NULL
);
CREATE INDEX log_entries_by_time ON log_entries (company_id, log_type, at, id);
CREATE INDEX log_entries_by_call ON log_entries (call);
CREATE INDEX log_entries_by_email ON log_entries (company_id, email);
