"""Integration settings: from which of its addresses an integration is embedded in Gong."""

from gongkit.contract.operation import JsonBody, Operation
from gongkit.contract.types.common import RegisterGenericCrmResponse
from gongkit.contract.types.integration_settings import IntegrationSettingsRequest

UPDATE_INTEGRATION_SETTINGS = Operation(
    id="integrationSettings",
    area="integration_settings",
    method_name="update",
    method="POST",
    path="/v2/integration-settings",
    doc="""Allow the origins of this company's own sub-domains for the integration's pages.

    For integrations that give each customer a sub-domain: those are not known when the
    integration is registered, and Gong embeds pages from allowed origins only. What is
    set holds for the company whose credentials are used, beside the origins in the
    registration.

    400 names the origin or the type that is wrong: an origin is a scheme and a host,
    under a registered domain. 409 is a conflict with what is set.""",
    answer=RegisterGenericCrmResponse,
    body=JsonBody(type=IntegrationSettingsRequest),
    scopes=("api:integration-settings:write",),
    errors=(400, 401, 409, 429, 500),
)
