"""`gongkit check` as its users run it: a person, a program, code scanning, a workflow."""

from __future__ import annotations

import json
import os
import re
import subprocess
from pathlib import Path

import jsonschema_rs
import pytest
from tests.cli.command import Run
from tests.cli.pages import Page, web_pages
from tests.manifest.review.sound_project import SOUND, edited, line_of, write

from gongkit.cli.checking.as_github import github_report
from gongkit.cli.checking.as_sarif import sarif_report
from gongkit.manifest.review import RULES, Evidence, Project, Review

NAME = 'name = "Deal Notes"'
CALLBACK = '"https://app.dealnotes.io/oauth/callback"'
BROKEN = edited(NAME, 'name = "Gong, 100%: Notes"').replace("api:users:read", "api:user:reads")
PAGES = {path: Page() for path in ("/privacy", "/terms", "/help", "/install")}

SARIF = {
    "required": ["$schema", "version", "runs"],
    "properties": {
        "version": {"const": "2.1.0"},
        "runs": {"type": "array", "minItems": 1, "items": {"$ref": "#/$defs/run"}},
    },
    "$defs": {
        "text": {"required": ["text"], "properties": {"text": {"type": "string", "minLength": 1}}},
        "run": {
            "required": ["tool", "results"],
            "properties": {
                "tool": {
                    "required": ["driver"],
                    "properties": {
                        "driver": {
                            "required": ["name", "rules"],
                            "properties": {"rules": {"items": {"$ref": "#/$defs/rule"}}},
                        }
                    },
                },
                "results": {"type": "array", "items": {"$ref": "#/$defs/result"}},
            },
        },
        "rule": {
            "required": ["id", "shortDescription", "fullDescription", "help"],
            "properties": {
                "id": {"pattern": "^[a-z0-9-]+$"},
                "shortDescription": {"$ref": "#/$defs/text"},
                "fullDescription": {"$ref": "#/$defs/text"},
                "help": {"$ref": "#/$defs/text", "required": ["markdown"]},
                "defaultConfiguration": {"properties": {"level": {"$ref": "#/$defs/level"}}},
            },
        },
        "level": {"enum": ["none", "note", "warning", "error"]},
        "result": {
            "required": ["ruleId", "ruleIndex", "level", "message", "locations"],
            "properties": {
                "level": {"$ref": "#/$defs/level"},
                "message": {"$ref": "#/$defs/text"},
                "locations": {"minItems": 1, "items": {"$ref": "#/$defs/location"}},
            },
        },
        "location": {
            "required": ["physicalLocation"],
            "properties": {
                "physicalLocation": {
                    "required": ["artifactLocation", "region"],
                    "properties": {
                        "artifactLocation": {
                            "required": ["uri"],
                            "properties": {"uri": {"format": "uri-reference"}},
                        },
                        "region": {
                            "required": ["startLine"],
                            "properties": {
                                "startLine": {"type": "integer", "minimum": 1},
                                "startColumn": {"type": "integer", "minimum": 1},
                            },
                        },
                    },
                }
            },
        },
    },
}
"""What SARIF 2.1.0 demands of the parts that are written here."""


@pytest.fixture
def sound(tmp_path: Path) -> Path:
    return write(tmp_path)


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    return write(tmp_path, BROKEN)


def test_a_sound_app_is_fine(gongkit: Run, sound: Path) -> None:
    done = gongkit("check", cwd=str(sound))

    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("Deal Notes, in development (profile dev)\n")
    assert re.search(r"\d+ rules: 0 failed, 0 to review, \d+ passed", done.stdout)


def test_people_read_what_where_and_how_to_mend_it(gongkit: Run, broken: Path) -> None:
    done = gongkit("check", cwd=str(broken))

    scope, name = line_of(BROKEN, "api:user:reads"), line_of(BROKEN, "100%")
    assert done.returncode == 1
    assert "\x1b" not in done.stdout
    assert max(map(len, done.stdout.splitlines())) <= 80
    fails, judged = done.stdout.split("Needs review")
    assert "unknown-scope" in fails
    assert f"gong.app.toml:{scope}:35" in fails
    assert "Fix: Did you mean 'api:users:read'?" in fails
    assert "name-of-gong  (our advice)" in judged
    assert f"gong.app.toml:{name}:8" in judged


def test_paths_are_those_of_where_one_stands(gongkit: Run, broken: Path) -> None:
    done = gongkit("check", str(broken / "gong.app.toml"), cwd=str(broken / "art"))

    assert "    ../gong.app.toml:" in done.stdout


def test_the_options_that_look_at_more_are_named(gongkit: Run, sound: Path) -> None:
    said = gongkit("check", cwd=str(sound)).stdout
    published = gongkit("check", "--publish", cwd=str(sound)).stdout

    assert said.endswith("More is looked at with --run MODULE:APP and --publish.\n")
    assert published.endswith("More is looked at with --run MODULE:APP.\n")
    assert "check [OPTIONS] [PATH]\n" in gongkit("check", "--help").stdout


def test_a_narrow_terminal_has_places_on_lines_of_their_own(gongkit: Run, broken: Path) -> None:
    done = gongkit("check", cwd=str(broken), COLUMNS="40")

    assert re.search(r"^ +gong.app.toml:\d+:\d+$", done.stdout, re.MULTILINE)
    assert max(len(line) for line in done.stdout.splitlines() if line[:1] == " ") <= 40


def test_everything_lists_what_passes_and_what_was_not_looked_at(gongkit: Run, sound: Path) -> None:
    done = gongkit("check", "--all", cwd=str(sound))

    assert re.search(r"^  logo-white-box +A logo is transparent", done.stdout, re.MULTILINE)
    assert "Not looked at: Looked at with --publish.\n  form-incomplete," in done.stdout


def test_programs_read_json(gongkit: Run, broken: Path) -> None:
    done = gongkit("check", "--json", cwd=str(broken))

    said = json.loads(done.stdout)
    found = {each["rule"]: each for each in said["outcomes"] if each["grade"] != "pass"}
    assert done.returncode == 1
    assert (said["profile"], said["publish"], said["counts"]["fail"]) == ("dev", False, 1)
    assert set(found) == {"unknown-scope", "name-of-gong"}
    assert found["name-of-gong"] == {
        "rule": "name-of-gong",
        "grade": "review",
        "message": "The name begins with 'Gong', as Gong's own would.",
        "fix": "Put your product's name first, such as 'Acme for Gong'.",
        "source": "advice",
        "evidence": [{"path": "gong.app.toml", "line": 2, "column": 8, "text": "integration.name"}],
    }


def test_code_scanning_reads_sarif(gongkit: Run, tmp_path: Path) -> None:
    subprocess.run(["git", "init", "-q", str(tmp_path)], check=True)
    folder = tmp_path / "my apps"
    folder.mkdir()
    write(folder, BROKEN)

    done = gongkit("check", "--format", "sarif", cwd=str(folder))

    said = json.loads(done.stdout)
    jsonschema_rs.Draft202012Validator(SARIF).validate(said)
    (run,) = said["runs"]
    rules = run["tool"]["driver"]["rules"]
    assert [rules[each["ruleIndex"]]["id"] for each in run["results"]] == [
        each["ruleId"] for each in run["results"]
    ]
    assert {(each["ruleId"], each["level"]) for each in run["results"]} == {
        ("unknown-scope", "error"),
        ("name-of-gong", "warning"),
    }
    places = [each["locations"][0]["physicalLocation"] for each in run["results"]]
    assert {each["artifactLocation"]["uri"] for each in places} == {"my%20apps/gong.app.toml"}
    assert {each["region"]["startLine"] for each in places} == {
        line_of(BROKEN, "100%"),
        line_of(BROKEN, "api:user:reads"),
    }


def test_a_workflow_reads_annotations(gongkit: Run, broken: Path) -> None:
    text = BROKEN.replace("Gong, 100%: Notes", "Notes").replace("Notes from", "TODO 100%, from")
    (broken / "gong.app.toml").write_text(text)

    done = gongkit(
        "check", "--format", "github", "--publish", "--skip", "link-not-answering", cwd=str(broken)
    )

    assert done.returncode == 1
    commands = done.stdout.splitlines()
    pattern = r"::(error|warning) file=[^,:]+,line=\d+(,col=\d+)?,title=[^,:]+(%3A|%2C|[^,:])*::.+"
    assert all(re.fullmatch(pattern, command) for command in commands)
    (scope,) = (each for each in commands if "unknown-scope" in each)
    assert scope.startswith(
        f"::error file=gong.app.toml,line={line_of(text, 'api:user:reads')},col=35,"
        "title=unknown-scope%3A Every scope is one of Gong's.::"
    )


def test_only_some_rules_are_applied(gongkit: Run, broken: Path) -> None:
    only = gongkit("check", "--rule", "name-of-gong", cwd=str(broken))
    without = gongkit("check", "--skip", "unknown-scope", cwd=str(broken))
    strict = gongkit("check", "--skip", "unknown-scope", "--strict", cwd=str(broken))

    assert (only.returncode, without.returncode, strict.returncode) == (0, 0, 1)
    assert only.stdout.endswith("1 rule: 0 failed, 1 to review, 0 passed.\n")


def test_with_publish_the_profile_is_prod_and_the_links_are_asked(
    gongkit: Run, tmp_path: Path
) -> None:
    with web_pages(PAGES | {"/help": Page(404)}) as origin:
        links = "".join(
            f'{name} = "{origin}/{path}"\n'
            for name, path in [("privacy", "privacy"), ("terms", "terms"), ("help", "help")]
        )
        text = f"{SOUND}\n[profiles.prod.integration.links]\n{links}"
        write(tmp_path, text)
        done = gongkit(
            "check", "--publish", "--rule", "link-not-answering", cwd=str(tmp_path), NO_PROXY="*"
        )

    assert done.returncode == 1
    assert f"gong.app.toml:{line_of(text, origin + '/help')}:8" in done.stdout
    assert "help answers 404." in done.stdout
    assert "privacy" not in done.stdout


def test_links_that_nobody_wants_to_know_of_are_not_asked(gongkit: Run, tmp_path: Path) -> None:
    asked: list[str] = []
    with web_pages(PAGES, asked) as origin:
        write(tmp_path, edited("https://dealnotes.io/privacy", f"{origin}/privacy"))
        gongkit("check", "--publish", "--rule", "name-too-long", cwd=str(tmp_path), NO_PROXY="*")
        assert asked == []
        gongkit("check", "--publish", "--rule", "link-redirected", cwd=str(tmp_path), NO_PROXY="*")

    assert asked == ["/privacy"]


def test_a_profile_is_checked_by_its_name_or_by_the_environment(
    gongkit: Run, tmp_path: Path
) -> None:
    text = f'{SOUND}\n[profiles.staging.integration]\nname = "Gong Notes"\n'
    write(tmp_path, text)

    flag = gongkit("check", "--profile", "staging", "--strict", cwd=str(tmp_path))
    variable = gongkit("check", "--strict", cwd=str(tmp_path), GONGKIT_PROFILE="staging")
    neither = gongkit("check", "--strict", cwd=str(tmp_path))

    assert (flag.returncode, variable.returncode, neither.returncode) == (1, 1, 0)
    assert f"gong.app.toml:{line_of(text, 'Gong Notes')}:8" in flag.stdout


@pytest.mark.parametrize("words", [[], ["elsewhere"], ["--publish"], ["--format", "github"]])
def test_no_manifest_is_a_failure_with_what_to_do(
    gongkit: Run, tmp_path: Path, words: list[str]
) -> None:
    done = gongkit("check", *words, cwd=str(tmp_path))

    assert done.returncode == 1
    assert "file-missing" in done.stdout
    assert "gongkit new" in done.stdout


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--rule", "name-of-gon"], "Did you mean 'name-of-gong'?"),
        (["--skip", "nothing"], "no rule named 'nothing'"),
        (["--profile", "production"], "no profile named 'production'"),
        (["--publish", "--profile", "dev"], "--publish is about the profile prod"),
        (["--json", "--format", "sarif"], "exclude one another"),
        (["--format", "xml"], "Invalid value for '--format'"),
    ],
)
def test_what_cannot_be_meant_is_said(
    gongkit: Run, sound: Path, words: list[str], said: str
) -> None:
    done = gongkit("check", *words, cwd=str(sound))

    assert (done.returncode, done.stdout) == (2, "")
    assert said in " ".join(done.stderr.split())


def test_a_text_cannot_act_on_the_terminal_or_the_workflow(gongkit: Run, tmp_path: Path) -> None:
    write(tmp_path, edited(NAME, 'name = "Gong\\n::error::x \\u001b[31m"'))

    text = gongkit("check", cwd=str(tmp_path))
    github = gongkit("check", "--format", "github", cwd=str(tmp_path))

    assert "\x1b" not in text.stdout + github.stdout
    assert not [line for line in github.stdout.splitlines() if line.startswith("::error::")]


def test_what_ends_a_workflow_command_is_written_otherwise(
    sound: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(sound)
    rule = RULES["unknown-scope"]
    found = rule.fail("50%\r\n::error::x", Evidence("a:b, 1%\r\n.py", 3, 2), fix="Stop.")

    (command,) = github_report(Project.read(sound), Review([found]))

    assert command == (
        "::error file=a%3Ab%2C 1%25%0D%0A.py,line=3,col=2,"
        "title=unknown-scope%3A Every scope is one of Gong's.::50%25%0D%0A::error::x Stop."
    )


def test_what_has_no_place_is_said_of_the_manifest(
    sound: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(sound)
    found = Review([RULES["unknown-scope"].fail("It is nowhere.")])

    (command,) = github_report(Project.read(sound), found)
    (result,) = sarif_report(Project.read(sound), found)["runs"][0]["results"]

    assert command.startswith("::error file=gong.app.toml,line=1,title=")
    assert result["locations"] == [
        {
            "physicalLocation": {
                "artifactLocation": {"uri": "gong.app.toml"},
                "region": {"startLine": 1},
            }
        }
    ]


def test_the_name_of_a_file_need_not_be_text(gongkit: Run, sound: Path) -> None:
    name = os.fsencode(sound) + b"/caf\xe9, 1%.py"
    Path(os.fsdecode(name)).write_text("def half(:\n")

    done = {
        each: gongkit(
            *("check", "--rule", "code-syntax", "--format", each),
            cwd=str(sound),
            PYTHONIOENCODING="utf-8",
        )
        for each in ("text", "json", "sarif", "github")
    }

    assert {each.returncode for each in done.values()} == {1}
    (result,) = json.loads(done["sarif"].stdout)["runs"][0]["results"]
    where = result["locations"][0]["physicalLocation"]["artifactLocation"]
    assert where == {"uri": "caf%E9%2C%201%25.py"}
    assert "file=caf?%2C 1%25.py,line=1" in done["github"].stdout


def test_a_letter_that_the_output_cannot_have_ends_nothing(gongkit: Run, tmp_path: Path) -> None:
    write(tmp_path, edited(NAME, 'name = "Notes 💡 for deals"'))

    # As a pipe on Windows has it.
    done = gongkit("check", cwd=str(tmp_path), PYTHONIOENCODING="cp1252")

    assert done.returncode == 0
    assert done.stdout.startswith("Notes ? for deals")
