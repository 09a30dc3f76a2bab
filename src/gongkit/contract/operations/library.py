"""The library: folders in which calls, and passages of them, are kept for others."""

from gongkit.contract.operation import NotFoundMeans, Operation, Repeat, in_query
from gongkit.contract.types.library import LibraryFolderListOfCallsResponse, LibraryResponse

GET_LIBRARY_STRUCTURE = Operation(
    id="getLibraryStructure",
    area="library",
    method_name="folders",
    method="GET",
    path="/v2/library/folders",
    doc="""List the public folders of the library; `parentFolderId` makes them a tree.

    Private and archived folders are not listed. The answer is not paged. 404 means that
    there are none; it is taken as an empty list.""",
    answer=LibraryResponse,
    parameters=(
        in_query(
            "workspaceId",
            "The workspace whose library is meant; give it where a company has several.",
        ),
    ),
    scopes=("api:library:read",),
    items="folders",
    repeat=Repeat.SAFE,
    not_found=NotFoundMeans.EMPTY,
    errors=(400, 401, 404, 429, 500),
)

GET_CALLS_IN_SPECIFIC_FOLDER = Operation(
    id="getCallsInSpecificFolder",
    area="library",
    method_name="folder_content",
    method="GET",
    path="/v2/library/folder-content",
    doc="""List the calls, and passages of calls, in one public folder of the library.

    The answer is not paged. 404 means that there is no such folder, or that it is
    private or archived.""",
    answer=LibraryFolderListOfCallsResponse,
    parameters=(
        in_query(
            "folderId",
            "The folder. Gong marks it optional without saying what an answer would be for.",
        ),
    ),
    scopes=("api:library:read",),
    items="calls",
    repeat=Repeat.SAFE,
    errors=(400, 401, 404, 429, 500),
)
