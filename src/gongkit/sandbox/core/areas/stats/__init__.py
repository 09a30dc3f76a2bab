"""Statistics of users, computed from their calls."""

from gongkit.sandbox.core.areas.stats import activity, interaction, scorecards

__all__ = ["activity", "interaction", "scorecards"]
