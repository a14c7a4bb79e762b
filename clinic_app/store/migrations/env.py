"""Alembic's entry: runs on the connection that `schema.migrate` gives, inside its one transaction."""

from typing import Any, Literal

from alembic import context

from clinic_app.projections.tables import metadata as projections
from clinic_app.projections.types import Id
from clinic_app.store import search
from clinic_app.store.tables import metadata as local


def _render(kind: str, item: Any, autogen: Any) -> str | Literal[False]:
    if kind == "type" and isinstance(item, Id):
        autogen.imports.add("from clinic_app.projections.types import Id")
        return "Id()"
    return False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=[local, projections, search.metadata],
    render_as_batch=True,
    render_item=_render,
    transactional_ddl=False,  # the caller's transaction holds
    compare_server_default=True,
)
context.run_migrations()
