"""What `run --plan` says: whom a run would ask, how much, and what it would make there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kms_conformance.run.opening.connecting import REAL_RATE, over
from kms_conformance.run.rehearsal import Rehearsal
from kms_conformance.settings.options import EMBEDDED, Options
from kms_reports.sanitize import count, shown
from kms_specification.catalog import OPERATIONS
from kms_specification.requirements.registry import Requirement
from kms_targets import profile, url_guard
from kms_targets.profile import Profile

_WIDTH = 14
_CAVEAT = (
    "Counted at the embedded endpoint, which takes every valid request. A target that refuses more of them gets fewer",
    "requests, one that is wrong or late gets more. The real service without an AWS CloudHSM cluster makes no store.",
)
_MOST = 12  # operations that are named


def lines(options: Options, requirements: Sequence[Requirement], found: Rehearsal) -> Iterator[str]:
    """The plan, line by line."""
    known = over(profile.load(options.profile) if options.profile else Profile(), options)
    url = options.target_url or (f"the emulator {options.preset}" if options.preset else f"the {EMBEDDED} endpoint")
    yield "Nothing was sent. A run would be:"
    for label, text in (
        ("target", shown(url) + (f" (from {shown(options.target_from)})" if options.target_from else "")),
        ("signed", f"with {_keys(options, known)}, for {known.region}"),
        ("depth", f"{options.depth}, seed {options.seed}"),
        ("requirements", _requirements(requirements)),
        ("requests", f"about {found.total:,}, of which {count(found.cases, 'case')} and what these need"),
        *(("", text) for text in _operations(found)),
        ("makes", _made(found)),
        ("time", _time(options, known, found)),
        ("ends", _ends(options)),
    ):
        if text:
            yield f"  {label:{_WIDTH}}{text}"
    yield from _CAVEAT


def _keys(options: Options, known: Profile) -> str:
    real = options.target_url is not None and url_guard.parse(options.target_url, allow_real_aws=True).real
    own = real or known.credentials == "environment"
    return "the credentials of the AWS tools" if own else "AWS's example key"


def _requirements(requirements: Sequence[Requirement]) -> str:
    first, *others = dict.fromkeys(r.operation for r in requirements if r.operation in OPERATIONS) or [""]
    selected = f"{len(requirements):,}{f', of {first}' if first else ''}"
    return selected + (f" and {count(len(others), 'other operation')}" if others else "")


def _operations(found: Rehearsal) -> list[str]:
    ranked = sorted(found.requests.items(), key=lambda one: -one[1])
    lines = [f"{number:7,}  {name or 'no operation'}" for name, number in ranked[:_MOST]]
    rest = sum(number for _, number in ranked[_MOST:])
    return lines + ([f"{rest:7,}  {count(len(ranked) - _MOST, 'other operation')}"] if rest else [])


def _made(found: Rehearsal) -> str:
    if not found.made:
        return "nothing"
    kinds = ", ".join(f"{number:,} {kind}" for kind, number in found.made.items())
    ended = "scheduled for deletion or deleted" if "Key" in found.made else "deleted"
    return f"{kinds}; at most {found.most} at a time, {ended} by the end"


def _time(options: Options, known: Profile, found: Rehearsal) -> str:
    real = options.target_url is not None and url_guard.parse(options.target_url, allow_real_aws=True).real
    rate = options.rate or known.rate or (REAL_RATE if real else None)
    return f"at least {found.total / rate:,.0f} s at {rate:g} requests a second" if rate else ""


def _ends(options: Options) -> str:
    limits = [f"after {options.max_requests:,} requests"] if options.max_requests else []
    limits += [f"after {options.max_seconds:g} s"] if options.max_seconds else []
    return " or ".join(limits)
