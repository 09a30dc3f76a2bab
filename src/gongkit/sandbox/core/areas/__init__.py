"""The handlers of the operations, area by area. Importing this package registers them all."""

from gongkit.sandbox.core.areas import (
    calls,
    extensive,
    integration_settings,
    uploads,
    users,
    workspaces,
)

__all__ = ["calls", "extensive", "integration_settings", "uploads", "users", "workspaces"]
