"""Secrets in files: each kind is found, placeholders are not, and none is ever shown."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from tests.manifest.review.sound_app import FILES, found, write

from gongkit.manifest.review.secret_patterns import BY_PLACE, PATTERNS

RANDOM = "Q7rW2mZt9KxL4vBn8JcP5sHd3GfY6TqA1uEoXiRyNwVbMzCkSjDhFgLpQ2a5e8"
"""A text that looks random, and is nobody's secret."""
HEX = "9f3a6c1e8b7d2045"

KINDS = {
    "AGE-SECRET-KEY-1" + RANDOM[:58].upper(): "an age key",
    "ASIA" + "Q7RMTUVWZ2JKLN45": "an access key of AWS",
    "aws_secret_access_key = " + RANDOM[:40]: "a secret key of AWS",
    "ghp_" + RANDOM[:36]: "a token of GitHub",
    "github_pat_" + RANDOM[:60]: "a token of GitHub",
    "glpat-" + RANDOM[:20]: "a token of GitLab",
    "xoxb-" + "2094812049-Qm7TfP2sLzW9": "a token of Slack",
    "https://hooks.slack.com/services/T0A1B2C3D/B0A1B2C3D/" + RANDOM[:24]: "a webhook of Slack",
    "https://discord.com/api/webhooks/834729384729384723/" + RANDOM[:55]: "a webhook of Discord",
    "sk_live_" + RANDOM[:24]: "a key of Stripe",
    "whsec_" + RANDOM[:32]: "a webhook secret of Stripe",
    "AIza" + RANDOM[:35]: "a key of Google",
    "GOCSPX-" + RANDOM[:28]: "a client secret of Google",
    "sk-proj-" + RANDOM[:20] + "T3BlbkFJ" + RANDOM[:20]: "a key of OpenAI",
    "sk-ant-api03-" + RANDOM + RANDOM[:30]: "a key of Anthropic",
    "hf_" + RANDOM[:34]: "a token of Hugging Face",
    "SG." + RANDOM[:22] + "." + RANDOM[:43]: "a key of SendGrid",
    "key-" + HEX * 2: "a key of Mailgun",
    HEX * 2 + "-us14": "a key of Mailchimp",
    "SK" + HEX * 2: "a key of Twilio",
    "npm_" + RANDOM[:36]: "a token of npm",
    "pypi-AgE" + RANDOM[:55]: "a token of PyPI",
    "dckr_pat_" + RANDOM[:27]: "a token of Docker Hub",
    "dop_v1_" + HEX * 4: "a token of DigitalOcean",
    "shpat_" + HEX * 2: "a token of Shopify",
    "lin_api_" + RANDOM[:40]: "a key of Linear",
    "PMAK-" + (HEX * 2)[:24] + "-" + (HEX * 3)[:34]: "a key of Postman",
    "glsa_" + RANDOM[:32] + "_9f3a6c1e": "a key of Grafana",
    "hvs." + RANDOM[:24]: "a token of HashiCorp Vault",
    "NRAK-" + RANDOM[:27].upper(): "a key of New Relic",
    "dapi" + HEX * 2: "a token of Databricks",
    "AccountKey=" + RANDOM[:43] * 2 + "==": "a key of Azure Storage",
    "eyJ" + RANDOM[:20] + ".eyJ" + RANDOM[:30] + "." + RANDOM[:40]: "a web token",
    "postgresql://recaps:w8Tz4Lp@db.call-recaps.io/recaps": "a password in a URL",
    "GONGKIT_KEY=" + RANDOM[:43] + "=": "a setting of gongkit",
    'gong_access_key_secret: "' + RANDOM[:40] + '"': "a token of Gong",
    'api_key = "' + RANDOM[:24] + '"': "a secret",
}


def kinds_in(folder: Path, text: str, name: str = "notes.txt") -> list[str]:
    write(folder, {**FILES, name: f"one line\n{text}\n"})
    return [each.message for each in found(folder)]


@pytest.mark.parametrize("text", KINDS, ids=KINDS.values())
def test_each_kind_is_found_and_not_shown(tmp_path: Path, text: str) -> None:
    (message,) = kinds_in(tmp_path, text)

    assert message.startswith(f"This looks like {KINDS[text]}, ")
    assert not any(text[start : start + 12] in message for start in range(len(text) - 12))


def test_a_token_may_have_letters_alone(tmp_path: Path) -> None:
    letters = "QmTfPsLzWkRbVnXcGhJd" + "aEyUoIqBtMrSwNpF"

    assert kinds_in(tmp_path, "hf_" + letters) != []
    assert kinds_in(tmp_path, "xoxb-slack-bot-token-of-app") == []


def test_there_are_patterns_for_what_is_common() -> None:
    assert len({pattern.kind for pattern in (*PATTERNS, *BY_PLACE)}) > 30


@pytest.mark.parametrize(
    "text",
    [
        "GONGKIT_CLIENT_SECRET=",
        "GONGKIT_CLIENT_SECRET=your-client-secret",
        "GONGKIT_CLIENT_SECRET=$CLIENT_SECRET_OF_GONG",
        "GONGKIT_CLIENT_SECRET=${{ secrets.GONG_CLIENT_SECRET }}",
        'client_secret = os.environ["GONGKIT_CLIENT_SECRET"]',
        "client_secret = settings.gong_client_secret",
        'token = "xxxxxxxxxxxxxxxxxxxxxxxx"',
        'token_url = "https://app.gong.io/oauth2/generate-customer-token"',
        'password = "correct horse battery staple"',
        "sk_test_EXAMPLEexampleEXAMPLE",
        "AKIAIOSFODNN7EXAMPLE",
        "postgresql://user:${PASSWORD}@db/recaps",
        "postgresql://recaps:recaps@localhost/recaps",
        "https://example.com/path@2x",
        'csrf_token = "{{ csrf_token }}"',
        "GONGKIT_KEY=run-gongkit-key-to-make-one",
        'if text.startswith("-----BEGIN PRIVATE ' + 'KEY-----"):',
        "GONGKIT_CLIENT_SECRET=client-secret-from-gong",
        "DATABASE_URL: postgresql://recaps:recaps2024@db:5432/recaps",
        "postgresql://recaps:recaps2024@localhost/recaps",
        'secret: "gong-app-client-secret-v2"',
        'secret = "aabb1aabb1aabb1aabb1"',
        'token = "QmTfPs+LzWkRbVnXcGhJd"',
        'secret = "arn:aws:secretsmanager:us-east-1:123456789012:secret:recaps-AbC1Ef"',
    ],
)
def test_what_stands_for_a_secret_is_none(tmp_path: Path, text: str) -> None:
    assert kinds_in(tmp_path, text) == []


def test_what_is_not_quoted_in_code_is_a_name(tmp_path: Path) -> None:
    assert kinds_in(tmp_path, "gong_token = settings.token_of_v2_company", "config.ts") == []
    assert len(kinds_in(tmp_path, f'gong_token = "{RANDOM[:30]}"', "config.ts")) == 1


@pytest.mark.parametrize("name", ["uv.lock", "package-lock.json", "app.min.js"])
def test_what_tools_write_is_left_alone(tmp_path: Path, name: str) -> None:
    assert kinds_in(tmp_path, "ghp_" + RANDOM[:36], name) == []


def test_what_is_too_long_to_have_been_written_is_data(tmp_path: Path) -> None:
    assert kinds_in(tmp_path, "ghp_" + RANDOM[:36] + "\n" + "row\n" * 75_000, "calls.csv") == []


@pytest.mark.parametrize("name", ["tests/a.py", "web/login.test.ts", "app/calls_test.py"])
def test_tests_may_have_passwords_of_their_own(tmp_path: Path, name: str) -> None:
    assert kinds_in(tmp_path, 'password = "' + RANDOM[:24] + '"', name) == []
    assert len(kinds_in(tmp_path, "ghp_" + RANDOM[:36], name)) == 1


def git(folder: Path, *words: str) -> None:
    subprocess.run(["git", "-C", str(folder), *words], check=True, capture_output=True)


@pytest.mark.parametrize("name", [".env", ".env.production", "installations.key", "a/tls.p12"])
def test_a_file_of_secrets_must_not_be_in_the_repository(tmp_path: Path, name: str) -> None:
    write(tmp_path, {**FILES, name: "K=1\n"})
    git(tmp_path, "init", "-q")

    (outcome,) = found(tmp_path)

    assert (outcome.rule.id, str(outcome.evidence[0])) == ("secret-file-in-repository", f"{name}:1")


@pytest.mark.parametrize("name", [".env.example", ".env.test", "gong-public.pem", "environment.py"])
def test_a_file_that_shows_how_is_welcome(tmp_path: Path, name: str) -> None:
    write(tmp_path, {**FILES, name: "K = 1\n"})
    git(tmp_path, "init", "-q")

    assert found(tmp_path) == []


def test_what_git_ignores_is_where_it_belongs(tmp_path: Path) -> None:
    write(tmp_path, {**FILES, ".env": "GONGKIT_KEY=" + RANDOM[:44], ".gitignore": ".env\n*.db\n"})
    (tmp_path / "installations.db").write_bytes(b"SQLite format 3\0")
    git(tmp_path, "init", "-q")

    assert found(tmp_path) == []


def test_without_a_repository_an_environment_file_is_where_it_belongs(tmp_path: Path) -> None:
    write(tmp_path, {**FILES, ".env": "GONGKIT_KEY=" + RANDOM[:44]})

    assert found(tmp_path) == []
