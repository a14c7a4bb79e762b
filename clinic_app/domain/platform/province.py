"""What differs between provinces, from resources/platform/province.toml."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from clinic_app.domain.resources import text


@dataclass(frozen=True, slots=True, kw_only=True)
class Province:
    infver: str
    recer_sys_code: str
    mdtrtarea_admvs: str
    signtype: str
    fixmedins_soft_fcty: str
    path: str
    psn_setlway: str
    mulaid_beside: bool
    omitted_is_zero: frozenset[str]
    certificates: Mapping[str, str]
    clr_type: Mapping[str, str]  # by med_type
    setl_optins: str

    def certificate(self, mdtrt_cert_type: str) -> str:
        """就诊凭证类型 as the platform counts it."""
        return self.certificates.get(mdtrt_cert_type, mdtrt_cert_type)


def province_of(toml: str) -> Province:
    """Raises:
    ValueError, KeyError: the file is no province's; it is shipped with the program, so this is a bug.
    """
    found = tomllib.loads(toml)
    clearing = found.pop("clearing")
    found["omitted_is_zero"] = frozenset(found["omitted_is_zero"])
    return Province(**found, **clearing)


@lru_cache(maxsize=1)
def shipped() -> Province:
    """The province that this program was installed for."""
    return province_of(text("platform", "province.toml"))
