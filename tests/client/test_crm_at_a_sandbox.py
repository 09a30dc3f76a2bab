"""`gong.crm` against a running sandbox: from registering a CRM to deleting it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.sandbox.box import Box
from tests.sandbox.process import started

from gongkit import UNLIMITED, AccessKey, Gong, LocalThrottle, Options, Secret
from gongkit.contract.types.crm import CrmSchemaField
from gongkit.errors import BadRequest, Conflict, RequestFailed

MODIFIED = datetime(2026, 1, 3, 23, 45, 57, tzinfo=UTC)


@pytest.fixture(scope="module")
def box() -> Iterator[Box]:
    with started("--port", "0", "--data", ":memory:") as (box, _):
        box.lift_limits()
        body = {"company": "northwind", "crm_pending": 0, "crm_processing": 0.2}
        assert box.control("PUT", "/settings", body).status == 200
        yield box


@pytest.fixture
def gong(box: Box) -> Iterator[Gong]:
    found = box.companies["northwind"]
    secret = Secret(found["access_key_secret"])
    key = AccessKey(Secret(found["access_key"]), secret, base_url=found["api_base_url"])
    with Gong(key, options=Options(throttle=LocalThrottle(UNLIMITED))) as client:
        yield client


@pytest.fixture
def crm(box: Box, gong: Gong) -> Iterator[int]:
    """A registered CRM, which is deleted in the end."""
    owner = box.person("northwind", "tech_admin")["email"]
    registered = gong.crm.register_integration(name="Homegrown", owner_email=owner)
    assert registered.integration_id is not None
    yield registered.integration_id
    done = gong.crm.delete_integration_and_wait(
        integration_id=registered.integration_id,
        client_request_id=f"delete-{registered.integration_id}",
    )
    assert done.status == "DONE"
    assert gong.crm.integrations().all() == []


def test_objects_are_uploaded_and_looked_up(gong: Gong, crm: int, tmp_path: Path) -> None:
    [listed] = gong.crm.integrations().all()
    assert (listed.integration_id, listed.name) == (crm, "Homegrown")
    field = CrmSchemaField(unique_name="tier", label="Tier", type="STRING")
    gong.crm.upload_schema([field], integration_id=crm, object_type="ACCOUNT")
    schema = gong.crm.schema(integration_id=crm, object_type="ACCOUNT")
    assert [field.unique_name for field in schema["ACCOUNT"]] == ["tier"]

    objects = [
        {"objectId": f"a-{number}", "modifiedDate": MODIFIED, "tier": "gold"}
        for number in range(150)
    ]
    done = gong.crm.upload_and_wait(
        integration_id=crm, object_type="ACCOUNT", client_request_id="many", data=objects
    )
    assert (done.status, done.total_success_count) == ("DONE", 150)
    ids = [f"a-{number}" for number in range(151)]
    found = gong.crm.objects(ids, integration_id=crm, object_type="ACCOUNT")
    assert [*found] == ids
    assert found["a-150"] is None
    assert all(each and each["tier"] == "gold" for each in [*found.values()][:150])

    file = tmp_path / "gone.ldjson"
    file.write_text('{"objectId":"a-0","modifiedDate":"2026-02-01T00:00:00Z","isDeleted":true}')
    gong.crm.upload_and_wait(
        integration_id=crm, object_type="ACCOUNT", client_request_id="gone", data=file
    )
    assert gong.crm.objects(["a-0"], integration_id=crm, object_type="ACCOUNT") == {"a-0": None}


def test_bad_lines_are_told(gong: Gong, crm: int) -> None:
    bad = [{"objectId": f"no_{number}", "modifiedDate": MODIFIED} for number in range(30)]
    with pytest.raises(RequestFailed) as failed:
        gong.crm.upload_and_wait(
            integration_id=crm, object_type="DEAL", client_request_id="bad", data=bad
        )
    assert len(failed.value.errors) == 20
    assert failed.value.errors[0].startswith("line 1: objectId: must be letters")


def test_what_the_sandbox_refuses(box: Box, gong: Gong, crm: int) -> None:
    upload = {"integration_id": crm, "client_request_id": "once"}
    one = [{"objectId": "a-1", "modifiedDate": MODIFIED}]
    gong.crm.upload(object_type="ACCOUNT", data=one, **upload)  # type: ignore[arg-type]
    with pytest.raises(Conflict):
        gong.crm.upload(object_type="ACCOUNT", data=one, **upload)  # type: ignore[arg-type]
    with pytest.raises(Conflict):
        gong.crm.register_integration(
            name="Second", owner_email=box.person("northwind", "tech_admin")["email"]
        )
    with pytest.raises(BadRequest, match="no CRM integration 7"):
        gong.crm.schema(integration_id=7, object_type="ACCOUNT")
