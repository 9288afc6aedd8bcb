"""How metadata, descriptions, policies and tags are seen to be those that were given, and to stay."""

from __future__ import annotations

from kms_strategies.sequences.keys.language import Demonstration
from kms_strategies.sequences.keys.themes.properties.of_keys import KEYS
from kms_strategies.sequences.keys.themes.properties.of_policies import POLICIES
from kms_strategies.sequences.keys.themes.properties.of_tags import TAGS
from kms_strategies.sequences.keys.themes.properties.unchanged import UNCHANGED

PROPERTIES: tuple[Demonstration, ...] = (*KEYS, *POLICIES, *TAGS, *UNCHANGED)
