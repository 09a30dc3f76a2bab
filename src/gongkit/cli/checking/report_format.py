"""The formats in which a review can be written."""

from __future__ import annotations

from enum import StrEnum


class ReportFormat(StrEnum):
    """For people, for programs, for code scanning, for the log of a GitHub workflow."""

    TEXT = "text"
    JSON = "json"
    SARIF = "sarif"
    GITHUB = "github"
