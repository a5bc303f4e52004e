"""Which supplier serves which pool, and why."""
