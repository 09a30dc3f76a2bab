"""What a frame said, as the page that holds it reports it: believed, or why not.

The page judges, since only the browser knows where a message came from. Its judgements
go into the request log.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Final, Literal, NamedTuple

import msgspec
from msgspec import Meta

from gongkit.sandbox.core.api.asked import Hint
from gongkit.sandbox.core.frames.frames import Frame, Kind, origin_in
from gongkit.sandbox.core.frames.rules import refusal_of

READY_SECONDS: Final = 10
"""How long a frame may take until it says that it is ready, before a hint is shown."""
MAX_CONTENT_BYTES: Final = 1_000_000
"""Of the HTML that a frame hands over, in UTF-8."""
MAX_REPORTS: Final = 100
"""Of one opened frame: what it says after that is not reported any more."""


class Reason(NamedTuple):
    """Why a message was ignored, and what the app's developer can do about it."""

    text: str
    fix: str


REASONS: Final[Mapping[str, Reason]] = {
    "other-window": Reason(
        "It did not come from the frame's own window.",
        "Call the bridge in the page that Gong embeds: not in a frame inside it, not in a pop-up.",
    ),
    "other-origin": Reason(
        "It came from the frame's window, and from an origin that is not allowed.",
        "Keep the frame on its allowed origins until it has been closed.",
    ),
    "malformed": Reason(
        "It is not a message of the bridge.",
        "Send nothing to Gong's window but through the bridge.",
    ),
    "too-large": Reason(
        f"Its HTML has more than {MAX_CONTENT_BYTES // 1000:,} KB.",
        "Link to large images instead of putting them into the HTML.",
    ),
    "before-ready": Reason(
        "The frame had not said that it is ready.",
        "Call ready() before anything else.",
    ),
    "base-url": Reason(
        "The frame is at a tenant's own origin, and init() did not get this company's"
        " api_base_url_for_customer.",
        "Hand init() the base URL that the token endpoint gave for this company.",
    ),
    "repeated": Reason(
        "The frame had said it before.",
        "Call each method once.",
    ),
    "late": Reason(
        "The frame was closed before.",
        "Say nothing after close() and closeWithContent().",
    ),
    "no-draft": Reason(
        "There is no draft here that content could go into.",
        "Call closeWithContent() in the email composer only.",
    ),
    "never-ready": Reason(
        f"The frame has not said within {READY_SECONDS} seconds that it is ready.",
        "Call init() and then ready() when the page has loaded. If nothing is seen in the frame,"
        " the page does not answer, or does not let Gong embed it (frame-ancestors,"
        " X-Frame-Options).",
    ),
    "too-many": Reason(
        f"The frame sent more than {MAX_REPORTS} messages. Those that follow are not reported.",
        "Send nothing to Gong's window but through the bridge.",
    ),
}
"""By id, which is short and for good."""

_Short = Annotated[str, Meta(max_length=300)]


class Report(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One judgement of the page. `origin` is where the message came from.

    Of a `navigation`, which the browser has prevented, it is where the frame wanted to go.
    `size` counts the characters of the HTML.
    """

    client_id: _Short
    kind: Kind
    said: Literal["ready", "close", "content", "navigation", "nothing", "unknown"]
    origin: _Short
    verdict: Literal["believed", "ignored"]
    reason: _Short | None = None
    size: Annotated[int, Meta(ge=0, lt=2**53)] = 0


class Explained(NamedTuple):
    """A judgement in words. `rule` is the one that refused an origin, or the reason's id."""

    rule: str
    text: str
    fix: str


def explain(report: Report, frame: Frame, domains: tuple[str, ...]) -> Explained | None:
    """Say why a message was ignored, or a navigation prevented; None where it was believed."""
    if report.said == "navigation":
        refusal = refusal_of(origin_in(report.origin), domains, frame.origins)
        if refusal is not None:
            return Explained(refusal.rule, f"{refusal.origin}: {refusal.text}", refusal.fix)
    if report.reason is None or report.reason not in REASONS:
        return None
    return Explained(report.reason, *REASONS[report.reason])


def hints_of(explained: Explained | None) -> tuple[Hint, ...]:
    """Write an explanation as the request log has it."""
    if explained is None:
        return ()
    return (Hint(explained.rule, f"{explained.text} {explained.fix}"),)


def settings_for_page() -> dict[str, Any]:
    """Give what the page's script needs to judge, and to say why."""
    return {
        "readySeconds": READY_SECONDS,
        "maxContentBytes": MAX_CONTENT_BYTES,
        "maxReports": MAX_REPORTS,
        "reasons": {name: {"text": text, "fix": fix} for name, (text, fix) in REASONS.items()},
    }
