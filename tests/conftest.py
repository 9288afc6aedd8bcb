"""What whoever runs the tests has configured for their own runs decides nothing here."""

from __future__ import annotations

import os

from kms_conformance.settings.configuration import AWS, AWS_IGNORED, PREFIX

_READ = {*(variable for variables in AWS.values() for variable in variables), AWS_IGNORED}

for _name in [name for name in os.environ if name in _READ or name.startswith(PREFIX)]:
    del os.environ[_name]
