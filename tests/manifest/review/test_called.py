"""Which operations code calls: each way of coming by a client, and what only looks like one."""

from __future__ import annotations

import ast
import importlib
import inspect

import pytest

from gongkit.client._async.gong import AsyncGong
from gongkit.contract.operation import Operation
from gongkit.contract.registry import AREAS
from gongkit.manifest.review.called import Use, uses_in
from gongkit.manifest.review.files import TextFile
from gongkit.manifest.review.names import named_files
from gongkit.manifest.review.values import METHODS

APP = "from gongkit import AsyncGong, Gong, GongApp\ngong = GongApp.from_manifest()\n"
CONTRACT = "from gongkit.contract"


def uses(code: str, **others: str) -> list[Use]:
    """What is called in app.py, beside the other modules."""
    files = [TextFile("app.py", code)]
    files += [TextFile(f"{name}.py", text) for name, text in others.items()]
    return uses_of_first(files)


def uses_of_first(files: list[TextFile]) -> list[Use]:
    file, names = next(named_files(files))
    return list(uses_in(file, names))


def called(code: str, **others: str) -> list[tuple[str, bool]]:
    return [(*use.operations, use.certain) for use in uses(code, **others)]  # type: ignore[misc]


@pytest.mark.parametrize(
    "code",
    [
        "gong.client(company).users.list()",
        "async def f(c):\n    return await gong.async_client(c).users.list().all()",
        "with Gong(key) as g:\n    g.users.list()",
        "async def f():\n    async with AsyncGong(key) as g:\n        await g.users.list().all()",
        "client = gong.client(company, bulk=True)\nclient.users.list()",
        "client = None\nclient = gong.client(company)\nclient.users.list()",
        "users = gong.client(company).users\nusers.list()",
        "def f(g: Gong):\n    g.users.list()",
        "def f(g: 'AsyncGong | None', h: 'Gong'):\n    h.users.list()",
        "def f(g: 'AsyncGong | None'):\n    g.users.list()",
        "def f(g: Gong | None = None):\n    g.users.list()",
        "def f(g: Optional[Gong]):\n    g.users.list()",
        "def f(g: Annotated[AsyncGong, Depends(made)]):\n    g.users.list()",
        "class A:\n def m(self, g: Gong | None):\n  self.g = g or Gong()\n  self.g.users.list()",
        "@gong.on_installed\ndef f(client):\n    client.users.list()",
        "@gong.on_needs_reconnect\nasync def f(async_client):\n    await async_client.users.list()",
        "@gong.on_removed\ndef f(app, company):\n    app.client(company).users.list()",
        "def made(c):\n    return gong.client(c)\nmade(1).users.list()",
        "class A:\n def m(self):\n  self.g = gong.client(1)\n def f(self):\n  self.g.users.list()",
        "page = partial(gong.client(company).users.list, workspace_id='1')",
        "getattr(gong.client(company), 'users').list()",
        "if (g := gong.client(company)):\n    g.users.list()",
        "import gongkit\ngongkit.Gong(key).users.list()",
        f"{CONTRACT}.operations.users import LIST_USERS\ngong.client(1).listing(LIST_USERS)",
        f"{CONTRACT}.registry import operation\ngong.client(1).request(operation('listUsers'))",
        f"{CONTRACT}.registry import OPERATIONS as o\ngong.client(1).request(o['listUsers'])",
    ],
)
def test_a_client_is_followed_to_what_it_calls(code: str) -> None:
    assert called(APP + code) == [("listUsers", True)]


def test_the_app_may_come_from_another_file() -> None:
    code = "from setup import gong\ngong.client(company).users.list()"

    assert called(code, setup=APP) == [("listUsers", True)]


def test_the_app_may_be_in_a_module_of_the_project() -> None:
    code = "import setup\nsetup.gong.client(company).users.list()"

    assert called(code, setup=APP) == [("listUsers", True)]


@pytest.mark.parametrize("folder", ["", "src/", "services/backend/src/"])
@pytest.mark.parametrize("init", ["", "__init__.py"])
def test_the_app_may_be_in_a_package_in_any_folder(folder: str, init: str) -> None:
    files = [
        TextFile(
            f"{folder}acme/calls.py", "from acme.setup import gong\ngong.client(c).users.list()"
        ),
        TextFile(f"{folder}acme/setup.py", APP),
        TextFile(f"{folder}acme/{init or 'other.py'}", "import acme"),
    ]

    assert [(use.operations, use.certain) for use in uses_of_first(files)] == [
        (("listUsers",), True)
    ]


@pytest.mark.parametrize(
    "code",
    [
        "def f(client):\n    client.users.list()",
        "request.app.state.gong.client(1).users.list()",
        "for g in clients:\n    g.users.list()",
        "clients = {}\ng = clients['northwind']\ng.users.list()",
    ],
)
def test_what_may_be_a_client_is_not_certain(code: str) -> None:
    assert called(code) == [("listUsers", False)]


@pytest.mark.parametrize(
    "code",
    [
        "def f(c):\n    c.users.get(user_id=1)",
        "def f(c):\n    c.users.get(*ids)",
        "def f(c):\n    c.crm.upload(data=rows)",
        "def f(c):\n    c.calls.list(from_=start, to=now)",
        "def f(c):\n    c.calls.list(**when)",
        "def f(c):\n    c.logs.list(log_type=kind, from_=start)",
    ],
)
def test_what_is_given_as_gong_wants_it_may_be_a_call(code: str) -> None:
    assert len(uses(code)) == 1


@pytest.mark.parametrize(
    "code",
    [
        "def f(company):\n    company.users.get(name='x')",
        "def f(db):\n    db.users.list(session)",
        "def f(db):\n    db.calls.list()",
        "from slack_sdk import WebClient\nslack = WebClient()\nslack.users.list()",
        "import boto3\nboto3.client('cognito').users.list()",
        "def f(slack: WebClient):\n    slack.users.list()\nfrom slack_sdk import WebClient",
        "class A:\n    users = ()\n    def f(self):\n        return self.users.list()",
        "gong.client(company).users.lists()",
        "calls.list()",
    ],
)
def test_what_only_looks_like_a_call_is_none(code: str) -> None:
    assert called(APP + code) == []


def test_what_an_operation_gives_is_no_client() -> None:
    code = "found = gong.client(company).users.list().all()\nfound.calls.list()"

    assert called(APP + code) == [("listUsers", True)]


@pytest.mark.parametrize(
    ("code", "operations"),
    [
        ('httpx.get(f"{base}/v2/users")', ("listUsers",)),
        ('httpx.post(f"{base}/v2/calls/extensive", json={})', ("listCallsExtensive",)),
        ('httpx.get(base + "/v2/calls")', ("listCalls",)),
        ('send("GET", base + "/v2/calls")', ("listCalls", "addCall")),
        ('httpx.get(f"{base}/v2/calls/{id}")', ("getCall",)),
        ('httpx.get(url=f"{base}/v2/users?cursor={c}")', ("listUsers",)),
        ('httpx.get("https://api.example.com/v2/orders")', None),
        ('httpx.get("https://api.example.com/v2/users")', None),
        ('httpx.get(f"https://{company}.example.com/v2/users")', None),
        ('httpx.get(f"https://{company}/v2/users")', ("listUsers",)),
        ('httpx.get("https://us-1.api.gong.io/v2/users")', ("listUsers",)),
        ('httpx.get("http://localhost:4664/v2/users")', ("listUsers",)),
        ('Route("/v2/users", users)', None),
        ('APIRouter(prefix="/v2/users")', None),
        ('site.include_router(router, prefix="/v2/users")', None),
        ('fastapi.APIRouter(prefix="/v2/users")', None),
    ],
)
def test_paths_of_the_api_are_seen(code: str, operations: tuple[str, ...] | None) -> None:
    found = [(use.operations, use.certain) for use in uses(code)]

    assert found == ([] if operations is None else [(operations, False)])


def test_a_route_of_the_apps_own_is_no_call() -> None:
    assert uses('@site.get("/v2/users")\ndef f(): ...') == []


@pytest.mark.parametrize(
    "code",
    [
        "getattr(gong.client(company).calls, name)()",
        "getattr(gong.client(company), area)",
        "gong.client(company).request(chosen)",
    ],
)
def test_what_is_chosen_at_run_time_is_unclear(code: str) -> None:
    assert [use.operations for use in uses(APP + code)] == [()]


def test_the_place_is_that_of_the_methods_name() -> None:
    (use,) = uses(APP + "found = (\n    gong.client(company)\n    .users\n    .list()\n)")

    assert (use.line, use.offset, use.written) == (6, 5, "users.list()")


def test_recordings_need_a_scope_of_their_own() -> None:
    code = "gong.client(c).calls.list_extensive(content=content)\n"
    asks = "content = ContentSelector(exposed_fields=ExposedFields(media=True))\n"

    assert [use.shows_media for use in uses(APP + code)] == [False]
    assert [use.shows_media for use in uses(APP + asks + code)] == [True]
    assert [use.shows_media for use in uses(APP + 'c = {"media": True}\n' + code)] == [True]


def test_what_waits_calls_two_operations() -> None:
    found = called(APP + "gong.client(c).crm.upload_and_wait(data=data)")

    assert found == [("uploadCrmData", True), ("getRequestStatus", True)]


@pytest.mark.parametrize("area", AREAS)
def test_the_methods_are_those_of_the_client(area: str) -> None:
    """What a method calls is read from the client's own code, through its other methods."""
    module = importlib.import_module(f"gongkit.client._async.resources.{area}")
    kind = type(getattr(AsyncGong(None), area))  # type: ignore[arg-type]
    tree = ast.parse(inspect.getsource(kind)).body[0]
    assert isinstance(tree, ast.ClassDef)
    functions = {
        node.name: node
        for node in tree.body
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }

    def reached(name: str) -> set[str]:
        found = set()
        for node in ast.walk(functions[name]):
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
                value = getattr(module.ops, node.attr, None) if node.value.id == "ops" else None
                if isinstance(value, Operation):
                    found.add(value.id)
                elif node.value.id == "self" and node.attr in functions:
                    found |= reached(node.attr)
        return found

    of_client = {name: reached(name) for name in functions if not name.startswith("_")}
    assert of_client == {
        name: set(operations) for (of_area, name), operations in METHODS.items() if of_area == area
    }


BASE = 'web = httpx.Client(base_url=f"{host}/v2")  # Gong\n'


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ('web.get("/users")', ("listUsers",)),
        ('web.post("/calls/transcript", json={})', ("getCallTranscripts",)),
        ('web.get(f"/calls/{id}?x=1")', ("getCall",)),
        ('web.get(f"{host}{BASE}/users")', ("listUsers",)),
        ('web.get("/orders")', None),
        ('answer.get("users")', None),
        ('web.get("https://api.example.com/users")', None),
        ('Route("/users", users)', None),
    ],
)
def test_a_path_may_be_put_behind_a_base(code: str, found: tuple[str, ...] | None) -> None:
    told = [(each.operations, each.certain) for each in uses(BASE + code)]

    assert told == ([] if found is None else [(found, False)])


def test_a_base_of_others_is_none_of_gongs() -> None:
    assert (
        uses('web = httpx.Client(base_url="https://api.example.com/v2")\nweb.get("/users")') == []
    )
    assert uses('web = httpx.Client(base_url=host)  # Gong\nweb.get("/users")') == []
