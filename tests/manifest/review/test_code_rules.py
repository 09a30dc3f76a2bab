"""Apps with one mistake each: the rule that finds it, how grave it is, and on which line."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import pytest
from tests.manifest.review.sound_app import APP, FILES, OURS, edited, found, line_of, write

from gongkit.manifest.review import Grade, Project, review

FAIL, REVIEW = Grade.FAIL, Grade.REVIEW
LOG = '    log.info("company=%s people=%s", company, known[company])\n'
MADE = "gong = GongApp.from_manifest()\n"
COOKIE = 'answer.set_cookie("seen", "1", httponly=True, secure=True, samesite="lax")'
READ = "    page = (Path(__file__).parent"
"""Code that is put before it is in the handler of a page."""


class Broken(NamedTuple):
    """One edit of the sound app; the finding is where `there` stands afterwards."""

    rule: str
    grade: Grade
    name: str
    old: str
    new: str
    there: str
    place: str = ""
    """The file of the finding, where it is not the one that was edited."""


def app(rule: str, grade: Grade, old: str, new: str, there: str = "", *, place: str = "") -> Broken:
    return Broken(rule, grade, "app.py", old, new, there or new.strip(), place)


def logs(rule: str, grade: Grade, line: str) -> Broken:
    return app(rule, grade, LOG, f"    {line}\n", line)


def says(rule: str, grade: Grade, line: str) -> Broken:
    return app(rule, grade, MADE, f"{MADE}{line}\n", line)


def page(rule: str, grade: Grade, old: str, new: str, there: str) -> Broken:
    return Broken(rule, grade, "page.html", old, new, there)


def manifest(rule: str, grade: Grade, old: str, new: str, there: str, *, place: str = "") -> Broken:
    return Broken(rule, grade, "gong.app.toml", old, new, there, place)


CASES = [
    # The code
    app("code-syntax", FAIL, "known: dict[str, int] = {}", "known: dict[str, int] = {"),
    app("callback-served", FAIL, 'Mount("/gong", app=gong)', 'Mount("/oauth", app=gong)'),
    app(
        "debug-on", REVIEW, "site = Starlette(\n", "site = Starlette(\n    debug=True,\n", "site ="
    ),
    says("debug-on", REVIEW, "DEBUG = True"),
    # Scopes
    manifest(
        "scope-missing",
        FAIL,
        '    "api:users:read",\n',
        "",
        "async_client.users.list()",
        place="app.py",
    ),
    manifest(
        "scope-missing",
        FAIL,
        '    "api:calls:read:transcript",\n',
        "",
        "client.calls.transcripts",
        place="app.py",
    ),
    app(
        "scope-missing",
        FAIL,
        "    now = datetime.now(UTC)\n",
        "    now = datetime.now(UTC)\n    client.stats.scorecards(\n        to=now)\n",
        "client.stats.scorecards",
    ),
    app(
        "scope-missing",
        REVIEW,
        "    now = datetime.now(UTC)\n",
        '    now = datetime.now(UTC)\n    requests.get(f"{company}/v2/library/folders")\n',
        "/v2/library/folders",
    ),
    manifest(
        "scope-unused",
        REVIEW,
        '    "api:users:read",\n',
        '    "api:users:read",\n    "api:data-privacy:delete",\n',
        "data-privacy",
    ),
    app(
        "operation-unclear",
        REVIEW,
        "    now = datetime.now(UTC)\n",
        "    now = datetime.now(UTC)\n    getattr(client.calls, company)()\n",
        "getattr(client.calls",
    ),
    # Secrets
    says("secret-in-repository", FAIL, 'KEY = "AKIAQ7RMTUVWZ2JKLN45"'),
    says("secret-in-repository", FAIL, 'SLACK = "xox' + 'b-2094812049-Qm7TfP2sLzW9"'),
    says("secret-in-repository", FAIL, 'client_secret = "q8Zr3Lw0XvT5bN7yKd2Hs9Gf"'),
    Broken(
        "secret-in-repository",
        FAIL,
        "deploy/run.sh",
        "",
        "#!/bin/sh\nexport GONGKIT_CLIENT_SECRET=q8Zr3Lw0XvT5bN7y\n",
        "GONGKIT_CLIENT_SECRET",
    ),
    Broken(
        "secret-in-repository",
        FAIL,
        "deploy/key.txt",
        "",
        "the key:\n-----BEGIN RSA PRIVATE " + "KEY-----\nMIIE\n",
        "-----BEGIN",
    ),
    Broken(
        "secret-in-repository",
        FAIL,
        "config.yaml",
        "",
        "database: postgresql://recaps:w8Tz4Lp@db.call-recaps.io/recaps\n",
        "database",
    ),
    # Logs
    logs("token-logged", FAIL, "log.info(installation.grant.access_token.reveal())"),
    logs("token-logged", FAIL, "print(f'token: {access_token}')"),
    logs("token-logged", FAIL, "log.debug('%s', answer.json()['refresh_token'])"),
    logs("token-logged", FAIL, "print(os.environ['GONGKIT_CLIENT_SECRET'])"),
    logs(
        "token-logged",
        FAIL,
        "logging.getLogger().error('Sent: ' + request.headers['authorization'])",
    ),
    logs("request-logged", REVIEW, "log.info('%s', request.url)"),
    logs("request-logged", REVIEW, "print(dict(request.headers))"),
    says("http-debug-logging", REVIEW, "logging.basicConfig(level=logging.DEBUG)"),
    says("http-debug-logging", REVIEW, "logging.getLogger('httpx').setLevel(logging.DEBUG)"),
    says("http-debug-logging", REVIEW, "http.client.HTTPConnection.debuglevel = 1"),
    # Hosts
    says("api-host-fixed", FAIL, 'BASE = "https://us-55616.api.gong.io/v2"'),
    says("own-token-request", REVIEW, 'URL = "https://app.gong.io/oauth2/generate-customer-token"'),
    says("own-token-request", REVIEW, 'ask = {"grant_type": "refresh_token"}'),
    says("plain-http", REVIEW, 'CRM = "http://crm.call-recaps.io/api"'),
    page(
        "plain-http", REVIEW, "</script>", 'fetch("http://crm.call-recaps.io/")\n</script>', "fetch"
    ),
    says("tls-unchecked", FAIL, "web = httpx.Client(verify=False)"),
    says(
        "tls-unchecked",
        FAIL,
        "ssl._create_default_https_context = ssl._create_unverified_context()",
    ),
    says("tls-unchecked", FAIL, "context.verify_mode = ssl.CERT_NONE"),
    # Pages inside Gong
    app(
        "page-without-handler",
        FAIL,
        "@gong.email_composer\n",
        "",
        "gong/composer",
        place="gong.app.toml",
    ),
    manifest(
        "handler-without-page",
        FAIL,
        '[iframe.email_composer]\nurl = "http://localhost:8000/gong/composer"\n'
        'label = "Insert a recap"\n',
        "",
        "@gong.email_composer",
        place="app.py",
    ),
    app(
        "x-frame-options",
        FAIL,
        READ,
        f'    headers = {{"X-Frame-Options": "DENY"}}\n{READ}',
        "X-Frame-Options",
    ),
    says("x-frame-options", REVIEW, 'HEADERS = {"x-frame-options": "SAMEORIGIN"}'),
    app(
        "frame-ancestors",
        FAIL,
        READ,
        f"    policy = \"default-src *; frame-ancestors 'none'\"\n{READ}",
        "frame-ancestors",
    ),
    Broken(
        "frame-ancestors",
        REVIEW,
        "app.py",
        "@gong.email_composer\ndef composer(request: Request):",
        '@site.route("/composer")\ndef composer(request: Request):',
        "gong/composer",
        "gong.app.toml",
    ),
    app("cookie-flags", FAIL, COOKIE, 'answer.set_cookie("seen", "1", secure=True)'),
    app("cookie-flags", REVIEW, COOKIE, 'answer.set_cookie("seen", "1", httponly=True)'),
    says("cookie-flags", REVIEW, "middleware = [Middleware(SessionMiddleware, secret_key=KEY)]"),
    # Scripts of the pages
    page(
        "post-message-any-origin",
        FAIL,
        "parent.postMessage({ ready: true }, location.origin)",
        "parent.postMessage(\n  { ready: f(true) },\n  '*'\n)",
        "postMessage",
    ),
    page(
        "message-origin-unchecked",
        REVIEW,
        "  if (event.origin !== location.origin) return;\n",
        "",
        "addEventListener",
    ),
    page(
        "script-integrity",
        REVIEW,
        "<title>",
        '<script src="https://cdn.example.net/a.js"></script>\n<title>',
        "cdn.example.net",
    ),
    # Privacy
    app("removal-handled", REVIEW, "@gong.on_removed\n", "", "GongApp.from_manifest()"),
    app(
        "residency-said", REVIEW, "import logging\n", "import logging\nimport sqlite3\n", "sqlite3"
    ),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.rule}: {case.there[:40]}")
def test_a_mistake_is_found_where_it_is(tmp_path: Path, case: Broken) -> None:
    files = edited(case.name, case.old, case.new)

    outcomes = found(write(tmp_path, files))

    told = {(each.rule.id, each.grade): each for each in outcomes}
    assert (case.rule, case.grade) in told, list(told)
    first = told[case.rule, case.grade].evidence[0]
    file = case.place or case.name
    assert (first.path, first.line) == (file, line_of(files[file], case.there))


def test_the_sound_app_has_no_finding(tmp_path: Path) -> None:
    assert found(write(tmp_path)) == []


def test_every_rule_about_code_has_its_mistake() -> None:
    elsewhere = {"secret-file-in-repository", "erasure-possible"}  # below

    told = {case.rule for case in CASES} | elsewhere

    assert told == {rule for rule in OURS if not rule.startswith("run-")}


def test_one_mistake_is_one_finding(tmp_path: Path) -> None:
    broken = {**FILES, "app.py": APP.replace(MADE, f'{MADE}KEY = "AKIAQ7RMTUVWZ2JKLN45"\n')}

    assert [each.rule.id for each in found(write(tmp_path, broken))] == ["secret-in-repository"]


def test_a_file_that_cannot_be_parsed_keeps_nothing_from_the_others(tmp_path: Path) -> None:
    write(tmp_path, {**FILES, "broken.py": "def half(:\n"})

    assert [(each.rule.id, str(each.evidence[0])) for each in found(tmp_path)] == [
        ("code-syntax", "broken.py:1:10")
    ]


def test_a_removal_must_be_handled_by_an_app_that_keeps_data(tmp_path: Path) -> None:
    stores = APP.replace("@gong.on_removed\n", "").replace(
        "import logging", "import sqlite3, logging"
    )
    write(tmp_path, {**FILES, "app.py": stores})

    told = {each.rule.id: each for each in found(tmp_path, publish=True)}

    assert told["removal-handled"].grade is FAIL
    assert "sqlite3 keeps data" in told["removal-handled"].message


def test_data_that_nothing_erases_is_for_a_person_to_judge(tmp_path: Path) -> None:
    stores = APP.replace("def forget(", "def gone(").replace(
        "import logging", "import redis, logging"
    )
    write(tmp_path, {**FILES, "app.py": stores})

    (erasure,) = (each for each in found(tmp_path) if each.rule.id == "erasure-possible")

    assert str(erasure.evidence[0]) == "app.py:3:1"


@pytest.mark.parametrize("said", ['default = "us"', 'regions.eu = ["eu-*.api.gong.io"]'])
def test_an_app_that_keeps_data_may_say_where_in_either_way(tmp_path: Path, said: str) -> None:
    stores = {"app.py": APP.replace("import logging", "import sqlite3, logging")}
    residency = {"gong.app.toml": f"{FILES['gong.app.toml']}\n[residency]\n{said}\n"}
    write(tmp_path, {**FILES, **stores, **residency})

    assert found(tmp_path) == []


@pytest.mark.parametrize("media", [False, True])
def test_recordings_need_a_scope_more(tmp_path: Path, media: bool) -> None:
    now, first = "    now = datetime.now(UTC)\n", '    "api:calls:read:basic",\n'
    files = edited(
        "app.py", now, f"{now}    client.calls.list_extensive(content=dict(media={media}))\n"
    )
    extensive = first.replace("basic", "extensive")
    files["gong.app.toml"] = files["gong.app.toml"].replace(first, first + extensive)

    lacking = [each.message for each in found(write(tmp_path, files))]

    assert ["api:calls:read:media-url" in message for message in lacking] == [True] * media


def test_of_several_operations_that_may_be_meant_one_allowed_is_enough(tmp_path: Path) -> None:
    now = "    now = datetime.now(UTC)\n"
    sends = f'{now}    send("GET", f"{{company}}/v2/calls")\n'

    assert found(write(tmp_path, edited("app.py", now, sends))) == []


def test_columns_count_letters(tmp_path: Path) -> None:
    shows = f'{MADE}"Grüße, {chr(0x1F600)}"; print(access_token)\n'
    write(tmp_path, edited("app.py", MADE, shows))

    (outcome,) = found(tmp_path)

    assert (outcome.evidence[0].column, outcome.rule.id) == (19, "token-logged")


def test_what_python_warns_of_is_not_for_the_review(tmp_path: Path) -> None:
    write(tmp_path, edited("app.py", MADE, f'{MADE}digits = "\\d"\n'))

    assert found(tmp_path) == []


def test_without_code_the_rules_about_it_are_not_told(tmp_path: Path) -> None:
    write(tmp_path, {"gong.app.toml": FILES["gong.app.toml"]})

    made = review(Project.read(tmp_path, profile="dev"), only=OURS)

    skipped = {rule.id: each.why for each in made.skipped for rule in each.rules}
    assert skipped["scope-missing"] == "There is no Python code beside the manifest."
    assert skipped["run-starts"] == "Looked at with --run MODULE:APP."
    assert made.of(Grade.FAIL) == made.of(Grade.REVIEW) == []
