"""Making an app's folder out of a template."""
