"""What OpenTelemetry is told of real calls: what happened, and never a secret."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from opentelemetry.sdk.metrics import MeterProvider
from opentelemetry.sdk.metrics.export import InMemoryMetricReader
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from tests.auth.local_gong import LocalGong, running

from gongkit import AsyncGong, Gong, Limits, LocalThrottle, Options
from gongkit.auth.bearer import Bearer
from gongkit.auth.refresh import InstallationCredentials
from gongkit.engine.observer import SILENT
from gongkit.errors import BadRequest, RateLimited
from gongkit.installations.sqlite import MemoryStore
from gongkit.telemetry import Telemetry, observer


@dataclass
class Seen:
    """What was reported so far."""

    telemetry: Telemetry
    exporter: InMemorySpanExporter
    reader: InMemoryMetricReader

    @property
    def spans(self) -> list[tuple[str, dict[str, Any]]]:
        return [
            (span.name, dict(span.attributes or {})) for span in self.exporter.get_finished_spans()
        ]

    def points(self, metric: str) -> list[Any]:
        found = self.reader.get_metrics_data()
        assert found is not None
        return [
            point
            for resource in found.resource_metrics
            for scope in resource.scope_metrics
            for each in scope.metrics
            if each.name == metric
            for point in each.data.data_points
        ]

    def everything(self) -> str:
        spans = "".join(span.to_json() for span in self.exporter.get_finished_spans())
        found = self.reader.get_metrics_data()
        return spans + (found.to_json() if found else "")


@pytest.fixture
def seen() -> Iterator[Seen]:
    exporter, reader = InMemorySpanExporter(), InMemoryMetricReader()
    tracer_provider = TracerProvider()
    tracer_provider.add_span_processor(SimpleSpanProcessor(exporter))
    meter_provider = MeterProvider([reader])
    telemetry = Telemetry(tracer_provider=tracer_provider, meter_provider=meter_provider)
    yield Seen(telemetry, exporter, reader)
    tracer_provider.shutdown()
    meter_provider.shutdown()


@pytest.fixture(scope="module")
def gong() -> Iterator[LocalGong]:
    with running() as found:
        yield found


def options(seen: Seen, **limits: Any) -> Options:
    return Options(throttle=LocalThrottle(Limits(**limits)), observer=seen.telemetry)


def test_a_call_is_a_span_and_is_counted(gong: LocalGong, seen: Seen) -> None:
    grant = gong.grant()
    credentials = Bearer(grant.access_token, grant.base_url)
    with Gong(credentials, options=options(seen, per_second=50.0)) as client:
        client.users.list().first()
        client.users.list().first()
        with pytest.raises(BadRequest):
            client.users.get("no-number")

    company = grant.base_url.partition("://")[2]
    assert [name for name, _ in seen.spans] == ["gong listUsers", "gong listUsers", "gong getUser"]
    assert seen.spans[0][1] == {
        "gong.operation": "listUsers",
        "gong.company": company,
        "gong.outcome": "200",
    }
    assert seen.spans[2][1]["error.type"] == "400"
    counted = {
        (point.attributes["gong.operation"], point.attributes["gong.outcome"]): point.count
        for point in seen.points("gongkit.call.duration")
    }
    assert counted == {("listUsers", "200"): 2, ("getUser", "400"): 1}
    (waits,) = seen.points("gongkit.wait.duration")
    assert (waits.count, dict(waits.attributes)) == (3, {"gong.company": company})
    assert waits.sum > 0, "the second and the third call waited for their turn"
    (budget,) = seen.points("gongkit.budget.left")
    assert budget.value == 10_000 - 3


async def test_the_asynchronous_client_reports_the_same(gong: LocalGong, seen: Seen) -> None:
    grant = gong.grant()
    credentials = Bearer(grant.access_token, grant.base_url)
    async with AsyncGong(credentials, options=options(seen, per_second=None)) as client:
        await client.users.list().first()
    assert [name for name, _ in seen.spans] == ["gong listUsers"]


def test_a_call_that_was_held_back_says_so(gong: LocalGong, seen: Seen) -> None:
    grant = gong.grant()
    credentials = Bearer(grant.access_token, grant.base_url)
    with Gong(credentials, options=options(seen, per_second=None, per_day=1)) as client:
        client.users.list().first()
        with pytest.raises(RateLimited):
            client.users.list().first()
    assert [found["gong.outcome"] for _, found in seen.spans] == ["200", "held_back"]
    assert seen.points("gongkit.budget.left")[0].value == 0


def test_a_refresh_is_a_span_and_nothing_shows_a_token(gong: LocalGong, seen: Seen) -> None:
    store = MemoryStore(client_id=gong.oauth.client_id)
    first = store.install("northwind", gong.grant()).grant
    gong.advance(2 * 86_400)
    credentials = InstallationCredentials(store, gong.oauth, "northwind", observer=seen.telemetry)
    with Gong(credentials, options=options(seen, per_second=None)) as client:
        client.users.list().first()
    refreshed = store.get("northwind")
    assert refreshed is not None
    assert refreshed.version == 2
    assert (
        "gong refresh",
        {"gong.company": "northwind", "gong.outcome": "refreshed"},
    ) in seen.spans
    assert seen.points("gongkit.refresh.duration")[0].count == 1
    secrets = [
        first.access_token,
        first.refresh_token,
        refreshed.grant.access_token,
        refreshed.grant.refresh_token,
        gong.oauth.client_secret,
    ]
    for secret in secrets:
        assert secret is not None
        assert secret.reveal() not in seen.everything()
    store.close()


def test_where_the_library_is_missing_nothing_is_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    assert isinstance(observer(), Telemetry)
    monkeypatch.setattr("gongkit.telemetry.find_spec", lambda _: None)
    assert observer() is SILENT
