"""The shapes of integration settings: the origins of an integration's pages in Gong."""

from typing import Annotated

from gongkit.contract.types.base import GongStruct, known


class IntegrationTypeSettings(GongStruct):
    """An origin from which Gong may embed pages of the integration for this company."""

    integration_type: Annotated[str, known("EMAIL_COMPOSER", "ACCOUNT_PAGES", "DIALER")]
    """The place in Gong where the pages are embedded."""
    allowed_origin: str
    """Scheme and host, such as `https://acme.partner.example`, without a path.

    The host is a sub-domain of a domain that is registered for the integration.
    """


class IntegrationSettingsRequest(GongStruct):
    """The origins to allow for this company, beside those in the integration's registration."""

    integration_type_settings: list[IntegrationTypeSettings]
