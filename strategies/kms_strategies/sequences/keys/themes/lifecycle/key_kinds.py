"""How keys that there are not are refused, beside others that there are."""

from __future__ import annotations

from kms_specification.pages.keys.lifecycle.key_kinds import USAGES
from kms_strategies.sequences.keys.language import Demonstration, ref, refused, shows

_CREATE = "CreateKey"
_EXISTING: dict[str, str] = {
    "KeyUsage-of-HMAC": "hmac",
    "KeyUsage-of-RSA": "rsa-encryption",
    "KeyUsage-of-ECC": "signing",
    "KeyUsage-of-ML-KEM": "ml-kem",
}

KEY_KINDS: tuple[Demonstration, ...] = (
    *(
        shows(
            f"{_CREATE}.state.{subject}",
            *(
                # The spec is that of a key which the target has made.
                (
                    refused(
                        _CREATE, {"KeySpec": ref(f"{_EXISTING[subject]}.key.KeyMetadata.KeySpec"), "KeyUsage": usage}
                    ),
                )
                for usage in wrong
            ),
        )
        for subject, wrong, _ in USAGES
    ),
    shows(f"{_CREATE}.state.CloudHSM-store-required", (refused(_CREATE, {"Origin": "AWS_CLOUDHSM"}),)),
    shows(
        f"{_CREATE}.state.external-store-required",
        (refused(_CREATE, {"Origin": "EXTERNAL_KEY_STORE", "XksKeyId": "a-key-outside"}),),
    ),
)
