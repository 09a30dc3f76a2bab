CREATE INDEX calls_by_visibility ON calls (visible_at);
CREATE INDEX calls_by_transcript ON calls (transcript_at);
