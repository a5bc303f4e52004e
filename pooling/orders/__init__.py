"""Grouped orders, and the workbook each supplier gets."""
