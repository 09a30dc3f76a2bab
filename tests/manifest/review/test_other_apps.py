"""What other teams write and is no mistake: nothing is found, or only what a person has to see."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.manifest.review.sound_app import APP, FILES, edited, found, write

from gongkit.manifest.review import Grade

LOG = '    log.info("company=%s people=%s", company, known[company])\n'
MADE = "gong = GongApp.from_manifest()\n"
COOKIE = 'answer.set_cookie("seen", "1", httponly=True, secure=True, samesite="lax")'
COMPOSER = "@gong.email_composer\ndef composer(request: Request):"
MOUNT = 'Mount("/gong", app=gong)'


@pytest.mark.parametrize(
    "line",
    [
        "user = User(email, verify=False)",
        "cache = Cache(host='localhost', ssl=False)",
        "asyncio.run(main(), debug=True)",
        "if base == 'https://api.gong.io': region = 'us'",
        "REGIONS = {'https://us-55616.api.gong.io': 'us'}",
        "jar.set_cookie(cookie)",
        "HELP = 'What this means is told at http://docs.recaps.io/errors.'",
    ],
)
def test_what_only_looks_like_a_mistake_is_none(tmp_path: Path, line: str) -> None:
    assert found(write(tmp_path, edited("app.py", MADE, f"{MADE}{line}\n"))) == []


@pytest.mark.parametrize(
    "line",
    [
        'log.info("with a token" if access_token else "without")',
        "log.info('%s', not access_token)",
        "log.info('%s', access_token is None)",
    ],
)
def test_whether_there_is_a_token_may_be_logged(tmp_path: Path, line: str) -> None:
    assert found(write(tmp_path, edited("app.py", LOG, f"    {line}\n"))) == []


def test_a_token_that_is_chosen_may_not(tmp_path: Path) -> None:
    line = '    log.info(access_token if access_token else "none")\n'

    (outcome,) = found(write(tmp_path, edited("app.py", LOG, line)))

    assert outcome.rule.id == "token-logged"


@pytest.mark.parametrize("line", ["session.verify = False", "web = session.get(url, ssl=False)"])
def test_certificates_that_nobody_checks_are_found(tmp_path: Path, line: str) -> None:
    (outcome,) = found(write(tmp_path, edited("app.py", MADE, f"{MADE}{line}\n")))

    assert (outcome.rule.id, outcome.grade) == ("tls-unchecked", Grade.FAIL)


def test_a_token_against_forged_requests_is_for_the_pages_script(tmp_path: Path) -> None:
    csrf = 'answer.set_cookie("csrftoken", "1", secure=True, samesite="lax")'

    assert found(write(tmp_path, edited("app.py", COOKIE, csrf))) == []


def test_a_mount_in_what_is_mounted_itself(tmp_path: Path) -> None:
    files = edited("app.py", MOUNT, f'Mount("/api", routes=[{MOUNT}])')
    files["gong.app.toml"] = files["gong.app.toml"].replace("/gong/callback", "/api/gong/callback")

    assert found(write(tmp_path, files)) == []


def test_another_thing_may_be_where_the_app_should(tmp_path: Path) -> None:
    files = edited("app.py", MOUNT, 'Mount("/oauth", app=gong), Mount("/gong", app=files)')

    (outcome,) = found(write(tmp_path, files))

    assert (outcome.rule.id, outcome.grade) == ("callback-served", Grade.FAIL)


def test_a_proxy_may_take_off_the_beginning_of_a_path(tmp_path: Path) -> None:
    files = edited("gong.app.toml", "/gong/callback", "/recaps/gong/callback")

    (outcome,) = found(write(tmp_path, files))

    assert (outcome.rule.id, outcome.grade) == ("callback-served", Grade.REVIEW)


@pytest.mark.parametrize(
    "route", ["@site.get('/gong/{name}')", "@site.get('/<path:rest>')", "@site.get('^composer/$')"]
)
def test_a_page_may_be_answered_by_a_route_of_many(tmp_path: Path, route: str) -> None:
    policy = 'POLICY = "frame-ancestors https://*.gong.io"\n'
    files = edited("app.py", COMPOSER, f"{policy}{route}\ndef composer(request: Request):")

    (outcome,) = found(write(tmp_path, files))

    assert (outcome.rule.id, outcome.grade) == ("page-without-handler", Grade.REVIEW)


def test_a_page_may_be_answered_by_a_pattern_of_djangos(tmp_path: Path) -> None:
    policy = 'POLICY = "frame-ancestors https://*.gong.io"\n'
    route = "routes = [re_path('^gong/composer/?$', composer)]\n"
    files = edited("app.py", COMPOSER, f"{policy}{route}\ndef composer(request: Request):")

    assert found(write(tmp_path, files)) == []


def test_a_route_of_other_things_answers_no_page(tmp_path: Path) -> None:
    route = "@site.get('/users/{id}')"

    (outcome,) = found(
        write(tmp_path, edited("app.py", COMPOSER, f"{route}\ndef composer(request: Request):"))
    )

    assert (outcome.rule.id, outcome.grade) == ("page-without-handler", Grade.FAIL)


def test_a_page_at_another_host_is_not_answered_here(tmp_path: Path) -> None:
    files = edited("app.py", COMPOSER, "def composer(request: Request):")
    files["gong.app.toml"] = (
        files["gong.app.toml"]
        .replace("localhost:8000/gong/composer", "localhost:5173/gong/composer")
        .replace('allowed_origins = ["', 'allowed_origins = ["http://localhost:5173", "')
    )

    (outcome,) = found(write(tmp_path, files))

    assert (outcome.rule.id, outcome.grade) == ("page-without-handler", Grade.REVIEW)
    assert "is at another host than the app" in outcome.message


def test_django_may_except_pages_from_its_header(tmp_path: Path) -> None:
    settings = 'MIDDLEWARE = ["django.middleware.clickjacking.XFrameOptionsMiddleware"]\n'
    policy = 'POLICY = "frame-ancestors https://*.gong.io"\n'
    by_django = edited("app.py", COMPOSER, f"{policy}@site.route('/composer')\ndef composer(r):")
    write(tmp_path, {**by_django, "conf/settings.py": settings})
    assert [each.rule.id for each in found(tmp_path)] == ["x-frame-options"]

    (tmp_path / "views.py").write_text("@xframe_options_exempt\ndef page(request): ...\n")

    assert found(tmp_path) == []


def test_djangos_header_is_not_on_what_gongapp_answers_beside_it(tmp_path: Path) -> None:
    settings = 'MIDDLEWARE = ["django.middleware.clickjacking.XFrameOptionsMiddleware"]\n'

    assert found(write(tmp_path, {**FILES, "conf/settings.py": settings})) == []


@pytest.mark.parametrize(
    "line",
    [
        "del answer.headers['X-Frame-Options']",
        "answer.headers.pop('X-Frame-Options', None)",
        "if 'x-frame-options' in answer.headers: ...",
    ],
)
def test_a_header_that_is_taken_away_is_none(tmp_path: Path, line: str) -> None:
    assert found(write(tmp_path, edited("app.py", MADE, f"{MADE}{line}\n"))) == []


@pytest.mark.parametrize("name", ["settings/dev.py", "conf/settings_local.py"])
def test_debugging_at_home_is_fine(tmp_path: Path, name: str) -> None:
    assert found(write(tmp_path, {**FILES, name: "DEBUG = True\n"})) == []


def test_a_template_of_a_program_is_no_program(tmp_path: Path) -> None:
    write(tmp_path, {**FILES, "template/app.py": "class {{ name }}:\n    ...\n"})

    assert [each.grade for each in found(tmp_path)] == [Grade.REVIEW]


@pytest.mark.parametrize(
    "line",
    [
        "socket.onmessage = (event) => show(event.data);",
        "new EventSource('/events').addEventListener('message', show);",
        "worker.addEventListener('message', show);",
    ],
)
def test_only_the_windows_messages_come_from_strangers(tmp_path: Path, line: str) -> None:
    assert found(write(tmp_path, {**FILES, "static/live.js": f"{line}\n"})) == []


@pytest.mark.parametrize("name", ["vendor/sdk.js", "static/sdk.min.js", "dist/index-1a2b.js"])
def test_scripts_that_others_wrote_are_left_alone(tmp_path: Path, name: str) -> None:
    built = "let a = 1;" * 300 + 'window.postMessage(a, "*");\n'

    assert found(write(tmp_path, {**FILES, name: built})) == []


def test_an_app_in_a_package_under_src_is_followed(tmp_path: Path) -> None:
    made, rest = APP.split(MADE)
    files = {
        "src/recaps/__init__.py": "",
        "src/recaps/setup.py": f"{made}{MADE}",
        "src/recaps/app.py": f"{made}from recaps.setup import gong\n{rest}",
    }

    assert found(write(tmp_path, {**FILES, "app.py": "", **files})) == []
