"""Each refusal that a county's command can end in says what happened."""

import importlib
import pkgutil
from collections.abc import Iterator

import sync_server
from clinic_app.domain.errors import ClinicError
from sync_server.cli.sentences import SENTENCES, told
from sync_server.console.texts import ERRORS, REASONS


def every_class(base: type[ClinicError]) -> Iterator[type[ClinicError]]:
    for child in base.__subclasses__():
        yield child
        yield from every_class(child)


def test_each_code_of_the_server_has_a_sentence():
    for module in pkgutil.walk_packages(sync_server.__path__, "sync_server."):
        if not module.name.endswith("__main__") and ".migrations" not in module.name:
            importlib.import_module(module.name)
    ours = {
        one.code
        for one in every_class(ClinicError)
        if one.__module__.startswith("sync_server.") and "code" in vars(one)
    }
    assert ours - set(SENTENCES) - set(ERRORS) - set(REASONS) == set()
    assert set(SENTENCES) & set(ERRORS) == set()


def test_a_missing_fact_never_hides_the_sentence():
    for one in every_class(ClinicError):
        if vars(one).get("code") in SENTENCES:
            bare = one.__new__(one)
            bare.facts = {}
            assert told(bare)
