"""乡医通, the clinic's desktop client; `domain`, `journal` and `projections` are shared with the county server."""

__version__ = "0.1.0"
