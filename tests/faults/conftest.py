"""Databases of both kinds, as for the server's own tests."""

from tests.server.conftest import cluster, postgres_url, sqlite_url, url

__all__ = ["cluster", "postgres_url", "sqlite_url", "url"]
