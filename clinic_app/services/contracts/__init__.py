"""家庭医生签约: teams, packages, contracts and what became of them."""

from clinic_app.services.contracts.service import ContractService

__all__ = ["ContractService"]
