CREATE TABLE companies (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    title TEXT NOT NULL,
    domain TEXT NOT NULL,
    region TEXT NOT NULL,
    time_zone TEXT NOT NULL,
    cell TEXT UNIQUE,
    access_key TEXT NOT NULL UNIQUE,
    access_key_secret TEXT NOT NULL
);
