"""Briefs: the templates by which Gong summarises an account, deal or person."""

from gongkit.contract.types.base import GongStruct


class Brief(GongStruct):
    """A template for a brief. What it makes for an entity comes from `generateBrief`."""

    brief_id: str | None = None
    brief_name: str | None = None
    """What `generateBrief` asks for it by."""
    workspace_id: str | None = None
    description: str | None = None
    status: str | None = None
    """Whether it is published; the values are not documented."""
    creator: str | None = None
    """The creator's name."""
    creator_user_id: str | None = None
    created: str | None = None
    """ISO-8601 with offset."""
    updated: str | None = None
    """ISO-8601 with offset."""


class Briefs(GongStruct):
    """The brief templates of the company."""

    request_id: str | None = None
    briefs: list[Brief] | None = None
