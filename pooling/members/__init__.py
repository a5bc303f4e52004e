"""Firms, their sites and people, invitations, the charter."""
