"""Questions about a CRM object, answered from its calls and emails.

The sandbox has no language model: it repeats the sentences that have to do with what is
asked, and says so.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from gongkit.contract.types.entities import (
    AnswerSection,
    AskEntityResponse,
    EmailFinding,
    EntityCallFinding,
)
from gongkit.sandbox.core.api.asked import Answer, Asked, Refused, answers
from gongkit.sandbox.core.areas.entities.activity import Activity, ActivityReader
from gongkit.sandbox.core.areas.entities.content import (
    lines_of_calls,
    lines_of_emails,
    names_of_speakers,
)
from gongkit.sandbox.core.areas.entities.credits import pay
from gongkit.sandbox.core.areas.entities.extraction import LABEL, Line, best_lines, words_of
from gongkit.sandbox.core.areas.entities.found import check_workspace, find_entity
from gongkit.sandbox.core.areas.entities.period import check_period
from gongkit.sandbox.core.state import State

_QUOTES = 6


@answers("askEntity")
def ask_entity(state: State, asked: Asked) -> Answer:
    """Answer with what was said and written that has the question's words in it."""
    check_period(asked)
    question: str = asked.query["question"]
    if not question.strip():
        raise Refused(400, "question: must not be empty")
    check_workspace(state, asked)
    entity = find_entity(state, asked)
    activity = ActivityReader(state, asked, entity).read()
    lines = lines_of_calls(state, activity.calls)
    lines += lines_of_emails(activity.emails, first=len(activity.calls))
    best = best_lines(words_of(question), lines, _QUOTES)
    if lines and not best:
        asked.hint(
            "question",
            "No sentence shares a telling word with it; the sandbox looks for words, not meaning.",
        )
    answer = AskEntityResponse(
        request_id=asked.request_id,
        num_of_calls_searched=len(activity.calls),
        num_of_emails_searched=len(activity.emails),
        answer=[_label(activity, best), *_sections(state, activity, best)],
    )
    pay(state, asked, activity.credits)
    return Answer.of(answer)


def _label(activity: Activity, best: Sequence[Line]) -> AnswerSection:
    looked_at = f"{len(activity.calls)} calls and {len(activity.emails)} emails"
    found = f"{len(best)} sentences" if best else "Nothing"
    return AnswerSection(
        answer_items=[LABEL, f"{found} found in {looked_at}."], call_findings=[], email_findings=[]
    )


def _sections(state: State, activity: Activity, best: Sequence[Line]) -> Iterator[AnswerSection]:
    """Put the sentences of each call and each email together, with where they come from."""
    by_source: dict[int, list[Line]] = {}
    for line in best:
        by_source.setdefault(line.source, []).append(line)
    calls, emails = activity.calls, activity.emails
    names = names_of_speakers(state, [calls[each] for each in by_source if each < len(calls)])
    for source, lines in by_source.items():
        items = [_quoted(line, names) for line in lines]
        if source < len(calls):
            finding = EntityCallFinding(call=calls[source].info)
            yield AnswerSection(answer_items=items, call_findings=[finding], email_findings=[])
        else:
            found = EmailFinding(emails=[emails[source - len(calls)].info])
            yield AnswerSection(answer_items=items, call_findings=[], email_findings=[found])


def _quoted(line: Line, names: dict[str, str]) -> str:
    who = names.get(line.said_by, line.said_by)
    return f"{who} ({line.about}): {line.text}" if line.about else f"{who}: {line.text}"
