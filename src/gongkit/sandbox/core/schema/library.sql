CREATE TABLE library_folders (
    company_id TEXT NOT NULL,
    id TEXT NOT NULL,
    workspace_id TEXT NOT NULL,
    parent_id TEXT,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    created_by TEXT NOT NULL,
    updated REAL NOT NULL,
    PRIMARY KEY (company_id, id)
) WITHOUT ROWID;
CREATE TABLE library_calls (
    id INTEGER PRIMARY KEY,
    company_id TEXT NOT NULL,
    folder_id TEXT NOT NULL,
    call INTEGER NOT NULL REFERENCES calls (number) ON DELETE CASCADE,
    note TEXT,
    added_by TEXT NOT NULL,
    created REAL NOT NULL,
    from_sec INTEGER,
    to_sec INTEGER,
    FOREIGN KEY (company_id, folder_id) REFERENCES library_folders (company_id, id)
);
CREATE INDEX library_calls_by_folder ON library_calls (company_id, folder_id, created, id);
CREATE INDEX library_calls_by_call ON library_calls (call);
