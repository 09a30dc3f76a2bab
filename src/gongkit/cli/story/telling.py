"""The whole story, in order."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path
from typing import Any

from gongkit.cli.story.exchanges import RecordingTransport
from gongkit.cli.story.installing import approve, exchange_code, refuse_rep, register
from gongkit.cli.story.keeping import refresh_once, refuse_elsewhere
from gongkit.cli.story.killing import survive_kill
from gongkit.cli.story.narrator import Narrator
from gongkit.cli.story.reading import follow_cursor, list_calls, read_transcript
from gongkit.cli.story.stage import AppClock, Stage
from gongkit.cli.story.writing import allow_sub_domain, upload_call


def tell_story(narrator: Narrator, sandbox: dict[str, Any]) -> None:
    """Tell it against a running sandbox. Raises StepFailed at the first step that goes wrong."""
    began = time.monotonic()
    network = RecordingTransport()
    with tempfile.TemporaryDirectory(prefix="hello-gong-") as folder:
        stage = Stage(
            tell=narrator,
            network=network,
            sandbox=sandbox,
            clock=AppClock(),
            folder=Path(folder),
        )
        try:
            _tell(stage)
        finally:
            network.close()
    narrator.say("")
    narrator.say(
        f"{narrator.steps} steps in {time.monotonic() - began:.0f} s. All as it should be."
    )


def _tell(stage: Stage) -> None:
    app = register(stage)
    refuse_rep(stage, app)
    code = approve(stage, app)
    installed = exchange_code(stage, app, code)
    store = installed.open_store()
    try:
        gong = installed.client(store)
        calls = list_calls(stage, gong)
        read_transcript(stage, gong, calls)
        follow_cursor(stage, gong)
        refresh_once(stage, installed)
        survive_kill(stage, installed)
        refuse_elsewhere(stage, installed)
        upload_call(stage, gong, calls)
        allow_sub_domain(stage, gong, app)
    finally:
        store.close()
