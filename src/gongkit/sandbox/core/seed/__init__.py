"""The demo data: three believable companies, the same for one seed, made on start."""

from gongkit.sandbox.core.seed.planting import plant

__all__ = ["plant"]
