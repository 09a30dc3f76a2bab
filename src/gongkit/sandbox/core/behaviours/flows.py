"""How flows behave: who sees them, who can be put into them, and how long they run."""

from gongkit.sandbox.core.behaviours.behaviour import Basis, Behaviour

_LISTS = ("listFlows", "listFlowsFolders")
_ASSIGN = ("assignProspects", "assignProspectsCoolOffOverrides")
_BULK = ("submitFlowProspectsBulkAssignment", "getFlowProspectsBulkAssignment")
_PUT = (*_ASSIGN, "submitFlowProspectsBulkAssignment")
_UNASSIGN = ("unassignProspectFlows", "unassignFlows")
_READS = (*_LISTS, "getFlowSteps", "getProspectsAssignedFlows")

FLOWS = (
    Behaviour(
        "flow-visibility",
        Basis.DOCUMENTED,
        "The company's flows are listed, the named user's own, and those shared with that user.",
        ("listFlows",),
    ),
    Behaviour(
        "flow-folders-key",
        Basis.DOCUMENTED,
        "Folders are answered under `flows` and in the shape of flows.",
        ("listFlowsFolders",),
    ),
    Behaviour(
        "flow-folder-visibility",
        Basis.DOCUMENTED,
        "The company's folders are listed beside the named user's own.",
        ("listFlowsFolders",),
    ),
    Behaviour(
        "flow-folder-parent",
        Basis.ASSUMED,
        "`parentId` keeps the folder itself and everything within it, however deep.",
        ("listFlowsFolders",),
    ),
    Behaviour(
        "flow-pages",
        Basis.ASSUMED,
        "A page holds 100 items, the oldest first; a list without any is empty, and no error.",
        _LISTS,
    ),
    Behaviour(
        "flows-most-recent",
        Basis.ASSUMED,
        "`mostRecentlyAssigned` keeps the five flows into which prospects were last put for the"
        " named user.",
        ("listFlows",),
    ),
    Behaviour(
        "flow-user-unknown",
        Basis.ASSUMED,
        "An email address of no user of the company is refused with 400, since 404 is not"
        " documented here.",
        (*_LISTS, *_UNASSIGN),
        (400,),
    ),
    Behaviour(
        "engage-missing",
        Basis.ASSUMED,
        "A company in which nobody has Gong Engage is answered 403.",
        (*_READS, *_ASSIGN, *_BULK),
        (403,),
    ),
    Behaviour(
        "flow-steps",
        Basis.DOCUMENTED,
        "Flows come with all their steps and texts, in the order of the request.",
        ("getFlowSteps",),
    ),
    Behaviour(
        "flow-steps-cap",
        Basis.DOCUMENTED,
        "More than 20 flows in a request are refused.",
        ("getFlowSteps",),
        (400,),
    ),
    Behaviour(
        "flow-steps-unknown",
        Basis.DOCUMENTED,
        "One flow that does not exist makes the whole request 404.",
        ("getFlowSteps",),
        (404,),
    ),
    Behaviour(
        "flow-ids",
        Basis.ASSUMED,
        "A list of ids must not be empty; an id given twice counts once.",
        ("getFlowSteps", "getProspectsAssignedFlows", *_ASSIGN, "unassignFlows"),
        (200, 400),
    ),
    Behaviour(
        "assigned-open",
        Basis.DOCUMENTED,
        "By prospect only open flow instances are listed, by their own ids all; nothing is paged.",
        ("getProspectsAssignedFlows",),
    ),
    Behaviour(
        "assigned-one-way",
        Basis.ASSUMED,
        "Either prospects or flow instances are named; both or neither is refused.",
        ("getProspectsAssignedFlows",),
        (400,),
    ),
    Behaviour(
        "instance-course",
        Basis.ASSUMED,
        "An instance is pending until a minute after its first step is due, then running, and"
        " finished without a reply a day after its last step; its to-dos count as done when due.",
        ("getProspectsAssignedFlows", *_ASSIGN),
    ),
    Behaviour(
        "assign-each",
        Basis.DOCUMENTED,
        "The request succeeds even when nobody was assigned; those who were not are listed with"
        " a reason.",
        _ASSIGN,
    ),
    Behaviour(
        "assign-cap",
        Basis.DOCUMENTED,
        "More than 100 prospects in a request are refused.",
        _ASSIGN,
        (400,),
    ),
    Behaviour(
        "assign-unknown",
        Basis.DOCUMENTED,
        "A flow or an owner that does not exist is answered 404.",
        _PUT,
        (404,),
    ),
    Behaviour(
        "assign-hidden",
        Basis.ASSUMED,
        "A flow that the owner of the instances does not see is answered 404, like one that does"
        " not exist.",
        _PUT,
        (404,),
    ),
    Behaviour(
        "assign-owner",
        Basis.ASSUMED,
        "The owner of the instances must be an active user who has Gong Engage.",
        _PUT,
        (400,),
    ),
    Behaviour(
        "assign-cool-off",
        Basis.ASSUMED,
        "Somebody who left a flow less than seven days ago is cooling off and is not assigned,"
        " unless that is overridden; Gong documents the rule, but not the days.",
        _ASSIGN,
    ),
    Behaviour(
        "assign-state",
        Basis.ASSUMED,
        "InvalidState also tells of a prospect who is in the flow already, is in or would come"
        " from an exclusive one, or wants no emails; InvalidArgument of an unknown prospect and"
        " of a missing email address.",
        _ASSIGN,
    ),
    Behaviour(
        "assign-overrides",
        Basis.ASSUMED,
        "Overrides must name steps and variables that the flow has, each once, and a subject"
        " only where an email begins a thread.",
        _ASSIGN,
        (400,),
    ),
    Behaviour(
        "assign-despite-cool-off",
        Basis.DOCUMENTED,
        "The deprecated operation assigns prospects whatever their cooling-off.",
        ("assignProspectsCoolOffOverrides",),
    ),
    Behaviour(
        "bulk-accepted",
        Basis.DOCUMENTED,
        "A bulk assignment is taken on with 202 and an id by which its status is asked.",
        ("submitFlowProspectsBulkAssignment",),
        (202,),
    ),
    Behaviour(
        "bulk-cap",
        Basis.DOCUMENTED,
        "More than 50 persons are refused, and a person without a CRM id who lacks a name.",
        ("submitFlowProspectsBulkAssignment",),
        (400,),
    ),
    Behaviour(
        "bulk-course",
        Basis.ASSUMED,
        "It is PENDING, then IN_PROGRESS, each for half of `bulk_assignment_after`, and then all"
        " persons are tried at once; it ends COMPLETED and never FAILED.",
        ("getFlowProspectsBulkAssignment",),
    ),
    Behaviour(
        "bulk-crm",
        Basis.ASSUMED,
        "A person is found by email address, or added to the CRM: as a contact where"
        " `accountCrmId` is given, as a lead otherwise.",
        ("getFlowProspectsBulkAssignment",),
    ),
    Behaviour(
        "bulk-unknown",
        Basis.DOCUMENTED,
        "An id of no bulk assignment is answered 404.",
        ("getFlowProspectsBulkAssignment",),
        (404,),
    ),
    Behaviour(
        "unassign-each",
        Basis.DOCUMENTED,
        "The instances that ended are answered; what is not among them did not end.",
        _UNASSIGN,
    ),
    Behaviour(
        "unassign-nothing",
        Basis.ASSUMED,
        "A prospect, flow or instance that does not exist is no error: nothing ends.",
        _UNASSIGN,
    ),
)
