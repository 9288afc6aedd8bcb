"""What the operations on keys have to do together: tables of sentences about several requests, by theme.

Each row stands beside the sentence of the KMS service model that it rests on. An operation that the installed model
does not have has no rows. What needs many keys of its own comes last, for a target that has room for few.
"""

from __future__ import annotations

from kms_specification import service_model
from kms_specification.pages.keys.answer_members import ANSWER_MEMBERS
from kms_specification.pages.keys.behaviour import Behaviour, Tier
from kms_specification.pages.keys.bystanders import BYSTANDERS
from kms_specification.pages.keys.cryptography.algorithms import ALGORITHMS
from kms_specification.pages.keys.cryptography.data_keys import DATA_KEYS
from kms_specification.pages.keys.cryptography.encryption import ENCRYPTION
from kms_specification.pages.keys.cryptography.public_keys import PUBLIC_KEYS
from kms_specification.pages.keys.cryptography.re_encryption import RE_ENCRYPTION
from kms_specification.pages.keys.cryptography.signatures import SIGNATURES
from kms_specification.pages.keys.dry_run import DRY_RUN
from kms_specification.pages.keys.foreign_keys import FOREIGN_KEYS
from kms_specification.pages.keys.last_usage import LAST_USAGE
from kms_specification.pages.keys.lifecycle.families import FAMILIES
from kms_specification.pages.keys.lifecycle.key_kinds import KEY_KINDS
from kms_specification.pages.keys.lifecycle.key_states import KEY_STATES
from kms_specification.pages.keys.lifecycle.material.import_rules import IMPORT_RULES
from kms_specification.pages.keys.lifecycle.material.imported_material import IMPORTED_MATERIAL
from kms_specification.pages.keys.lifecycle.material.key_material import KEY_MATERIAL
from kms_specification.pages.keys.lifecycle.material.several_materials import SEVERAL_MATERIALS
from kms_specification.pages.keys.lifecycle.material.wrapping import WRAPPING
from kms_specification.pages.keys.lifecycle.replica_properties import REPLICA_PROPERTIES
from kms_specification.pages.keys.lifecycle.replicas import REPLICAS
from kms_specification.pages.keys.lifecycle.rotation import ROTATION
from kms_specification.pages.keys.lifecycle.store_keys import STORE_KEYS
from kms_specification.pages.keys.listing import LISTING
from kms_specification.pages.keys.names.alias_rules import ALIAS_RULES
from kms_specification.pages.keys.names.identifiers import IDENTIFIERS
from kms_specification.pages.keys.names.key_arns import KEY_ARNS
from kms_specification.pages.keys.permissions.grant_rules import GRANT_RULES
from kms_specification.pages.keys.permissions.grants import GRANTS
from kms_specification.pages.keys.permissions.policies import POLICIES
from kms_specification.pages.keys.properties import PROPERTIES
from kms_specification.pages.keys.supported_values import SUPPORTED_VALUES

__all__ = ["BEHAVIOURS", "KEEP_A_STORE", "Behaviour", "Tier"]

# What these are shown by leaves a store that has a key, and so cannot be deleted for a week: they come last.
KEEP_A_STORE = frozenset(behaviour.id for behaviour in STORE_KEYS)

BEHAVIOURS: tuple[Behaviour, ...] = tuple(
    behaviour
    for table in (
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
    for behaviour in table
    if behaviour.operation in service_model.document()["operations"]
)
