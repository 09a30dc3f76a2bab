"""`gongkit demo`: the whole path, from a manifest to the first calls, on a Gong of one's own."""

from __future__ import annotations

from typing import Annotated

import typer


def demo(
    *,
    once: Annotated[
        bool, typer.Option("--once", help="End after the story; otherwise the sandbox stays up.")
    ] = False,
) -> None:
    """Tell an app's story, step by step, on a Gong of its own.

    Nothing of it leaves this machine. Any step that goes wrong ends it with exit code 1.
    """
    from gongkit.cli.own_sandbox import running_sandbox
    from gongkit.cli.sandbox import print_panel
    from gongkit.cli.story.narrator import Narrator
    from gongkit.cli.story.telling import tell_story

    narrator = Narrator()
    narrator.say("Hello Gong: from a manifest to the first calls, on a Gong of your own.")
    with running_sandbox() as child:
        narrator.say(f"The sandbox is ready at {child.description['url']}.")
        tell_story(narrator, child.description)
        if once:
            return
        try:
            narrator.say("The sandbox stays up, for you to look around.\n")
            print_panel(child.description, None)
            child.wait()
        except KeyboardInterrupt:
            narrator.say("")
