"""Everything that can keep an installation from being made: one table of codes.

Each code is logged with its reason, and has a page for the person in front of it.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

log = logging.getLogger("gongkit.app")


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """What one code means: when it comes, the answer's status, and the page's words."""

    when: str
    """For the developer."""
    status: int
    title: str
    text: str
    """What happened, for the person who sees it. `{app}` is the app's name."""
    advice: str
    """What that person can do."""
    level: int = logging.WARNING


class Refused(Exception):
    """An installation that was not made; `reason` is for the log, and holds no secret."""

    def __init__(self, code: str, reason: str) -> None:
        super().__init__(f"{code}: {reason}")
        self.code, self.reason = code, reason


_BEGIN_AGAIN: Final = "Begin again: it takes a minute."
_ASK: Final = "Please tell the people who run {app}."

FAILURES: Final[Mapping[str, Failure]] = {
    "state_missing": Failure(
        when="The callback came without a state.",
        status=400,
        title="This page was opened out of turn",
        text="It is where Gong sends you back after you approve {app}, and something is missing"
        " in its address.",
        advice=_BEGIN_AGAIN,
    ),
    "state_mismatch": Failure(
        when="The state is forged, or was given out to another browser, or the browser "
        "sent no cookie.",
        status=400,
        title="This was not begun in this browser",
        text="Connecting {app} to Gong has to end in the browser in which it began. Perhaps it"
        " was begun elsewhere, or this browser keeps no cookies.",
        advice="Begin again here, and allow cookies for this site.",
    ),
    "state_reused": Failure(
        when="The state was used before: the callback was opened twice.",
        status=400,
        title="This page was opened before",
        text="Each approval counts once. If {app} said that it is connected, all is well.",
        advice="If it did not, begin again.",
    ),
    "state_expired": Failure(
        when="It took longer than ten minutes.",
        status=400,
        title="That took too long",
        text="An approval has to be finished within ten minutes, for your safety.",
        advice=_BEGIN_AGAIN,
    ),
    "callback_malformed": Failure(
        when="The callback has neither a code nor an error, or a parameter twice.",
        status=400,
        title="Gong's answer cannot be read",
        text="The address with which you came back from Gong is not complete.",
        advice=_BEGIN_AGAIN,
    ),
    "access_denied": Failure(
        when="The tech admin declined.",
        status=403,
        title="{app} was not approved",
        text="Gong says that access was declined, so nothing was connected.",
        advice="If that was a mistake, begin again. A tech admin of your Gong has to approve.",
        level=logging.INFO,
    ),
    "gong_error": Failure(
        when="Gong sent any other `error`; the reason is Gong's.",
        status=502,
        title="Gong did not approve {app}",
        text="Gong answered with an error instead of asking you, or after it had asked.",
        advice="Try again in a while. If it stays, please tell the people who run {app}.",
        level=logging.ERROR,
    ),
    "exchange_failed": Failure(
        when="Gong refused the code, did not answer, or answered with what cannot be used: "
        "HTML, no base URL, one outside Gong.",
        status=502,
        title="Gong did not complete the connection",
        text="You approved {app}, but Gong did not give it access afterwards.",
        advice="Try again in a while. If it stays, please tell the people who run {app}.",
        level=logging.ERROR,
    ),
    "scope_reduced": Failure(
        when="The company granted less than was asked for.",
        status=403,
        title="{app} needs more than was granted",
        text="Gong granted only a part of what {app} asks for, so nothing was connected."
        " What was connected before stays as it was.",
        advice="Begin again, and approve all that is asked for.",
    ),
    "profile_refused": Failure(
        when="The app's profile is dev and it would have asked Gong, or prod and a sandbox.",
        status=500,
        title="{app} is not set up yet",
        text="It runs with settings that do not let it connect to this Gong.",
        advice=_ASK,
        level=logging.ERROR,
    ),
    "residency_refused": Failure(
        when="The company's region has no store, or is not known.",
        status=403,
        title="{app} is not available in your region",
        text="Your company's Gong keeps its data in a region where {app} may not keep any,"
        " so nothing was connected.",
        advice=_ASK,
    ),
    "company_unknown": Failure(
        when="The company is on the shared host, and there is no `tenant=`, or it gave None.",
        status=500,
        title="{app} does not know who you are",
        text="Several companies share the Gong host that keeps your company's data, and {app}"
        " cannot tell them apart unless you are signed in to it.",
        advice="Sign in to {app} first, and begin again.",
        level=logging.ERROR,
    ),
    "tenant_failed": Failure(
        when="`tenant=` raised, or gave something that is no text.",
        status=500,
        title="{app} could not begin",
        text="Something went wrong while {app} looked who you are.",
        advice=_ASK,
        level=logging.ERROR,
    ),
    "mount_mismatch": Failure(
        when="Mount and redirect URI do not fit; the page says how.",
        status=500,
        title="{app} is not set up yet",
        text="Gong could not send you back to the address at which {app} answers.",
        advice=_ASK,
        level=logging.ERROR,
    ),
    "store_unavailable": Failure(
        when="The store does not answer. Before the exchange the code is not spent: "
        "reloading is enough.",
        status=503,
        title="{app} cannot save anything right now",
        text="Its storage does not answer, so nothing was connected.",
        advice="Reload this page in a moment. If that does not help, begin again.",
        level=logging.ERROR,
    ),
    "internal_error": Failure(
        when="Anything else; the log has the traceback.",
        status=500,
        title="Something went wrong in {app}",
        text="Nothing was connected.",
        advice="Try again. If it stays, please tell the people who run {app}.",
        level=logging.ERROR,
    ),
}
"""Every code there is."""


def log_failure(refused: Refused) -> None:
    """Write one line, with the code and the reason also as fields of the record."""
    reason = " ".join(refused.reason.split())
    fields = {"code": refused.code, "reason": reason}
    line = "An authorization failed: code=%s reason=%s"
    log.log(FAILURES[refused.code].level, line, refused.code, reason, extra=fields)
