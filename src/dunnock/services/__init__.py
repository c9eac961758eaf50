"""Decisions: each act is one transaction and its events."""
