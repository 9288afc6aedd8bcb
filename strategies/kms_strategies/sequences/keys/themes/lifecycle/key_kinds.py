"""How keys of each spec are made, and those that there are not refused."""

from __future__ import annotations

from kms_specification.pages.keys.lifecycle.key_kinds import SPECS, USAGES
from kms_strategies.sequences.keys.language import Demonstration, Template, ref, refused, shows, then

_CREATE = "CreateKey"
# The specs with which usages are tried that they do not have.
_WITH: dict[str, Template] = {
    # That of a key which the target has made.
    "KeyUsage-of-HMAC": ref("hmac.key.KeyMetadata.KeySpec"),
    "KeyUsage-of-RSA": ref("rsa-encryption.key.KeyMetadata.KeySpec"),
    "KeyUsage-of-ECC": ref("signing.key.KeyMetadata.KeySpec"),
    "KeyUsage-of-ML-KEM": ref("ml-kem.key.KeyMetadata.KeySpec"),
    "KeyUsage-of-P256K1": "ECC_SECG_P256K1",
    "KeyUsage-of-ML-DSA": "ML_DSA_44",
}

KEY_KINDS: tuple[Demonstration, ...] = (
    *(
        shows(f"{_CREATE}.state.{spec}", (then(_CREATE, {"KeySpec": spec, "KeyUsage": usage}),))
        for spec, usage in SPECS.items()
    ),
    *(
        shows(
            f"{_CREATE}.state.{subject}",
            *((refused(_CREATE, {"KeySpec": _WITH[subject], "KeyUsage": usage}),) for usage in wrong),
        )
        for subject, wrong, _ in USAGES
    ),
    shows(f"{_CREATE}.state.CloudHSM-store-required", (refused(_CREATE, {"Origin": "AWS_CLOUDHSM"}),)),
    shows(
        f"{_CREATE}.state.external-store-required",
        (refused(_CREATE, {"Origin": "EXTERNAL_KEY_STORE", "XksKeyId": "a-key-outside"}),),
    ),
)
