"""Of what kind a public key is, as its own DER says: SubjectPublicKeyInfo of RFC 5280.

What is no such structure, or of a kind that is not known here, is of no spec: nothing is said of it.
"""

from __future__ import annotations

from collections.abc import Mapping

from kms_specification.violations.values import decoded

_HEADER, _SHORT = 2, 0x7F  # of an element of DER
_INTEGER, _BIT_STRING, _NULL_BITS, _OBJECT, _SEQUENCE = 0x02, 0x03, b"\x00", 0x06, 0x30

# By the object identifier of the curve: RFC 5480, SEC 2, and GB/T 32918.
_CURVES: Mapping[bytes, str] = {
    bytes.fromhex("2a8648ce3d030107"): "ECC_NIST_P256",
    bytes.fromhex("2b81040022"): "ECC_NIST_P384",
    bytes.fromhex("2b81040023"): "ECC_NIST_P521",
    bytes.fromhex("2b8104000a"): "ECC_SECG_P256K1",
    bytes.fromhex("2a811ccf5501822d"): "SM2",
}
# By the object identifier of the algorithm: RFC 8410, and those that NIST has given to FIPS 203 and 204.
_ALGORITHMS: Mapping[bytes, str] = {
    bytes.fromhex("2b6570"): "ECC_NIST_EDWARDS25519",
    bytes.fromhex("608648016503040311"): "ML_DSA_44",
    bytes.fromhex("608648016503040312"): "ML_DSA_65",
    bytes.fromhex("608648016503040313"): "ML_DSA_87",
    bytes.fromhex("608648016503040401"): "ML_KEM_512",
    bytes.fromhex("608648016503040402"): "ML_KEM_768",
    bytes.fromhex("608648016503040403"): "ML_KEM_1024",
}
_EC, _RSA = bytes.fromhex("2a8648ce3d0201"), bytes.fromhex("2a864886f70d010101")


def is_public_key(data: bytes) -> bool:
    """Whether bytes are a SubjectPublicKeyInfo: a sequence of a sequence and a bit string, and no more."""
    return _parts(data) is not None


def spec_of(value: str) -> str | None:
    """The spec of the public key in a blob; None where it is not known."""
    data = decoded("".join(value.split()))[0]
    parts = _parts(data) if data is not None else None
    algorithm = _element(parts[0], _OBJECT) if parts is not None else None
    if parts is None or algorithm is None:
        return None
    name, more = algorithm
    if name == _RSA:
        return _rsa(parts[1])
    curve = _element(more, _OBJECT) if name == _EC else None
    return _CURVES.get(curve[0]) if curve is not None else _ALGORITHMS.get(name)


def _parts(data: bytes) -> tuple[bytes, bytes] | None:
    """The algorithm and the bits of a SubjectPublicKeyInfo."""
    outer = _element(data, _SEQUENCE)
    inner = None if outer is None or outer[1] else _element(outer[0], _SEQUENCE)
    bits = None if inner is None else _element(inner[1], _BIT_STRING)
    return None if inner is None or bits is None or bits[1] else (inner[0], bits[0])


def _rsa(bits: bytes) -> str | None:
    """The spec of an RSA public key, by the size of its modulus."""
    numbers = _element(bits.removeprefix(_NULL_BITS), _SEQUENCE)
    modulus = _element(numbers[0], _INTEGER) if numbers is not None else None
    return f"RSA_{int.from_bytes(modulus[0], 'big').bit_length()}" if modulus is not None else None


def _element(data: bytes, tag: int) -> tuple[bytes, bytes] | None:
    """The contents of the element that data begin with, and what follows it; None where they begin with no such."""
    if len(data) < _HEADER or data[0] != tag:
        return None
    size, start = data[1], _HEADER
    if size > _SHORT:
        start += size & _SHORT
        size = int.from_bytes(data[_HEADER:start], "big")
    return (data[start : start + size], data[start + size :]) if start + size <= len(data) else None
