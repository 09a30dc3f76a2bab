# Made from _async/resources/integration_settings.py by tools/async_to_sync.py: change that one.
"""`gong.integration_settings`."""

from __future__ import annotations

from collections.abc import Sequence

from gongkit.client._sync.resource import Resource
from gongkit.contract.operations import integration_settings as ops
from gongkit.contract.types.common import RegisterGenericCrmResponse
from gongkit.contract.types.integration_settings import (
    IntegrationSettingsRequest,
    IntegrationTypeSettings,
)


class IntegrationSettings(Resource):
    """The integration's own settings at this company."""

    def update(self, settings: Sequence[IntegrationTypeSettings]) -> RegisterGenericCrmResponse:
        """Allow the origins of this company's own sub-domains for the integration's pages.

        An origin lies under a domain that is registered for the integration; otherwise
        this raises `BadRequest`, and `Conflict` where it conflicts with what is set.
        """
        return self._answer(
            ops.UPDATE_INTEGRATION_SETTINGS,
            body=IntegrationSettingsRequest(integration_type_settings=[*settings]),
        )
