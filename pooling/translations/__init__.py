"""Catalogues of translated sentences."""
