"""All rules of the review. A subject that is made is entered here."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from gongkit.manifest.review import (
    framing,
    hosts,
    logged,
    manifest_findings,
    page_scripts,
    privacy,
    scopes,
    secrets,
    structure,
)
from gongkit.manifest.review.rule import Rule
from gongkit.manifest.review.subject import Subject

SUBJECTS: Final[tuple[Subject, ...]] = (
    manifest_findings.SUBJECT,
    structure.SUBJECT,
    scopes.SUBJECT,
    secrets.SUBJECT,
    logged.SUBJECT,
    hosts.SUBJECT,
    framing.SUBJECT,
    page_scripts.SUBJECT,
    privacy.SUBJECT,
)
"""In the order in which they are looked at."""

RULES: Final[Mapping[str, Rule]] = {rule.id: rule for subject in SUBJECTS for rule in subject.rules}
"""By their ids."""
