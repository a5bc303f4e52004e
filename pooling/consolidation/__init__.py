"""Needs of one thing become a pool, and each need has its share."""
