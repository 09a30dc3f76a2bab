"""Plants tasks: what people noted at the end of a call, to be done before the next one."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from gongkit.sandbox.core.engage.tasks import DISMISSED, DONE, MANUAL, OPEN, TaskRow, keep_tasks
from gongkit.sandbox.core.seed.accounts import Account
from gongkit.sandbox.core.seed.demo import Demo
from gongkit.sandbox.core.seed.dice import Dice
from gongkit.sandbox.core.seed.moments import Moments
from gongkit.sandbox.core.seed.stories import PlannedCall, Story
from gongkit.sandbox.core.state import State

_PRICING = 4
"""From this stage of a deal on its tasks are urgent."""
_TRY_AGAIN_DAYS = 2


def plant_tasks(state: State, demo: Demo, stories: list[Story], calls: list[PlannedCall]) -> None:
    """Put the tasks that follow from the calls into the table."""
    moments = Moments(demo)
    tasks = [task for story in stories for task in _of_story(demo, moments, story)]
    for number, call in enumerate(calls):
        tasks += _of_voicemail(demo, moments, number, call)
    keep_tasks(state, demo.company.id, tasks)


def _of_story(demo: Demo, moments: Moments, story: Story) -> Iterator[TaskRow]:
    """Have people confirm the next call; what a later call shows to be done is done."""
    account = story.account
    dice = demo.dice("tasks", str(account.number))
    last = story.calls[-1] if story.calls else None
    for call in story.calls:
        wanted = call is last or dice.chance(0.4)
        if not wanted or call.next_kind is None or not call.day or not call.host.active:
            continue
        due = moments.after(call, call.gap - 1)
        if call is last:
            status, updated = OPEN, None
        else:
            status, updated = _ended(dice), due - timedelta(minutes=dice.between(10, 300))
        first = account.contacts[0].first
        title = (
            f"{first} anrufen: {call.next_kind.meeting} bestätigen"
            if account.german
            else f"Call {first} to confirm {call.next_kind.meeting}"
        )
        made = moments.start_of(call) + timedelta(minutes=dice.between(60, 200))
        yield TaskRow(
            id=dice.gong_id(),
            user_id=call.host.id,
            workspace_id=demo.workspaces[call.kind.customer],
            type=MANUAL,
            status=status,
            title=title,
            priority="HIGH" if call.kind.stage >= _PRICING else "MEDIUM",
            created=made.timestamp(),
            updated=(updated or made).timestamp(),
            due=due.timestamp(),
            account_id=account.id,
            opportunity_id=account.deal.id,
            flow=None,
            contacts=tuple(contact.id for contact in account.contacts[: call.contacts]),
        )


def _of_voicemail(
    demo: Demo, moments: Moments, number: int, call: PlannedCall
) -> Iterator[TaskRow]:
    """Have whoever reached a voicemail try again, outside of any flow."""
    account = call.account
    if call.kind.name != "voicemail" or account is None or not call.day or number % 3:
        return
    dice = demo.dice("voicemail", str(number))
    made = moments.start_of(call) + timedelta(minutes=5)
    due = moments.after(call, _TRY_AGAIN_DAYS)
    is_open = call.day <= _TRY_AGAIN_DAYS
    yield TaskRow(
        id=dice.gong_id(),
        user_id=call.host.id,
        workspace_id=demo.workspaces[call.kind.customer],
        type=MANUAL,
        status=OPEN if is_open else _ended(dice),
        title=_again(account),
        priority="LOW",
        created=made.timestamp(),
        updated=(made if is_open else due).timestamp(),
        due=due.timestamp(),
        account_id=None,
        opportunity_id=None,
        flow=None,
        contacts=(account.contacts[0].id,),
    )


def _again(account: Account) -> str:
    return f"Call {account.contacts[0].name} again"


def _ended(dice: Dice) -> str:
    return DISMISSED if dice.chance(0.15) else DONE
