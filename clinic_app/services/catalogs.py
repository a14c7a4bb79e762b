"""目录: what can be chosen today."""

from clinic_app.domain.catalogs import Catalogues
from clinic_app.domain.time import beijing_day
from clinic_app.projections.queries import catalogs
from clinic_app.store.journal import Store


class CatalogService:
    def __init__(self, store: Store) -> None:
        self._store = store

    def in_force(self) -> Catalogues:
        """As the county published them, else as shipped; asked again it costs little until something changes."""
        with self._store.reading() as connection:
            return catalogs.all_in_force(connection, beijing_day(self._store.wall()))
