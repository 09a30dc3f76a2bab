CREATE INDEX calls_by_visibility ON calls (visible_at);
CREATE INDEX calls_by_transcript ON calls (transcript_at);
CREATE INDEX calls_by_brief ON calls (brief_at);
