"""The JSON shapes of Gong's API, one module for each area; `common` holds the shared ones."""
