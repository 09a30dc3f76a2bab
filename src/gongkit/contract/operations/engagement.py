"""Engagement: what people do with shared content. Digital interactions have replaced it.

An event that has an `eventId` is recognised by Gong when it comes twice; one without is
not, and must not be sent again blindly.
"""

from gongkit.contract.operation import JsonBody, Operation, Repeat
from gongkit.contract.types.common import RegisterGenericCrmResponse
from gongkit.contract.types.engagement import (
    ContentSharedEvent,
    ContentViewedEvent,
    CustomActionEvent,
)

CONTENT_SHARED = Operation(
    id="contentShared",
    area="engagement",
    method_name="content_shared",
    method="PUT",
    path="/v2/customer-engagement/content/shared",
    doc="""Report that somebody of the company shared content with people outside it.

    Gong shows it in the activity timeline of the account or deal that the people or the
    CRM context point to. For new integrations Gong advises `addDigitalInteraction`.

    409 means that Gong has an event with this `eventId`; without an `eventId` a second
    copy is a second event.""",
    answer=RegisterGenericCrmResponse,
    body=JsonBody(type=ContentSharedEvent),
    scopes=("api:engagement-data:write",),
    repeat=Repeat.DEDUPLICATED,
    deduplicated_by="eventId",
    errors=(400, 401, 409, 429, 500),
)

CONTENT_VIEWED = Operation(
    id="contentViewed",
    area="engagement",
    method_name="content_viewed",
    method="PUT",
    path="/v2/customer-engagement/content/viewed",
    doc="""Report that somebody outside the company viewed content that was shared.

    Gong shows it in the activity timeline of the account or deal that the viewer or the
    CRM context points to. For new integrations Gong advises `addDigitalInteraction`.

    409 means that Gong has an event with this `eventId`; without an `eventId` a second
    copy is a second event.""",
    answer=RegisterGenericCrmResponse,
    body=JsonBody(type=ContentViewedEvent),
    scopes=("api:engagement-data:write",),
    repeat=Repeat.DEDUPLICATED,
    deduplicated_by="eventId",
    errors=(400, 401, 409, 429, 500),
)

CUSTOM_ACTION = Operation(
    id="customAction",
    area="engagement",
    method_name="custom_action",
    method="PUT",
    path="/v2/customer-engagement/action",
    doc="""Report something else that somebody outside the company did, such as signing.

    Gong shows it in the activity timeline of the account or deal that the actor or the
    CRM context points to. For new integrations Gong advises `addDigitalInteraction`.

    409 means that Gong has an event with this `eventId`; without an `eventId` a second
    copy is a second event.""",
    answer=RegisterGenericCrmResponse,
    body=JsonBody(type=CustomActionEvent),
    scopes=("api:engagement-data:write",),
    repeat=Repeat.DEDUPLICATED,
    deduplicated_by="eventId",
    errors=(400, 401, 409, 429, 500),
)
