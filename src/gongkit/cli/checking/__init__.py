"""What `gongkit check` does: reviews a project, asks its links, and writes what came of it."""
