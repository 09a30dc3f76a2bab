"""A review as SARIF 2.1.0, which code scanning reads.

GitHub wants a place for every result; what has none stands at the manifest's first line.
"""

from __future__ import annotations

import os
from typing import Any, Final
from urllib.parse import quote

from gongkit import __version__
from gongkit.cli.checking.folders import Folders
from gongkit.manifest.review import RULES, Evidence, Grade, Outcome, Project, Review, Rule

SCHEMA: Final = "https://json.schemastore.org/sarif-2.1.0.json"
_LEVELS: Final = {Grade.FAIL: "error", Grade.REVIEW: "warning"}


def sarif_report(project: Project, review: Review) -> dict[str, Any]:
    """Write what fails and what needs review as a SARIF log."""
    folders = Folders.repository(project.folder)
    rules = list(RULES.values())
    driver = {
        "name": "gongkit check",
        "semanticVersion": __version__,
        "rules": [_rule(rule) for rule in rules],
    }
    results = [
        _result(outcome, rules.index(outcome.rule), project, folders)
        for outcome in review.outcomes
        if outcome.grade in _LEVELS
    ]
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    return {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}


def _rule(rule: Rule) -> dict[str, Any]:
    help_text = f"{rule.why} {rule.fix}"
    return {
        "id": rule.id,
        "shortDescription": {"text": rule.title},
        "fullDescription": {"text": f"{rule.title} {rule.why}"},
        "help": {
            "text": help_text,
            "markdown": f"{rule.why}\n\n**Fix:** {rule.fix}\n\nSource: {rule.source}.",
        },
        "defaultConfiguration": {"level": _LEVELS[rule.grade]},
        "properties": {"tags": ["gong", rule.source.name.lower()]},
    }


def _result(outcome: Outcome, index: int, project: Project, folders: Folders) -> dict[str, Any]:
    evidence = outcome.evidence or (Evidence(project.manifest_path.name, 1),)
    return {
        "ruleId": outcome.rule.id,
        "ruleIndex": index,
        "level": _LEVELS[outcome.grade],
        "message": {"text": f"{outcome.message} {outcome.fix}"},
        "locations": [_location(folders.seen(each)) for each in evidence],
    }


def _location(evidence: Evidence) -> dict[str, Any]:
    region: dict[str, Any] = {"startLine": evidence.line}
    if evidence.column is not None:
        region["startColumn"] = evidence.column
    return {
        "physicalLocation": {
            "artifactLocation": {"uri": quote(os.fsencode(evidence.path))},
            "region": region,
        }
    }
