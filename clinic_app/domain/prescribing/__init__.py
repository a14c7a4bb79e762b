"""处方规则: what a prescription is checked with before it is signed, and reviewed with afterwards.

`check` answers; the tables are data under resources/prescribing.  Source: docs/prescribing.md.
"""
