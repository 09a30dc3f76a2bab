"""Calls: listed, in detail, transcripts, uploads, users' access."""

from gongkit.sandbox.core.areas.calls import access, extensive, listing, uploads

__all__ = ["access", "extensive", "listing", "uploads"]
