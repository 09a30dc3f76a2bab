"""Digital interactions: telling Gong what people do with content outside of conversations."""

from gongkit.contract.operation import JsonBody, Operation, Repeat
from gongkit.contract.types.digital_interactions import (
    DigitalInteractionRequest,
    EventAcceptedResponse,
)

ADD_DIGITAL_INTERACTION = Operation(
    id="addDigitalInteraction",
    area="digital_interactions",
    method_name="add",
    method="POST",
    path="/v2/digital-interaction",
    doc="""Report something a person did with content: viewed, signed, completed, searched.

    Give all that is known of the person and of the company: the email address, the
    domain, the CRM objects. By these Gong finds where the event belongs.

    409 means that Gong has an event with this `eventId`, so that sending the request
    again after a failure cannot add it twice.""",
    answer=EventAcceptedResponse,
    body=JsonBody(type=DigitalInteractionRequest),
    scopes=("api:digital-interactions:write",),
    repeat=Repeat.DEDUPLICATED,
    deduplicated_by="eventId",
    errors=(400, 401, 409, 429, 500),
)
