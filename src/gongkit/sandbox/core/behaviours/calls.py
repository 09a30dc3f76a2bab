"""How calls behave: reading them, adding them, and what comes of their recordings."""

from gongkit.sandbox.core.behaviours.behaviour import Basis, Behaviour

_LISTS = ("listCalls", "listCallsExtensive", "getCallTranscripts")
_POSTS = ("listCallsExtensive", "getCallTranscripts")
_READS = (*_LISTS, "getCall")
_ADDED = ("addCall",)
_RECORDED = ("addCallRecording",)

READING_CALLS = (
    Behaviour(
        "calls-paged",
        Basis.DOCUMENTED,
        "A list comes in pages of 100 (Gong: about 100); the cursor for the next page goes into"
        " the query of a GET and into the body of a POST, and the last page has none.",
        _LISTS,
    ),
    Behaviour(
        "calls-order",
        Basis.ASSUMED,
        "Calls are listed by when they began, and the total is the one that the first page"
        " counted.",
        _LISTS,
    ),
    Behaviour(
        "calls-period",
        Basis.DOCUMENTED,
        "A period is about when a call began: from its start, up to and without its end.",
        _LISTS,
    ),
    Behaviour(
        "calls-without-end",
        Basis.REPORTED,
        "`toDateTime` may be left out.",
        ("listCalls",),
    ),
    Behaviour(
        "calls-empty",
        Basis.REPORTED,
        "A list without a call is 404, and so is one of calls that may not be seen.",
        _LISTS,
        (404,),
    ),
    Behaviour(
        "call-missing",
        Basis.DOCUMENTED,
        "A call that there is not, that is not processed yet, or that may not be seen is 404.",
        ("getCall",),
        (404,),
    ),
    Behaviour(
        "calls-late",
        Basis.REPORTED,
        "A call can be seen some time after it took place: minutes to hours, in the worst case"
        " a day.",
        _READS,
    ),
    Behaviour(
        "calls-seen-by",
        Basis.ASSUMED,
        "Credentials see every call, private ones too, unless the setting `calls_seen_by` names"
        " a user whose permission profile then counts.",
        _READS,
    ),
    Behaviour(
        "empty-call-ids",
        Basis.REPORTED,
        "An empty `callIds` is refused; null and leaving it out are not.",
        _POSTS,
        (400,),
    ),
    Behaviour(
        "unknown-call-ids",
        Basis.ASSUMED,
        "Ids of `callIds` that are no calls are left out, and all filters hold together.",
        _POSTS,
    ),
    Behaviour(
        "content-selector",
        Basis.DOCUMENTED,
        "A detailed call has its metadata, and of the other blocks those that the content"
        " selector names and that there is something in.",
        ("listCallsExtensive",),
    ),
    Behaviour(
        "points-of-interest",
        Basis.DOCUMENTED,
        "`pointsOfInterest` is accepted and gives nothing; next steps are under `highlights`.",
        ("listCallsExtensive",),
    ),
    Behaviour(
        "occurrences-need-trackers",
        Basis.DOCUMENTED,
        "`trackerOccurrences` has an effect only together with `trackers`.",
        ("listCallsExtensive",),
    ),
    Behaviour(
        "timing-needs-extended",
        Basis.ASSUMED,
        "`contextTiming` is refused unless `context` is `Extended`, and is `Now` by default.",
        ("listCallsExtensive",),
        (200, 400),
    ),
    Behaviour(
        "media-scope",
        Basis.DOCUMENTED,
        "`media` needs the scope `api:calls:read:media-url` as well.",
        ("listCallsExtensive",),
        (403,),
    ),
    Behaviour(
        "media-addresses",
        Basis.ASSUMED,
        "The addresses of a recording are not signed and do not end; Gong's stop working after"
        " some hours.",
        ("listCallsExtensive",),
    ),
    Behaviour(
        "interaction-formulas",
        Basis.ASSUMED,
        "Interaction statistics are computed from the transcript; Gong publishes their names,"
        " not their formulas.",
        ("listCallsExtensive",),
    ),
    Behaviour(
        "transcript-late",
        Basis.DOCUMENTED,
        "A call without a transcript is not in the list; transcript and analysis come later"
        " than the call, brief, outline, highlights and key points later still.",
        ("getCallTranscripts", "listCallsExtensive"),
    ),
)

ADDING_CALLS = (
    Behaviour(
        "call-duplicate",
        Basis.DOCUMENTED,
        "A second call with the same `clientUniqueId` is refused.",
        _ADDED,
        (409,),
    ),
    Behaviour(
        "call-host",
        Basis.DOCUMENTED,
        "The primary user must be a user of the company, and one of the parties.",
        _ADDED,
        (400,),
    ),
    Behaviour(
        "call-checked",
        Basis.ASSUMED,
        "Refused are a start in the future, an unknown workspace, a party id that is there twice,"
        " a user who has left, and a timeline that names a party who is not there; also a scheduled"
        " start from the year 9000 on, and what cannot be a URL.",
        _ADDED,
        (400,),
    ),
    Behaviour(
        "call-workspace",
        Basis.ASSUMED,
        "Without a workspace the call goes to the company's first one by name.",
        _ADDED,
    ),
    Behaviour(
        "call-users",
        Basis.ASSUMED,
        "A party with the email address of an active user, or with an alias, is that user.",
        _ADDED,
    ),
    Behaviour(
        "call-objects",
        Basis.ASSUMED,
        "Of the objects in a context those that have an effect are kept: `Account` and"
        " `Opportunity` for the call, `Contact` and `Lead` for a party.",
        _ADDED,
    ),
    Behaviour(
        "call-language",
        Basis.ASSUMED,
        "The words of a call are English, German in customer meetings of a company that sells in"
        " German; its language is that of `languageCode`, or else that of the words once its"
        " recording is there.",
        _ADDED,
    ),
    Behaviour(
        "call-disposition",
        Basis.ASSUMED,
        "Where `disposition` names a call outcome, by itself or after ` - `, the call has it; one"
        " that tells of no answer or of a message left gives a call in which only the host speaks.",
        _ADDED,
    ),
    Behaviour(
        "call-links",
        Basis.ASSUMED,
        "The call belongs to the account and the deal that its context names, or else to the"
        " account that its parties' contacts, numbers or domains lead to.",
        _ADDED,
    ),
    Behaviour(
        "call-visible-after",
        Basis.ASSUMED,
        "An added call can be read at once, or after the setting `call_visible_after`.",
        _ADDED,
    ),
    Behaviour(
        "download-loopback",
        Basis.ASSUMED,
        "The recording behind `downloadMediaUrl` is fetched right after the answer, once, and"
        " from this machine only unless the sandbox was started with `--fetch-recordings any`;"
        " `user:password@` in it is sent as Basic authentication.",
        _ADDED,
    ),
    Behaviour(
        "download-failed",
        Basis.ASSUMED,
        "A recording that cannot be fetched leaves the call without one; the reason is a hint of"
        " the request that added the call.",
        _ADDED,
    ),
    Behaviour(
        "recording-taken",
        Basis.DOCUMENTED,
        "The recording belongs to a call that was added without `downloadMediaUrl`.",
        _RECORDED,
        (201,),
    ),
    Behaviour(
        "recording-refused",
        Basis.ASSUMED,
        "Refused are a file that is no sound or video by its content type and name, a second"
        " recording, one for a call with a `downloadMediaUrl`, and one for a call that was not"
        " added through the API.",
        _RECORDED,
        (400,),
    ),
    Behaviour(
        "recording-size",
        Basis.DOCUMENTED,
        "A recording has at most 1.5 GB; the sandbox keeps the bytes of those up to 16 MB, and"
        " lets a tone stand for the others.",
        _RECORDED,
        (201, 413),
    ),
    Behaviour(
        "recording-processed",
        Basis.ASSUMED,
        "Transcript and analysis are there `transcript_after` the arrival of the recording, brief,"
        " outline, highlights and key points `brief_after` it; a call without one never has any.",
        _RECORDED,
        (201,),
    ),
    Behaviour(
        "recording-imagined",
        Basis.ASSUMED,
        "The sandbox does not listen: the words are its own, between the parties of the call,"
        " along its speakers' timeline if it has one; everything else is computed from them.",
        _RECORDED,
        (201,),
    ),
)

CALLS = READING_CALLS + ADDING_CALLS
