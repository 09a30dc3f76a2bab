"""The story of `gongkit demo`: examples/hello-gong from its manifest to its first calls.

`telling` has the steps in order; each chapter's functions do one step, show what was
sent and answered, and prove that it came out as it should.
"""
