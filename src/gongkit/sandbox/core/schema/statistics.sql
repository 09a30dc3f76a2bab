CREATE TABLE call_comments (
    content INTEGER NOT NULL REFERENCES call_blocks (content) ON DELETE CASCADE,
    place INTEGER NOT NULL,
    user_id TEXT NOT NULL,
    at REAL NOT NULL,
    PRIMARY KEY (content, place)
) WITHOUT ROWID;
CREATE INDEX call_comments_by_time ON call_comments (at, content, user_id);
CREATE TRIGGER comments_of_new_content AFTER INSERT ON call_blocks WHEN new.public_comments IS NOT NULL BEGIN INSERT INTO call_comments SELECT new.content, key, json_extract(value, '$.commenterUserId'), CAST(strftime('%s', json_extract(value, '$.posted')) AS REAL) FROM json_each('{' || CAST(new.public_comments AS TEXT) || '}', '$.publicComments'); END;
CREATE TRIGGER comments_of_changed_content AFTER UPDATE OF public_comments ON call_blocks BEGIN DELETE FROM call_comments WHERE content = new.content; INSERT INTO call_comments SELECT new.content, key, json_extract(value, '$.commenterUserId'), CAST(strftime('%s', json_extract(value, '$.posted')) AS REAL) FROM json_each('{' || CAST(new.public_comments AS TEXT) || '}', '$.publicComments'); END;
CREATE TABLE call_statistics (
    content INTEGER NOT NULL REFERENCES call_blocks (content) ON DELETE CASCADE,
    place INTEGER NOT NULL,
    name TEXT NOT NULL,
    value REAL NOT NULL,
    PRIMARY KEY (content, place)
) WITHOUT ROWID;
CREATE TRIGGER statistics_of_new_content AFTER INSERT ON call_blocks WHEN new.interaction_stats IS NOT NULL BEGIN INSERT INTO call_statistics SELECT new.content, key, json_extract(value, '$.name'), json_extract(value, '$.value') FROM json_each('{' || CAST(new.interaction_stats AS TEXT) || '}', '$.interactionStats'); END;
CREATE TRIGGER statistics_of_changed_content AFTER UPDATE OF interaction_stats ON call_blocks BEGIN DELETE FROM call_statistics WHERE content = new.content; INSERT INTO call_statistics SELECT new.content, key, json_extract(value, '$.name'), json_extract(value, '$.value') FROM json_each('{' || CAST(new.interaction_stats AS TEXT) || '}', '$.interactionStats'); END;
