"""How key material is imported, deleted and imported again, and what must not be imported."""

from __future__ import annotations

from kms_strategies.sequences.keys.language import (
    Check,
    Demonstration,
    Made,
    Maker,
    Relation,
    Template,
    absent,
    equal,
    given,
    refused,
    refused_or_accepted,
    shows,
    then,
)
from kms_strategies.sequences.keys.requests import MATERIAL, MESSAGE, OTHER_MATERIAL, key_id, metadata, valid
from kms_strategies.sequences.keys.resources import create, import_of, imported, parameters_of
from kms_strategies.sequences.keys.themes.lifecycle.key_states import KEY, WEEK, described

_IMPORT, _DELETE, _PARAMETERS = "ImportKeyMaterial", "DeleteImportedKeyMaterial", "GetParametersForImport"
_UNSUPPORTED = "UnsupportedOperationException"
_EXTERNAL = create(Origin="EXTERNAL")
_ASKED = given(_PARAMETERS, parameters_of("key"), name="p")
_TOMORROW: dict[str, Template] = {
    "ExpirationModel": "KEY_MATERIAL_EXPIRES",
    "ValidTo": Made(Maker.DAYS_AHEAD, (1,)),
}
_ENCRYPTED = given("Encrypt", KEY | {"Plaintext": MESSAGE}, name="c")
_OPENED = then("Decrypt", KEY | {"CiphertextBlob": "{c.CiphertextBlob}"}, equal("Plaintext", MESSAGE))
_ENTRY = import_of("key", "p")
# Wrapped with the right key, but by another algorithm than its parameters were asked for.
_OTHERWISE = Made(Maker.RSA_OAEP_SHA_1, ("{p.PublicKey}", MATERIAL))


IMPORTED_MATERIAL: tuple[Demonstration, ...] = (
    shows(
        "CreateKey.state.pending-import",
        (then("CreateKey", {"Origin": "EXTERNAL"}, name="key"), described("PendingImport")),
    ),
    shows(
        "CreateKey.state.pending-import-unusable",
        (
            given("Encrypt", valid("Encrypt")),
            refused(
                "Encrypt", valid("Encrypt", key=key_id("external.key")), "KMSInvalidStateException", "DisabledException"
            ),
        ),
    ),
    shows(
        f"{_PARAMETERS}.state.WrappingKeySpec",
        *(
            (
                then(
                    _PARAMETERS,
                    valid(_PARAMETERS, WrappingKeySpec=spec),
                    Check("PublicKey", Relation.PUBLIC_KEY, spec),
                    Check("KeyId", Relation.NAMES, metadata("external.key")),
                ),
            )
            for spec in ("RSA_2048", "RSA_3072", "RSA_4096")
        ),
    ),
    shows(
        f"{_PARAMETERS}.state.ParametersValidTo",
        (then(_PARAMETERS, valid(_PARAMETERS), Check("ParametersValidTo", Relation.DAYS_FROM_NOW, 1)),),
    ),
    shows(
        f"{_PARAMETERS}.error.{_UNSUPPORTED}",
        (refused(_PARAMETERS, valid(_PARAMETERS, key=key_id("symmetric.key")), _UNSUPPORTED),),
    ),
    shows(f"{_IMPORT}.state.enabled", (_EXTERNAL, _ASKED, then(_IMPORT, _ENTRY), described("Enabled", enabled=True))),
    shows(
        f"{_IMPORT}.state.usable",
        (
            _EXTERNAL,
            *imported(),
            then("Encrypt", KEY | {"Plaintext": MESSAGE}, name="c"),
            _OPENED,
        ),
    ),
    shows(
        f"{_IMPORT}.state.expires",
        (
            _EXTERNAL,
            _ASKED,
            then(_IMPORT, _ENTRY | _TOMORROW),
            then(
                "DescribeKey",
                KEY,
                equal("KeyMetadata.ExpirationModel", "KEY_MATERIAL_EXPIRES"),
                Check("KeyMetadata.ValidTo", Relation.DAYS_FROM_NOW, 1),
            ),
        ),
    ),
    shows(
        f"{_IMPORT}.state.does-not-expire",
        (
            _EXTERNAL,
            *imported(),
            then(
                "DescribeKey",
                KEY,
                equal("KeyMetadata.ExpirationModel", "KEY_MATERIAL_DOES_NOT_EXPIRE"),
                absent("KeyMetadata.ValidTo"),
            ),
        ),
    ),
    shows(
        f"{_IMPORT}.state.ValidTo-required",
        (_EXTERNAL, _ASKED, refused(_IMPORT, _ENTRY | {"ExpirationModel": "KEY_MATERIAL_EXPIRES"})),
    ),
    shows(
        f"{_IMPORT}.state.ValidTo-omitted",
        (_EXTERNAL, _ASKED, refused(_IMPORT, _ENTRY | {"ValidTo": Made(Maker.DAYS_AHEAD, (1,))})),
    ),
    shows(
        f"{_IMPORT}.error.InvalidImportTokenException",
        (
            given(_PARAMETERS, valid(_PARAMETERS), name="other"),
            _EXTERNAL,
            _ASKED,
            refused(_IMPORT, import_of("key", "other"), "InvalidImportTokenException"),
        ),
    ),
    shows(
        f"{_IMPORT}.error.InvalidCiphertextException",
        (
            _EXTERNAL,
            _ASKED,
            refused(_IMPORT, _ENTRY | {"EncryptedKeyMaterial": "QUJD" * 85 + "QQ=="}, "InvalidCiphertextException"),
        ),
        (
            _EXTERNAL,
            _ASKED,
            refused(_IMPORT, _ENTRY | {"EncryptedKeyMaterial": _OTHERWISE}, "InvalidCiphertextException"),
        ),
    ),
    shows(
        f"{_IMPORT}.error.IncorrectKeyMaterialException",
        (
            _EXTERNAL,
            *imported(),
            given(_DELETE, KEY),
            _ASKED,
            refused(_IMPORT, import_of("key", "p", OTHER_MATERIAL), "IncorrectKeyMaterialException"),
        ),
    ),
    shows(
        f"{_IMPORT}.state.reimport",
        (
            _EXTERNAL,
            *imported(),
            _ENCRYPTED,
            given(_DELETE, KEY),
            _ASKED,
            then(_IMPORT, import_of("key", "p", MATERIAL)),
            described("Enabled", enabled=True),
            _OPENED,
        ),
    ),
    shows(
        f"{_IMPORT}.error.{_UNSUPPORTED}",
        (
            create(),
            given(_PARAMETERS, valid(_PARAMETERS), name="p"),
            refused(_IMPORT, import_of("key", "p"), _UNSUPPORTED, "InvalidImportTokenException"),
        ),
    ),
    shows(f"{_DELETE}.state.pending-import", (_EXTERNAL, *imported(), then(_DELETE, KEY), described("PendingImport"))),
    shows(
        f"{_DELETE}.state.pending-deletion",
        (
            _EXTERNAL,
            *imported(),
            given("ScheduleKeyDeletion", WEEK),
            # Whether it is refused for that state the documents leave open.
            refused_or_accepted(_DELETE, KEY, "KMSInvalidStateException"),
            described("PendingDeletion"),
        ),
    ),
    shows(
        f"{_DELETE}.error.{_UNSUPPORTED}",
        (create(), refused(_DELETE, KEY, _UNSUPPORTED)),
    ),
)
