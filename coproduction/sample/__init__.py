"""Invented groups and the doors that exist only with them (SAMPLE_MODE)."""
