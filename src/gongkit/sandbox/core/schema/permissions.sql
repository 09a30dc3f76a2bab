CREATE TABLE permission_profiles (
    company_id TEXT NOT NULL,
    id TEXT NOT NULL,
    workspace_id TEXT NOT NULL,
    name TEXT NOT NULL,
    encoded BLOB NOT NULL,
    PRIMARY KEY (company_id, id)
) WITHOUT ROWID;
CREATE INDEX permission_profiles_by_name ON permission_profiles (company_id, workspace_id, name, id);
CREATE TABLE user_profiles (
    company_id TEXT NOT NULL,
    user_id TEXT NOT NULL,
    workspace_id TEXT NOT NULL,
    profile_id TEXT NOT NULL,
    PRIMARY KEY (company_id, user_id, workspace_id),
    FOREIGN KEY (company_id, user_id) REFERENCES users (company_id, id) ON DELETE CASCADE,
    FOREIGN KEY (company_id, profile_id) REFERENCES permission_profiles (company_id, id)
) WITHOUT ROWID;
CREATE INDEX user_profiles_by_profile ON user_profiles (company_id, profile_id, user_id);
CREATE INDEX private_calls ON calls (company_id) WHERE instr(meta, CAST('"isPrivate":true' AS BLOB)) > 0;
