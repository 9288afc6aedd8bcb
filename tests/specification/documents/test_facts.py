"""The tables against a second copy of the page: the documentation strings that botocore ships."""

import html
import re

import pytest

from kms_specification import page_model_drift, service_model
from kms_specification.facts import walk
from kms_specification.pages import create_custom_key_store
from kms_specification.requirements.registry import registry

PAGE = create_custom_key_store.OPERATION


def plain(documentation: str) -> str:
    """A documentation string as words; the page says AWS where the model says Amazon Web Services, or nothing."""
    text = html.unescape(re.sub(r"<[^>]+>", "", documentation))
    text = re.sub(r"Amazon Web Services|\bAWS\b(?! _)", "", text)
    return re.sub(r"\s+", " ", text)


def everything_the_model_says() -> str:
    model = service_model.document()
    request = model["shapes"][f"{PAGE.name}Request"]["members"].values()
    errors = [model["shapes"][e]["documentation"] for e in service_model.error_names(PAGE.name)]
    return plain(
        " ".join([model["operations"][PAGE.name]["documentation"], *(m["documentation"] for m in request), *errors])
    )


PROSE = sorted(
    {
        source.sentence
        for source in (
            *(m.required for _, m in walk(PAGE.members) if m.required),
            *(c.source for c in PAGE.conditions),
            *(u.source for u in PAGE.uniqueness),
            *(e.source for e in PAGE.errors),
        )
    }
)


@pytest.mark.parametrize("sentence", PROSE)
def test_a_quoted_sentence_stands_in_botocores_copy_of_the_page(sentence: str) -> None:
    assert plain(sentence).rstrip(".").strip() in everything_the_model_says()


def test_the_differences_between_page_and_model_are_the_known_ones() -> None:
    assert {(d.path, d.fact) for d in page_model_drift.differences(PAGE)} == {
        ("XksProxyVpcEndpointServiceOwner", "member"),
        ("KeyStorePassword", "sensitive"),
        *(
            (f"XksProxyAuthenticationCredential.{name}", fact)
            for name in ("AccessKeyId", "RawSecretAccessKey")
            for fact in ("length", "pattern", "sensitive")
        ),
        ("XksProxyVpcEndpointServiceName", "pattern"),
    }


def test_requirement_ids_are_unique_ascii_and_of_the_grammar() -> None:
    ids = [r.id for r in registry()]
    assert len(ids) == len(set(ids))
    assert all(re.fullmatch(r"[A-Za-z0-9_]+(\.[A-Za-z0-9_-]+)+", i, re.ASCII) for i in ids)
