"""How a call is made: decisions without I/O, as generators that yield effects.

A driver (one for threads, one for asyncio; see `gongkit.client`) performs the
effects. Outer to inner: paging, retry, credentials (one refresh on 401), throttle,
and the transport that the driver holds.
"""
