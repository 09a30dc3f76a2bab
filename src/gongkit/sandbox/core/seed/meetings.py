"""Plants meetings: the calls that were agreed on and lie ahead."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from gongkit.sandbox.core.meetings import Invitee, Meeting, insert_meetings
from gongkit.sandbox.core.seed.demo import Demo
from gongkit.sandbox.core.seed.moments import Moments
from gongkit.sandbox.core.seed.stories import Story
from gongkit.sandbox.core.state import State

_LENGTH = timedelta(minutes=45)


def plant_meetings(state: State, demo: Demo, stories: list[Story]) -> None:
    """Put the meetings into the table, each organizer in one at a time."""
    moments = Moments(demo)
    found = {
        (meeting.organizer_id, meeting.starts): meeting
        for story in stories
        for meeting in _ahead(demo, moments, story)
    }
    insert_meetings(state, demo.company.id, list(found.values()))


def _ahead(demo: Demo, moments: Moments, story: Story) -> Iterator[Meeting]:
    last, account = story.calls[-1] if story.calls else None, story.account
    if last is None or last.next_kind is None or last.day >= last.gap or not last.host.active:
        return
    starts = moments.after(last, last.gap)
    dice = demo.dice("meeting", str(account.number))
    yield Meeting(
        organizer_id=last.host.id,
        starts=starts.timestamp(),
        ends=(starts + _LENGTH).timestamp(),
        title=f"{account.name} / {demo.blueprint.title}: {last.next_kind.purpose}",
        external_id=f"{dice.token()}@calendar.{demo.blueprint.domain}",
        provider=dice.pick(("zoom", "zoom", "teams", "meet")),
        account_id=account.id,
        invitees=tuple(
            Invitee(contact.email, contact.name) for contact in account.contacts[: last.contacts]
        ),
    )
