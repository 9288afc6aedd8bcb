"""How a service model is read, shown on a small one that has each thing once, and on the one that botocore ships."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from kms_specification import service_model
from kms_specification.catalog import OPERATIONS, PAGES
from kms_specification.facts import (
    Kind,
    Length,
    Level,
    Member,
    Range,
    Size,
    walk,
)
from kms_specification.service_model import (
    documentation,
    error_names,
    errors,
    members,
    output,
    returned,
    said,
)

SMALL: dict[str, Any] = {
    "metadata": {"targetPrefix": "Small"},
    "operations": {
        "Make": {
            "input": {"shape": "MakeRequest"},
            "output": {"shape": "MakeResponse"},
            "errors": [{"shape": "Fault"}, {"shape": "Gone"}, {"shape": "Told"}],
            "documentation": "<p>Makes &lt;one&gt;   <i>thing</i>.</p><note><p>Mind.</p></note>",
        },
        "Drop": {"input": {"shape": "MakeRequest"}},
    },
    "shapes": {
        "MakeRequest": {
            "type": "structure",
            "required": ["Name"],
            "members": {
                n: {"shape": s, "documentation": f"<p>The {n}.</p>"}
                for n, s in (
                    ("Name", "NameType"),
                    ("Data", "Bytes"),
                    ("Size", "Size"),
                    ("Long", "Long"),
                    ("From", "From"),
                    ("To", "To"),
                    ("Inner", "Inner"),
                    ("When", "When"),
                    ("Words", "Words"),
                    ("Pairs", "Pairs"),
                    ("On", "On"),
                )
            },
        },
        "MakeResponse": {
            "type": "structure",
            "members": {"Words": {"shape": "Words"}, "Pairs": {"shape": "Pairs"}},
        },
        "NameType": {"type": "string", "min": 1, "max": 3, "pattern": "[a-z]+", "sensitive": True},
        "Bytes": {"type": "blob", "min": 1, "max": 3},
        "Size": {"type": "integer", "min": 2, "max": 4},
        "Long": {"type": "long"},
        "From": {"type": "string", "min": 1},
        "To": {"type": "integer", "max": 9},
        "Inner": {"type": "structure", "required": ["Kind"], "members": {"Kind": {"shape": "Kind"}}},
        "Kind": {"type": "string", "enum": ["ONE", "TWO"]},
        "When": {"type": "timestamp"},
        "Words": {"type": "list", "member": {"shape": "Word"}},
        "Pairs": {"type": "map", "key": {"shape": "Kind"}, "value": {"shape": "Pair"}},
        "Word": {"type": "structure", "members": {"Letters": {"shape": "Kind"}, "More": {"shape": "Words"}}},
        "Pair": {"type": "structure", "members": {"Left": {"shape": "Kind"}}},
        "On": {"type": "boolean"},
        "Fault": {"type": "structure", "members": {}, "fault": True, "documentation": "<p>It broke. Ask again.</p>"},
        "Gone": {"type": "structure", "members": {}, "documentation": "<p>It went to X.</p>"},
        "Told": {"type": "structure", "members": {}, "error": {"httpStatusCode": 409}, "documentation": "Told"},
    },
}


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, Member]]:
    """The members of the small model's one operation."""
    monkeypatch.setattr(service_model, "document", lambda: SMALL)
    returned.cache_clear()
    yield {m.name: m for m in members("Make")}
    returned.cache_clear()


def test_a_member_has_the_kind_of_its_shape(small: dict[str, Member]) -> None:
    assert {name: m.kind for name, m in small.items()} == {
        "Name": Kind.STRING,
        "Data": Kind.BLOB,
        "Size": Kind.INTEGER,
        "Long": Kind.INTEGER,
        "From": Kind.STRING,
        "To": Kind.INTEGER,
        "Inner": Kind.STRUCTURE,
        "When": Kind.TIMESTAMP,
        "Words": Kind.LIST,
        "Pairs": Kind.MAP,
        "On": Kind.BOOLEAN,
    }


def test_a_bound_belongs_to_a_length_a_size_or_a_range_and_may_be_alone(small: dict[str, Member]) -> None:
    assert small["Name"].length == Length(1, 3, said("NameType", "min: 1, max: 3"))
    assert small["Size"].range == Range(2, 4, said("Size", "min: 2, max: 4"))
    assert small["From"].length == Length(1, None, said("From", "min: 1"))
    assert small["To"].range == Range(None, 9, said("To", "max: 9"))
    assert small["Data"].size == Size(1, 3, said("Bytes", "min: 1, max: 3"))
    assert [n for n, m in small.items() if m.length] == ["Name", "From"]
    assert [n for n, m in small.items() if m.range] == ["Size", "To"]
    assert [n for n, m in small.items() if m.size] == ["Data"]


def test_what_is_inside_lists_and_maps_has_a_path_and_a_shape_that_stands_in_itself_ends(
    small: dict[str, Member],
) -> None:
    assert [path for path, _ in walk((small["Words"], small["Pairs"]))] == [
        "Words",
        "Words.item",
        "Words.item.Letters",
        "Words.item.More",
        "Pairs",
        "Pairs.key",
        "Pairs.value",
        "Pairs.value.Left",
    ]


def test_each_fact_is_quoted_from_its_shape(small: dict[str, Member]) -> None:
    name, inner = small["Name"], small["Inner"]
    assert name.source == said("NameType", "type: string")
    assert name.required == said("MakeRequest", "required: Name")
    assert name.pattern is not None
    assert (name.pattern.expression, name.pattern.source) == ("[a-z]+", said("NameType", "pattern: [a-z]+"))
    (kind,) = inner.members
    assert kind.required == said("Inner", "required: Kind")
    assert kind.enumeration is not None
    assert kind.enumeration.values == ("ONE", "TWO")
    assert kind.enumeration.source == said("Kind", "enum: ONE, TWO")
    assert said("NameType", "words").level is Level.MODELLED
    assert [n for n, m in small.items() if m.required] == [n for n, m in small.items() if m.sensitive] == ["Name"]
    assert [n for n, m in small.items() if m.members] == ["Inner"]
    assert [n for n, m in small.items() if m.pattern] == ["Name"]


def test_an_error_has_its_status_and_the_first_sentence_of_its_page(small: dict[str, Member]) -> None:
    assert [(e.name, e.status, e.source.sentence) for e in errors("Make")] == [
        ("Fault", 500, "It broke."),
        ("Gone", 400, "It went to X."),
        ("Told", 409, "Told."),
    ]
    assert [e.source.section for e in errors("Make")] == ["Fault", "Gone", "Told"]
    assert error_names("Make") == {"Fault", "Gone", "Told"}
    assert (errors("Drop"), error_names("Drop")) == ((), frozenset())


def test_documentation_is_read_as_words(small: dict[str, Member]) -> None:
    assert documentation("Make") == "Makes <one> thing. Mind."
    assert documentation("MakeRequest.Name") == "The Name."
    assert documentation("Gone") == "It went to X."


def test_what_any_operation_returns_is_found_however_deep(small: dict[str, Member]) -> None:
    assert returned() == {"Words", "Pairs", "Letters", "More", "Left"}
    assert [m.name for m in output("Make")] == ["Words", "Pairs"]


def test_of_what_does_not_exist_nothing_is_known() -> None:
    for look in (members, output, errors, documentation):
        with pytest.raises(KeyError):
            look("Other")


def test_the_model_that_botocore_ships() -> None:
    assert service_model.target_prefix() == "TrentService"
    assert service_model.DOCUMENT.startswith("AWS KMS service model, botocore ")
    assert {"CustomKeyStoreId", "AccessKeyId", "NextMarker"} <= returned()
    assert "KeyStorePassword" not in returned()
    assert "RawSecretAccessKey" not in returned()


def test_the_model_is_laid_over_the_page_and_where_they_differ_the_page_stands() -> None:
    page, laid = PAGES[0], OPERATIONS["CreateCustomKeyStore"]
    for path in ("CustomKeyStoreName", "CloudHsmClusterId", "CustomKeyStoreType", "XksProxyUriPath"):
        assert laid.member(path) == page.member(path)
    service = laid.member("XksProxyVpcEndpointServiceName").pattern
    assert service is not None
    assert service.source == page.member("XksProxyVpcEndpointServiceName").pattern.source  # type: ignore[union-attr]
    assert service.disputed is not None
    assert service.disputed.startswith("^(com|eu)")
    key = laid.member("XksProxyAuthenticationCredential.AccessKeyId")
    assert key.pattern is not None
    assert (key.pattern.expression, key.pattern.source.level) == ("^[A-Z2-7]+$", Level.MODELLED)
