"""Each error that the clinic can meet has its sentence, and no sentence is left over."""

import importlib
import pkgutil
from collections.abc import Iterator
from string import Formatter

import pytest

import clinic_app
from clinic_app.domain.errors import ClinicError
from clinic_app.ui.texts import TEXTS, text_of


def every_class(base: type[ClinicError]) -> Iterator[type[ClinicError]]:
    for child in base.__subclasses__():
        yield child
        yield from every_class(child)


@pytest.fixture(scope="module")
def codes() -> dict[str, type[ClinicError]]:
    for module in pkgutil.walk_packages(clinic_app.__path__, "clinic_app."):
        if not module.name.endswith("__main__") and ".migrations" not in module.name:
            importlib.import_module(module.name)
    ours = (one for one in every_class(ClinicError) if one.__module__.startswith("clinic_app."))
    return {one.code: one for one in ours if "code" in vars(one)}


def test_each_code_has_a_sentence_and_each_sentence_a_code(codes):
    assert set(TEXTS) == set(codes)


def test_a_code_belongs_to_one_class(codes):
    ours = [one for one in every_class(ClinicError) if one.__module__.startswith("clinic_app.")]
    named = [one.code for one in ours if "code" in vars(one)]
    assert sorted(named) == sorted(set(named))


def test_both_languages_ask_for_the_same_facts():
    for code, text in TEXTS.items():
        fields = [{name for _, name, _, _ in Formatter().parse(words) if name} for words in text]
        assert fields[1] <= fields[0] or fields[0] <= fields[1], code


def test_a_missing_fact_never_hides_the_sentence(codes):
    for error in codes.values():
        bare = error.__new__(error)
        bare.facts = {}
        assert text_of(bare)
