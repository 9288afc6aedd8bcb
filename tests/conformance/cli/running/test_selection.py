"""Which requirements are tested: --operations, --only, --skip, and ids that are named."""

from __future__ import annotations

import pytest

from kms_conformance.settings.options import Options
from kms_conformance.settings.readers import OptionError
from kms_conformance.suites.selection import select
from kms_specification.requirements.registry import registry

HISTORY = "CreateCustomKeyStore.state.history"
LENGTH = "CreateCustomKeyStore.CustomKeyStoreName.length.max"


def ids(**options: tuple[str, ...]) -> set[str]:
    return {r.id for r in select(Options(**options))}


def operations(found: set[str]) -> set[str]:
    return {one.partition(".")[0] for one in found}


def test_the_default_is_one_operation_and_the_protocol() -> None:
    found = ids()
    assert operations(found) == {"CreateCustomKeyStore", "protocol"}
    assert HISTORY not in found
    assert {r.id for r in registry() if r.operation in ("CreateCustomKeyStore", "protocol")} - found == {HISTORY}


def test_all_is_everything() -> None:
    assert ids(operations=("all",)) == ids(operations=("*",)) == {r.id for r in registry()}


@pytest.mark.parametrize(
    ("globs", "wanted"),
    [
        (("UpdateCustomKeyStore",), {"UpdateCustomKeyStore"}),
        (("*connectCustomKeyStore", "Describe*Stores"), {"DisconnectCustomKeyStore", "DescribeCustomKeyStores"}),
    ],
)
def test_operations_are_named_or_matched_and_the_protocol_is_always_there(
    globs: tuple[str, ...], wanted: set[str]
) -> None:
    assert operations(ids(operations=globs)) == wanted | {"protocol"}


def test_the_history_is_selected_with_all_that_it_calls_or_by_its_name() -> None:
    assert HISTORY in ids(operations=("*CustomKeyStore*",))
    assert HISTORY in ids(operations=("CreateCustomKeyStore", "*CustomKeyStores", "[UDC]*CustomKeyStore"))
    assert HISTORY not in ids(operations=("CreateCustomKeyStore", "UpdateCustomKeyStore"))
    assert ids(only=(HISTORY,)) == {HISTORY}
    assert HISTORY in ids(only=("*.state.*",))


def test_an_exact_id_is_taken_before_a_glob() -> None:
    assert ids(only=(LENGTH,)) == {LENGTH}
    assert ids(only=("DescribeCustomKeyStores.Limit.range.max",)) == {"DescribeCustomKeyStores.Limit.range.max"}


def test_only_overrides_the_default_operations_and_keeps_to_those_that_are_given() -> None:
    assert operations(ids(only=("*.implemented",))) > {"CreateCustomKeyStore", "DeleteCustomKeyStore"}
    assert ids(only=("*.implemented",), operations=("DeleteCustom*",)) == {"DeleteCustomKeyStore.implemented"}
    found = ids(only=("*.implemented", LENGTH), operations=("DeleteCustom*",))
    assert found == {"DeleteCustomKeyStore.implemented", LENGTH}


def test_skip_leaves_out() -> None:
    assert not any(one.endswith(".type") for one in ids(skip=("*.type",)))
    assert ids(only=(LENGTH,), skip=("*.length.*",)) == set()


def test_an_id_that_is_named_is_tested_whatever_else_is_asked_for() -> None:
    assert [r.id for r in select(Options(skip=("*",)), [HISTORY])] == [HISTORY]


@pytest.mark.parametrize(
    ("options", "named", "message"),
    [
        (
            Options(operations=("DescribeCustomKeyStore",)),
            (),
            "--operations: there is no operation 'DescribeCustomKeyStore': did you mean DescribeCustomKeyStores or ",
        ),
        (Options(operations=("createcustomkeystor",)), (), "did you mean CreateCustomKeyStore or "),
        (Options(operations=("Create*", "Nope*")), (), "--operations: there is no operation 'Nope*'"),
        (Options(only=("Nope.*",)), (), "--only 'Nope.*' matches no requirement: see "),
        (Options(only=("Encrypt.KeyId.requird",)), (), "matches no requirement: did you mean Encrypt.KeyId.required?"),
        (Options(skip=("Nope.*",)), (), "--skip 'Nope.*' matches no requirement: see "),
        (Options(), (LENGTH[:-1],), f"there is no requirement {LENGTH[:-1]!r}: did you mean {LENGTH}?"),
    ],
)
def test_what_selects_nothing_is_refused_in_one_line(options: Options, named: tuple[str, ...], message: str) -> None:
    with pytest.raises(OptionError) as refused:
        select(options, named)
    assert message in str(refused.value)
    assert "\n" not in str(refused.value)
