"""Ed25519ph of RFC 8032, section 5.1, which `cryptography` does not have. Its time depends on the private key."""

from __future__ import annotations

import hashlib

_P = 2**255 - 19
_L = 2**252 + 27742317777372353535851937790883648493
_D = -121665 * pow(121666, -1, _P) % _P
_DOM = b"SigEd25519 no Ed25519 collisions" + bytes([1, 0])
Point = tuple[int, int, int]  # projective: x = X / Z, y = Y / Z


def sign(seed: bytes, message: bytes) -> bytes:
    """The signature of a message by the private key of 32 bytes."""
    wide = hashlib.sha512(seed).digest()
    scalar = int.from_bytes(wide[:32], "little") & (2**254 - 8) | 2**254
    prehash = hashlib.sha512(message).digest()
    nonce = _hash(wide[32:], prehash)
    first = _encoded(_times(nonce, _BASE))
    challenge = _hash(first, _encoded(_times(scalar, _BASE)), prehash)
    return first + ((nonce + challenge * scalar) % _L).to_bytes(32, "little")


def verify(public: bytes, message: bytes, signature: bytes) -> bool:
    """Whether a signature is that of a message by the public key of 32 bytes."""
    second = int.from_bytes(signature[32:], "little")
    if len(signature) != 64 or second >= _L:
        return False
    point, first = _decoded(public), _decoded(signature[:32])
    if point is None or first is None:
        return False
    challenge = _hash(signature[:32], public, hashlib.sha512(message).digest())
    return _encoded(_times(second, _BASE)) == _encoded(_plus(first, _times(challenge, point)))


def _hash(*parts: bytes) -> int:
    return int.from_bytes(hashlib.sha512(_DOM + b"".join(parts)).digest(), "little") % _L


def _plus(one: Point, other: Point) -> Point:
    """The sum of two points of the twisted Edwards curve -x² + y² = 1 + d x² y²."""
    (x1, y1, z1), (x2, y2, z2) = one, other
    a, c, d = z1 * z2 % _P, x1 * x2 % _P, y1 * y2 % _P
    b, e = a * a % _P, _D * c * d % _P
    f, g = (b - e) % _P, (b + e) % _P
    x3 = a * f * ((x1 + y1) * (x2 + y2) - c - d) % _P
    return x3, a * g * (d + c) % _P, f * g % _P


def _times(scalar: int, point: Point) -> Point:
    result: Point = (0, 1, 1)
    while scalar:
        if scalar & 1:
            result = _plus(result, point)
        point, scalar = _plus(point, point), scalar >> 1
    return result


def _encoded(point: Point) -> bytes:
    inverse = pow(point[2], -1, _P)
    x, y = point[0] * inverse % _P, point[1] * inverse % _P
    return (y | (x & 1) << 255).to_bytes(32, "little")


def _decoded(data: bytes) -> Point | None:
    number = int.from_bytes(data, "little")
    y, odd = number & (2**255 - 1), number >> 255
    square = (y * y - 1) * pow(_D * y * y + 1, -1, _P) % _P
    x = pow(square, (_P + 3) // 8, _P)
    if (x * x - square) % _P:
        x = x * pow(2, (_P - 1) // 4, _P) % _P
    if y >= _P or (x * x - square) % _P or (x == 0 and odd):
        return None
    return (x if x & 1 == odd else _P - x), y, 1


_found = _decoded((4 * pow(5, -1, _P) % _P).to_bytes(32, "little"))
assert _found is not None
_BASE: Point = _found
