"""The sandbox on its ports: an ASGI application, and the process that serves it."""
