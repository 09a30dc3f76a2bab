"""Entities: what Gong's AI says about an account, contact, deal or lead.

These operations consume the company's credits. They read, but a request that comes
twice is paid twice, so that they are repeated like a write: only where nothing can have
reached Gong.
"""

from gongkit.contract.operation import Operation, in_query
from gongkit.contract.types.base import Int64
from gongkit.contract.types.crm import CrmObjectType
from gongkit.contract.types.entities import AskEntityResponse, GenerateBriefResponse, TimePeriod

_ENTITY = (
    in_query("crmEntityType", "The kind of the CRM object.", CrmObjectType, required=True),
    in_query("crmEntityId", "The object's id in the CRM.", required=True),
    in_query(
        "timePeriod", "When the calls and emails that count took place.", TimePeriod, required=True
    ),
    in_query(
        "fromDateTime",
        "The earliest moment, ISO-8601 with an offset. Only with CUSTOM_RANGE, and needed there.",
    ),
    in_query(
        "toDateTime", "The moment to stop before, ISO-8601 with an offset. Only with CUSTOM_RANGE."
    ),
)

ASK_ENTITY = Operation(
    id="askEntity",
    area="entities",
    method_name="ask",
    method="GET",
    path="/v2/entities/ask-entity",
    doc="""Ask a question about a CRM object, answered from its calls and emails.

    At most 60 calls and 500 emails are looked at; where there are more in the period,
    the answer leaves some out. It comes with the calls and emails it draws on. An answer
    consumes credits, the more the more calls and emails it looks at.

    402 means that the company has no credits left; 403 that these credentials may not
    ask here; 404 that there is nothing by that name to answer from.""",
    answer=AskEntityResponse,
    parameters=(
        in_query(
            "workspaceId", "The workspace whose calls and emails count.", Int64, required=True
        ),
        *_ENTITY,
        in_query("question", "The question, in plain words.", required=True),
    ),
    scopes=("api:ai-ask:read",),
    errors=(400, 401, 402, 403, 404, 429, 500),
)

GENERATE_BRIEF = Operation(
    id="generateBrief",
    area="entities",
    method_name="brief",
    method="GET",
    path="/v2/entities/get-brief",
    doc="""Have a brief about a CRM object written, from its calls and emails.

    The brief is one that the company has set up in Gong's Agent Studio; `listBriefs`
    lists them. It comes section by section, with what each draws on. A brief consumes
    credits, the more the more calls and emails it looks at.

    402 means that the company has no credits left; 403 that these credentials may not
    ask here; 404 that there is nothing by that name to answer from.""",
    answer=GenerateBriefResponse,
    parameters=(
        in_query("workspaceId", "The workspace the brief is set up in.", Int64, required=True),
        in_query("briefName", "The brief's name, as it is set up in Gong.", required=True),
        *_ENTITY,
    ),
    scopes=("api:ai-briefer:read",),
    errors=(400, 401, 402, 403, 404, 429, 500),
)
