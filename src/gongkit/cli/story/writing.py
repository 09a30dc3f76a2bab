"""Steps 11 and 12: a call is brought into Gong, and a tenant's sub-domain is allowed."""

from __future__ import annotations

import io
import math
import struct
import wave
from datetime import timedelta
from pathlib import Path

from gongkit import Gong
from gongkit.cli.story.narrator import StepFailed, expect, there
from gongkit.cli.story.stage import App, Stage
from gongkit.contract.types.call_uploads import CallParticipant
from gongkit.contract.types.calls import CallBasicData
from gongkit.contract.types.integration_settings import IntegrationTypeSettings
from gongkit.errors import Conflict

CLIENT_UNIQUE_ID = "hello-gong-1"
RATE, SECONDS = 8_000, 2


def upload_call(stage: Stage, gong: Gong, calls: list[CallBasicData]) -> None:
    """Add a call that was made elsewhere, with its recording."""
    with stage.tell.step("Upload a call", "A call that was made elsewhere, and its recording."):
        known = (call.primary_user_id for call in calls if call.primary_user_id)
        user_id = there(next(known, None), "the calls have a primary user")
        _add(stage, gong, user_id)
        added = stage.network.last
        call_id = added.json()["callId"]
        body = f"clientUniqueId: {CLIENT_UNIQUE_ID}, primaryUser, 2 parties, start, duration"
        stage.tell.exchange(added, body=body, got={"callId": call_id})

        recording = stage.folder / "gong.wav"
        recording.write_bytes(sound_of_a_gong())
        uploaded = gong.calls.add_recording(call_id, Path(recording))
        size = f"mediaFile: {recording.name}, {recording.stat().st_size:,} bytes, streamed"
        stage.tell.exchange(stage.network.last, body=size, got={"callId": uploaded.call_id})
        expect(uploaded.call_id == call_id, "the recording belongs to the call")

        try:
            _add(stage, gong, user_id)
        except Conflict as error:
            stage.tell.exchange(stage.network.last, got={"error": "; ".join(error.errors)})
        else:
            raise StepFailed("expected that the same clientUniqueId is refused")
        stage.tell.proven("The call is in Gong once, although it was sent twice.")


def allow_sub_domain(stage: Stage, gong: Gong, app: App) -> None:
    """Allow a customer's own sub-domain for the app's pages."""
    name = stage.company(0)["name"]
    origin = f"https://{name}.{app.manifest.integration.domains[0]}"
    about = "This customer's pages of the app come from a sub-domain of its own."
    with stage.tell.step("Allow a tenant's sub-domain", about):
        setting = IntegrationTypeSettings(integration_type="EMAIL_COMPOSER", allowed_origin=origin)
        answer = gong.integration_settings.update([setting])
        stage.tell.exchange(
            stage.network.last,
            body=f"{setting.integration_type}: {origin}",
            got={"integrationId": answer.integration_id, "requestId": answer.request_id},
        )
        expect(stage.network.last.response.status in {200, 201}, "the origin is accepted")
        stage.tell.proven(f"Pages from {origin} may be shown in the email composer.")


def sound_of_a_gong() -> bytes:
    """Make a recording: a struck gong, as a WAV file."""
    partials = ((110.0, 1.0), (174.0, 0.7), (233.0, 0.5), (331.0, 0.3), (467.0, 0.2))
    samples = bytearray()
    for index in range(RATE * SECONDS):
        at = index / RATE
        value = sum(
            loud * math.sin(2 * math.pi * pitch * at) * math.exp(-at * pitch / 120)
            for pitch, loud in partials
        )
        samples += struct.pack("<h", int(10_000 * value))
    file = io.BytesIO()
    with wave.open(file, "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(RATE)
        out.writeframes(bytes(samples))
    return file.getvalue()


def _add(stage: Stage, gong: Gong, user_id: str) -> None:
    gong.calls.add(
        client_unique_id=CLIENT_UNIQUE_ID,
        title="Hello, Gong",
        primary_user=user_id,
        parties=[
            CallParticipant(user_id=user_id),
            CallParticipant(name="Ada Example", email_address="ada@customer.example"),
        ],
        direction="Outbound",
        actual_start=stage.now - timedelta(hours=1),
        duration=float(SECONDS),
    )
