"""Asking about an account, contact, deal or lead, and briefs."""

from gongkit.sandbox.core.areas.entities import asking, briefing

__all__ = ["asking", "briefing"]
