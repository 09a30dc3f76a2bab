"""The packet that is handed in with an app: what Gong's form is filled with, and why.

    packet = packet_of(project, review(project))
    print(packet.hash, packet.missing)

`files` writes it, `comparing` holds a manifest against it later.
"""

from gongkit.manifest.submission.making import packet_of
from gongkit.manifest.submission.packet import Packet

__all__ = ["Packet", "packet_of"]
