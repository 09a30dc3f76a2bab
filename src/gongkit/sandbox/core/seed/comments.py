"""What colleagues write about a call: the host's manager on moments that invite it."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from gongkit.contract.types.call_details import CallComment
from gongkit.sandbox.core.seed.draft import Draft

_HOUR = 3600.0
_FROM_DAY = 2
"""Calls of today and yesterday have no comments yet."""

_THANKS = (
    "Thank you, that means something, coming from you.",
    "Thanks! I will bring it up in our next 1:1.",
    "Appreciated. I was not sure about it in the moment.",
)


def comments_on(draft: Draft, zone: ZoneInfo) -> list[CallComment]:
    """Comment on some of the moments; now and then the host says thanks."""
    host, dice, talk = draft.planned.host, draft.dice, draft.talk
    found: list[CallComment] = []
    if host.manager_id is None or draft.planned.day < _FROM_DAY:
        return found
    ends = [*(moment.first for moment in talk.moments[1:]), len(talk.ends)]
    for moment, end in zip(talk.moments, ends, strict=True):
        if not moment.comments or not dice.chance(0.5):
            continue
        posted = draft.ended + dice.between(1, 18) * _HOUR + dice.below(3600)
        comment = CallComment(
            id=dice.gong_id(),
            audio_start_time=talk.starts[moment.first] / 1000,
            audio_end_time=talk.ends[end - 1] / 1000,
            commenter_user_id=host.manager_id,
            comment=moment.comments[0],
            posted=_written(posted, zone),
            during_call=False,
        )
        found.append(comment)
        if dice.chance(0.4):
            later = _written(posted + dice.between(600, 5000), zone)
            found.append(_thanks(draft, comment, later))
    return found


def _thanks(draft: Draft, comment: CallComment, posted: str) -> CallComment:
    return CallComment(
        id=draft.dice.gong_id(),
        audio_start_time=comment.audio_start_time,
        audio_end_time=comment.audio_end_time,
        commenter_user_id=draft.planned.host.id,
        comment=draft.dice.pick(_THANKS),
        posted=posted,
        in_reply_to=comment.id,
        during_call=False,
    )


def _written(seconds: float, zone: ZoneInfo) -> str:
    return datetime.fromtimestamp(seconds, zone).isoformat(timespec="milliseconds")
