"""How keys that there are not are refused, beside others that there are."""

from __future__ import annotations

from kms_specification.pages.keys.lifecycle.key_kinds import USAGES
from kms_strategies.sequences.keys.language import Demonstration, Template, ref, refused, shows

_CREATE = "CreateKey"
_SPECS: dict[str, Template] = {
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
        shows(
            f"{_CREATE}.state.{subject}",
            *((refused(_CREATE, {"KeySpec": _SPECS[subject], "KeyUsage": usage}),) for usage in wrong),
        )
        for subject, wrong, _ in USAGES
    ),
    shows(f"{_CREATE}.state.CloudHSM-store-required", (refused(_CREATE, {"Origin": "AWS_CLOUDHSM"}),)),
    shows(
        f"{_CREATE}.state.external-store-required",
        (refused(_CREATE, {"Origin": "EXTERNAL_KEY_STORE", "XksKeyId": "a-key-outside"}),),
    ),
)
