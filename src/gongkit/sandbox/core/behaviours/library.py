"""How the library behaves."""

from gongkit.sandbox.core.behaviours.behaviour import Basis, Behaviour

_FOLDERS, _CONTENT = "getLibraryStructure", "getCallsInSpecificFolder"

LIBRARY = (
    Behaviour(
        "library-public",
        Basis.DOCUMENTED,
        "Only public folders are shown, as a tree by parentFolderId; private and archived ones"
        " are not.",
        (_FOLDERS,),
    ),
    Behaviour(
        "library-no-folders",
        Basis.DOCUMENTED,
        "Where there are no folders the answer is 404.",
        (_FOLDERS,),
        (404,),
    ),
    Behaviour(
        "library-workspace",
        Basis.ASSUMED,
        "In a company with several workspaces workspaceId must be given.",
        (_FOLDERS,),
        (400,),
    ),
    Behaviour(
        "library-streams",
        Basis.ASSUMED,
        "Streams, which fill themselves by a filter, are no folders: they are not listed, and"
        " have no content here.",
        (_FOLDERS, _CONTENT),
        (200, 404),
    ),
    Behaviour(
        "library-unknown",
        Basis.DOCUMENTED,
        "A folder that there is not, or that is private or archived, is 404.",
        (_CONTENT,),
        (404,),
    ),
    Behaviour(
        "library-folder-id",
        Basis.ASSUMED,
        "Although Gong marks folderId optional, a request without it is refused.",
        (_CONTENT,),
        (400,),
    ),
    Behaviour(
        "library-content",
        Basis.ASSUMED,
        "Calls are listed in the order in which they were added, an empty folder as an empty"
        " list; calls that were erased, or cannot be seen, are left out.",
        (_CONTENT,),
    ),
    Behaviour(
        "library-past",
        Basis.ASSUMED,
        "With the clock set back, calls that are added later are not there yet, and a folder is"
        " without `updated` where no earlier change is known.",
        (_FOLDERS, _CONTENT),
    ),
    Behaviour(
        "library-profile",
        Basis.ASSUMED,
        "With the setting calls_seen_by, folders are those that the user's permission profile"
        " opens; an opened folder does not open those below it.",
        (_FOLDERS, _CONTENT),
        (200, 404),
    ),
)
