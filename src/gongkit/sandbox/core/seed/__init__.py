"""The demo data: three believable companies, the same for one seed, made on the first start."""
