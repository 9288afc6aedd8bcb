"""The profile of a target: the one that is given, that of its preset, or what is known of the embedded endpoint."""

from __future__ import annotations

from dataclasses import replace

from kms_conformance.execution.probes.offered_proxy import OfferedProxy
from kms_conformance.run.opening import embedded
from kms_conformance.run.opening.connecting import over
from kms_conformance.settings.options import Options
from kms_targets import presets, profile
from kms_targets.profile import Profile


def profile_of(options: Options, proxy: OfferedProxy | None, *, ours: bool) -> Profile:
    """The profile of the target, with the proxy that is offered to it where it names none."""
    known = over(profile.load(options.profile) if options.profile else _usual(options, ours=ours), options)
    if proxy is not None and known.xks is None:
        return replace(known, xks={"XksProxyUriEndpoint": proxy.proxy.endpoint})
    return known


def _usual(options: Options, *, ours: bool) -> Profile:
    """The profile of a target that was given none."""
    if options.preset is not None:
        return presets.load(options.preset).target_profile()
    return embedded.known() if ours else Profile()
