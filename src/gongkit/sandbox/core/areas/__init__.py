"""The handlers of the operations, area by area. Importing this package registers them all."""

from gongkit.sandbox.core.areas import integration_settings, users, workspaces

__all__ = ["integration_settings", "users", "workspaces"]
