"""Coaching metrics: how managers accompany the people who report to them."""

from typing import Annotated

from gongkit.contract.types.base import UNIQUE, GongStruct


class CoachingUser(GongStruct):
    """A manager, or somebody who reports to one."""

    id: str | None = None
    email_address: str | None = None
    first_name: str | None = None
    last_name: str | None = None
    title: str | None = None
    """The job title."""


class CoachingRepData(GongStruct):
    """The metrics of one direct report."""

    report: CoachingUser | None = None
    metrics: dict[str, Annotated[list[str], UNIQUE]] | None = None
    """By the metric's name, its values as text. Gong documents neither names nor values."""


class CoachingMetricsData(GongStruct):
    """A manager, and the metrics of everybody who reports to them directly."""

    manager: CoachingUser | None = None
    direct_reports_metrics: list[CoachingRepData] | None = None


class CoachingMetrics(GongStruct):
    """Coaching metrics of a period."""

    request_id: str | None = None
    coaching_data: list[CoachingMetricsData] | None = None
