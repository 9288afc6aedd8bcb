"""From the options and the profile to a client of the target.

A proxy of the environment is used for a tunnel alone: what stands between may answer itself, and mends what is sent
broken on purpose.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from kms_conformance.settings.options import Options
from kms_targets import TargetError, sigv4, url_guard
from kms_targets.http.access import Access
from kms_targets.http.client import Client
from kms_targets.http.tunnel import named, of_environment
from kms_targets.profile import Profile
from kms_targets.sigv4 import Keys
from kms_targets.url_guard import Endpoint, UnknownHostError

REAL_RATE = 4.0  # requests a second to the real service, where nothing else is asked for


def over(known: Profile, options: Options) -> Profile:
    """A profile in which the options stand over what it says itself, but for those that are meant for any AWS tool."""
    weaker = options.ambient & known.said
    region = None if "region" in weaker else options.region
    ca_file = None if "ca_file" in weaker else options.ca_file
    return replace(
        known,
        region=region or known.region,
        timeout=options.timeout or known.timeout,
        ca_file=str(ca_file) if ca_file else known.ca_file,
    )


def access(options: Options, known: Profile, endpoint: Endpoint) -> Access:
    """How the target is reached. Paths are absolute, so that a line of a report can be pasted anywhere."""
    tunnel = of_environment(endpoint)
    certificate, key = (str(path.absolute()) if path else None for path in (options.client_cert, options.client_key))
    ca_file = str(Path(known.ca_file).absolute()) if known.ca_file else None
    named = "ca_file" in options.origins and not (options.ambient & known.said & {"ca_file"})
    origin = options.origins["ca_file"] if named else ""
    return Access(options.header, ca_file, options.insecure, certificate, key, origin, tunnel)


def connected(options: Options, known: Profile, *, share: int = 1) -> tuple[Client, Keys]:
    """A client of the target and what it signs with. Raises TargetError for a target that must not be asked.

    `share`: how many processes keep to the rate together.
    """
    assert options.target_url is not None
    endpoint = url_guard.parse(options.target_url, allow_real_aws=options.allow_real_aws)
    way = access(options, known, endpoint)
    if endpoint.real and options.insecure:
        raise TargetError("--insecure: the real AWS is given no secret before its certificate is checked")
    keys = sigv4.from_environment() if endpoint.real or known.credentials == "environment" else sigv4.EXAMPLE
    rate = options.rate or known.rate or (REAL_RATE if endpoint.real else None)
    try:
        client = Client(
            endpoint,
            sigv4.Signer(keys, known.region),
            connect_seconds=known.connect_timeout,
            answer_seconds=known.timeout,
            rate=rate / share if rate else None,
            access=way,
        )
    except UnknownHostError as unknown:
        origin = f"{options.target_from}: " if options.target_from else ""
        raise TargetError(f"{origin}{unknown}{'' if way.tunnel else of_proxy(endpoint)}") from None
    return client, keys


def remarks(keys: Keys) -> list[str]:
    """What a reader of a report has to know of the credentials: curl takes them from variables that may not be set."""
    if keys.shown or os.environ.get("AWS_ACCESS_KEY_ID") == keys.access_key_id:
        return []
    return [
        "The lines for curl read AWS_ACCESS_KEY_ID and what belongs to it, which were not set in this run: "
        'eval "$(aws configure export-credentials --format env)" of AWS CLI 2 sets them.'
    ]


@contextmanager
def naming(url: str, origin: str) -> Iterator[None]:
    """Says of each TargetError which target it is about, and where that was named unless it was typed."""
    try:
        yield
    except TargetError as unusable:
        raise TargetError(f"{url}{f' (from {origin})' if origin else ''}: {unusable}") from None


def of_proxy(endpoint: Endpoint) -> str:
    """The end of a sentence about a target that is out of reach: the proxy of the environment, asked or not."""
    kind, _ = named(endpoint)
    if not kind:
        return ""
    tunnel = of_environment(endpoint)
    if tunnel is not None:
        return f" (the requests go through {tunnel})"
    return f" ({kind.upper()}_PROXY is set and not used: the requests go to the target itself)"
