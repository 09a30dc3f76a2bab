"""Who has installed the app: installations, the stores that keep them, their encryption."""
