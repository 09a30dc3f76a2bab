"""The shapes of Gong Engage's tasks, which Gong also calls reminders and to-dos."""

from typing import Annotated, ClassVar

import msgspec

from gongkit.contract.types.base import (
    UNIQUE,
    GongStruct,
    Int32,
    Int64,
    Timestamp,
    known,
)

TaskStatus = Annotated[str, known("OPEN", "DONE", "DISMISSED")]
TaskType = Annotated[str, known("FLOW", "MANUAL")]
"""Whether a flow made the task, or a person."""
TaskAction = Annotated[str, known("CALL")]
"""What is to be done; calls are the only tasks this API shows."""


class ReminderFilter(GongStruct):
    """Which tasks are wanted. All the lists are needed: name every value to leave one open."""

    user_id: Annotated[str, msgspec.Meta(min_length=1)]
    """The Gong user who owns the tasks."""
    types: list[TaskType]
    task_action: list[TaskAction]
    status: list[TaskStatus]
    workspace_id: str | None = None


class ListReminderRequest(GongStruct):
    """A user's tasks that are wanted."""

    filter: ReminderFilter


class TaskAccount(GongStruct):
    """The CRM account a task is about."""

    gong_name: ClassVar[str | None] = "AccountDto"

    crm_id: str | None = None
    name: str | None = None
    crm_url: str | None = None


class TaskOpportunity(GongStruct):
    """The CRM deal a task is about. All values are text, as the CRM shows them."""

    gong_name: ClassVar[str | None] = "OpportunityDto"

    crm_id: str | None = None
    name: str | None = None
    crm_url: str | None = None
    status: str | None = None
    stage: str | None = None
    amount: str | None = None
    probability: str | None = None
    close_date: str | None = None


class TaskFlowStep(GongStruct):
    """The step of a flow that made a task."""

    gong_name: ClassVar[str | None] = "StepDto"

    id: Int64 | None = None
    name: str | None = None
    step_number: Int64 | None = None
    """The first step is 1."""


class TaskFlow(GongStruct):
    """The flow that made a task."""

    gong_name: ClassVar[str | None] = "FlowDto"

    id: Int64 | None = None
    name: str | None = None
    step: TaskFlowStep | None = None


class ContactEmail(GongStruct):
    """An email address of a contact."""

    gong_name: ClassVar[str | None] = "ContactEmailDto"

    email: str | None = None


class PersonPhone(GongStruct):
    """A phone number of a contact."""

    gong_name: ClassVar[str | None] = "PersonPhoneDto"

    raw: str | None = None
    """The number as the CRM has it."""
    extension: str | None = None
    country_code: Int32 | None = None
    """The country's calling code, such as 44."""
    normalized: str | None = None
    """The number in international form."""
    label: str | None = None
    """What kind of number it is, such as mobile."""
    is_verified: bool | None = None


class ContactCrmData(GongStruct):
    """What the CRM knows of a contact or lead."""

    first_name: str | None = None
    last_name: str | None = None
    crm_url: str | None = None
    company_name: str | None = None
    affiliation: Annotated[str, known("Us", "Them", "Unknown")] | None = None
    """Whether the person works for the company that uses Gong, or for a customer."""
    emails: Annotated[list[ContactEmail], UNIQUE] | None = None
    title: str | None = None
    timezone: str | None = None
    """A time zone's name, such as `US/Pacific`."""
    phone_numbers: Annotated[list[PersonPhone], UNIQUE] | None = None
    city: str | None = None
    country: str | None = None
    state: str | None = None
    zipcode: str | None = None
    opt_out_channels: (
        Annotated[list[Annotated[str, known("CALLS", "EMAILS", "SMS_MESSAGES")]], UNIQUE] | None
    ) = None
    """The ways in which the person does not want to be reached: heed them."""
    linkedin_profile: str | None = None


class TaskContact(GongStruct):
    """A person to be reached by a task."""

    gong_name: ClassVar[str | None] = "ContactDto"

    crm_id: str | None = None
    type: Annotated[str, known("CONTACT", "LEAD")] | None = None
    data: ContactCrmData | None = None


class Priority(GongStruct):
    """How urgent a task is."""

    id: Int64 | None = None
    name: str | None = None
    weight: Int32 | None = None
    """For sorting; the heavier, the more urgent."""


class Task(GongStruct):
    """Something a user shall do."""

    gong_name: ClassVar[str | None] = "ReminderDataDto"

    id: Int64 | None = None
    user_id: Int64 | None = None
    """The Gong user who owns the task."""
    created: Timestamp | None = None
    updated: Timestamp | None = None
    status: TaskStatus | None = None
    type: TaskType | None = None
    actions: Annotated[list[TaskAction], UNIQUE] | None = None
    account: TaskAccount | None = None
    opportunity: TaskOpportunity | None = None
    due_date: Timestamp | None = None
    flow: TaskFlow | None = None
    """Absent where a person made the task."""
    contact: TaskContact | None = None
    additional_contacts: list[TaskContact] | None = None
    title: str | None = None
    priority: Priority | None = None


class UserRemindersResponse(GongStruct):
    """Tasks of a user."""

    request_id: str | None = None
    tasks: list[Task] | None = None
    crm_type: (
        Annotated[str, known("SALESFORCE", "HUBSPOT", "MICROSOFT_DYNAMICS", "GENERIC")] | None
    ) = None
    """The CRM that the ids and links in the tasks belong to."""


class UpdateReminderRequest(GongStruct):
    """What to change of a task; what is absent stays as it is."""

    user_id: str
    """The Gong user who owns the task."""
    status: TaskStatus | None = None
    due_date: Timestamp | None = None
    priority: str | None = None
    """A priority's name, such as `MEDIUM`."""
