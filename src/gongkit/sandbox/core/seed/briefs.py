"""The briefs of a demo company, as somebody set them up in each workspace."""

from __future__ import annotations

from datetime import datetime, timedelta

import msgspec

from gongkit.contract.types.briefs import Brief
from gongkit.sandbox.core.seed.demo import Demo
from gongkit.sandbox.core.state import State

_BRIEFS: tuple[tuple[tuple[str, str], ...], tuple[tuple[str, str], ...]] = (
    (
        ("Account brief", "Where an account stands: who matters, what they need, what is next."),
        ("Deal review", "What speaks for a deal, what against it, and what is missing."),
        ("Handover", "What customer success should know before the first call."),
    ),
    (
        ("Account brief", "How a customer is doing: use, wishes, risks, what was promised."),
        ("Renewal brief", "What a renewal will turn on."),
    ),
)
"""Names and descriptions by workspace."""

PUBLISHED = "PUBLISHED"


def plant_briefs(state: State, demo: Demo) -> None:
    """Put the briefs into their table."""
    dice, company_id = demo.dice("briefs"), demo.company.id
    authors = demo.in_job("operations") + demo.in_job("chief")
    rows = []
    for workspace_id, briefs in zip(demo.workspaces, _BRIEFS, strict=True):
        for name, description in briefs:
            author = dice.pick(authors)
            created = demo.today - timedelta(days=dice.between(60, 200), minutes=dice.below(600))
            updated = created + timedelta(days=dice.between(0, 50), minutes=dice.below(60))
            brief = Brief(
                brief_id=dice.gong_id(),
                brief_name=name,
                workspace_id=workspace_id,
                description=description,
                status=PUBLISHED,
                creator=author.name,
                creator_user_id=author.id,
                created=_written(demo, created),
                updated=_written(demo, updated),
            )
            rows.append(
                (company_id, brief.brief_id, workspace_id, name, msgspec.json.encode(brief))
            )
    state.execute_many("INSERT INTO briefs VALUES (?, ?, ?, ?, ?)", rows)


def _written(demo: Demo, moment: datetime) -> str:
    return moment.astimezone(demo.company.zone).isoformat(timespec="milliseconds")
