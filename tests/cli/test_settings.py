"""The environment, read in one place."""

from __future__ import annotations

from pathlib import Path

import pytest

from gongkit.errors import UnknownName
from gongkit.redact import Secret
from gongkit.settings import (
    VARIABLES,
    Settings,
    regional_variable,
    wants_colour,
    without_settings,
)

PAGE = Path(__file__).parents[2] / "docs" / "command-line.md"


def test_an_empty_environment_gives_the_defaults() -> None:
    assert Settings.from_environment({"GONGKIT_ACCESS_KEY": ""}) == Settings()
    assert Settings().app_url == "https://app.gong.io"
    assert Settings().store == "sqlite:///installations.db"


def test_every_variable_is_read() -> None:
    names = [name.replace("<REGION>", "EU_WEST") for name in VARIABLES]
    given = {name: f"the {name}" for name in names} | {"GONGKIT_PROFILE": "staging"}
    settings = Settings.from_environment(given)
    assert settings == Settings(
        app_url="the GONGKIT_APP_URL",
        client_id="the GONGKIT_CLIENT_ID",
        client_secret=Secret("the GONGKIT_CLIENT_SECRET"),
        access_key=Secret("the GONGKIT_ACCESS_KEY"),
        access_key_secret=Secret("the GONGKIT_ACCESS_KEY_SECRET"),
        base_url="the GONGKIT_BASE_URL",
        store="the GONGKIT_STORE",
        regional_stores={"eu-west": "the GONGKIT_STORE_EU_WEST"},
        key=Secret("the GONGKIT_KEY"),
        key_file=Path("the GONGKIT_KEY_FILE"),
        profile="staging",
    )


def test_several_client_secrets_are_newest_first() -> None:
    settings = Settings.from_environment({"GONGKIT_CLIENT_SECRET": "new, old ,,oldest"})
    assert settings.client_secret == Secret("new")
    assert settings.older_client_secrets == (Secret("old"), Secret("oldest"))


def test_a_regions_variable_is_the_one_that_is_read() -> None:
    name = regional_variable("eu-west-2")
    assert name == "GONGKIT_STORE_EU_WEST_2"
    assert Settings.from_environment({name: "memory:"}).regional_stores == {"eu-west-2": "memory:"}


def test_secrets_stay_out_of_sight() -> None:
    given = dict.fromkeys(VARIABLES, "planted,planted") | {"GONGKIT_PROFILE": "dev"}
    shown = repr(Settings.from_environment(given))
    assert shown.count("planted,planted") == 6  # app_url, client_id, base_url, stores, key_file
    assert shown.count("planted") == 12


@pytest.mark.parametrize("name", ["GONGKIT_APPURL", "GONGKIT_CLIENT_SECRETS", "GONG_KIT_KEY"])
def test_a_misspelt_variable_is_refused(name: str) -> None:
    with pytest.raises(UnknownName):
        Settings.from_environment({name: "x"})


@pytest.mark.parametrize(
    ("environ", "profile"),
    [
        ({}, "prod"),
        ({"GONGKIT_APP_URL": "http://localhost:4664"}, "dev"),
        ({"GONGKIT_APP_URL": "http://127.0.0.1:4664"}, "dev"),
        ({"GONGKIT_APP_URL": "https://app.gong.io"}, "prod"),
        ({"GONGKIT_APP_URL": "http://["}, "prod"),
        ({"GONGKIT_PROFILE": "staging"}, "staging"),
        ({"GONGKIT_PROFILE": "prod", "GONGKIT_APP_URL": "http://localhost:4664"}, "prod"),
        ({"GONGKIT_PROFILE": ""}, "prod"),
    ],
)
def test_the_profile_is_the_one_set_or_follows_the_app_url(
    environ: dict[str, str], profile: str
) -> None:
    assert Settings.from_environment(environ).effective_profile == profile


def test_a_profile_that_there_is_not_is_refused() -> None:
    with pytest.raises(UnknownName, match="Did you mean 'prod'"):
        Settings.from_environment({"GONGKIT_PROFILE": "production"})


def test_variables_of_others_are_left_alone() -> None:
    other = {"GONG_TOKEN": "x", "GONGKIT_REQUIRE_POSTGRES": "1", "GONGKIT_CONTROL_TOKEN": "x"}
    assert Settings.from_environment(other) == Settings()


def test_a_child_sees_no_settings() -> None:
    ours = {"GONGKIT_KEY": "x", "GONGKIT_STORE_EU": "x"}
    assert without_settings({**ours, "PATH": "/bin"}) == {"PATH": "/bin"}


@pytest.mark.parametrize(
    ("terminal", "environ", "wanted"),
    [
        (True, {}, True),
        (True, {"TERM": "xterm"}, True),
        (False, {}, False),
        (True, {"NO_COLOR": "1"}, False),
        (True, {"NO_COLOR": ""}, True),
        (True, {"TERM": "dumb"}, False),
    ],
)
def test_colour(terminal: bool, environ: dict[str, str], wanted: bool) -> None:
    assert wants_colour(terminal=terminal, environ=environ) is wanted


@pytest.mark.parametrize("name", VARIABLES)
def test_every_variable_is_documented(name: str) -> None:
    assert f"| `{name}` |" in PAGE.read_text("utf-8")
