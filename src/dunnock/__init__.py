"""Play large local music collections in a desktop window."""

__version__ = "0.1.0"
