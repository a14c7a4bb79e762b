"""What the pharmacy needs to know of a drug or a decoction piece."""

from dataclasses import dataclass
from typing import Final

from clinic_app.domain.catalogs import Drug, Herb
from clinic_app.domain.errors import NotFound, RuleBroken
from clinic_app.domain.pharmacy.trace import TraceCode, WrongProduct

CONTROLLED: Final = frozenset({"NARC", "PSY1"})  # two people, a count at every shift
_INJECTED: Final = ("注射", "粉针", "输液", "疫苗")


class UnknownProduct(NotFound):
    """No catalogue has this code."""

    code = "stock.unknown_product"


class StoppedDrug(RuleBroken):
    """The catalogue struck it off: it is bought no more."""

    code = "stock.stopped_drug"


@dataclass(frozen=True, slots=True, kw_only=True)
class Product:
    code: str
    name: str
    unit: str
    pack_unit: str
    pack_qty: int
    price_e6: int  # of the catalogue, micro-yuan a pack
    form: str = ""
    spec: str = ""
    rx_class: str = ""
    storage: str = ""
    trace_prefix: str = ""
    levels: tuple[str, ...] = ()  # who may stock it; empty: everybody
    coded: bool = True  # its boxes carry trace codes
    stopped: bool = False  # 停用、剔除
    instead: tuple[str, ...] = ()  # codes of what to use then

    @property
    def is_controlled(self) -> bool:
        return self.rx_class in CONTROLLED

    @property
    def may_go_back(self) -> bool:
        """Whether an unopened box may be handed out again: never what is injected, kept cold or controlled."""
        if self.storage == "cold_chain" or self.is_controlled:
            return False
        return not any(word in self.form for word in _INJECTED)

    def require_in_use(self) -> None:
        """Raises:
        StoppedDrug
        """
        if self.stopped:
            raise StoppedDrug(drug=self.name)

    def require_own(self, code: TraceCode) -> None:
        """Raises:
        WrongProduct: the box's first seven digits are another product's.
        """
        if code.prefix and self.trace_prefix and code.prefix != self.trace_prefix:
            raise WrongProduct(drug=self.name)


def of_drug(drug: Drug) -> Product:
    return Product(
        code=drug.code,
        name=drug.generic_name,
        unit=drug.unit,
        pack_unit=drug.pack_unit,
        pack_qty=drug.pack_qty,
        price_e6=drug.price_e6,
        form=drug.form,
        spec=drug.spec,
        rx_class=drug.rx_class,
        storage=drug.storage,
        trace_prefix=drug.trace_prefix,
        levels=drug.levels,
        coded=drug.route != "decoct",
        stopped=drug.stopped,
        instead=drug.instead,
    )


def of_herb(herb: Herb) -> Product:
    """Weighed out by the gram; a piece has no box."""
    return Product(
        code=herb.code,
        name=herb.name,
        unit="克",
        pack_unit="克",
        pack_qty=1,
        price_e6=herb.price_e6,
        coded=False,
    )
