"""The tables of a PostgreSQL store, and the steps from each earlier version to the next."""

from __future__ import annotations

from typing import Final

# Companies are ordered as in every other store, whatever the database's language.
_VERSION_1: Final = """
    CREATE TABLE gongkit_schema (version integer NOT NULL);
    INSERT INTO gongkit_schema VALUES (0);
    CREATE TABLE gongkit_installations (
        client_id text NOT NULL, company text COLLATE "C" NOT NULL,
        tenant text, name text, region text, base_url text NOT NULL,
        access_token bytea, refresh_token bytea, webhook_key bytea NOT NULL,
        webhook_digest text NOT NULL UNIQUE, scopes text NOT NULL,
        issued_at float8 NOT NULL, expires_at float8, refresh_at float8, status text NOT NULL,
        reason text, created_at float8 NOT NULL, updated_at float8 NOT NULL,
        version bigint NOT NULL, change text, changed_at float8 NOT NULL,
        claimed_until float8 NOT NULL, PRIMARY KEY (client_id, company)
    );
    CREATE INDEX gongkit_due ON gongkit_installations (client_id, refresh_at)
        WHERE status = 'active';
    CREATE INDEX gongkit_tenants ON gongkit_installations (client_id, tenant);
    CREATE INDEX gongkit_base_urls ON gongkit_installations (client_id, base_url);
    CREATE INDEX gongkit_changes ON gongkit_installations (client_id, changed_at)
        WHERE change IS NOT NULL;
    CREATE TABLE gongkit_leases (
        client_id text NOT NULL, company text NOT NULL, holder text, ends_at float8 NOT NULL,
        in_doubt integer NOT NULL, PRIMARY KEY (client_id, company)
    );
    CREATE TABLE gongkit_states (
        state text PRIMARY KEY, client_id text NOT NULL, browser text NOT NULL,
        redirect_uri text NOT NULL, tenant text, scopes text NOT NULL, ends_at float8 NOT NULL,
        used integer NOT NULL
    );
    CREATE INDEX gongkit_old_states ON gongkit_states (ends_at);
    CREATE TABLE gongkit_turns (
        company text PRIMARY KEY, next_free float8 NOT NULL, latest float8 NOT NULL,
        paused_until float8 NOT NULL, seen float8 NOT NULL, by_hour text NOT NULL
    );
"""

STEPS: Final = (_VERSION_1,)
"""The step at place n leads from version n to n + 1; 0 is a database without our tables."""

VERSION: Final = len(STEPS)
