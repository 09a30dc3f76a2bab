"""Contract types accept what Gong may send and lose nothing of it that they know."""

import importlib
import pkgutil
from collections.abc import Iterator
from typing import Any

import msgspec
import pytest
from msgspec import inspect
from tests.contract.conformance import schema_name, structs_in

import gongkit.contract.types
from gongkit.contract.registry import OPERATIONS
from gongkit.contract.types.base import GongStruct
from gongkit.contract.types.call_uploads import CallParticipant, NewCallAddingRequest
from gongkit.contract.types.calls import (
    CallData,
    Calls,
    CallsFilter,
    CallTranscripts,
    CallTranscriptsRequest,
)
from gongkit.contract.types.common import ContextField, ErrorResponse, Records
from gongkit.contract.types.library import LibraryCall
from gongkit.contract.types.logs import LogsResponse
from gongkit.contract.types.stats import AnsweredScorecard
from gongkit.contract.types.users import UsersMetadata

TWENTY_DIGITS = "99999999999999999999"


def written_types() -> Iterator[type[GongStruct]]:
    for module in pkgutil.iter_modules(gongkit.contract.types.__path__):
        for value in vars(
            importlib.import_module(f"{gongkit.contract.types.__name__}.{module.name}")
        ).values():
            if isinstance(value, type) and issubclass(value, GongStruct):
                yield value


TYPES = sorted(set(written_types()) - {GongStruct}, key=lambda struct: struct.__qualname__)
every_type = pytest.mark.parametrize("struct", TYPES, ids=lambda struct: str(struct.__name__))


def test_no_type_is_without_use() -> None:
    """Each is reached from an operation, or is what reached ones have in common."""
    roots = [inspect.type_info(ErrorResponse)]
    for operation in OPERATIONS.values():
        roots.append(inspect.type_info(operation.answer))
        if (body := getattr(operation.body, "type", None)) is not None:
            roots.append(inspect.type_info(body))
    reached = {struct.cls for struct in structs_in(roots)}
    bases = {base for struct in reached for base in struct.__mro__}
    assert [struct for struct in TYPES if struct not in reached | bases] == []
    assert len({schema_name(struct) for struct in reached}) == len(reached) == 237


@every_type
def test_docstring(struct: type[GongStruct]) -> None:
    assert struct.__doc__
    assert struct.__doc__ != GongStruct.__doc__
    assert struct.__doc__.strip().endswith((".", ":"))


@every_type
def test_fields_are_given_by_name(struct: type[GongStruct]) -> None:
    with pytest.raises(TypeError, match="positional"):
        struct("text", 1)


@every_type
def test_null_and_junk_are_accepted(struct: type[GongStruct]) -> None:
    info = inspect.type_info(struct)
    assert isinstance(info, inspect.StructType)
    optional = {field.encode_name: None for field in info.fields if not field.required}
    needed = {field.encode_name: example(field.type) for field in info.fields if field.required}
    junk = {"addedYesterday": {"deep": [1, None]}, "": "", "class": True}
    found = msgspec.convert(
        msgspec.json.decode(msgspec.json.encode({**junk, **optional, **needed})), struct
    )
    assert all(getattr(found, f.name) is None for f in info.fields if not f.required)
    assert msgspec.to_builtins(found).keys() == needed.keys()


def example(info: inspect.Type) -> Any:
    """Make the least value that a required field takes."""
    match info:
        case inspect.Metadata():
            return example(info.type)
        case inspect.StrType():
            return "x"
        case inspect.IntType():
            return 1
        case inspect.ListType():
            return [example(info.item_type)]
        case inspect.StructType():
            return {f.encode_name: example(f.type) for f in info.fields if f.required}
        case _:
            pytest.fail(f"no example of {info}")


def test_ids_of_twenty_digits_survive_as_text() -> None:
    sent = b'{"metaData":{"id":"%s","primaryUserId":"%s"}}' % ((TWENTY_DIGITS.encode(),) * 2)
    call = msgspec.json.decode(sent, type=CallData)
    assert call.meta_data is not None
    assert call.meta_data.id == TWENTY_DIGITS
    assert msgspec.json.encode(call) == sent


@pytest.mark.parametrize("number", [2**53 + 1, 2**63 - 1, 2**64 - 1, int(TWENTY_DIGITS)])
def test_ids_survive_as_numbers(number: int) -> None:
    sent = b'{"callId":%d}' % number
    answered = msgspec.json.decode(sent, type=AnsweredScorecard)
    assert answered.call_id == number
    assert msgspec.json.encode(answered) == sent


A_CALL_WITH_JUNK = b"""{
  "requestId": "r1",
  "records": {"totalRecords": 1, "currentPageSize": 1, "currentPageNumber": 0, "shard": "eu"},
  "futureBlock": [{"a": 1}],
  "calls": [{
    "metaData": {"id": "7782342274025937895", "started": "", "scheduled": null,
      "duration": 460, "direction": "Sideways", "media": "Hologram", "isPrivate": null,
      "title": "R\\u00fcckblick \\ud83d\\ude80", "newField": {"x": [null]}},
    "context": [{"system": "SomeNewCrm", "objects": [{"objectType": "Quote", "objectId": "q1",
      "fields": [{"name": "Amount", "value": 12.5}, {"name": "Name", "value": "Big"},
        {"name": "Won", "value": true}, {"name": "Tags", "value": ["a", "b"]},
        {"name": "Owner", "value": {"id": 1}}, {"name": "Closed", "value": null}],
      "timing": "Now"}]}],
    "parties": [{"id": "1", "methods": ["Invitee", "Telepathy"], "affiliation": null,
      "speakerId": null, "context": []}],
    "content": {"trackers": [{"id": "9", "count": 2, "type": "CLAIRVOYANT",
        "occurrences": [{"startTime": 32.56, "speakerId": "1"}, {"startTime": 40}],
        "phrases": []}],
      "topics": [{"name": "Pricing", "duration": 86}], "pointsOfInterest": {}, "brief": null},
    "interaction": {"interactionStats": [{"name": "Interactivity", "value": 56}],
      "speakers": [{"id": "1", "userId": null, "talkTime": 145}], "questions": null},
    "collaboration": {"publicComments": null},
    "media": {"audioUrl": "not a url", "videoUrl": null}
  }, {}]
}"""


def test_a_call_with_junk_is_read() -> None:
    page = msgspec.json.decode(A_CALL_WITH_JUNK, type=Calls)
    assert page.calls is not None
    call, empty = page.calls
    assert empty == CallData()
    assert call.meta_data is not None
    assert call.meta_data.direction == "Sideways"
    assert call.meta_data.started == ""
    assert call.meta_data.title == "Rückblick 🚀"
    assert call.parties is not None
    assert call.parties[0].methods == ["Invitee", "Telepathy"]
    assert call.content is not None
    assert call.content.trackers is not None
    assert call.content.trackers[0].type == "CLAIRVOYANT"
    assert call.interaction is not None
    assert call.interaction.speakers is not None
    assert call.interaction.speakers[0].talk_time == 145.0


def test_values_of_crm_fields_are_kept_as_they_came() -> None:
    page = msgspec.json.decode(A_CALL_WITH_JUNK, type=Calls)
    assert page.calls is not None
    context = page.calls[0].context
    assert context is not None
    assert context[0].objects is not None
    fields = context[0].objects[0].fields
    assert fields is not None
    assert [field.value for field in fields] == [12.5, "Big", True, ["a", "b"], {"id": 1}, None]


def test_what_is_not_set_is_not_sent() -> None:
    request = CallTranscriptsRequest(filter=CallsFilter(call_ids=["1"]))
    assert msgspec.json.encode(request) == b'{"filter":{"callIds":["1"]}}'


@pytest.mark.parametrize(
    ("struct", "sent"),
    [
        (
            CallTranscripts,
            b'{"callTranscripts":[{"transcript":[{"sentences":[{"start":460230,"end":462343}]}]}]}',
        ),
        (UsersMetadata, b'{"records":{"totalRecords":1,"cursor":"abc"},"users":[{"id":"1"}]}'),
        (LogsResponse, b'{"logEntries":[{"userId":"1","logRecord":{"a":1,"b":{"c":null}}}]}'),
        (LibraryCall, b'{"id":"1","snippet":{"fromSec":21,"toSec":132}}'),
    ],
)
def test_what_was_read_is_written_alike(struct: type[GongStruct], sent: bytes) -> None:
    assert msgspec.json.encode(msgspec.json.decode(sent, type=struct)) == sent


def a_call_to_add(**changes: Any) -> bytes:
    return msgspec.json.encode(
        {
            "clientUniqueId": "dialer-1",
            "actualStart": "2026-01-31T10:00:00Z",
            "parties": [{"userId": "7", "mediaChannelId": 0}],
            "direction": "Outbound",
            "primaryUser": "7",
            **changes,
        }
    )


def test_a_complete_request_is_accepted() -> None:
    request = msgspec.json.decode(a_call_to_add(), type=NewCallAddingRequest)
    assert request.parties == [CallParticipant(user_id="7", media_channel_id=0)]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"parties": []}, "$.parties"),
        ({"parties": [{"mediaChannelId": 2}]}, "$.parties[0].mediaChannelId"),
        ({"purpose": "x" * 256}, "$.purpose"),
        ({"clientUniqueId": "x" * 2049}, "$.clientUniqueId"),
        ({"primaryUser": None}, "$.primaryUser"),
        (
            {"speakersTimeline": {"speechSegments": [{"fromTime": -1}]}},
            "$.speakersTimeline.speechSegments[0].fromTime",
        ),
    ],
)
def test_the_limits_of_a_request_hold(changes: dict[str, object], field: str) -> None:
    with pytest.raises(msgspec.ValidationError) as caught:
        msgspec.json.decode(a_call_to_add(**changes), type=NewCallAddingRequest)
    assert str(caught.value).endswith(f"at `{field}`")


def test_what_is_required_must_be_there() -> None:
    with pytest.raises(msgspec.ValidationError, match="missing required field `filter`"):
        msgspec.json.decode(b"{}", type=CallTranscriptsRequest)


def test_plain_shapes() -> None:
    assert msgspec.json.decode(b'{"name":"x"}', type=ContextField).value is None
    assert msgspec.json.decode(b'{"cursor":null}', type=Records) == Records()
    error = msgspec.json.decode(b'{"requestId":"r","errors":["no"]}', type=ErrorResponse)
    assert (error.request_id, error.errors) == ("r", ["no"])
