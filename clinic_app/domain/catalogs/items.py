"""What a catalogue's lines are, kind by kind."""

from dataclasses import dataclass
from typing import Protocol


class Item(Protocol):
    """What the search box needs of a catalogue's line."""

    @property
    def code(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def aliases(self) -> tuple[str, ...]: ...
    @property
    def initials(self) -> tuple[str, ...]: ...
    @property
    def pinyin(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Drug:
    """One product: generic name, strength and pack."""

    code: str  # med_list_codg
    name: str  # as on a bill: 阿莫西林胶囊 0.25g×24粒
    generic_name: str  # 通用名, as prescribed
    spec: str
    form: str
    unit: str  # min_unit: 粒, 片, 支 …
    pack_qty: int  # units in a pack
    pack_unit: str
    price_e6: int  # micro-yuan a pack
    chrgitm_lv: str  # 01 甲, 02 乙, 03 丙
    essential: bool
    dose: str  # usual single dose
    frequency: str  # code table frequency
    route: str  # code table route
    aliases: tuple[str, ...]
    initials: tuple[str, ...]  # of the generic name, then of each alias
    pinyin: str
    content: str = ""  # what one unit holds: ``amoxicillin=250mg clavulanic_acid=62.5mg``
    rx_class: str = ""  # OTC_A, OTC_B, RX, NARC, PSY1, PSY2, TOXIC, RADIO, PREC
    storage: str = ""  # room, cool, cold_chain …
    splittable: bool = False  # a pack may be opened and handed out by the unit
    trace_prefix: str = ""  # 追溯码前七位
    levels: tuple[str, ...] = ()  # who may stock it: village, township; empty: everybody
    stopped: bool = False  # 停用、剔除: prescribed and bought no more
    instead: tuple[str, ...] = ()  # codes of what to use then


@dataclass(frozen=True, slots=True)
class Diagnosis:
    code: str  # ICD-10
    name: str
    aliases: tuple[str, ...]
    initials: tuple[str, ...]
    pinyin: str


@dataclass(frozen=True, slots=True)
class Service:
    """收费项目, or a material."""

    code: str  # med_list_codg
    name: str
    kind: str  # service, material
    fee_class: (
        str  # registration, laboratory, imaging, examination, injection, treatment, tcm, nursing, bed …
    )
    unit: str
    price_e6: int  # micro-yuan a unit
    chrgitm_lv: str
    aliases: tuple[str, ...]
    initials: tuple[str, ...]
    pinyin: str


@dataclass(frozen=True, slots=True)
class Herb:
    """中药饮片, priced by the gram."""

    code: str
    name: str  # 处方用名
    dose_min_mg: int  # of a day's dose, taken by mouth
    dose_max_mg: int  # of a toxic piece: what may not be exceeded without a second signature
    handling: str  # 先煎, 后下, 包煎, 另煎, 烊化, 冲服, empty
    toxic: bool
    price_e6: int  # micro-yuan a gram
    aliases: tuple[str, ...]
    initials: tuple[str, ...]
    pinyin: str


@dataclass(frozen=True, slots=True)
class TcmTerm:
    """中医病名 (GB/T 15657, A…) or 证候 (GB/T 16751.2, B…)."""

    code: str
    name: str
    aliases: tuple[str, ...]
    initials: tuple[str, ...]
    pinyin: str
