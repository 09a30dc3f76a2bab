"""The addresses of recordings lead to recordings."""

from __future__ import annotations

import wave
from io import BytesIO
from typing import Any

from tests.sandbox.box import Box, send
from tests.sandbox.test_new_calls import add, upload


def media_blocks(box: Box) -> list[dict[str, Any]]:
    body = {"filter": {}, "contentSelector": {"exposedFields": {"media": True}}}
    calls = box.api("northwind", "POST", "/v2/calls/extensive", body=body).json["calls"]
    return [call["media"] for call in calls if "media" in call]


def test_every_address_of_a_page_answers_with_what_it_names(box: Box) -> None:
    blocks = media_blocks(box)
    video = next(block for block in blocks if "videoUrl" in block)

    sound = send("GET", video["audioUrl"])
    film = send("GET", video["videoUrl"])

    assert (sound.status, sound.headers["content-type"]) == (200, "audio/wav")
    with wave.open(BytesIO(sound.content)) as heard:
        assert heard.getnframes() > 0
    assert (film.status, film.content[:4]) == (200, b"RIFF")


def test_an_uploaded_recording_is_given_back_as_it_came(own_box: Box) -> None:
    own_box.lift_limits()
    call_id = add(own_box).json["callId"]
    recording = bytes(range(256)) * 400
    assert upload(own_box, call_id, recording, "audio/mpeg", "a.mp3").status == 201

    heard = own_box.send("GET", f"/media/{call_id}")

    assert (heard.status, heard.content) == (200, recording)
    assert heard.headers["content-type"] == "audio/mpeg"


def test_what_is_no_recording_is_404(box: Box) -> None:
    for path in ("/media/", "/media/1", "/media/1/video", "/media/x/y/z"):
        assert box.send("GET", path).status == 404
    assert box.send("POST", "/media/1").status == 405
