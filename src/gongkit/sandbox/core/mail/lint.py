"""The email lint: what in some HTML common mail clients drop, break or take amiss."""

from __future__ import annotations

import msgspec

from gongkit.sandbox.core.mail.lint_document import Document
from gongkit.sandbox.core.mail.lint_rules import LINT

_PLACES_SHOWN = 3


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """What a rule found: how often, and the first places where it is."""

    id: str
    what: str
    why: str
    fix: str
    count: int
    places: list[str]


def lint(html: str) -> list[Finding]:
    """Hold some HTML against all rules."""
    document = Document(html)
    found = [(rule, list(rule.check(document))) for rule in LINT]
    return [
        Finding(
            id=rule.id,
            what=rule.what,
            why=rule.why,
            fix=rule.fix,
            count=len(places),
            places=[place for place in dict.fromkeys(places) if place][:_PLACES_SHOWN],
        )
        for rule, places in found
        if places
    ]
