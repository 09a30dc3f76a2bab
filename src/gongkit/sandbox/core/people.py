"""Who can sign in: the active users of the companies, and their sessions."""

from __future__ import annotations

import hmac
from dataclasses import dataclass

from gongkit.redact import Secret
from gongkit.sandbox.core.audit_log import ACCESS, Event, add_events
from gongkit.sandbox.core.oauth.credentials import digest, new_token
from gongkit.sandbox.core.state import State

TECH_ADMIN = "tech_admin"
"""The role that may approve integrations."""
SESSION_SECONDS = 8 * 3600
SANDBOX = "Sandbox"
"""The application that people sign in to here, in the audit log."""

_COLUMNS = "company_id, id, email, first_name || ' ' || last_name, title, role, password, time_zone"
_MAY_SIGN_IN = "active AND NOT avatar"


@dataclass(frozen=True, slots=True, kw_only=True)
class User:
    """Somebody who can sign in. `role`: tech_admin, business_admin or rep."""

    company_id: str
    id: str
    email: str
    name: str
    title: str
    role: str
    password: Secret
    time_zone: str


def users_of(state: State, company_id: str) -> list[User]:
    """List a company's users who can sign in, the most powerful roles first."""
    rows = state.rows(
        f"SELECT {_COLUMNS} FROM users WHERE company_id = ? AND {_MAY_SIGN_IN}"  # noqa: S608
        " ORDER BY CASE role WHEN 'tech_admin' THEN 0 WHEN 'business_admin' THEN 1 ELSE 2 END, id",
        company_id,
    )
    return [_user(row) for row in rows]


def sign_in(state: State, email: str, password: str, now: float) -> str | None:
    """Begin a session and give its cookie; None where email and password do not fit."""
    row = state.row(
        f"SELECT {_COLUMNS} FROM users"  # noqa: S608
        f" WHERE email = ? COLLATE NOCASE AND {_MAY_SIGN_IN}",
        email.strip(),
    )
    if row is None:
        return None
    user = _user(row)
    if not hmac.compare_digest(user.password.reveal().encode(), password.encode()):
        return None
    token = new_token()
    with state.write():
        state.execute("DELETE FROM sessions WHERE ends_at <= ?", now)
        state.execute(
            "INSERT INTO sessions VALUES (?, ?, ?)", digest(token), user.id, now + SESSION_SECONDS
        )
        add_events(state, [signed_in(user.company_id, user.id, now, SANDBOX)])
    return token


def signed_in(company_id: str, user_id: str, at: float, application: str) -> Event:
    """Make the entry that the audit log gets when somebody signs in with their password."""
    record = {"action": "SignIn", "method": "Password", "application": application}
    return Event(company_id=company_id, log_type=ACCESS, at=at, user_id=user_id, record=record)


def first_tech_admin(state: State, company_id: str) -> str | None:
    """Give the id of whoever acts for a company where nobody is named."""
    return next((u.id for u in users_of(state, company_id) if u.role == TECH_ADMIN), None)


def user_of_session(state: State, token: str, now: float) -> User | None:
    """Find who is signed in with this cookie."""
    row = state.row(
        f"SELECT {_COLUMNS} FROM users JOIN sessions ON user_id = id"  # noqa: S608
        f" WHERE digest = ? AND ends_at > ? AND {_MAY_SIGN_IN}",
        digest(token),
        now,
    )
    return None if row is None else _user(row)


def sign_out(state: State, token: str) -> None:
    """End a session."""
    with state.write():
        state.execute("DELETE FROM sessions WHERE digest = ?", digest(token))


def _user(row: tuple[str, ...]) -> User:
    company_id, user_id, email, name, title, role, password, time_zone = row
    return User(
        company_id=company_id,
        id=user_id,
        email=email,
        name=name,
        title=title,
        role=role,
        password=Secret(password),
        time_zone=time_zone,
    )
