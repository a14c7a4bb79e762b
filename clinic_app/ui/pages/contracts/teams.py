"""团队: every decision of the part about teams."""

from uuid import UUID

from clinic_app.domain.contract_teams import Member, NewTeam, Team
from clinic_app.projections.queries.facility import Staff
from clinic_app.services.contracts import ContractService
from clinic_app.services.contracts.lists import Load
from clinic_app.services.staff import StaffService
from clinic_app.ui.pages.contracts.state import TeamsState
from clinic_app.ui.pages.stock.part import Bench, PartModel


class TeamsModel(PartModel[TeamsState]):
    def __init__(self, bench: Bench, service: ContractService, staff: StaffService) -> None:
        super().__init__(bench, TeamsState())
        self._service = service
        self._staff = staff

    def refresh(self) -> None:
        by = self._bench.desk.by

        def work() -> tuple[tuple[Load, ...], tuple[Staff, ...]]:
            here = tuple(one for one in self._staff.all() if one.active)
            return self._service.loads(by), here

        self._read(work, lambda read: self._change(loads=read[0], staff=read[1]))

    def choose(self, team: Team | None) -> None:
        """Show a team to be amended; None: a new one."""
        chosen = None if team is None else team.id
        if chosen != self.state.chosen:
            self._change(chosen=chosen)

    def keep(self, name: str, leader: str, members: tuple[Member, ...], villages: tuple[str, ...]) -> None:
        """Form a team, or amend the chosen one."""
        by, chosen = self._bench.desk.by, self.state.chosen
        new = NewTeam(name=name, leader=leader, members=members, villages=villages)

        def work() -> UUID:
            if chosen is None:
                return self._service.form_team(by, new)
            self._service.amend_team(by, chosen, new)
            return chosen

        def done(team: UUID) -> None:
            self._change(chosen=team)
            self._say(self.tr("团队已保存。"))
            self.refresh()

        self._write(work, done)
