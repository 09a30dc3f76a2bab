"""All rules of the review. A subject that is made is entered here."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from gongkit.manifest.review import (
    addresses,
    form,
    framing,
    hosts,
    links,
    logged,
    logo_looks,
    logos,
    manifest_findings,
    observed,
    page_scripts,
    privacy,
    scopes,
    secrets,
    structure,
    trusted_ips,
)
from gongkit.manifest.review.rule import Rule
from gongkit.manifest.review.subject import Subject

SUBJECTS: Final[tuple[Subject, ...]] = (
    manifest_findings.FILE,
    manifest_findings.SUBJECT,
    form.SUBJECT,
    logos.SUBJECT,
    logo_looks.SUBJECT,
    addresses.SUBJECT,
    links.SUBJECT,
    links.VISITED,
    trusted_ips.SUBJECT,
    structure.SUBJECT,
    scopes.SUBJECT,
    secrets.SUBJECT,
    logged.SUBJECT,
    hosts.SUBJECT,
    framing.SUBJECT,
    page_scripts.SUBJECT,
    privacy.SUBJECT,
    observed.STARTED,
    observed.SUBJECT,
)
"""In the order in which they are looked at."""

RULES: Final[Mapping[str, Rule]] = {rule.id: rule for subject in SUBJECTS for rule in subject.rules}
"""By their ids."""
