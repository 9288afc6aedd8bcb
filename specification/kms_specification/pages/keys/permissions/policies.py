"""Key policies: which there are by name, what one has to say, and what it need not."""

from __future__ import annotations

from kms_specification.pages.keys.behaviour import COMPLETE, STRICT, Behaviour, row

_PUT, _GET = "PutKeyPolicy", "GetKeyPolicy"
_LOCKOUT = "The key policy must allow the calling principal to make a subsequent PutKeyPolicy request on the KMS key."
_DEFAULT = "If no policy name is specified, the default value is default."

POLICIES: tuple[Behaviour, ...] = (
    *(
        row(
            STRICT,
            operation,
            "lockout",
            "A policy that lets nobody put another one is refused.",
            _LOCKOUT,
            at=f"{operation}Request.Policy",
        )
        for operation in ("CreateKey", _PUT)
    ),
    row(
        STRICT,
        _PUT,
        "malformed-statement",
        "A policy with a statement that is no object is refused, and the key keeps the one it has.",
        "The request was rejected because the specified policy is not syntactically or semantically correct.",
        at="MalformedPolicyDocumentException",
    ),
    row(
        COMPLETE,
        _PUT,
        "BypassPolicyLockoutSafetyCheck",
        "With BypassPolicyLockoutSafetyCheck a policy that lets nobody put another one is put.",
        "(To omit this condition, set BypassPolicyLockoutSafetyCheck to true.)",
        at="PutKeyPolicyRequest.Policy",
    ),
    *(
        row(
            STRICT,
            operation,
            "Principal-required",
            "A policy with a statement that has no principal is refused.",
            "Each statement in the key policy must contain one or more principals.",
            at=f"{operation}Request.Policy",
        )
        for operation in ("CreateKey", _PUT)
    ),
    row(
        COMPLETE,
        _PUT,
        "ineffective-statement",
        "A statement without an Action or without a Resource has no effect, and is no error.",
        "When a key policy statement is missing one of these elements, the KMS console correctly reports an error, but "
        "the PutKeyPolicy API request succeeds, even though the policy statement is ineffective.",
        at="PutKeyPolicyRequest.Policy",
    ),
    row(
        STRICT,
        _PUT,
        "PolicyName",
        "A policy by the name AWS_RAM is not put: ValidationException or AccessDeniedException.",
        "If you specify AWS_RAM, the request fails with a ValidationException, or with an AccessDeniedException if you "
        "don't have permission to call PutKeyPolicy with that policy name.",
        at="PutKeyPolicyRequest.PolicyName",
    ),
    row(
        COMPLETE,
        _PUT,
        "PolicyName-default",
        "Without PolicyName it is the policy default that is put.",
        _DEFAULT,
        at="PutKeyPolicyRequest.PolicyName",
    ),
    row(
        COMPLETE,
        _GET,
        "PolicyName-default",
        "Without PolicyName it is the policy default that is returned.",
        _DEFAULT,
        at="GetKeyPolicyRequest.PolicyName",
    ),
    row(
        STRICT,
        _GET,
        "PolicyName",
        "A key that Resource Access Manager has given no policy has none by the name AWS_RAM: NotFoundException.",
        "If the KMS key doesn't have an AWS_RAM key policy, the request fails with a NotFoundException.",
        at="GetKeyPolicyRequest.PolicyName",
    ),
)
