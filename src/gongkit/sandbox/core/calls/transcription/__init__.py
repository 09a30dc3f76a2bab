"""What the sandbox hears in the recording of a call that was added: a conversation of its own.

It cannot listen. It writes a conversation between the parties that were given, in the
words of the demo data, and computes everything else from it as for the demo calls. The
same call always has the same conversation.
"""

from gongkit.sandbox.core.calls.transcription.transcribe import (
    Heard,
    Recorded,
    transcribe,
    understands,
)

__all__ = ["Heard", "Recorded", "transcribe", "understands"]
