"""What every packet says, in whatever form it is written."""

from __future__ import annotations

from typing import Final

INTRODUCTION: Final = (
    "This is what is filled into Gong's form, in its order, with what reviewers ask for"
    " besides. The hash stands for all values and pictures:"
)
NO_IPS: Final = "None: every address is allowed."
UNUSED: Final = (
    "Nothing was seen to use this scope. Remove it, or say beside it in gong.app.toml what it"
    " is for."
)
VERIFYING: Final = (
    "It changes with every value of the manifest and every byte of the pictures. What the"
    " file's comments, its layout and its other profiles say does not count."
    " `gongkit submission --verify` with this folder compares the manifest with it."
)
