"""Briefs of a CRM object: what is kept about its calls, in the order in which a brief tells it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from gongkit.contract.types.briefs import Brief
from gongkit.contract.types.entities import (
    BriefCallFinding,
    BriefSection,
    ConversationFindings,
    EmailFinding,
    GenerateBriefResponse,
)
from gongkit.errors import nearest_hint
from gongkit.sandbox.core.api.asked import Answer, Asked, Hint, Refused, answers
from gongkit.sandbox.core.areas.briefs import briefs_of
from gongkit.sandbox.core.areas.entities.activity import Activity, ActivityReader
from gongkit.sandbox.core.areas.entities.content import Told, lines_of_emails, told_of_calls
from gongkit.sandbox.core.areas.entities.credits import pay
from gongkit.sandbox.core.areas.entities.extraction import Line, best_lines, words_of
from gongkit.sandbox.core.areas.entities.found import Entity, check_workspace, find_entity
from gongkit.sandbox.core.areas.entities.period import check_period
from gongkit.sandbox.core.state import State

_LABEL = (
    "Put together by the gongkit sandbox from what is kept about calls, emails and the CRM's"
    " object, word for word. No AI was asked."
)
_CONVERSATIONS, _CRM = "Conversations", "CrmOrGongData"
_RECENT, _POINTS, _STEPS, _EMAILS = 5, 8, 3, 3


@answers("generateBrief")
def generate_brief(state: State, asked: Asked) -> Answer:
    """Put a brief together from the briefs, key points and next steps of the calls."""
    check_period(asked)
    check_workspace(state, asked)
    brief = _brief_asked(state, asked)
    entity = find_entity(state, asked)
    activity = ActivityReader(state, asked, entity).read()
    told = told_of_calls(state, activity.calls, asked.now)
    answer = GenerateBriefResponse(
        request_id=asked.request_id,
        num_of_calls_searched=len(activity.calls),
        num_of_emails_searched=len(activity.emails),
        brief_sections=list(_Sections(brief, activity, told).all(entity)),
    )
    pay(state, asked, activity.credits)
    return Answer.of(answer)


def _brief_asked(state: State, asked: Asked) -> Brief:
    workspace_id, wanted = str(asked.query["workspaceId"]), asked.query["briefName"]
    known = {
        brief.brief_name or "": brief for brief in briefs_of(state, asked.company.id, workspace_id)
    }
    if wanted not in known:
        raise Refused(
            404,
            f"Brief not found for the provided briefName: {wanted}",
            hints=(
                Hint(
                    "briefName", f"{nearest_hint(wanted, list(known))} listBriefs gives them all."
                ),
            ),
        )
    return known[wanted]


class _Sections:
    """The sections of one brief; `told` is what is kept about each of the calls."""

    def __init__(self, brief: Brief, activity: Activity, told: list[Told]) -> None:
        self._brief, self._activity, self._told = brief, activity, told
        self._words = words_of(f"{brief.brief_name} {brief.description}")

    def all(self, entity: Entity) -> Iterator[BriefSection]:
        """Give the sections in their order."""
        yield self._about()
        yield self._recent()
        yield self._points()
        yield self._next_steps()
        yield self._emails()
        yield _fields(entity)

    def _about(self) -> BriefSection:
        calls, emails = len(self._activity.calls), len(self._activity.emails)
        looked_at = f"{calls} calls and {emails} emails were looked at."
        summary = [_LABEL, self._brief.description or "", looked_at]
        return self._section(self._brief.brief_name or "", [text for text in summary if text], ())

    def _recent(self) -> BriefSection:
        """Repeat the briefs of the latest calls."""
        recent = [place for place, told in enumerate(self._told) if told.brief][:_RECENT]
        texts = [self._told[place].brief or "" for place in recent]
        return self._section("Recent conversations", texts, recent)

    def _points(self) -> BriefSection:
        """Choose the key points that have to do with the brief's words, then the newest."""
        lines = [
            Line(point, "", "", place)
            for place, told in enumerate(self._told)
            for point in told.points
        ]
        best = best_lines(self._words, lines, _POINTS)
        chosen = list({line.text: line for line in (*best, *lines)}.values())[:_POINTS]
        places = dict.fromkeys(line.source for line in chosen)
        return self._section("Key points", [line.text for line in chosen], places)

    def _next_steps(self) -> BriefSection:
        """Repeat what was agreed on in the latest calls."""
        recent = [place for place, told in enumerate(self._told) if told.next_steps][:_STEPS]
        texts = [step for place in recent for step in self._told[place].next_steps]
        return self._section("Next steps", list(dict.fromkeys(texts)), recent)

    def _emails(self) -> BriefSection:
        """Quote from the emails what has to do with the brief's words."""
        emails = self._activity.emails
        best = best_lines(self._words, lines_of_emails(emails, 0), _EMAILS)
        places = dict.fromkeys(line.source for line in best)
        return BriefSection(
            title="From emails",
            section_summary=[f"{line.said_by}: {line.text}" for line in best],
            conversation_findings=ConversationFindings(
                call_findings=[],
                email_findings=[EmailFinding(emails=[emails[each].info]) for each in places],
            ),
            brief_section_type=_CONVERSATIONS,
        )

    def _section(self, title: str, texts: list[str], places: Iterable[int]) -> BriefSection:
        calls = self._activity.calls
        found = [BriefCallFinding(call=calls[place].info) for place in places]
        return BriefSection(
            title=title,
            section_summary=texts,
            conversation_findings=ConversationFindings(call_findings=found, email_findings=[]),
            brief_section_type=_CONVERSATIONS,
        )


def _fields(entity: Entity) -> BriefSection:
    """Tell what the CRM says."""
    told = [f"{name}: {value}" for name, value in entity.fields.items() if value is not None]
    return BriefSection(title="CRM", section_summary=told, brief_section_type=_CRM)
