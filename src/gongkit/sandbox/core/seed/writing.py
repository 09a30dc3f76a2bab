"""Writes the conversation of a planned call, and the blocks that are computed from it."""

from __future__ import annotations

from gongkit.sandbox.core.calls.rows import BlocksRow, block, media_block
from gongkit.sandbox.core.seed.analysis import Analysis
from gongkit.sandbox.core.seed.companies import Blueprint
from gongkit.sandbox.core.seed.conversation import Conversation, Writer
from gongkit.sandbox.core.seed.dice import Dice
from gongkit.sandbox.core.seed.draft import flags_of
from gongkit.sandbox.core.seed.kinds import OPEN_END, Kind
from gongkit.sandbox.core.seed.script import Part
from gongkit.sandbox.core.seed.slots import Slots, call_items
from gongkit.sandbox.core.seed.stories import PlannedCall
from gongkit.sandbox.core.seed.trackers import Finder


def converse(blueprint: Blueprint, planned: PlannedCall, slots: Slots, dice: Dice) -> Conversation:
    """Write what is said in a call."""
    account = planned.account
    place = (account.variety if account else 0, planned.position)
    writer = Writer(dice, slots, flags_of(planned), place)
    parts: list[Part] = [
        part if planned.gap else (OPEN_END.get(part[0], part[0]), *part[1:])
        for part in planned.kind.parts
    ]
    items = {
        scene.each: call_items(blueprint, planned, scene.each)
        for scene, _, _ in parts
        if scene.each
    }
    return writer.write(parts, items)


def add_content(
    blocks: BlocksRow, told: Analysis, kind: Kind, slots: Slots, *, german: bool
) -> None:
    """Add what the call was about; the trackers are added by `add_trackers`."""
    blocks.structure = block("structure", told.structure())
    blocks.topics = block("topics", told.topics())
    agreed = "Vereinbart:" if german else "Agreed:"
    blocks.brief = block("brief", told.brief(kind.brief.format_map(slots), agreed))
    blocks.outline = block("outline", told.outline())
    blocks.highlights = block("highlights", told.highlights())
    blocks.key_points = block("keyPoints", told.key_points())
    if kind.outcome:
        blocks.call_outcome = block("callOutcome", kind.outcome)


def add_trackers(
    blocks: BlocksRow, finder: Finder, talk: Conversation, speakers: list[str]
) -> None:
    """Add what the company's trackers find."""
    counts, moments = finder.find(talk, speakers)
    blocks.trackers = b'"trackers":[%b]' % counts
    blocks.tracker_occurrences = b'"trackers":[%b]' % moments


def add_interaction(blocks: BlocksRow, told: Analysis, *, video: bool) -> None:
    """Add how people interacted, and where the recording is."""
    blocks.speakers = block("speakers", told.speakers())
    blocks.questions = block("questions", told.questions())
    blocks.interaction_stats = block("interactionStats", told.interaction_stats())
    if video:
        blocks.video = block("video", told.video())
    blocks.media = media_block(video=video)
