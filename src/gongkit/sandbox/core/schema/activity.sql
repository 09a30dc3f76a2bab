CREATE TABLE call_plays (
    id INTEGER PRIMARY KEY,
    company_id TEXT NOT NULL,
    call INTEGER NOT NULL REFERENCES calls (number) ON DELETE CASCADE,
    user_id TEXT NOT NULL,
    at REAL NOT NULL,
    seconds REAL NOT NULL
);
CREATE INDEX call_plays_by_time ON call_plays (company_id, at, user_id, call);
CREATE INDEX call_plays_by_call ON call_plays (call);
CREATE TABLE call_actions (
    id INTEGER PRIMARY KEY,
    company_id TEXT NOT NULL,
    call INTEGER NOT NULL REFERENCES calls (number) ON DELETE CASCADE,
    user_id TEXT NOT NULL,
    at REAL NOT NULL,
    action TEXT NOT NULL CHECK (action IN ('callsSharedInternally', 'callsSharedExternally', 'callsRequestedFeedback', 'callsGaveFeedback', 'callsMarkedAsFeedbackGiven'))
);
CREATE INDEX call_actions_by_time ON call_actions (company_id, at, user_id, call, action);
CREATE INDEX call_actions_by_call ON call_actions (call);
CREATE TABLE scorecards (
    company_id TEXT NOT NULL,
    id TEXT NOT NULL,
    name TEXT NOT NULL,
    encoded BLOB NOT NULL,
    PRIMARY KEY (company_id, id)
) WITHOUT ROWID;
CREATE TABLE call_reviews (
    id TEXT PRIMARY KEY,
    company_id TEXT NOT NULL,
    call INTEGER NOT NULL REFERENCES calls (number) ON DELETE CASCADE,
    scorecard_id TEXT NOT NULL,
    reviewed_user_id TEXT NOT NULL,
    reviewer_user_id TEXT,
    method TEXT NOT NULL,
    at REAL NOT NULL,
    encoded BLOB NOT NULL
);
CREATE INDEX call_reviews_by_time ON call_reviews (company_id, at, id, reviewed_user_id, reviewer_user_id, call);
CREATE INDEX call_reviews_by_call ON call_reviews (call);
