"""Installs Chromium for the tests of the pages, where it is missing and can be installed.

Debian's package manager, as root; elsewhere it says what to do. Tests find what is there.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

from tests.browser.chromium import ChromiumMissingError, find_chromium


def main() -> None:
    """Leave what is there alone."""
    try:
        find_chromium()
    except ChromiumMissingError as missing:
        if os.geteuid() != 0 or not shutil.which("apt-get"):
            print(missing, file=sys.stderr)
            return
        print("Installing Chromium (once) …", flush=True)
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        for words in (("update", "-qq"), ("install", "-qq", "--no-install-recommends", "chromium")):
            options = ["-y", *words] if words[0] == "install" else list(words)
            done = subprocess.run(
                ["apt-get", *options], env=environment, capture_output=True, text=True, check=False
            )
            if done.returncode:
                print(f"apt-get {words[0]} failed:\n{done.stderr}", file=sys.stderr)
                return


if __name__ == "__main__":
    main()
