"""`gongkit check --run`: a real app at a real sandbox, and what its mistakes look like there."""

from __future__ import annotations

import json
import os
import select
import signal
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.cli.command import COMMAND, LIMIT_SECONDS, Done, Run, environment
from tests.manifest.review.sound_app import FILES, edited, write

LOG = '    log.info("company=%s people=%s", company, known[company])\n'
READ = '    page = (Path(__file__).parent / "page.html").read_text()\n'
MADE = "gong = GongApp.from_manifest()\n"
ROUTES = '    routes=[Route("/", home), Mount("/gong", app=gong)],\n'

Checked = Callable[..., tuple[Done, dict[str, dict[str, Any]]]]


@pytest.fixture
def checked(gongkit: Run, tmp_path: Path) -> Checked:
    """Write an app, check it with --run, and give what is not fine, by rule."""

    def check(files: dict[str, str], *words: str) -> tuple[Done, dict[str, dict[str, Any]]]:
        write(tmp_path, files)
        done = gongkit("check", ".", "--run", "app:site", "--json", *words, cwd=str(tmp_path))
        assert done.stdout, done.stderr
        found: dict[str, dict[str, Any]] = {}
        for each in json.loads(done.stdout)["outcomes"]:
            if each["rule"].startswith("run-") and each["grade"] != "pass":
                found.setdefault(each["rule"], each)
        return done, found

    return check


def test_a_sound_app_runs_without_a_finding(checked: Checked) -> None:
    done, found = checked(dict(FILES))

    assert (found, done.returncode) == ({}, 0)


def test_a_scope_that_is_missing_is_seen_as_gong_would_refuse_it(checked: Checked) -> None:
    done, found = checked(edited("gong.app.toml", '    "api:users:read",\n', ""))

    message = "listUsers was refused: it needs api:users:read."
    assert found["run-scope-missing"]["message"] == message
    assert found["run-scope-missing"]["evidence"][0]["path"] == "gong.app.toml"
    assert "run-errors" in found
    assert done.returncode == 1


def test_a_scope_that_nothing_used_is_named_with_its_line(checked: Checked) -> None:
    scope = '    "api:users:read",\n'
    done, found = checked(edited("gong.app.toml", scope, f'{scope}    "api:flows:read",\n'))

    message = "Neither the run nor the code has used api:flows:read."
    assert found["run-scope-unused"]["message"] == message
    assert found["run-scope-unused"]["evidence"][0]["line"] == 7
    assert done.returncode == 0


def test_a_token_in_the_output_is_found_and_not_shown(checked: Checked) -> None:
    token = "app.installations.get(company).grant.access_token.reveal()"
    show = f'    print("Got", {token}, flush=True)\n'
    files = edited("app.py", LOG, show)
    files["app.py"] = files["app.py"].replace(
        "(company, async_client)", "(app, company, async_client)"
    )

    done, found = checked(files)

    assert "holds an access token" in found["run-token-logged"]["message"]
    assert done.returncode == 1


def test_an_app_that_crashes_at_import_says_why(checked: Checked) -> None:
    done, found = checked(edited("app.py", MADE, f"{MADE}known.missing\n"))

    assert list(found) == ["run-starts"]
    message = found["run-starts"]["message"]
    assert message.startswith("It ended before it answered (exit code 1).")
    assert "AttributeError: 'dict' object has no attribute 'missing'" in message
    assert done.returncode == 1


def test_an_app_that_never_answers_is_not_waited_for(checked: Checked) -> None:
    hangs = f"{MADE}import threading; threading.Event().wait()\n"

    done, found = checked(edited("app.py", MADE, hangs), "--run-timeout", "4")

    message = found["run-starts"]["message"]
    assert message == "It did not answer within 4 seconds. It wrote nothing."
    assert done.returncode == 1


@pytest.mark.parametrize(("then", "code"), [("", 0), ("helper.stdout.readline(); 1 / 0\n", 1)])
def test_what_the_app_has_started_ends_with_it(
    checked: Checked, tmp_path: Path, then: str, code: int
) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    helper = f"f = open({str(pipe)!r}, 'w'); print(); import threading; threading.Event().wait()"
    start = (
        "import subprocess, sys; helper = subprocess.Popen("
        f"[sys.executable, '-u', '-c', {helper!r}], stdout=subprocess.PIPE)\n"
    )
    reading = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    try:
        assert checked(edited("app.py", MADE, f"{MADE}{start}{then}"))[0].returncode == code
        # It can be read, which is to say: nobody has it open who could write.
        assert select.select([reading], [], [], LIMIT_SECONDS)[0] == [reading]
        assert os.read(reading, 1) == b""
    finally:
        os.close(reading)


def test_nothing_is_left_where_it_is_told_to_end(tmp_path: Path) -> None:
    folder, pipe, temporary = tmp_path / "app", tmp_path / "pipe", tmp_path / "temporary"
    write(folder, edited("app.py", MADE, f"{MADE}open({str(pipe)!r}).read()\n"))
    os.mkfifo(pipe)
    temporary.mkdir()
    process = subprocess.Popen(
        [*COMMAND, "check", "--run", "app:site", "--run-timeout", "100"],
        cwd=folder,
        env=environment(TMPDIR=str(temporary)),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    with pipe.open("w"):  # It waits for the app, which waits for this.
        process.terminate()
        assert process.communicate(timeout=LIMIT_SECONDS) == (b"", b"")

    assert process.returncode == 128 + signal.SIGTERM
    assert list(temporary.iterdir()) == []


def test_the_app_s_modules_may_have_any_name(checked: Checked) -> None:
    done, found = checked({**FILES, "uvicorn.py": "raise RuntimeError\n"})

    assert (found, done.returncode) == ({}, 0)


def test_a_target_that_is_not_there_is_named(gongkit: Run, tmp_path: Path) -> None:
    write(tmp_path)

    done = gongkit("check", "--run", "app:webside", "--rule", "run-starts", cwd=str(tmp_path))

    assert 'Attribute "webside" not found' in " ".join(done.stdout.split())
    assert (done.stderr, done.returncode) == ("", 1)


def test_an_application_of_another_kind_says_so(gongkit: Run, tmp_path: Path) -> None:
    write(tmp_path, {**FILES, "old.py": "def site(environ, start_response): ...\n"})

    done = gongkit("check", "--run", "old:site", "--rule", "run-starts", cwd=str(tmp_path))

    assert "old:site is a WSGI application." in " ".join(done.stdout.split())
    assert (done.stderr, done.returncode) == ("", 1)


def test_a_package_that_is_not_found_says_where_it_is_looked_for(
    gongkit: Run, tmp_path: Path
) -> None:
    files = {f"src/recaps/{name}" if name == "app.py" else name: FILES[name] for name in FILES}
    write(tmp_path, files)

    done = gongkit("check", "--run", "recaps.app:site", "--rule", "run-starts", cwd=str(tmp_path))

    said = " ".join(done.stdout.split())
    assert "No module named 'recaps'" in said
    assert "set PYTHONPATH=src" in said


def test_what_is_no_target_is_refused(gongkit: Run, tmp_path: Path) -> None:
    write(tmp_path)

    done = gongkit("check", "--run", "app.py", cwd=str(tmp_path))

    assert done.returncode == 2
    assert "'app.py' does not say where the application is." in done.stderr
    assert done.stdout == ""


def test_an_app_with_a_broken_manifest_is_not_run(checked: Checked) -> None:
    _, found = checked(edited("gong.app.toml", '"api:users:read"', '"api:users:reed"'))

    assert found["run-starts"]["message"] == "It was not run: the manifest has to be sound first."


def test_pages_inside_gong_are_looked_at_as_they_are_sent(checked: Checked) -> None:
    middleware = (
        "from starlette.middleware import Middleware\n\n"
        "class Deny:\n"
        "    def __init__(self, app):\n"
        "        self.app = app\n\n"
        "    async def __call__(self, scope, receive, send):\n"
        "        async def denying(message):\n"
        "            if message['type'] == 'http.response.start':\n"
        "                kept = dict(message['headers']) | {b'x-frame-options': b'DENY'}\n"
        "                kept.pop(b'content-security-policy', None)\n"
        "                message['headers'] = list(kept.items())\n"
        "            await send(message)\n\n"
        "        await self.app(scope, receive, denying)\n"
    )
    files = edited("app.py", "site = Starlette(\n", f"{middleware}\nsite = Starlette(\n")
    files["app.py"] = files["app.py"].replace(
        ROUTES, f"{ROUTES}    middleware=[Middleware(Deny)],\n"
    )

    _, found = checked(files)

    assert {"run-x-frame-options", "run-frame-ancestors"} == set(found)
    assert found["run-x-frame-options"]["evidence"][0]["line"] == 15


def test_a_page_inside_gong_that_fails(checked: Checked) -> None:
    _, found = checked(edited("app.py", READ, '    page = known["nobody"]\n'))

    assert found["run-frame"]["message"].endswith("/gong/composer answers 500.")
    assert "KeyError: 'nobody'" in found["run-errors"]["message"]


SIGN_IN = """\
from starlette.responses import RedirectResponse

FORM = '<form method="post"><input name="email">{}</form>'


def whose(request):
    return request.cookies.get("who") or RedirectResponse("/sign-in?next=/gong/install", 303)


async def sign_in(request):
    if request.method == "GET":
        return HTMLResponse(FORM)
    answer = RedirectResponse(request.query_params["next"], 303)
    who = (await request.body()).decode().partition("%40")[2]
    answer.set_cookie("who", who, httponly=True, samesite="lax")
    return answer


gong = GongApp.from_manifest(tenant=whose)
"""


def signing_in(form: str) -> dict[str, str]:
    """The app, with a sign-in before /install whose form has this, too."""
    files = edited("app.py", MADE, SIGN_IN.replace("{}", form))
    route = 'Route("/sign-in", sign_in, methods=["GET", "POST"]),'
    files["app.py"] = files["app.py"].replace("routes=[", f"routes=[{route} ")
    return files


def test_a_sign_in_that_takes_any_address_is_gone_through(checked: Checked) -> None:
    done, found = checked(signing_in(""))

    assert (found, done.returncode) == ({}, 0)


def test_pages_in_another_encoding_and_links_that_are_no_urls_are_no_crash(
    checked: Checked,
) -> None:
    files = signing_in("\u00e9<a>")
    latin = 'Response(FORM.encode("latin-1"), media_type="text/html; charset=iso-8859-1")'
    broken = 'Response(status_code=303, headers={"location": "http://["})'
    told = 'Response("Recaps of your calls.\\n" + "\\n".join(map(latest, known)))'
    assert told in files["app.py"]
    files["app.py"] = files["app.py"].replace("HTMLResponse(FORM)", latin).replace(told, broken)

    done, found = checked(files, "--rule", "run-installs", "--rule", "run-errors")

    assert (found, done.returncode) == ({}, 0)


def test_a_sign_in_with_a_password_is_for_a_person(checked: Checked) -> None:
    done, found = checked(signing_in('<input name="password" type="password">'))

    assert list(found) == ["run-installs"]
    assert found["run-installs"]["grade"] == "review"
    assert "http://localhost:8000/sign-in" in found["run-installs"]["message"]
    assert done.returncode == 0


def test_the_sandbox_needs_a_region_where_regions_are_said(checked: Checked) -> None:
    regions = '\n[residency.regions]\nus = ["us-*.api.gong.io"]\n'

    _, found = checked(edited("gong.app.toml", "", regions))

    assert '"127.0.0.1:*" in [profiles.dev.residency.regions]' in found["run-installs"]["fix"]


def test_an_operation_that_only_the_run_shows_counts_as_used(gongkit: Run, tmp_path: Path) -> None:
    choose = 'getattr(client.calls, "tran" + "scripts")(call_ids='
    write(tmp_path, edited("app.py", "client.calls.transcripts(call_ids=", choose))
    rules = ("--rule", "scope-unused", "--rule", "run-scope-unused", "--json")

    def found(*words: str) -> list[str]:
        done = gongkit("check", *rules, *words, cwd=str(tmp_path))
        return [o["rule"] for o in json.loads(done.stdout)["outcomes"] if o["grade"] != "pass"]

    assert found() == ["scope-unused"]
    assert found("--run", "app:site") == []


def test_an_app_that_is_mounted_elsewhere_cannot_be_installed(checked: Checked) -> None:
    done, found = checked(edited("app.py", 'Mount("/gong"', 'Mount("/oauth"'))

    assert found["run-installs"]["grade"] == "fail"
    assert found["run-health"]["message"].endswith("/gong/health answers 404.")
    assert done.returncode == 1


def test_an_app_that_says_where_it_is_mounted_is_found_there(checked: Checked) -> None:
    made = 'gong = GongApp.from_manifest(url="http://localhost:8000/gong")\n'
    uri = "localhost:8000/gong/callback"
    files = edited("gong.app.toml", uri, "localhost:8000/gong/oauth/v1/callback")

    done, found = checked({**files, "app.py": FILES["app.py"].replace(MADE, made)})

    assert (found, done.returncode) == ({}, 0)


CALLBACK = """\
import os
from starlette.responses import PlainTextResponse
import httpx2

tokens = []


def install(request):
    return RedirectResponse(
        f"{os.environ['GONGKIT_APP_URL']}/oauth2/authorize?client_id="
        f"{os.environ['GONGKIT_CLIENT_ID']}&response_type=code&state=always&scope="
        "api:calls:read:basic api:calls:read:transcript api:users:read"
        "&redirect_uri=http://localhost:8000/gong/callback", 303)


def callback(request):
    answer = httpx2.post(
        f"{os.environ['GONGKIT_APP_URL']}/oauth2/generate-customer-token",
        params={
            "grant_type": "authorization_code",
            "code": request.query_params["code"],
            "client_id": os.environ["GONGKIT_CLIENT_ID"],
            "redirect_uri": "http://localhost:8000/gong/callback",
        },
        auth=(os.environ["GONGKIT_CLIENT_ID"], os.environ["GONGKIT_CLIENT_SECRET"]),
    ).json()
    if "access_token" in answer:
        tokens.append(answer)
    return PlainTextResponse("Thank you.")


def home(request):
    for each in tokens:
        base = each["api_base_url_for_customer"]
        httpx2.get(f"{base}/v2/users", headers={"authorization": f"Bearer {each['access_token']}"})
    answer = PlainTextResponse("Hello")
    answer.set_cookie("who", "me")
    return answer


async def hooks(request):
    return PlainTextResponse("Taken.")


from starlette.applications import Starlette
from starlette.responses import RedirectResponse
from starlette.routing import Route

site = Starlette(
    routes=[
        Route("/", home),
        Route("/gong/health", hooks),
        Route("/gong/install", install),
        Route("/gong/callback", callback),
        Route("/gong/composer", hooks),
        Route("/hooks", hooks, methods=["POST"]),
    ]
)
"""


def test_an_app_that_does_it_all_by_hand_shows_what_it_forgot(checked: Checked) -> None:
    rule = '\n[[webhooks.rules]]\nname = "new calls"\nurl = "http://localhost:8000/hooks"\n'
    files = {**edited("gong.app.toml", "", rule), "app.py": CALLBACK}

    _, found = checked(files)

    assert found["run-state-checked"]["message"] == "The callback answered 200 to a forged state."
    assert found["run-webhook-signed"]["message"].startswith("http://localhost:8000/hooks took a")
    assert "listUsers was refused with an ended token" in found["run-refresh"]["message"]
    assert found["run-cookies"]["message"].startswith("Scripts can read the cookie who")
    # The server's own log has the callback's URL, with the code in it.
    assert "holds the code" in found["run-token-logged"]["message"]
    assert "run-frame-ancestors" in found


def test_what_is_to_be_published_runs_in_the_profile_dev(checked: Checked) -> None:
    text = FILES["gong.app.toml"].replace(
        "http://localhost:8000", "https://app.call-recaps.example"
    )
    in_dev = "import os\n1 / (os.environ['GONGKIT_PROFILE'] == 'dev')\n"
    files = edited("app.py", MADE, f"{MADE}{in_dev}")

    _, found = checked({**files, "gong.app.toml": text}, "--profile", "prod")

    assert found == {}


def test_where_it_does_not_start_nothing_else_is_told(gongkit: Run, tmp_path: Path) -> None:
    write(tmp_path, edited("app.py", MADE, f"{MADE}1 / 0\n"))

    done = gongkit("check", "--run", "app:site", "--json", cwd=str(tmp_path))

    report = json.loads(done.stdout)
    assert [o["rule"] for o in report["outcomes"] if o["rule"].startswith("run-")] == ["run-starts"]
    assert "run-refresh" in [rule for each in report["skipped"] for rule in each["rules"]]
