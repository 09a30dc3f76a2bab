"""OpenTelemetry: spans of calls and refreshes, and metrics, where its API is installed.

docs/app.md lists them. Attributes are the operation, the company's key and the outcome
(Gong's status, or an error's code); never a URL, a text of Gong's, or a secret.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from importlib.util import find_spec
from typing import TYPE_CHECKING, Final

from gongkit.engine.observer import SILENT, End, Observer
from gongkit.limits import Slot

if TYPE_CHECKING:
    from opentelemetry.metrics import Histogram, MeterProvider
    from opentelemetry.trace import TracerProvider

NAME: Final = "gongkit"
"""Of the instrumentation: the tracer's and the meter's."""

_REFRESHED: Final = "refreshed"


def observer() -> Observer:
    """Give an observer that reports to OpenTelemetry, or a silent one where it is missing."""
    return Telemetry() if find_spec("opentelemetry") else SILENT


class Telemetry:
    """Reports to OpenTelemetry; without providers to those that are set for the process."""

    def __init__(
        self,
        *,
        tracer_provider: TracerProvider | None = None,
        meter_provider: MeterProvider | None = None,
    ) -> None:
        from opentelemetry import metrics, trace

        meter = metrics.get_meter(NAME, meter_provider=meter_provider)
        self._tracer = trace.get_tracer(NAME, tracer_provider=tracer_provider)
        self._calls = meter.create_histogram("gongkit.call.duration", "s")
        self._waits = meter.create_histogram("gongkit.wait.duration", "s")
        self._refreshes = meter.create_histogram("gongkit.refresh.duration", "s")
        self._budget = meter.create_gauge("gongkit.budget.left", "{call}")

    def call_begins(self, operation: str, company: str) -> End:
        """Begin a span; at its end the duration is counted too."""
        attributes = {"gong.operation": operation, "gong.company": company}
        counted = {"gong.operation": operation}
        return self._begin(f"gong {operation}", attributes, self._calls, counted)

    def slot_given(self, company: str, slot: Slot) -> None:
        """Count the wait, and show what is left of the day."""
        attributes = {"gong.company": company}
        self._waits.record(slot.seconds, attributes)
        if slot.left is not None:
            self._budget.set(slot.left, attributes)

    def refresh_begins(self, company: str) -> End:
        """Begin a span; at its end the duration is counted too."""
        return self._begin("gong refresh", {"gong.company": company}, self._refreshes, {})

    def _begin(
        self,
        name: str,
        attributes: Mapping[str, str],
        durations: Histogram,
        counted: Mapping[str, str],
    ) -> End:
        from opentelemetry.trace import SpanKind, StatusCode

        begun = time.monotonic()
        span = self._tracer.start_span(name, kind=SpanKind.CLIENT, attributes=attributes)

        def end(outcome: str) -> None:
            span.set_attribute("gong.outcome", outcome)
            if not (outcome == _REFRESHED or outcome.startswith("2")):
                span.set_attribute("error.type", outcome)
                span.set_status(StatusCode.ERROR)
            span.end()
            durations.record(time.monotonic() - begun, {**counted, "gong.outcome": outcome})

        return end
