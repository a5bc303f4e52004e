"""Who may see what: the viewer, the doors on views, and the session that refuses unscoped reads."""
