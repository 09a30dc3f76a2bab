"""What the installation store says to its database, in the SQL that all of them know.

A name behind a colon is a value. `:now` is the database's own time, in seconds since
the epoch.
"""

from __future__ import annotations

from typing import Final

from gongkit.installations.sealed_rows import COLUMNS, SEALED

_MINE: Final = "client_id = :client_id"
_ONE: Final = f"{_MINE} AND company = :company"
SELECT: Final = f"SELECT {COLUMNS} FROM gongkit_installations WHERE {_MINE}"

_INSTALLED: Final = """
    INSERT INTO gongkit_installations VALUES
        (:client_id, :company, :tenant, :name, :region, :base_url, :access_token,
         :refresh_token, :webhook_key, :webhook_digest, :scopes, :issued_at, :expires_at,
         :refresh_at, 'active', NULL, :now, :now, :version, 'installed', :now, 0)
    ON CONFLICT (client_id, company) DO UPDATE SET
        base_url = excluded.base_url, access_token = excluded.access_token,
        refresh_token = excluded.refresh_token, scopes = excluded.scopes,
        issued_at = excluded.issued_at, expires_at = excluded.expires_at,
        refresh_at = excluded.refresh_at, status = 'active', reason = NULL,
        updated_at = excluded.updated_at, change = 'installed',
        changed_at = excluded.updated_at, claimed_until = 0
"""
INSTALL: Final = f"""{_INSTALLED},
        tenant = coalesce(excluded.tenant, gongkit_installations.tenant),
        name = coalesce(excluded.name, gongkit_installations.name),
        region = coalesce(excluded.region, gongkit_installations.region),
        version = gongkit_installations.version + 1
"""
TAKE_OVER: Final = f"""{_INSTALLED},
        tenant = excluded.tenant, name = excluded.name, region = excluded.region,
        webhook_key = excluded.webhook_key, webhook_digest = excluded.webhook_digest,
        version = excluded.version
    WHERE gongkit_installations.version < :seen_version
        OR gongkit_installations.version = :seen_version
            AND gongkit_installations.status != 'removed'
"""
COMMIT_REFRESH: Final = f"""
    UPDATE gongkit_installations SET
        base_url = :base_url, access_token = :access_token, refresh_token = :refresh_token,
        scopes = :scopes, issued_at = :issued_at, expires_at = :expires_at,
        refresh_at = :refresh_at, reason = NULL, updated_at = :now, version = version + 1,
        change = CASE WHEN status = 'active' THEN change ELSE 'installed' END,
        changed_at = CASE WHEN status = 'active' THEN changed_at ELSE :now END,
        claimed_until = CASE WHEN status = 'active' THEN claimed_until ELSE 0 END,
        status = 'active'
    WHERE {_ONE} AND version = :seen_version AND status != 'removed'
"""
MARK_NEEDS_RECONNECT: Final = f"""
    UPDATE gongkit_installations SET
        status = 'needs_reconnect', reason = :reason, expires_at = :usable_until,
        updated_at = :now, change = 'needs_reconnect', changed_at = :now, claimed_until = 0
    WHERE {_ONE} AND version = :seen_version AND status = 'active'
"""
REMOVE: Final = f"""
    UPDATE gongkit_installations SET
        status = 'removed', reason = NULL, access_token = NULL, refresh_token = NULL,
        expires_at = NULL, refresh_at = NULL, updated_at = :now,
        change = 'removed', changed_at = :now, claimed_until = 0
    WHERE {_ONE} AND status != 'removed'
"""
DUE: Final = f"""
    SELECT company FROM gongkit_installations
    WHERE {_MINE} AND status = 'active' AND refresh_at <= :moment AND company > :after
    ORDER BY company LIMIT :limit
"""

FIND_LEASE: Final = """
    SELECT holder, ends_at, in_doubt, :now
    FROM gongkit_installations AS i LEFT JOIN gongkit_leases AS l
        ON l.client_id = i.client_id AND l.company = i.company
    WHERE i.client_id = :client_id AND i.company = :company
        AND version = :version AND status = 'active'
"""
LOCK: Final = f"SELECT version FROM gongkit_installations WHERE {_ONE}"
TAKE_LEASE: Final = """
    INSERT INTO gongkit_leases VALUES (:client_id, :company, :holder, :now + :seconds, :in_doubt)
    ON CONFLICT (client_id, company) DO UPDATE SET
        holder = excluded.holder, ends_at = excluded.ends_at, in_doubt = excluded.in_doubt
"""
MARK_DOUBT: Final = f"""
    UPDATE gongkit_leases SET holder = NULL, in_doubt = 1 WHERE {_ONE} AND holder = :holder
"""
DROP_LEASE: Final = f"DELETE FROM gongkit_leases WHERE {_ONE} AND holder = :holder"
DROP_ANY_LEASE: Final = f"DELETE FROM gongkit_leases WHERE {_ONE}"

SAVE_STATE: Final = """
    INSERT INTO gongkit_states VALUES
        (:state, :client_id, :browser, :redirect_uri, :tenant, :scopes, :now + :seconds, 0)
"""
FORGET_STATES: Final = "DELETE FROM gongkit_states WHERE ends_at < :now - :kept"
CONSUME_STATE: Final = f"""
    UPDATE gongkit_states SET used = 1
    WHERE {_MINE} AND state = :state AND browser = :browser AND used = 0 AND ends_at > :now
    RETURNING redirect_uri, tenant, scopes
"""
FIND_STATE: Final = f"""
    SELECT used FROM gongkit_states
    WHERE {_MINE} AND state = :state AND browser = :browser
"""

NEXT_CHANGE: Final = f"""
    SELECT company, change, changed_at FROM gongkit_installations
    WHERE {_MINE} AND change IS NOT NULL AND claimed_until <= :now
    ORDER BY changed_at, company LIMIT 1
"""
CLAIM_CHANGE: Final = f"""
    UPDATE gongkit_installations SET claimed_until = :now + :seconds WHERE {_ONE}
"""
CHANGE_TOLD: Final = f"""
    UPDATE gongkit_installations SET change = NULL
    WHERE {_ONE} AND change = :change AND changed_at = :changed_at
"""

SEALED_BEFORE: Final = f"""
    SELECT company, {", ".join(SEALED)} FROM gongkit_installations
    WHERE {_MINE} AND ({" OR ".join(f"substr({name}, 2, 8) != :newest" for name in SEALED)})
    ORDER BY company LIMIT :limit
"""
RESEAL: Final = f"""
    UPDATE gongkit_installations SET {", ".join(f"{name} = :{name}" for name in SEALED)}
    WHERE {_ONE}
"""

TURN: Final = """
    SELECT next_free, latest, paused_until, seen, by_hour, :now
    FROM gongkit_turns WHERE company = :company
"""
TURNS: Final = """
    SELECT company, next_free, latest, paused_until, seen, by_hour, :now FROM gongkit_turns
"""
NEW_TURN: Final = """
    INSERT INTO gongkit_turns VALUES (:company, 0, 0, 0, 0, '{}') ON CONFLICT (company) DO NOTHING
"""
KEEP_TURN: Final = """
    UPDATE gongkit_turns SET
        next_free = :next_free, latest = :latest, paused_until = :paused_until,
        seen = :seen, by_hour = :by_hour
    WHERE company = :company
"""
