"""How each behaviour of the operations on keys is shown: sequences of requests, as data, by the id of a requirement."""

from __future__ import annotations

from kms_strategies.sequences.keys.language import Demonstration
from kms_strategies.sequences.keys.themes.answer_members import ANSWER_MEMBERS
from kms_strategies.sequences.keys.themes.bystanders import BYSTANDERS
from kms_strategies.sequences.keys.themes.cryptography.algorithms import ALGORITHMS
from kms_strategies.sequences.keys.themes.cryptography.data_keys import DATA_KEYS
from kms_strategies.sequences.keys.themes.cryptography.encryption import ENCRYPTION
from kms_strategies.sequences.keys.themes.cryptography.public_keys import PUBLIC_KEYS
from kms_strategies.sequences.keys.themes.cryptography.re_encryption import RE_ENCRYPTION
from kms_strategies.sequences.keys.themes.cryptography.signatures import SIGNATURES
from kms_strategies.sequences.keys.themes.dry_run import DRY_RUN
from kms_strategies.sequences.keys.themes.foreign_keys import FOREIGN_KEYS
from kms_strategies.sequences.keys.themes.last_usage import LAST_USAGE
from kms_strategies.sequences.keys.themes.lifecycle.families import FAMILIES
from kms_strategies.sequences.keys.themes.lifecycle.key_kinds import KEY_KINDS
from kms_strategies.sequences.keys.themes.lifecycle.key_states import KEY_STATES
from kms_strategies.sequences.keys.themes.lifecycle.material.import_rules import IMPORT_RULES
from kms_strategies.sequences.keys.themes.lifecycle.material.imported_material import IMPORTED_MATERIAL
from kms_strategies.sequences.keys.themes.lifecycle.material.key_material import KEY_MATERIAL
from kms_strategies.sequences.keys.themes.lifecycle.material.several_materials import SEVERAL_MATERIALS
from kms_strategies.sequences.keys.themes.lifecycle.material.wrapping import WRAPPING
from kms_strategies.sequences.keys.themes.lifecycle.replica_properties import REPLICA_PROPERTIES
from kms_strategies.sequences.keys.themes.lifecycle.replicas import REPLICAS
from kms_strategies.sequences.keys.themes.lifecycle.rotation import ROTATION
from kms_strategies.sequences.keys.themes.lifecycle.store_keys import STORE_KEYS
from kms_strategies.sequences.keys.themes.listing import LISTING
from kms_strategies.sequences.keys.themes.names.alias_rules import ALIAS_RULES
from kms_strategies.sequences.keys.themes.names.identifiers import IDENTIFIERS
from kms_strategies.sequences.keys.themes.names.key_arns import KEY_ARNS
from kms_strategies.sequences.keys.themes.permissions.grant_histories import GRANT_HISTORIES
from kms_strategies.sequences.keys.themes.permissions.grant_rules import GRANT_RULES
from kms_strategies.sequences.keys.themes.permissions.grants import GRANTS
from kms_strategies.sequences.keys.themes.permissions.policies import POLICIES
from kms_strategies.sequences.keys.themes.properties import PROPERTIES
from kms_strategies.sequences.keys.themes.supported_values import SUPPORTED_VALUES

SEQUENCES: dict[str, Demonstration] = {
    shown.id: shown
    for theme in (
        ENCRYPTION,
        RE_ENCRYPTION,
        DATA_KEYS,
        SIGNATURES,
        PUBLIC_KEYS,
        ALGORITHMS,
        IDENTIFIERS,
        ALIAS_RULES,
        KEY_ARNS,
        FOREIGN_KEYS,
        PROPERTIES,
        KEY_KINDS,
        POLICIES,
        LAST_USAGE,
        GRANTS,
        GRANT_RULES,
        GRANT_HISTORIES,
        DRY_RUN,
        LISTING,
        ANSWER_MEMBERS,
        SUPPORTED_VALUES,
        ROTATION,
        REPLICAS,
        REPLICA_PROPERTIES,
        FAMILIES,
        KEY_STATES,
        BYSTANDERS,
        IMPORTED_MATERIAL,
        IMPORT_RULES,
        WRAPPING,
        SEVERAL_MATERIALS,
        KEY_MATERIAL,
        STORE_KEYS,
    )
    for shown in theme
}
