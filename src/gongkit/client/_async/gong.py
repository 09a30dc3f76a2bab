"""The client for asyncio: credentials, options, and the areas of the API."""

from __future__ import annotations

from functools import cached_property
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self, TypeVar

from gongkit.client._async.driver import run
from gongkit.client._async.listing import AsyncListing
from gongkit.contract.operation import Operation
from gongkit.engine.answer import Result
from gongkit.engine.call import Call, bind
from gongkit.engine.effects import Credentials, Steps
from gongkit.engine.perform import Options, perform
from gongkit.http import HttpTransport
from gongkit.wire import AsyncTransport

if TYPE_CHECKING:
    from gongkit.client._async.resources.briefs import AsyncBriefs
    from gongkit.client._async.resources.call_outcomes import AsyncCallOutcomes
    from gongkit.client._async.resources.calls import AsyncCalls
    from gongkit.client._async.resources.coaching import AsyncCoaching
    from gongkit.client._async.resources.crm import AsyncCrm
    from gongkit.client._async.resources.data_privacy import AsyncDataPrivacy
    from gongkit.client._async.resources.digital_interactions import AsyncDigitalInteractions
    from gongkit.client._async.resources.engagement import AsyncEngagement
    from gongkit.client._async.resources.entities import AsyncEntities
    from gongkit.client._async.resources.flows import AsyncFlows
    from gongkit.client._async.resources.integration_settings import AsyncIntegrationSettings
    from gongkit.client._async.resources.library import AsyncLibrary
    from gongkit.client._async.resources.logs import AsyncLogs
    from gongkit.client._async.resources.meetings import AsyncMeetings
    from gongkit.client._async.resources.permissions import AsyncPermissions
    from gongkit.client._async.resources.scorecards import AsyncScorecards
    from gongkit.client._async.resources.stats import AsyncStats
    from gongkit.client._async.resources.tasks import AsyncTasks
    from gongkit.client._async.resources.trackers import AsyncTrackers
    from gongkit.client._async.resources.users import AsyncUsers
    from gongkit.client._async.resources.workspaces import AsyncWorkspaces

Answer = TypeVar("Answer")
T = TypeVar("T")


class AsyncGong:
    """A client for one company's Gong.

    `credentials` say which company and with what right: `AccessKey`, `Bearer`, or
    `InstallationCredentials`. Without a `transport` it speaks HTTP over connections
    of its own, which `async with` or `close_async` closes; a `transport` that is
    given (`MockTransport` in tests, one shared by many clients) stays its owner's.
    """

    def __init__(
        self,
        credentials: Credentials,
        *,
        options: Options | None = None,
        transport: AsyncTransport | None = None,
    ) -> None:
        self._credentials = credentials
        self._options = options or Options()
        self._owns_transport = transport is None
        self._transport: AsyncTransport = transport or HttpTransport()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.close_async()

    async def close_async(self) -> None:
        """Close the client's own connections; a call after it makes new ones."""
        if self._owns_transport:
            await self._transport.close_async()

    async def perform(self, call: Call[Answer]) -> Result[Answer]:
        """Make a call that is bound already: throttled, retried, refreshed where needed."""
        return await self.run(self.steps(call))

    def steps(self, call: Call[Answer]) -> Steps[Result[Answer]]:
        """Give the decisions that make a bound call: for `run`, alone or within others."""
        return perform(call, self._credentials, self._options)

    async def run(self, steps: Steps[T]) -> T:
        """Run the engine's decisions on this client's transport."""
        return await run(steps, self._transport)

    async def request(self, operation: Operation[Answer], **inputs: Any) -> Result[Answer]:
        """Make any call, its inputs by place: `path`, `query`, `body`, `file`."""
        return await self.perform(bind(operation, **inputs))

    def listing(self, operation: Operation[Any], **inputs: Any) -> AsyncListing[Any]:
        """Give any operation's list, its inputs by place as in `request`."""
        return AsyncListing(self, bind(operation, **inputs))

    @cached_property
    def calls(self) -> AsyncCalls:
        """Calls, their details, transcripts, uploads and who may see them."""
        from gongkit.client._async.resources.calls import AsyncCalls

        return AsyncCalls(self)

    @cached_property
    def call_outcomes(self) -> AsyncCallOutcomes:
        """The outcomes that a call can have."""
        from gongkit.client._async.resources.call_outcomes import AsyncCallOutcomes

        return AsyncCallOutcomes(self)

    @cached_property
    def users(self) -> AsyncUsers:
        """The company's people in Gong."""
        from gongkit.client._async.resources.users import AsyncUsers

        return AsyncUsers(self)

    @cached_property
    def workspaces(self) -> AsyncWorkspaces:
        """The company's workspaces."""
        from gongkit.client._async.resources.workspaces import AsyncWorkspaces

        return AsyncWorkspaces(self)

    @cached_property
    def scorecards(self) -> AsyncScorecards:
        """Scorecards and their questions."""
        from gongkit.client._async.resources.scorecards import AsyncScorecards

        return AsyncScorecards(self)

    @cached_property
    def trackers(self) -> AsyncTrackers:
        """Keyword trackers."""
        from gongkit.client._async.resources.trackers import AsyncTrackers

        return AsyncTrackers(self)

    @cached_property
    def briefs(self) -> AsyncBriefs:
        """Brief templates."""
        from gongkit.client._async.resources.briefs import AsyncBriefs

        return AsyncBriefs(self)

    @cached_property
    def stats(self) -> AsyncStats:
        """What people did and how they talked, in numbers."""
        from gongkit.client._async.resources.stats import AsyncStats

        return AsyncStats(self)

    @cached_property
    def coaching(self) -> AsyncCoaching:
        """Who coached whom."""
        from gongkit.client._async.resources.coaching import AsyncCoaching

        return AsyncCoaching(self)

    @cached_property
    def library(self) -> AsyncLibrary:
        """Folders of calls worth hearing."""
        from gongkit.client._async.resources.library import AsyncLibrary

        return AsyncLibrary(self)

    @cached_property
    def logs(self) -> AsyncLogs:
        """The audit logs."""
        from gongkit.client._async.resources.logs import AsyncLogs

        return AsyncLogs(self)

    @cached_property
    def crm(self) -> AsyncCrm:
        """CRM integrations: schema, upload, objects."""
        from gongkit.client._async.resources.crm import AsyncCrm

        return AsyncCrm(self)

    @cached_property
    def flows(self) -> AsyncFlows:
        """Engage flows and the prospects in them."""
        from gongkit.client._async.resources.flows import AsyncFlows

        return AsyncFlows(self)

    @cached_property
    def tasks(self) -> AsyncTasks:
        """Engage tasks."""
        from gongkit.client._async.resources.tasks import AsyncTasks

        return AsyncTasks(self)

    @cached_property
    def meetings(self) -> AsyncMeetings:
        """Meetings scheduled through Gong."""
        from gongkit.client._async.resources.meetings import AsyncMeetings

        return AsyncMeetings(self)

    @cached_property
    def engagement(self) -> AsyncEngagement:
        """Content engagement events (the legacy form)."""
        from gongkit.client._async.resources.engagement import AsyncEngagement

        return AsyncEngagement(self)

    @cached_property
    def digital_interactions(self) -> AsyncDigitalInteractions:
        """Digital interactions on an account's timeline."""
        from gongkit.client._async.resources.digital_interactions import AsyncDigitalInteractions

        return AsyncDigitalInteractions(self)

    @cached_property
    def data_privacy(self) -> AsyncDataPrivacy:
        """What Gong holds about a person, and its erasure."""
        from gongkit.client._async.resources.data_privacy import AsyncDataPrivacy

        return AsyncDataPrivacy(self)

    @cached_property
    def permissions(self) -> AsyncPermissions:
        """Permission profiles."""
        from gongkit.client._async.resources.permissions import AsyncPermissions

        return AsyncPermissions(self)

    @cached_property
    def entities(self) -> AsyncEntities:
        """Questions about an account or a deal, answered from its calls."""
        from gongkit.client._async.resources.entities import AsyncEntities

        return AsyncEntities(self)

    @cached_property
    def integration_settings(self) -> AsyncIntegrationSettings:
        """The integration's own settings at this company."""
        from gongkit.client._async.resources.integration_settings import AsyncIntegrationSettings

        return AsyncIntegrationSettings(self)
