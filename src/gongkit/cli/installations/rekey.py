"""`gongkit installations rekey`: moves every installation to the newest key."""

from __future__ import annotations

import sys


def rekey() -> None:
    """Encrypt all installations with the newest key.

    The app may run meanwhile. Put the new key before the older ones in GONGKIT_KEY first,
    for every process of the app.
    """
    from gongkit.app.configuration import open_keyring
    from gongkit.cli.app_store import the_store
    from gongkit.cli.output import note
    from gongkit.settings import Settings

    batch, done = 100, 0
    settings = Settings.from_environment()
    with the_store(settings) as app:
        while moved := app.store.rekey(batch):
            done += moved
            _show_progress(done)
        total, others = len(app.store.list()), app.others
    print(f"{done} of {total} installations were moved to the newest key; now all of them have it.")
    older = open_keyring(settings).older
    if not older:
        note("The keyring has no older key.")
        return
    dropped = "The last key" if older == 1 else f"The last {older} keys"
    before = "once every process of the app was started with the newest key first"
    if others:
        before += ", and the other apps of this store are rekeyed"
    note(f"{dropped} of the keyring may be dropped, {before}.")


def _show_progress(done: int) -> None:
    if sys.stderr.isatty():
        print(f"\r{done} installations", end="\r", file=sys.stderr, flush=True)
