"""What stands at the end of a command's help: examples, exit codes, and where options can be configured."""

from __future__ import annotations

from collections.abc import Mapping

CONFIGURED = (
    "Options can stand in the environment (KMS_CONFORMANCE_TIMEOUT=5), in\n"
    "kms-conformance.toml or in [tool.kms-conformance] of pyproject.toml;\n"
    "AWS_ENDPOINT_URL_KMS, AWS_REGION and AWS_CA_BUNDLE are read as well."
)


def epilog(examples: Mapping[str, str], codes: Mapping[int, str], more: str = "") -> str:
    """The text. `examples` are what each does, by the words after `kms-conformance`."""
    lines = ["examples:"]
    for words, what in examples.items():
        lines += [f"  # {what}", f"  kms-conformance {words}"]
    lines += ["", "exit codes:", *(f"  {code}  {meaning}" for code, meaning in codes.items())]
    return "\n".join([*lines, *(["", more] if more else [])])
