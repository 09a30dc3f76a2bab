"""`gongkit installations`: who has installed the app, and keeping that in order."""
