"""Carefold: printable patient booklets, tailored by disease stage."""

__version__ = "0.1.0"
