"""The pytest entry point: the options, and the question whether a session asks for the suite.

Every pytest session of an environment imports this module, so it imports nothing of ours. What runs the suite is in
`kms_conformance.suites` and is imported where a session gives a target or names the suite.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from pluggy import HookimplMarker

if TYPE_CHECKING:
    import pytest

PREFIX = "kms_"
SUITE = "kms_conformance"
PACKAGE = os.path.dirname(__file__)  # noqa: PTH120  (pathlib takes longer to import than this module)
TARGET_FLAG = "--target-url"
REPORTS = "reports and records"
TARGETS = ("target_url", "preset")  # each of these options asks for the suite
hookimpl = HookimplMarker("pytest")  # pytest.hookimpl; the command line reads the table below without importing pytest


class Option(NamedTuple):
    """One option: its name, its help, what stands for its value (empty for a flag), and whether it may be repeated."""

    name: str
    help: str
    metavar: str = ""
    many: bool = False

    def flag(self, prefix: str = "--") -> str:
        """The option as it is typed."""
        return prefix + self.name.replace("_", "-")


GROUPS = {
    "the target": (
        Option(
            "target_url",
            "the endpoint to test; the default is what is configured, or else `embedded`, an endpoint of our own",
            "URL",
        ),
        Option("preset", "start this real emulator and test it: moto, ministack, localstack, local-kms, …", "NAME"),
        Option("profile", "what is known of the target, a TOML file", "FILE"),
        Option(
            "wait",
            "wait up to S seconds until the target answers, even if nothing listens there yet; by default only a "
            "target that has accepted the connection is waited for, 10 s longer than --timeout",
            "S",
        ),
        Option(
            "allow_real_aws",
            "let the target be the real service: slow, with a ledger, and free of cost unless the profile allows keys",
        ),
    ),
    "the way to it": (
        Option("timeout", "wait up to S seconds for each answer; the default is 10, or what the profile says", "S"),
        Option("region", "the Region that requests are signed for; the default is us-east-1", "REGION"),
        Option(
            "header",
            "a header that every request has, such as a gateway in front of the target wants; may be repeated; not for "
            "secrets",
            "'NAME: VALUE'",
            many=True,
        ),
        Option("ca_file", "the certificates by which that of the target is checked, PEM", "FILE"),
        Option("insecure", "do not check the certificate of the target"),
        Option("client_cert", "the certificate that is shown to the target, PEM, perhaps with its key", "FILE"),
        Option("client_key", "the key of that certificate, PEM, without a password", "FILE"),
    ),
    "what is tested": (
        Option(
            "operations",
            "the operations to test, by name or glob, or all; may be repeated; the default is CreateCustomKeyStore",
            "NAME",
            many=True,
        ),
        Option(
            "only", "test only the requirement with this id, or those that match; may be repeated", "GLOB", many=True
        ),
        Option("skip", "leave out requirements whose id matches; may be repeated", "GLOB", many=True),
        Option(
            "depth",
            "quick: boundary cases; default, where none is given: also cases drawn by Hypothesis; complete: also sets "
            "that tell any pattern apart",
            "DEPTH",
        ),
        Option("extra_states", "with --depth complete: patterns with N more states, at most 3; the default is 0", "N"),
        Option(
            "generator",
            "who makes the cases: own (the default), jsonschema, schemathesis; may be repeated",
            "NAME",
            many=True,
        ),
        Option(
            "seed",
            "repeat the choices of an earlier run: which cases are drawn, and in which order; not the names in them, "
            "which are always new, and not what the target does; the default is drawn, and shown",
            "N",
        ),
        Option("shard", "test the I-th of N parts of the selection; `merge` puts the results together", "I/N"),
    ),
    "limits": (
        Option("max_seconds", "stop after S seconds; the report says that the run is not complete", "S"),
        Option("max_requests", "send at most N requests; the report says that the run is not complete", "N"),
        Option("rate", "send at most N requests a second; the default is no limit, for the real service 4", "N"),
        Option("connections", "send over N connections at once: for targets that take their time to answer", "N"),
    ),
    REPORTS: (  # and those of the report formats
        Option("results", "write the results as JSON Lines during the run", "FILE"),
        Option("baseline", "the known failures: only what is not in the file, or passes by now, fails the run", "FILE"),
        Option("update_baseline", "write what fails now to the --baseline, and remove what passes"),
        Option("ledger", "where the names of all resources are written before they are created", "FILE"),
    ),
    "an external key store proxy for the target": (
        Option(
            "xks_proxy", "offer an external key store proxy under the host name by which the target reaches it", "HOST"
        ),
        Option("xks_listen", "where that proxy listens; the default is 127.0.0.1:443", "ADDRESS:PORT"),
        Option("xks_ca", "the directory of the certificate authority (ca.pem) that the target trusts for it", "DIR"),
    ),
}


def all_options() -> dict[str, tuple[Option, ...]]:
    """The groups with the options of the report formats, which are read from their table."""
    from kms_reports.formats.table import FORMATS

    formats = (Option(one.option, one.help, "FILE") for one in FORMATS if one.by_itself)
    return {**GROUPS, REPORTS: (*GROUPS[REPORTS], *formats)}


def pytest_addoption(parser: pytest.Parser, pluginmanager: pytest.PytestPluginManager) -> None:
    """Adds the options of `kms-conformance run`, each as `--kms-NAME`; those of reports where any of ours is typed."""
    group = parser.getgroup("kms-conformance", "conformance of KMS-compatible endpoints")
    groups = all_options() if any_typed(pluginmanager.getplugin("pytestconfig")) else GROUPS
    for option in (option for options in groups.values() for option in options):
        text = option.help
        if option.name == "target_url":
            text = f"test the endpoint at URL; {TARGET_FLAG} for short, where no other plugin or conftest defines that"
        flag, dest = option.flag("--kms-"), PREFIX + option.name
        if not option.metavar:
            group.addoption(flag, dest=dest, help=text, action="store_true", default=False)
        else:
            action = "append" if option.many else "store"
            group.addoption(flag, dest=dest, help=text, metavar=option.metavar, action=action, default=None)
    watch = "judge every KMS exchange that the tests make through boto3 or botocore, and report the wrong answers"
    group.addoption("--kms-watch", dest=f"{PREFIX}watch", action="store_true", default=False, help=watch)
    # Given by `kms-conformance run` alone: the report on the terminal during the run, and a JUnit file of its own.
    group.addoption("--kms-live", dest=f"{PREFIX}live", action="store_true", default=False, help="(internal)")
    group.addoption("--kms-verbosity", dest=f"{PREFIX}verbosity", default="0", help="(internal)")
    group.addoption("--kms-junitxml", dest=f"{PREFIX}junitxml", metavar="FILE", default=None, help="(internal)")


def any_typed(config: pytest.Config | None) -> bool:
    """Whether an option of ours, or `--help`, stands on the command line, in PYTEST_ADDOPTS or in `addopts`."""
    if config is None:
        return False
    try:
        configured = config.getini("addopts")
    except (KeyError, ValueError):
        configured = ()
    words = [*config.invocation_params.args, *os.environ.get("PYTEST_ADDOPTS", "").split(), *configured]
    return any(str(word).startswith("--kms-") or word in ("-h", "--help") for word in words)


@hookimpl(wrapper=True)
def pytest_load_initial_conftests(parser: pytest.Parser, args: list[str]) -> Iterator[None]:
    """Adds bare `--target-url` where it is typed and, with every conftest loaded, no other plugin has defined it."""
    yield
    typed = any(word.partition("=")[0] == TARGET_FLAG for word in args)
    if typed and TARGET_FLAG in parser.parse_known_and_unknown_args([TARGET_FLAG, "URL"])[1]:
        parser.getgroup("kms-conformance").addoption(
            TARGET_FLAG, dest=f"{PREFIX}target_url", metavar="URL", default=None, help="short for --kms-target-url"
        )


def pytest_configure(config: pytest.Config) -> None:
    """Registers the suite where the session asks for it."""

    def typed(name: str) -> object:
        return config.getoption(PREFIX + name, None)

    names = [argument for argument in config.args if names_suite(argument, pyargs=config.option.pyargs)]
    worker = "kms" in getattr(config, "workerinput", {})
    suite = names or worker or any(typed(name) is not None for name in TARGETS)
    if not suite and not typed("watch"):
        return
    from kms_specification import ServiceModelError

    try:
        if typed("watch"):
            from kms_conformance.passive.pytest_watch import WatchSession

            config.pluginmanager.register(WatchSession(config), "kms-conformance-watch")
        if suite:
            from kms_conformance.suites.session import SuiteSession

            config.pluginmanager.register(SuiteSession(config, names, typed), "kms-conformance-suite")
    except ServiceModelError as unreadable:
        raise _usage_error(unreadable) from None


def _usage_error(reason: Exception) -> Exception:
    import pytest

    return pytest.UsageError(str(reason))


def names_suite(argument: str, *, pyargs: bool) -> bool:
    """Whether an argument of pytest names the suite: `--pyargs kms_conformance`, a node id, a path in the package."""
    name, colons, _ = argument.partition("::")
    if name.partition(".")[0] == SUITE and (pyargs or (colons and not os.path.exists(name))):  # noqa: PTH110
        return True
    path = os.path.abspath(name)  # noqa: PTH100
    return path == PACKAGE or path.startswith(PACKAGE + os.sep)
