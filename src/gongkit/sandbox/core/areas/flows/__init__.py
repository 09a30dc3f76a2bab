"""Engage flows: listed, assigned, unassigned."""

from gongkit.sandbox.core.areas.flows import assign, bulk, instances, listing

__all__ = ["assign", "bulk", "instances", "listing"]
