"""Alembic revisions of the county's own tables; projections are made anew from the journal instead."""
