"""What Gong's API is, written once and read by the client and by the sandbox.

`operations` says what can be asked, `types` what goes over the wire, `scopes` what a
company grants, and `registry` finds an operation by its name.
"""
