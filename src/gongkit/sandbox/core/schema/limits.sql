CREATE TABLE limits (
    company_id TEXT PRIMARY KEY REFERENCES companies (id),
    per_second INTEGER,
    per_day INTEGER
);
CREATE TABLE day_counts (
    company_id TEXT PRIMARY KEY REFERENCES companies (id),
    day INTEGER NOT NULL,
    calls INTEGER NOT NULL
);
