"""The generic CRM: integration, schema, objects."""

from gongkit.sandbox.core.areas.crm import integrations, objects, schema

__all__ = ["integrations", "objects", "schema"]
