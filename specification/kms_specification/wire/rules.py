"""The requirements on the wire: each a name, a statement and the sentence that it rests on.

Which requests show them, and what may be answered to each, is in `kms_strategies.requests.wire`.
"""

from __future__ import annotations

from kms_specification.facts import Level, Source

Rule = tuple[str, str, Source]

_JSON11 = "Smithy, AWS JSON 1.1 protocol"
_JSON = "RFC 8259 (JSON)"
_HTTP = "RFC 9110 (HTTP Semantics)"
_HTTP11 = "RFC 9112 (HTTP/1.1)"


def json11(section: str, sentence: str) -> Source:
    """A sentence of the protocol."""
    return _from(_JSON11, section, sentence)


def _from(document: str, section: str, sentence: str) -> Source:
    return Source(document, section, sentence, Level.PROTOCOL)


def _seen(document: str, section: str, sentence: str) -> Source:
    return Source(document, section, sentence, Level.OBSERVED)


# Of the JSON text in the body.
BODIES: tuple[Rule, ...] = (
    (
        "empty-body",
        "An empty body means {}: it is accepted where the operation needs no member, and never fails the server.",
        _from(_JSON11, "Empty body serialization", "Server implementations MUST also accept empty request bodies."),
    ),
    (
        "white-space",
        "White space around the tokens of a JSON body changes nothing.",
        _from(_JSON, "2", "Insignificant whitespace is allowed before or after any of the six structural characters."),
    ),
    (
        "string-escapes",
        "Escapes in names and values mean the characters that they stand for.",
        _from(_JSON, "7", "Any character may be escaped."),
    ),
    (
        "byte-order-mark",
        "A byte order mark before the body is passed over or refused, and never fails the server.",
        _from(
            _JSON,
            "8.1",
            "implementations that parse JSON texts MAY ignore the presence of a byte order mark rather than treating "
            "it as an error.",
        ),
    ),
    (
        "duplicate-keys",
        "A name that stands twice in an object is read in some way or refused, and never fails the server.",
        _from(_JSON, "4", "The names within an object SHOULD be unique."),
    ),
    (
        "not-a-number",
        "NaN and Infinity are the value of no member of KMS, and never fail the server.",
        _from(
            _JSON,
            "6",
            "Numeric values that cannot be represented in the grammar below (such as Infinity and NaN) are not "
            "permitted.",
        ),
    ),
    (
        "huge-numbers",
        "A number of any size is read or refused, and never fails the server.",
        _from(_JSON, "6", "This specification allows implementations to set limits on the range and precision"),
    ),
    (
        "nesting",
        "Nesting of any depth is read or refused, and never fails the server.",
        _from(_JSON, "9", "An implementation may set limits on the maximum depth of nesting."),
    ),
    (
        "lone-surrogates",
        "Half of a surrogate pair in a string is read or refused, and never fails the server.",
        _from(
            _JSON, "8.2", "The behavior of software that receives JSON texts containing such values is unpredictable"
        ),
    ),
    (
        "large-body",
        "A body of some MiB is read or refused, and never fails the server.",
        _from(_JSON, "9", "An implementation may set limits on the size of texts that it accepts."),
    ),
)

# Of the HTTP message around it.
MESSAGES: tuple[Rule, ...] = (
    (
        "other-service",
        "A target of another service is refused or read for its operation, and never fails the server.",
        _from(
            _JSON11,
            "Protocol behaviors",
            "The value of this header is the shape name of the service's Shape ID joined to the shape name of the "
            "operation's Shape ID, separated by a single period (.) character.",
        ),
    ),
    (
        "empty-target",
        "A target that is empty, or names a service and no operation, is refused.",
        _from(
            _JSON11,
            "Protocol behaviors",
            "The value of this header is the shape name of the service's Shape ID joined to the shape name of the "
            "operation's Shape ID, separated by a single period (.) character.",
        ),
    ),
    (
        "repeated-target",
        "An X-Amz-Target that stands twice is read in some way or refused, and never fails the server.",
        _from(
            _HTTP,
            "5.3",
            "a sender MUST NOT generate multiple field lines with the same name in a message",
        ),
    ),
    (
        "target-white-space",
        "White space around X-Amz-Target is passed over or refused, and never fails the server.",
        _from(_HTTP, "5.5", "A field value does not include leading or trailing whitespace."),
    ),
    (
        "method",
        "GET makes nothing, and no other method than POST fails the server.",
        _from(
            _HTTP,
            "9.2.1",
            "If the purpose of such a resource is to perform an unsafe action, then the resource owner MUST disable or "
            "disallow that action when it is accessed using a safe request method.",
        ),
    ),
    (
        "content-type",
        "Another content type, or none, is passed over or refused, and never fails the server.",
        _from(_JSON11, "Protocol behaviors", "This header has a static value of application/x-amz-json-1.1."),
    ),
    (
        "header-case",
        "The names of headers are read without regard to case.",
        _from(_HTTP, "5.1", "Field names are case-insensitive"),
    ),
    (
        "chunked-body",
        "A body in chunks is read or refused, and never fails the server.",
        _from(_HTTP11, "7.1", "A recipient MUST be able to parse and decode the chunked transfer coding."),
    ),
    (
        "expect-continue",
        "A request that expects 100 (Continue) is answered.",
        _from(
            _HTTP,
            "10.1.1",
            "an origin server MUST send either: an immediate response with a final status code, or an immediate 100 "
            "(Continue) response",
        ),
    ),
    (
        "content-length",
        "A body that is not as long as Content-Length says is never carried out, and never fails the server.",
        _from(
            _HTTP11,
            "8",
            "A server that receives an incomplete request message, usually due to a canceled request or a triggered "
            "timeout exception, MAY send an error response prior to closing the connection.",
        ),
    ),
    (
        "signature",
        "Where signatures are checked, a request without one, or with one of another key or day, is refused.",
        _from(
            "AWS Identity and Access Management, Signature Version 4",
            "When a request must reach AWS",
            "In most cases, a request must reach AWS within five minutes of the time stamp in the request.",
        ),
    ),
)

# What no client has to mind, and a maintainer wants to know: shown, and never red.
ADVICE: tuple[Rule, ...] = (
    (
        "answer-content-type",
        "Answers have the content type application/x-amz-json-1.1.",
        _seen(_JSON11, "Protocol behaviors", "This header has a static value of application/x-amz-json-1.1."),
    ),
    (
        "error-in-type",
        "Errors say their code in __type, which boto3 and the AWS CLI read alone.",
        _seen(
            _JSON11,
            "Operation error serialization",
            "New server-side protocol implementations SHOULD use a body field named __type.",
        ),
    ),
)

# What the installed boto3 makes of the answers. Its errors are advice: the protocol allows forms that it does not read.
BOTO3: tuple[Rule, ...] = (
    (
        "boto3.success",
        "boto3 reads every success.",
        _from(_JSON11, "Shape serialization", "blob: JSON string value, base64 encoded"),
    ),
    (
        "boto3.error-class",
        "boto3 raises every error that the model has by the class of its code.",
        _seen(
            _JSON11,
            "Operation error serialization",
            "New server-side protocol implementations SHOULD use a body field named __type.",
        ),
    ),
)

RULES: tuple[Rule, ...] = (*BODIES, *MESSAGES, *ADVICE)
