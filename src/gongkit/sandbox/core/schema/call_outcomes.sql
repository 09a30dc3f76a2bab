CREATE TABLE call_outcomes (
    company_id TEXT NOT NULL,
    display_order INTEGER NOT NULL,
    encoded BLOB NOT NULL,
    PRIMARY KEY (company_id, display_order)
) WITHOUT ROWID;
