"""Dure (두레): the operating platform for public–private small-merchant support."""

__version__ = "0.1.0"
