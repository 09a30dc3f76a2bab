CREATE TABLE faults (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    operation TEXT NOT NULL,
    company_id TEXT REFERENCES companies (id),
    times INTEGER,
    effect BLOB NOT NULL
);
