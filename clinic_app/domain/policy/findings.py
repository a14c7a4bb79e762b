"""What is wrong in a policy file: every problem at once, each with its key and the reason."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from clinic_app.domain.errors import RuleBroken
from clinic_app.domain.policy.lines import line_of, lines_of


@dataclass(frozen=True, slots=True)
class Problem:
    key: str  # where: version[0].inpatient[1].dedc_fen
    reason: str  # why, in Chinese
    line: int = 0  # of the file, from 1; 0: the key is nowhere in it

    def __str__(self) -> str:
        return f"{self.key}: {self.reason}"


@dataclass(slots=True)
class Findings:
    """Collected while a file is read.  A problem refuses the file, a remark does not."""

    problems: list[Problem] = field(default_factory=list)
    remarks: list[Problem] = field(default_factory=list)
    is_toml: bool = True

    def problem(self, key: str, reason: str) -> None:
        self.problems.append(Problem(key, reason))

    def locate(self, text: str) -> None:
        """Say of each finding where in the file it stands."""
        lines = lines_of(text)
        for found in (self.problems, self.remarks):
            found[:] = [replace(one, line=line_of(lines, one.key)) for one in found]

    def remark(self, key: str, reason: str) -> None:
        self.remarks.append(Problem(key, reason))


class BadPolicy(RuleBroken):
    """The policy file is refused; `problems` lists everything to mend."""

    code = "policy.bad"

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__(
            count=len(self.problems), problems="；".join(str(problem) for problem in self.problems)
        )
