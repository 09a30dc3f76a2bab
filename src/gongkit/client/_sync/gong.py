# Made from _async/gong.py by tools/async_to_sync.py: change that one.
"""The client for threads: credentials, options, and the areas of the API."""

from __future__ import annotations

from functools import cached_property
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self, TypeVar

from gongkit.client._sync.driver import run
from gongkit.client._sync.listing import Listing
from gongkit.contract.operation import Operation
from gongkit.engine.answer import Result
from gongkit.engine.call import Call, bind
from gongkit.engine.effects import Credentials, Steps
from gongkit.engine.perform import Options, perform
from gongkit.http import HttpTransport
from gongkit.wire import Transport

if TYPE_CHECKING:
    from gongkit.client._sync.resources.briefs import Briefs
    from gongkit.client._sync.resources.call_outcomes import CallOutcomes
    from gongkit.client._sync.resources.calls import Calls
    from gongkit.client._sync.resources.coaching import Coaching
    from gongkit.client._sync.resources.crm import Crm
    from gongkit.client._sync.resources.data_privacy import DataPrivacy
    from gongkit.client._sync.resources.digital_interactions import DigitalInteractions
    from gongkit.client._sync.resources.engagement import Engagement
    from gongkit.client._sync.resources.entities import Entities
    from gongkit.client._sync.resources.flows import Flows
    from gongkit.client._sync.resources.integration_settings import IntegrationSettings
    from gongkit.client._sync.resources.library import Library
    from gongkit.client._sync.resources.logs import Logs
    from gongkit.client._sync.resources.meetings import Meetings
    from gongkit.client._sync.resources.permissions import Permissions
    from gongkit.client._sync.resources.scorecards import Scorecards
    from gongkit.client._sync.resources.stats import Stats
    from gongkit.client._sync.resources.tasks import Tasks
    from gongkit.client._sync.resources.trackers import Trackers
    from gongkit.client._sync.resources.users import Users
    from gongkit.client._sync.resources.workspaces import Workspaces

Answer = TypeVar("Answer")
T = TypeVar("T")


class Gong:
    """A client for one company's Gong.

    `credentials` say which company and with what right: `AccessKey`, `Bearer`, or
    `InstallationCredentials`. Without a `transport` it speaks HTTP over connections
    of its own, which `with` or `close` closes; a `transport` that is
    given (`MockTransport` in tests, one shared by many clients) stays its owner's.
    """

    def __init__(
        self,
        credentials: Credentials,
        *,
        options: Options | None = None,
        transport: Transport | None = None,
    ) -> None:
        self._credentials = credentials
        self._options = options or Options()
        self._owns_transport = transport is None
        self._transport: Transport = transport or HttpTransport()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the client's own connections; a call after it makes new ones."""
        if self._owns_transport:
            self._transport.close()

    def perform(self, call: Call[Answer]) -> Result[Answer]:
        """Make a call that is bound already: throttled, retried, refreshed where needed."""
        return self.run(self.steps(call))

    def steps(self, call: Call[Answer]) -> Steps[Result[Answer]]:
        """Give the decisions that make a bound call: for `run`, alone or within others."""
        return perform(call, self._credentials, self._options)

    def run(self, steps: Steps[T]) -> T:
        """Run the engine's decisions on this client's transport."""
        return run(steps, self._transport)

    def request(self, operation: Operation[Answer], **inputs: Any) -> Result[Answer]:
        """Make any call, its inputs by place: `path`, `query`, `body`, `file`."""
        return self.perform(bind(operation, **inputs))

    def listing(self, operation: Operation[Any], **inputs: Any) -> Listing[Any]:
        """Give any operation's list, its inputs by place as in `request`."""
        return Listing(self, bind(operation, **inputs))

    @cached_property
    def calls(self) -> Calls:
        """Calls, their details, transcripts, uploads and who may see them."""
        from gongkit.client._sync.resources.calls import Calls

        return Calls(self)

    @cached_property
    def call_outcomes(self) -> CallOutcomes:
        """The outcomes that a call can have."""
        from gongkit.client._sync.resources.call_outcomes import CallOutcomes

        return CallOutcomes(self)

    @cached_property
    def users(self) -> Users:
        """The company's people in Gong."""
        from gongkit.client._sync.resources.users import Users

        return Users(self)

    @cached_property
    def workspaces(self) -> Workspaces:
        """The company's workspaces."""
        from gongkit.client._sync.resources.workspaces import Workspaces

        return Workspaces(self)

    @cached_property
    def scorecards(self) -> Scorecards:
        """Scorecards and their questions."""
        from gongkit.client._sync.resources.scorecards import Scorecards

        return Scorecards(self)

    @cached_property
    def trackers(self) -> Trackers:
        """Keyword trackers."""
        from gongkit.client._sync.resources.trackers import Trackers

        return Trackers(self)

    @cached_property
    def briefs(self) -> Briefs:
        """Brief templates."""
        from gongkit.client._sync.resources.briefs import Briefs

        return Briefs(self)

    @cached_property
    def stats(self) -> Stats:
        """What people did and how they talked, in numbers."""
        from gongkit.client._sync.resources.stats import Stats

        return Stats(self)

    @cached_property
    def coaching(self) -> Coaching:
        """Who coached whom."""
        from gongkit.client._sync.resources.coaching import Coaching

        return Coaching(self)

    @cached_property
    def library(self) -> Library:
        """Folders of calls worth hearing."""
        from gongkit.client._sync.resources.library import Library

        return Library(self)

    @cached_property
    def logs(self) -> Logs:
        """The audit logs."""
        from gongkit.client._sync.resources.logs import Logs

        return Logs(self)

    @cached_property
    def crm(self) -> Crm:
        """CRM integrations: schema, upload, objects."""
        from gongkit.client._sync.resources.crm import Crm

        return Crm(self)

    @cached_property
    def flows(self) -> Flows:
        """Engage flows and the prospects in them."""
        from gongkit.client._sync.resources.flows import Flows

        return Flows(self)

    @cached_property
    def tasks(self) -> Tasks:
        """Engage tasks."""
        from gongkit.client._sync.resources.tasks import Tasks

        return Tasks(self)

    @cached_property
    def meetings(self) -> Meetings:
        """Meetings scheduled through Gong."""
        from gongkit.client._sync.resources.meetings import Meetings

        return Meetings(self)

    @cached_property
    def engagement(self) -> Engagement:
        """Content engagement events (the legacy form)."""
        from gongkit.client._sync.resources.engagement import Engagement

        return Engagement(self)

    @cached_property
    def digital_interactions(self) -> DigitalInteractions:
        """Digital interactions on an account's timeline."""
        from gongkit.client._sync.resources.digital_interactions import DigitalInteractions

        return DigitalInteractions(self)

    @cached_property
    def data_privacy(self) -> DataPrivacy:
        """What Gong holds about a person, and its erasure."""
        from gongkit.client._sync.resources.data_privacy import DataPrivacy

        return DataPrivacy(self)

    @cached_property
    def permissions(self) -> Permissions:
        """Permission profiles."""
        from gongkit.client._sync.resources.permissions import Permissions

        return Permissions(self)

    @cached_property
    def entities(self) -> Entities:
        """Questions about an account or a deal, answered from its calls."""
        from gongkit.client._sync.resources.entities import Entities

        return Entities(self)

    @cached_property
    def integration_settings(self) -> IntegrationSettings:
        """The integration's own settings at this company."""
        from gongkit.client._sync.resources.integration_settings import IntegrationSettings

        return IntegrationSettings(self)
