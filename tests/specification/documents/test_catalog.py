"""The service model laid over a page: what the page is silent about comes from the model, all else stays."""

from __future__ import annotations

from dataclasses import replace

from kms_specification.catalog import merge_members
from kms_specification.facts import (
    Enumeration,
    Kind,
    Length,
    Member,
    Pattern,
    Range,
    Source,
)

PAGE, MODEL = Source("the page", "M", "It says so."), Source("the model", "M", "It says otherwise.")
SILENT = Member("M", Kind.STRING, PAGE)


def told(by: Source, figure: int) -> Member:
    """A member with every constraint that there is."""
    return replace(
        SILENT,
        length=Length(figure, figure, by),
        pattern=Pattern(f"[a-z]{{{figure}}}", by),
        enumeration=Enumeration((str(figure),), by),
        range=Range(figure, figure, by),
    )


def test_what_the_page_says_stays_and_a_pattern_that_differs_is_disputed() -> None:
    (laid,) = merge_members((told(PAGE, 1),), (told(MODEL, 2),))
    assert laid == replace(told(PAGE, 1), pattern=Pattern("[a-z]{1}", PAGE, disputed="[a-z]{2}"))


def test_of_what_the_page_is_silent_about_the_model_is_believed() -> None:
    assert merge_members((SILENT,), (told(MODEL, 2),)) == (told(MODEL, 2),)
    assert merge_members((told(PAGE, 1),), (SILENT,)) == (told(PAGE, 1),)


def test_a_pattern_of_which_both_say_the_same_is_not_disputed() -> None:
    assert merge_members((told(PAGE, 1),), (told(MODEL, 1),)) == (told(PAGE, 1),)


def test_a_member_is_sensitive_where_either_says_so() -> None:
    secret = replace(SILENT, sensitive=True)
    for page, model, either in ((SILENT, SILENT, False), (secret, SILENT, True), (SILENT, secret, True)):
        assert merge_members((page,), (model,))[0].sensitive is either


def test_members_are_those_of_the_page_and_so_are_the_members_in_them() -> None:
    inner, other = told(MODEL, 2), replace(SILENT, name="Other")
    page = replace(SILENT, name="Outer", members=(SILENT, replace(SILENT, name="Lone")))
    model = replace(SILENT, name="Outer", members=(other, inner))
    (outer,) = merge_members((page,), (other, model))
    assert outer.members == (inner, replace(SILENT, name="Lone"))
