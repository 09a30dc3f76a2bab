"""`GongApp`: an app's routes, clients and listeners, for any ASGI server or framework."""
