"""Wrong matchers written by hand, out of people's habits and not by the generator's rules: quick vectors catch all.

A matcher says whether it takes a value. What is right is said by Python's `re`, from expressions written anew here.
"""

import ipaddress
import re
import unicodedata
from pathlib import Path
from random import Random
from urllib.parse import urlsplit

import pytest

from kms_specification.catalog import OPERATIONS
from kms_specification.requirements.registry import registry
from kms_strategies.placeholders import Substitution
from kms_strategies.requests.boundary_cases import vectors
from kms_strategies.requests.examples import at

OPERATION = OPERATIONS["CreateCustomKeyStore"]
REQUIREMENTS = {
    r.subject.rpartition(".")[2]: r for r in registry() if r.operation == OPERATION.name and r.id.endswith(".pattern")
}
RIGHT = {
    "CloudHsmClusterId": "cluster-[2-7a-zA-Z]{11,16}",
    "XksProxyUriEndpoint": "https://[a-zA-Z0-9.-]+",
    "XksProxyUriPath": r"(/[a-zA-Z0-9/_-]+)?/kms/xks/v\d{1,2}",
    "XksProxyVpcEndpointServiceName": r"com\.amazonaws\.vpce\.([a-z]+-){2,3}\d+\.vpce-svc-[0-9a-z]+",
    "AccessKeyId": "[A-Z2-7]+",
    "RawSecretAccessKey": "[a-zA-Z0-9/+=]+",
}


def right(member, value):
    return re.fullmatch(RIGHT[member], value, re.ASCII) is not None


def whole(expression, flags=re.ASCII):
    return lambda value: re.fullmatch(expression, value, flags)


def part(expression, flags=re.ASCII):
    return lambda value: re.search(expression, value, flags)


def start(expression, flags=re.ASCII):
    return lambda value: re.match(expression, value, flags)


def changed_first(change, expression):
    return lambda value: re.fullmatch(expression, change(value), re.ASCII)


def careless(expression):
    """Matchers that are careless in the same ways whatever the expression."""
    return {
        "search": part(expression),
        "prefix": start(expression),
        "suffix": part(rf"(?:{expression})\Z"),
        "$": start(f"^(?:{expression})$"),
        "lines": part(f"^(?:{expression})$", re.ASCII | re.MULTILINE),
        "the first line": start(f"(?:{expression})$", re.ASCII | re.MULTILINE),
        "case ignored": whole(expression, re.ASCII | re.IGNORECASE),
        "case ignored, of Unicode": whole(expression, re.IGNORECASE),
        "stripped": changed_first(str.strip, expression),
        "stripped on the right": changed_first(str.rstrip, expression),
        "stripped on the left": changed_first(str.lstrip, expression),
        "stripped of spaces": changed_first(lambda v: v.strip(" "), expression),
        "stripped of line ends": changed_first(lambda v: v.rstrip("\r\n"), expression),
        "without blanks": changed_first(lambda v: "".join(v.split()), expression),
        "up to NUL": changed_first(lambda v: v.split("\0")[0], expression),
        "in small letters": changed_first(str.lower, expression),
        "in capitals": changed_first(str.upper, expression),
        "normalised": changed_first(lambda v: unicodedata.normalize("NFKC", v), expression),
        "without accents": changed_first(
            lambda v: unicodedata.normalize("NFKD", v).encode("ascii", "ignore").decode(), expression
        ),
        "without what is not ASCII": changed_first(lambda v: v.encode("ascii", "ignore").decode(), expression),
        "anything printed": whole("[ -~]+"),
        "anything": lambda value: True,
        "nothing": lambda value: False,
    }


def written_down():
    """The expressions of the table: (member, expression)."""
    member = None
    for line in (Path(__file__).parents[2] / "data" / "pattern_faults.txt").read_text().splitlines():
        if line.startswith("#") or not line:
            continue
        if heading := re.fullmatch(r"\[(\w+)\]", line):
            member = heading[1]
        else:
            yield member, line


def is_address(value):
    try:
        ipaddress.ip_address(value.removeprefix("https://"))
    except ValueError:
        return False
    return True


def url_library(value):
    try:
        parts = urlsplit(value)
    except ValueError:
        return False
    return parts.scheme == "https" and parts.hostname and not parts.path and not parts.query


LABEL = "[a-zA-Z0-9]([a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?"

# Right, but for what the function says of a value that matches.
TIDY = {
    "CloudHsmClusterId": {
        "of one case": lambda v: v[8:] in (v[8:].lower(), v[8:].upper()),
        "not only digits": lambda v: not v[8:].isdigit(),
        "a digit": lambda v: not v[8:].isalpha(),
    },
    "XksProxyUriEndpoint": {
        "no address": lambda v: not is_address(v),
        "not localhost": lambda v: v.lower() != "https://localhost",
        "no two dots": lambda v: ".." not in v,
        "no two hyphens": lambda v: "--" not in v,
        "no dot at the end": lambda v: not v.endswith("."),
        "no dot at the start": lambda v: not v.startswith("https://."),
        "no hyphen at the end": lambda v: not v.endswith("-"),
        "no hyphen at the start": lambda v: not v.startswith("https://-"),
        "a dot": lambda v: "." in v,
        "not only digits and dots": lambda v: not re.fullmatch("https://[0-9.]+", v),
        "no capitals": lambda v: v == v.lower(),
        "labels of 63": lambda v: all(len(label) < 64 for label in v[8:].split(".")),
        "no empty labels": lambda v: all(v[8:].split(".")),
        "labels of RFC 1123": whole(rf"https://{LABEL}(\.{LABEL})*"),
    },
    "XksProxyUriPath": {
        "no empty segments": lambda v: "//" not in v,
        "not version 0": lambda v: int(v.rpartition("v")[2]) > 0,
        "split at the first /kms/xks/v": lambda v: v.split("/kms/xks/v", 1)[1].isdigit(),
        "/kms/xks/ once": lambda v: v.count("/kms/xks/") == 1,
        "a prefix of one segment": lambda v: v.count("/") < 5,
        "a prefix of at most two segments": lambda v: v.count("/") < 6,
    },
    "XksProxyVpcEndpointServiceName": {
        "a region that exists": lambda v: re.search("-(north|south|east|west|central)", v),
        "ids of 8 or 17": lambda v: len(v.rpartition("-")[2]) in (8, 17),
        "a region of one digit": lambda v: len(v.split(".")[3].rpartition("-")[2]) == 1,
    },
    "AccessKeyId": {
        "a digit": lambda v: re.search("[0-9]", v),
        "whole bytes": lambda v: len(v) % 8 == 0,
    },
    "RawSecretAccessKey": {
        "four by four": lambda v: len(v) % 4 == 0,
        "base 64": whole("(?:[a-zA-Z0-9/+]{4})*(?:[a-zA-Z0-9/+]{2}==|[a-zA-Z0-9/+]{3}=)?"),
        "a digit": lambda v: re.search("[0-9]", v),
        "a capital": lambda v: re.search("[A-Z]", v),
    },
}

PATH = RIGHT["XksProxyUriPath"]
# Matchers that are no expressions.
MATCHERS = {
    "CloudHsmClusterId": {"isalnum": lambda v: v.startswith("cluster-") and v[8:].isalnum()},
    "XksProxyUriEndpoint": {
        "a URL library": url_library,
        "isalnum": lambda v: v.startswith("https://") and v[8:].replace(".", "").replace("-", "").isalnum(),
    },
    "XksProxyUriPath": {
        "digits of Unicode": whole(PATH, 0),
        "without empty segments": changed_first(lambda v: re.sub("/+", "/", v), PATH),
        "without dot segments": changed_first(lambda v: re.sub(r"/[^/]+/\.\./", "/", v), PATH),
        "percent decoded": changed_first(lambda v: re.sub("%2[Ff]", "/", v), PATH),
        "without a slash at the end": changed_first(lambda v: v.rstrip("/"), PATH),
        "with a slash at the start": changed_first(lambda v: v if v.startswith("/") else f"/{v}", PATH),
        "without a query": changed_first(lambda v: v.split("?")[0], PATH),
        "start and end": lambda v: v.startswith("/") and re.search(r"/kms/xks/v\d{1,2}\Z", v),
    },
    "XksProxyVpcEndpointServiceName": {
        "digits of Unicode": whole(RIGHT["XksProxyVpcEndpointServiceName"], 0),
        "five parts": lambda v: v.startswith("com.amazonaws.vpce.") and v.count(".") == 4 and ".vpce-svc-" in v,
    },
    "AccessKeyId": {"isalnum": str.isalnum, "isupper": str.isupper},
    "RawSecretAccessKey": {
        "a plus is a space": changed_first(lambda v: v.replace("+", " "), RIGHT["RawSecretAccessKey"]),
        "isalnum": lambda v: v.replace("/", "").replace("+", "").replace("=", "").isalnum(),
    },
}


def faults():
    """Every wrong matcher: (member, name, matcher)."""
    for member, expression in RIGHT.items():
        for name, matcher in careless(expression).items():
            if (member, name) != ("RawSecretAccessKey", "case ignored"):  # it has the letters of both cases
                yield member, f"careless: {name}", matcher
        for name, tidy in TIDY[member].items():
            yield member, f"tidy: {name}", lambda v, member=member, tidy=tidy: right(member, v) and tidy(v)
        for name, matcher in MATCHERS[member].items():
            yield member, name, matcher
    for member, expression in written_down():
        yield member, expression, whole(expression)


FAULTS = {f"{member}: {name}": (member, matcher) for member, name, matcher in faults()}


def sent(member, seed):
    """The values of the quick vectors for a member's pattern, as they are sent."""
    requirement = REQUIREMENTS[member]
    substitution = Substitution(Random(seed))
    return [at(requirement.subject, substitution(case.request)) for case in vectors(requirement)]


VALUES = {member: [sent(member, seed) for seed in range(3)] for member in RIGHT}


@pytest.mark.parametrize("fault", FAULTS)
def test_quick_vectors_catch(fault):
    member, matcher = FAULTS[fault]
    for values in VALUES[member]:
        assert any(bool(matcher(value)) != right(member, value) for value in values)


def test_right_is_what_is_documented():
    for member, fillings in VALUES.items():
        documented = OPERATION.member(REQUIREMENTS[member].subject).pattern.expression
        for value in fillings[0]:
            assert right(member, value) == bool(re.fullmatch(documented, value, re.ASCII)), value


def test_values_have_documented_lengths():
    for member, fillings in VALUES.items():
        length = OPERATION.member(REQUIREMENTS[member].subject).length
        assert all(length.least <= len(value) <= length.most for values in fillings for value in values)


def test_no_more_requests_than_needed():
    """Quick vectors of patterns stay few; every one of the faults above is caught all the same."""
    assert sum(len(fillings[0]) for fillings in VALUES.values()) < 1000
