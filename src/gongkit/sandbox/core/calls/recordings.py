"""The recordings of calls that were added: which are waited for, and what comes of one.

From its arrival on the sandbox's clock runs: transcript and analysis are there after a
while, brief and outline some time later. What they will say is written down at once.
"""

from __future__ import annotations

import mimetypes
import re
import wave
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from gongkit.contract.types.call_details import Party
from gongkit.contract.types.call_uploads import NewCallAddingRequest
from gongkit.contract.types.calls import CallBasicData
from gongkit.decoders import decoder_of
from gongkit.sandbox.core.api.asked import Upload
from gongkit.sandbox.core.calls.rows import PARTY, BlocksRow, encode_meta
from gongkit.sandbox.core.companies import load_companies
from gongkit.sandbox.core.company import Company
from gongkit.sandbox.core.company_settings import load_company_settings
from gongkit.sandbox.core.state import State

if TYPE_CHECKING:  # it loads all the words of the demo data
    from gongkit.sandbox.core.calls.transcription import Heard

UNKNOWN_LANGUAGE = "und"
"""What the API says of a call whose language nobody told, until its recording is there."""
_LONGEST_SECONDS = 7 * 86_400
_NOT_IN_URL = re.compile(r"[\x00-\x20\x7f-\x9f\s]")
_UPLOADS = "call_uploads u JOIN calls ON number = u.call"
_WAITED_FOR = (
    "download_media_url IS NOT NULL AND download_problem IS NULL"
    " AND NOT EXISTS (SELECT 1 FROM call_media m WHERE m.call = u.call)"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """A recording to be fetched; `request_id` is that of the request that added the call."""

    company_id: str
    call_id: str
    url: str
    request_id: str


def is_web_address(text: str) -> bool:
    """Tell whether a recording may be behind this text: an http or https URL, as a whole."""
    try:
        url, port = urlsplit(text), urlsplit(text).port
        (url.hostname or "").encode("idna")
        text.encode()
    except ValueError:
        return False
    fits = url.scheme in {"http", "https"} and bool(url.hostname) and port != 0
    return fits and not _NOT_IN_URL.search(text)


def wishes(state: State) -> list[Wish]:
    """List the recordings that are waited for, the oldest wish first."""
    rows = state.rows(
        "SELECT company_id, id, download_media_url, request_id"  # noqa: S608
        f" FROM {_UPLOADS} WHERE {_WAITED_FOR} ORDER BY u.call"
    )
    return [
        Wish(company_id=company_id, call_id=call_id, url=url, request_id=request_id)
        for company_id, call_id, url, request_id in rows
    ]


def take_fetched(state: State, wish: Wish, upload: Upload, now: float) -> str | None:
    """Keep what was fetched, if it is still waited for; say what is wrong with it."""
    content_type = sound_or_video(upload)
    if content_type is None:
        problem = f"the answer is {upload.content_type or upload.filename}, not sound or video"
        give_up(state, wish, problem)
        return problem
    with state.write():
        number = _waiting(state, wish)
        if number is not None:
            keep_recording(state, number, upload, content_type, now)
    return None


def give_up(state: State, wish: Wish, problem: str) -> None:
    """Remember why a recording could not be fetched; it is not tried again."""
    with state.write():
        number = _waiting(state, wish)
        state.execute(
            "UPDATE call_uploads SET download_problem = ? WHERE call = ?", problem, number
        )


def _waiting(state: State, wish: Wish) -> int | None:
    """Find the call, unless it is gone or another one, since the data was replaced."""
    row = state.row(
        f"SELECT u.call FROM {_UPLOADS}"  # noqa: S608
        f" WHERE company_id = ? AND id = ? AND download_media_url = ? AND {_WAITED_FOR}",
        wish.company_id,
        wish.call_id,
        wish.url,
    )
    return None if row is None else int(row[0])


def sound_or_video(upload: Upload) -> str | None:
    """Tell a recording's type from its content type or, where that says nothing, its name."""
    named = mimetypes.guess_type(upload.filename)[0] or ""
    declared = upload.content_type.partition(";")[0].strip().lower()
    for content_type in (declared, named):
        if content_type.startswith(("audio/", "video/")):
            return content_type
    if declared in {"", "application/octet-stream"} and not named:
        return "audio/mpeg"
    return None


def keep_recording(
    state: State, number: int, upload: Upload, content_type: str, now: float
) -> None:
    """Keep the recording of the call of this number; call it inside a transaction."""
    from gongkit.sandbox.core.calls.transcription import Recorded, transcribe

    state.execute(
        "INSERT INTO call_media VALUES (?, ?, ?, ?, ?)",
        number,
        content_type,
        upload.size,
        upload.sha256,
        upload.content,
    )
    row = state.row(
        "SELECT calls.company_id, calls.id, content, meta, request, parties, w.name, a.name"
        " FROM calls JOIN call_blocks USING (content) JOIN call_uploads u ON u.call = number"
        " LEFT JOIN workspaces w ON w.company_id = calls.company_id AND w.id = workspace_id"
        " LEFT JOIN accounts a ON a.company_id = calls.company_id AND a.id = account_id"
        " WHERE number = ?",
        number,
    )
    if row is None:
        raise AssertionError("a recording arrived for a call that was not added")
    company_id, call_id, content, encoded, request, parties, workspace, account = row
    company, meta = _company(state, company_id), decoder_of(CallBasicData).decode(encoded)
    video = content_type.startswith("video/")
    call = Recorded(
        call_id=call_id,
        request=decoder_of(NewCallAddingRequest).decode(request),
        parties=[decoder_of(Party).decode(one + b"}") for one in parties.split(PARTY)],
        workspace=workspace or "",
        account=account,
        duration=meta.duration or _length_of(upload),
        video=video,
    )
    heard = transcribe(state, company, call)
    meta.duration, meta.media = heard.duration, "Video" if video else "Audio"
    if meta.language == UNKNOWN_LANGUAGE:
        meta.language = heard.language
    _write(state, content, heard)
    _set_moments(state, number, company, meta, now)


def _write(state: State, content: int, heard: Heard) -> None:
    values = {name: getattr(heard.blocks, name) for name in BlocksRow.__struct_fields__}
    there = {name: value for name, value in values.items() if value is not None}
    columns = ", ".join(f"{name} = ?" for name in there)
    state.execute(
        f"UPDATE call_blocks SET {columns} WHERE content = ?",  # noqa: S608
        *there.values(),
        content,
    )
    state.execute("INSERT INTO call_transcripts VALUES (?, ?)", content, heard.transcript)


def _set_moments(
    state: State, number: int, company: Company, meta: CallBasicData, now: float
) -> None:
    settings = load_company_settings(state, company.id)
    transcript_at = now + settings.transcript_after
    state.execute(
        "UPDATE calls SET meta = ?, duration = ?, transcript_at = ?, brief_at = ? WHERE number = ?",
        encode_meta(meta),
        meta.duration,
        transcript_at,
        max(transcript_at, now + settings.brief_after),
        number,
    )


def _company(state: State, company_id: str) -> Company:
    return next(each for each in load_companies(state).values() if each.id == company_id)


def _length_of(upload: Upload) -> int | None:
    """Read the seconds of a WAV file; other formats do not tell."""
    if upload.content is None:
        return None
    try:
        with wave.open(BytesIO(upload.content)) as sound:
            seconds = sound.getnframes() / sound.getframerate()
    except (wave.Error, EOFError, ArithmeticError):
        return None
    return max(1, round(seconds)) if seconds <= _LONGEST_SECONDS else None
