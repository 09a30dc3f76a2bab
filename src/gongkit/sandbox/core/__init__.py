"""What the sandbox does, without sockets, files or clocks of its own.

It is handed an open `State`, the present moment and a request, and gives an answer.
"""
