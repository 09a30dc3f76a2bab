"""A review as one JSON value."""

from __future__ import annotations

from typing import Any

from gongkit.manifest.review import Evidence, Grade, Outcome, Project, Review


def json_report(project: Project, review: Review) -> dict[str, Any]:
    """Write a review as JSON values. Paths are relative to `folder`."""
    return {
        "folder": str(project.folder.resolve()),
        "manifest": project.manifest_path.name,
        "profile": project.profile,
        "publish": project.publish,
        "counts": {grade.value: len(review.of(grade)) for grade in Grade},
        "outcomes": [_outcome(outcome) for outcome in review.outcomes],
        "skipped": [
            {"rules": [rule.id for rule in each.rules], "why": each.why} for each in review.skipped
        ],
    }


def _outcome(outcome: Outcome) -> dict[str, Any]:
    return {
        "rule": outcome.rule.id,
        "grade": outcome.grade.value,
        "message": outcome.message,
        "fix": outcome.fix,
        "source": outcome.rule.source.name.lower(),
        "evidence": [_evidence(each) for each in outcome.evidence],
    }


def _evidence(evidence: Evidence) -> dict[str, Any]:
    return {
        "path": evidence.path,
        "line": evidence.line,
        "column": evidence.column,
        "text": evidence.text,
    }
