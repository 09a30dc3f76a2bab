"""The sandbox's pages: what Gong's own screens are for, so far as an app builder needs them."""
