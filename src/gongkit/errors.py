"""Every error gongkit raises, as one tree.

    GongkitError
    ├── UsageError                what was asked cannot be meant: fix the call
    │   ├── UnknownName           a name nobody knows; the nearest is named
    │   ├── NaiveDatetime         a datetime without an offset
    │   └── ManifestError         gong.app.toml has findings
    ├── CredentialsError          no credentials, or not usable here
    │   ├── BaseUrlRefused        a token would have gone to a foreign host
    │   ├── KeyringError          an encryption key is missing or wrong
    │   ├── ResidencyRefused      a token or data would have crossed into another region
    │   ├── ProfileRefused        dev would have changed something at Gong, or prod called a sandbox
    │   ├── InstallationNotFound  this company has not installed the app
    │   └── NeedsReconnect        the grant is spent: the customer must approve again
    ├── OAuthError                the authorization server said no
    │   └── CallbackRefused       the browser came back with something we cannot accept
    ├── StoreError                the installation store could not do its work
    ├── ConnectionFailed          nothing reached Gong: safe to try again
    ├── AnswerLost                the request may have reached Gong; its answer did not come back
    ├── InvalidAnswer             Gong answered with something that is not the contract's
    ├── ApiError                  Gong answered with an error status
    │   ├── BadRequest (400)   ├── Unauthorized (401)   ├── CreditsSpent (402)
    │   ├── Forbidden (403)    ├── NotFound (404)       ├── Conflict (409)
    │   ├── Unprocessable (422)
    │   ├── RateLimited (429)     `retry_after` seconds, as Gong said
    │   │   └── HeldBack          not sent: the company is paused, or its day is spent
    │   └── ServerError (5xx)
    ├── RequestFailed             an asynchronous request ended as FAILED, or not in time
    └── SandboxError              the sandbox could not start or go on

Each class has a stable `code`, the command line's `exit_code`, and says in `hint`
what to do next. No error text holds a secret or a URL's query.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from typing import ClassVar


class GongkitError(Exception):
    """Anything that went wrong in gongkit; `str()` gives what happened and what to do."""

    code: ClassVar[str] = "gongkit_error"
    exit_code: ClassVar[int] = 1
    hint: str = ""

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        if hint:
            self.hint = hint

    def __str__(self) -> str:
        return f"{self.message}\n{self.hint}" if self.hint else self.message


class UsageError(GongkitError):
    """What was asked cannot be meant. Nothing was sent."""

    code = "usage"
    exit_code = 2


class UnknownName(UsageError):
    """A name that nobody knows: an operation, a parameter, a scope, a key."""

    code = "unknown_name"

    def __init__(self, what: str, given: str, known: Iterable[str]) -> None:
        self.what, self.given = what, given
        self.known = tuple(known)
        self.nearest = nearest(given, self.known)
        super().__init__(
            f"There is no {what} named {given!r}.", hint=nearest_hint(given, self.known)
        )


class NaiveDatetime(UsageError):
    """A datetime without an offset: it names 24 different moments."""

    code = "naive_datetime"
    hint = "Give it a zone: datetime(2026, 1, 31, tzinfo=UTC), or .astimezone() for local time."

    def __init__(self, name: str) -> None:
        super().__init__(f"{name} is a datetime without an offset.")


class ManifestError(UsageError):
    """The manifest has findings; each prints as its place, what is wrong, and the fix."""

    code = "manifest"

    def __init__(self, source: str, findings: Sequence[object]) -> None:
        self.source, self.findings = source, tuple(findings)
        lines = "\n".join(f"  {finding}" for finding in self.findings)
        count = f"{len(self.findings)} problem{'s' if len(self.findings) != 1 else ''}"
        super().__init__(f"{source} has {count}:\n{lines}")


class CredentialsError(GongkitError):
    """There are no credentials, or they cannot be used here."""

    code = "credentials"
    exit_code = 3


class BaseUrlRefused(CredentialsError):
    """A base URL that is neither a Gong host over https nor a sandbox on loopback."""

    code = "base_url_refused"
    hint = (
        "Gong's API hosts end in .gong.io and are reached by https;"
        " plain http is for a sandbox on this machine only."
    )


class KeyringError(CredentialsError):
    """An encryption key is missing, malformed, or not the one a value was sealed with."""

    code = "keyring"


class ResidencyRefused(CredentialsError):
    """A token, or a company's data, would have crossed into another region. Nothing was written."""

    code = "residency_refused"


class ProfileRefused(CredentialsError):
    """The profile keeps this from being sent: see `gongkit.guard`. Nothing was sent."""

    code = "profile_refused"


class InstallationNotFound(CredentialsError):
    """This company has not installed the app, or its installation was removed."""

    code = "installation_not_found"
    exit_code = 4


class NeedsReconnect(CredentialsError):
    """The refresh token is spent: only the customer's approval gives a new one.

    The installation and its data are kept; `reason` says how it came to this.
    """

    code = "needs_reconnect"
    hint = "Send the customer's tech admin through the app's authorization page again."

    def __init__(self, company: str, reason: str) -> None:
        self.company, self.reason = company, reason
        super().__init__(f"The installation of {company} can no longer be refreshed: {reason}.")


class OAuthError(GongkitError):
    """No authorization, in the words of RFC 6749: `error` and `description`.

    `status` is that of the token endpoint's answer, None where it gave none.
    """

    code = "oauth"
    exit_code = 3
    what: ClassVar[str] = "Gong did not authorize this"

    def __init__(
        self, error: str, description: str = "", *, status: int | None = None, hint: str = ""
    ) -> None:
        self.error, self.description, self.status = error, description, status
        said = f"{error}: {description}" if description else error
        super().__init__(f"{self.what} ({said}).", hint=hint)


class CallbackRefused(OAuthError):
    """The authorization callback cannot be accepted; `error` is the reason's code."""

    code = "callback_refused"
    what = "The authorization came back with something that cannot be accepted"


class StoreError(GongkitError):
    """The installation store could not do its work. Nothing was half done."""

    code = "store"


class ConnectionFailed(GongkitError):
    """The connection could not be made: nothing reached the other side."""

    code = "connection_failed"
    hint = "Check the host and the network; the call is safe to send again."


class AnswerLost(GongkitError):
    """The connection broke or timed out after the request may have arrived."""

    code = "answer_lost"
    hint = "If it was a write, look whether it was done before you send it again."


class InvalidAnswer(GongkitError):
    """The answer is not what the contract says: not JSON, or a field of another type."""

    code = "invalid_answer"


class ApiError(GongkitError):
    """Gong answered with an error status.

    `status`, `errors` (Gong's own sentences), `request_id` (for Gong's support),
    `operation` (Gong's operationId).
    """

    code = "api_error"

    def __init__(
        self,
        *,
        operation: str,
        status: int,
        errors: Sequence[str] = (),
        request_id: str | None = None,
    ) -> None:
        self.operation, self.status = operation, status
        self.errors, self.request_id = tuple(errors), request_id
        said = "; ".join(errors) or "no reason given"
        trace = f" [request {request_id}]" if request_id else ""
        super().__init__(f"{operation} was answered {status}: {said}{trace}")


class BadRequest(ApiError):
    """400: an input is wrong; Gong's sentence usually names the field."""

    code = "bad_request"


class Unauthorized(ApiError):
    """401: the credentials are unknown, expired, revoked, or of another company's host."""

    code = "unauthorized"
    exit_code = 3
    hint = (
        "Check the key or token, and that it is used on its own company's base URL:"
        " on another host Gong says that it was revoked."
    )


class CreditsSpent(ApiError):
    """402: the company has no AI credits left."""

    code = "credits_spent"
    exit_code = 5
    hint = "The company's tech admin can add credits in Gong."


class Forbidden(ApiError):
    """403: a scope is missing, or the address is not among the trusted IPs."""

    code = "forbidden"
    exit_code = 3
    hint = "Compare the operation's scopes with those that the company granted."


class NotFound(ApiError):
    """404: the object does not exist, or may not be seen with these credentials."""

    code = "not_found"
    exit_code = 4
    hint = "Check the id, the workspace, and that this is the company's own base URL."


class Conflict(ApiError):
    """409: it exists already.

    With `repeated` true, an earlier try of this same call lost its answer: then it
    was most likely that try which Gong accepted.
    """

    code = "conflict"
    repeated: bool = False


class Unprocessable(ApiError):
    """422: well-formed, but not possible."""

    code = "unprocessable"


class RateLimited(ApiError):
    """429: the company's limit is reached; `retry_after` is in seconds, as Gong said it.

    Raised only when waiting would take longer than the client's patience.
    """

    code = "rate_limited"
    exit_code = 5
    hint = "Try again later; the limits are per company, not per client."
    retry_after: float | None = None


class HeldBack(RateLimited):
    """Not sent: the company is paused by an earlier 429, or its day is spent."""

    code = "held_back"

    def __init__(self, operation: str, retry_after: float) -> None:
        super().__init__(operation=operation, status=429)
        self.retry_after = retry_after
        self.message = (
            f"{operation} was not sent: the company's calls are held back"
            f" for another {retry_after:.0f} s."
        )


class ServerError(ApiError):
    """5xx: Gong failed; reads were already retried."""

    code = "server_error"
    hint = "Try later; give Gong's support the request id if it stays."


class RequestFailed(GongkitError):
    """An asynchronous request ended as FAILED, or did not end within the time allowed.

    `errors` holds what Gong found wrong, one sentence each (`line 7: …`); it is empty
    where only the time ran out.
    """

    code = "request_failed"

    def __init__(self, message: str, *, errors: Sequence[str] = (), hint: str = "") -> None:
        self.errors = tuple(errors)
        super().__init__("\n  ".join((message, *errors)), hint=hint)


class SandboxError(GongkitError):
    """The sandbox could not start, or could not go on."""

    code = "sandbox"


_MOST_NAMES = 20
"""Of those that are listed where none is near: more are not read."""


def nearest(given: str, known: Iterable[str]) -> str | None:
    """Find the known name that `given` was most likely meant to be."""
    by_fold = {name.casefold(): name for name in known}
    matches = difflib.get_close_matches(given.casefold(), by_fold, n=1, cutoff=0.5)
    return by_fold[matches[0]] if matches else None


def nearest_hint(given: str, known: Sequence[str]) -> str:
    """Say which name was probably meant, or which there are."""
    found = nearest(given, known)
    if found:
        return f"Did you mean {found!r}?"
    shown = sorted(known)[:_MOST_NAMES]
    more = len(known) - len(shown)
    return f"Known: {', '.join(shown)}{f', and {more} more' if more else ''}."


_BY_STATUS: dict[int, type[ApiError]] = {
    400: BadRequest,
    401: Unauthorized,
    402: CreditsSpent,
    403: Forbidden,
    404: NotFound,
    409: Conflict,
    422: Unprocessable,
    429: RateLimited,
}


def api_error_class(status: int) -> type[ApiError]:
    """Choose the class for a status; an unforeseen one is a plain `ApiError`."""
    return _BY_STATUS.get(status) or (ServerError if status >= 500 else ApiError)
