"""`gongkit submission`: the folder it makes and leaves alone, what it says, what it compares."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from tests.cli.command import Run
from tests.manifest.submission.app import CODE, TEXT, app_in
from tests.ports import free_port

FILES = [
    "logos/button.png",
    "logos/large.png",
    "logos/small.png",
    "submission.html",
    "submission.json",
    "submission.md",
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return app_in(tmp_path)


def files_in(folder: Path) -> list[str]:
    paths = (path for path in folder.rglob("*") if path.is_file())
    return sorted(path.relative_to(folder).as_posix() for path in paths)


def change(folder: Path, old: str, new: str) -> None:
    file = folder / "gong.app.toml"
    assert old in file.read_text()
    file.write_text(file.read_text().replace(old, new))


def test_a_packet_is_made(gongkit: Run, folder: Path) -> None:
    done = gongkit("submission", cwd=str(folder))
    assert (done.returncode, done.stderr) == (0, "")
    assert files_in(folder / "submission") == FILES
    title, digest, _, *lines, _, last = done.stdout.splitlines()
    assert title == "Deal Pulse, profile prod"
    assert re.fullmatch(r"([0-9a-f]{8} ?){8}", digest)
    assert lines[:3] == [
        "Missing in the form  nothing",
        "Scopes without use   api:users:read",
        "Left to fill in      8 places, marked in submission.md",
    ]
    assert "Screenshots          There are none. With --run," in done.stdout
    assert last == "Look at submission/submission.html"
    assert max(map(len, done.stdout.splitlines())) <= 80
    for name in FILES[3:]:
        assert digest.split()[0] in (folder / "submission" / name).read_text()


def test_what_is_missing_is_said(gongkit: Run, folder: Path) -> None:
    change(folder, 'help = "https://pulse.example/help"\n', "")
    change(folder, 'description = "Tells how deals feel."\n', "")
    done = gongkit("submission", "--json", cwd=str(folder))
    assert done.returncode == 0
    shown = json.loads(done.stdout)
    assert shown["missing"] == ["integration.description", "integration.links.help"]
    assert shown["unused_scopes"] == ["api:users:read"]
    assert shown["folder"] == str(folder / "submission")
    assert "Playwright" in shown["no_screenshots"]
    assert shown["check"]["failed"] > 0
    assert "Description, Help article" in gongkit("submission", cwd=str(folder)).stdout


def test_a_manifest_with_findings_makes_none(gongkit: Run, folder: Path) -> None:
    change(folder, "api:users:read", "api:user:read")
    done = gongkit("submission", cwd=str(folder))
    assert done.returncode == 1
    assert "gong.app.toml:7:5: integration.scopes[1] [unknown_scope]" in done.stdout
    assert not (folder / "submission").exists()
    shown = json.loads(gongkit("submission", "--json", cwd=str(folder)).stdout)
    assert [(each["code"], each["line"]) for each in shown["findings"]] == [("unknown_scope", 7)]


def test_another_profile_s_findings_do_not_count(gongkit: Run, folder: Path) -> None:
    change(folder, "http://localhost:8000/gong", "http://pulse.example/gong")
    assert gongkit("submission", cwd=str(folder)).returncode == 0
    assert gongkit("submission", "--profile", "dev", cwd=str(folder)).returncode == 1


def test_nothing_there(gongkit: Run, tmp_path: Path) -> None:
    done = gongkit("submission", "nowhere", cwd=str(tmp_path))
    assert done.returncode == 1
    assert "nowhere: file [file_missing]" in done.stdout


def test_a_folder_that_is_not_a_packet_is_left_alone(gongkit: Run, folder: Path) -> None:
    (folder / "submission").mkdir()
    (folder / "submission/notes.txt").write_text("mine")
    (folder / "submission/submission.json").write_text('{"kind": "another"}')
    done = gongkit("submission", cwd=str(folder))
    assert done.returncode == 2
    assert "is not a packet of gongkit submission" in done.stderr
    assert files_in(folder / "submission") == ["notes.txt", "submission.json"]
    for name in ("app.py", "."):
        assert gongkit("submission", "--output", name, cwd=str(folder)).returncode == 2
    done = gongkit("submission", "--output", "out/packet", cwd=str(folder))
    assert done.returncode == 0
    assert files_in(folder / "out/packet") == FILES


def test_it_is_made_anew(gongkit: Run, folder: Path) -> None:
    packet = folder / "submission"
    packet.mkdir()
    assert gongkit("submission", cwd=str(folder)).returncode == 0
    first = (packet / "submission.json").read_bytes()
    assert gongkit("submission", cwd=str(folder)).returncode == 0
    # The packet itself is no part of what is checked: else it would be another now.
    assert (packet / "submission.json").read_bytes() == first
    (packet / "notes.txt").write_text("mine")
    change(
        folder, '\n[iframe.email_composer]\nurl = "https://app.pulse.example/gong/composer"\n', ""
    )
    change(folder, 'label = "Insert a pulse"\nimage = "button.png"\n', "")
    assert gongkit("submission", cwd=str(folder)).returncode == 0
    assert files_in(packet) == sorted([*FILES[1:], "notes.txt"])
    assert {path.name for path in folder.iterdir() if path.name.startswith(".")} == set()


def test_what_was_filled_in_is_not_lost(gongkit: Run, folder: Path) -> None:
    assert gongkit("submission", cwd=str(folder)).returncode == 0
    page = folder / "submission/submission.md"
    page.write_text(page.read_text().replace("[Fill in: what this page shows]", "It shows deals."))
    refused = gongkit("submission", cwd=str(folder))
    assert refused.returncode == 2
    assert "submission/submission.md would lose what was changed" in refused.stderr
    assert "It shows deals." in page.read_text()
    compared = gongkit("submission", "--verify", "submission", cwd=str(folder))
    assert compared.returncode == 0
    assert "submission/submission.md\n  Something was filled in there." in compared.stdout
    assert gongkit("submission", "--force", cwd=str(folder)).returncode == 0
    assert "It shows deals." not in page.read_text()


def test_screenshots_of_one_s_own_are_shown(gongkit: Run, folder: Path) -> None:
    assert gongkit("submission", cwd=str(folder)).returncode == 0
    own = folder / "submission/screenshots"
    own.mkdir()
    (own / "deal-page.png").write_bytes((folder / "small.png").read_bytes())
    (own / "no-picture.png").write_text("nothing")
    for _ in range(2):
        done = gongkit("submission", "--json", cwd=str(folder))
        assert json.loads(done.stdout)["screenshots"] == ["screenshots/deal-page.png"]
    markdown = (folder / "submission/submission.md").read_text()
    assert "![Deal page.](screenshots/deal-page.png)" in markdown
    assert (own / "no-picture.png").read_text() == "nothing"


def test_a_folder_that_cannot_be_written(gongkit: Run, folder: Path) -> None:
    done = gongkit("submission", "--output", "app.py/packet", cwd=str(folder))
    assert done.returncode == 1
    assert "app.py/packet cannot be written" in done.stderr
    assert (folder / "app.py").read_text() == CODE


def test_the_same_manifest_is_what_was_handed_in(gongkit: Run, folder: Path) -> None:
    assert gongkit("submission", cwd=str(folder)).returncode == 0
    change(folder, "# the calls of each deal", "# calls")
    change(folder, "localhost:8000", "localhost:9000")
    done = gongkit("submission", "--verify", "submission", cwd=str(folder))
    assert done.returncode == 0
    assert done.stdout.startswith("The manifest is what was handed in.\n")


def test_differences_are_listed(gongkit: Run, folder: Path) -> None:
    assert gongkit("submission", cwd=str(folder)).returncode == 0
    change(folder, '    "api:users:read",\n', '    "api:logs:read",\n')
    (folder / "large.png").write_bytes((folder / "small.png").read_bytes())
    done = gongkit("submission", "--verify", "submission", cwd=str(folder))
    assert done.returncode == 1
    assert done.stdout.startswith("integration.scopes\n  + api:logs:read\n  - api:users:read\n")
    assert "integration.logos.large\n  It is another picture.\n" in done.stdout
    assert "The manifest is not what was handed in.\nhanded in  " in done.stdout
    words = ("submission", "--verify", "submission", "--json")
    shown = json.loads(gongkit(*words, cwd=str(folder)).stdout)
    assert (shown["same"], shown["pictures"]) == (False, ["integration.logos.large"])
    assert [each["new"] for each in shown["differences"]] == ["api:logs:read", None]
    assert shown["hash"] != shown["handed_in"]


@pytest.mark.parametrize(
    ("name", "edit"),
    [
        ("submission.json", lambda text: text.replace(b"Tells how", b"Tells what")),
        ("submission.json", lambda text: text.replace(b"calls of each", b"calls of every")),
        ("logos/small.png", lambda text: text + b"\0"),
        ("logos/button.png", None),
        ("submission.html", None),
    ],
)
def test_a_packet_that_was_changed_is_told(
    gongkit: Run, folder: Path, name: str, edit: object
) -> None:
    assert gongkit("submission", cwd=str(folder)).returncode == 0
    file = folder / "submission" / name
    if callable(edit):
        before = file.read_bytes()
        file.write_bytes(edit(before))
        assert file.read_bytes() != before
    else:
        file.unlink()
    done = gongkit("submission", "--verify", "submission", cwd=str(folder))
    assert done.returncode == 1
    assert f"submission/{name}\n  It is not as it was made.\n" in done.stdout


def test_the_packet_s_profile_is_compared(gongkit: Run, folder: Path) -> None:
    assert gongkit("submission", "--profile", "dev", cwd=str(folder)).returncode == 0
    verify = ("submission", "--verify", "submission")
    assert gongkit(*verify, cwd=str(folder)).returncode == 0
    assert gongkit(*verify, "--profile", "prod", cwd=str(folder)).returncode == 1


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--verify", "logos"), "logos is not a packet of gongkit submission."),
        (("--verify", "x", "--links"), "--verify and --links exclude one another."),
        (("--verify", "x", "--run", "app:site"), "--verify and --run exclude one another."),
        (("--run", "app"), "'app' does not say where the application is."),
        (("--profile", "production"), "Invalid value for '--profile'"),
    ],
)
def test_wrong_input(gongkit: Run, folder: Path, words: tuple[str, ...], said: str) -> None:
    done = gongkit("submission", *words, cwd=str(folder))
    assert done.returncode == 2
    assert said in done.stderr
    assert not (folder / "submission").exists()


def test_what_the_app_was_seen_to_do(gongkit: Run, tmp_path: Path) -> None:
    site = "\nfrom starlette.applications import Starlette\nfrom starlette.routing import Mount\n"
    mount = 'site = Starlette(routes=[Mount("/gong", app=gong)], lifespan=gong.lifespan)\n'
    text = TEXT[: TEXT.index("[iframe]")] + TEXT[TEXT.index("[profiles.dev") :]
    app_in(tmp_path, text, CODE + site + mount)
    words = ("submission", "--run", "app:site", "--no-screenshots", "--json")
    done = gongkit(*words, cwd=str(tmp_path))
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout)["screenshots"] == []
    values = json.loads((tmp_path / "submission/submission.json").read_text())
    calls, users = values["scopes"]
    assert calls["observed"]["listCalls"] >= 1
    assert (users["observed"], users["unused"]) == ({}, True)


def test_an_app_that_does_not_start_is_told(gongkit: Run, folder: Path) -> None:
    (folder / "broken.py").write_text("raise RuntimeError('no settings')\n")

    done = gongkit("submission", "--run", "broken:site", "--no-screenshots", cwd=str(folder))

    said = " ".join(done.stdout.split())
    assert "The run It ended before it answered (exit code 1)." in said
    assert "RuntimeError: no settings" in said


def test_links_are_asked_only_where_that_is_wanted(gongkit: Run, folder: Path) -> None:
    change(folder, "https://pulse.example/help", f"http://127.0.0.1:{free_port()}/help")
    for name in ("privacy", "terms"):
        change(folder, f"https://pulse.example/{name}", f"http://127.0.0.1:{free_port()}/{name}")
    change(folder, "https://app.pulse.example/gong/install", "http://127.0.0.1:9/install")
    for words, found in (((), False), (("--links",), True)):
        assert gongkit("submission", *words, cwd=str(folder)).returncode == 0
        values = json.loads((folder / "submission/submission.json").read_text())
        rules = {outcome["rule"] for outcome in values["check"]["outcomes"]}
        assert ("link-not-answering" in rules) is found


def test_without_a_browser_the_packet_says_how_to_get_one(gongkit: Run, folder: Path) -> None:
    nowhere = str(folder / "nowhere")
    words = ("submission", "--run", "app:gong", "--json")
    done = gongkit(*words, cwd=str(folder), PATH=nowhere, PLAYWRIGHT_BROWSERS_PATH=nowhere)
    assert (done.returncode, done.stderr) == (0, "")
    assert "no Chromium was found" in json.loads(done.stdout)["no_screenshots"]
    assert "playwright install chromium" in (folder / "submission/submission.md").read_text()


@pytest.mark.parametrize("template", ["hello", "email-composer", "account-page", "full"])
def test_what_gongkit_new_makes_lacks_nothing(gongkit: Run, tmp_path: Path, template: str) -> None:
    made = gongkit("new", "pulse", "--template", template, cwd=str(tmp_path))
    assert made.returncode == 0, made.stderr
    done = gongkit("submission", "pulse", "--json", cwd=str(tmp_path))
    assert done.returncode == 0
    shown = json.loads(done.stdout)
    assert (shown["missing"], shown["unused_scopes"]) == ([], [])
    assert (tmp_path / "pulse/submission/submission.html").is_file()
