CREATE TABLE jobs (
    id INTEGER PRIMARY KEY,
    company_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    due_at REAL NOT NULL,
    payload BLOB NOT NULL
);
CREATE INDEX jobs_by_due ON jobs (due_at, id);
