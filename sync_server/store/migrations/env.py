"""Alembic's entry: always on a connection that `schema.migrate` hands over, inside its transaction."""

from alembic import context

from sync_server.store.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    version_table="server_version",
    render_as_batch=True,
)
context.run_migrations()
