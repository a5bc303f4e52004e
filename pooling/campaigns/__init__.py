"""The quarter: its calendar and its states."""
