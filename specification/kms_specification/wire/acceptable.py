"""What may be answered to a request that is odd on the wire. Pure: a status and a few facts in, yes or no out.

Where the documents leave a form open, success and every sane client error are right. What is never right: another 5xx,
no answer, or success for what no reading of the documents allows.
"""

from __future__ import annotations

from dataclasses import dataclass

# By which a server says that it does not know a method, a transfer coding or a version of HTTP.
UNIMPLEMENTED = frozenset({501, 505})
# What a proxy says by itself of a server that did not answer it.
GATEWAY = frozenset({502, 503, 504})
# What a server says by itself, where an application is surprised that the rest of a request never comes.
BROKEN_OFF = GATEWAY | {500}
# What a server, or a proxy before it, answers before an application has seen the request; the body is its own.
BEFORE_THE_APPLICATION = frozenset({405, 406, 408, 411, 413, 414, 415, 417, 426, 431})


@dataclass(frozen=True, slots=True)
class Acceptable:
    """What may be answered.

    `as_usual`: what the same request gets in its usual form. `refusal`: any client error, 501 and 505. `readable`: a
    refusal has an error code that an SDK can read. `closed`: the connection may be closed without an answer.
    `without_code`: what a server, or a proxy before it, may say by itself of a request that did not come whole.
    `makes_nothing`: success, or a redirection, is right where it shows nothing that was made, as that of a page for
    browsers. `empty`: success is right where its body is empty, as that of a proxy which has given up the request.
    """

    as_usual: bool = False
    refusal: bool = False
    readable: bool = False
    closed: bool = False
    without_code: frozenset[int] = frozenset()
    makes_nothing: bool = False
    empty: bool = False

    def refuses(self, status: int, *, says_code: bool) -> bool:
        """Whether a status, with or without an error code, is a refusal that may be given."""
        if status in self.without_code:
            return not says_code
        if not self.refusal or not is_refusal(status):
            return False
        return says_code or not self.readable or status in BEFORE_THE_APPLICATION


def is_redirection(status: int) -> bool:
    """Whether a status sends the client elsewhere."""
    return 300 <= status < 400


def is_refusal(status: int) -> bool:
    """Whether a status is a sane refusal: a client error, or what says that something of HTTP is not implemented."""
    return 400 <= status < 500 or status in UNIMPLEMENTED


AS_USUAL = Acceptable(as_usual=True)
REFUSED = Acceptable(refusal=True, readable=True)
REFUSED_BY_ANYBODY = Acceptable(refusal=True)  # before it is known that the request is for KMS, or in JSON
OPEN = Acceptable(as_usual=True, refusal=True, readable=True)
OPEN_TO_ANYBODY = Acceptable(as_usual=True, refusal=True)
TOO_MUCH = Acceptable(as_usual=True, refusal=True, closed=True)  # a server need not read to the end what it refuses
UNCHANGED = Acceptable(refusal=True, makes_nothing=True)
ANOTHER_METHOD = Acceptable(as_usual=True, refusal=True, makes_nothing=True)
INCOMPLETE = Acceptable(refusal=True, closed=True, without_code=BROKEN_OFF, empty=True)
TOO_LONG = Acceptable(refusal=True, closed=True, without_code=GATEWAY)
