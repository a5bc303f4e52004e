"""Categories, items, packs, suppliers and their agreements."""
