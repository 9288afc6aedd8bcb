"""What DescribeCustomKeyStores has to show of the stores of an account: what is wrong with a listing, in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from kms_specification import service_model
from kms_specification.facts import Json, Source
from kms_specification.pages.create_custom_key_store.behaviour import DESCRIBED
from kms_specification.pages.custom_key_stores import (
    CONNECTION_ERROR_CODES,
    FAILED,
    ID,
    NAME,
    Connection,
)
from kms_specification.service_model import said
from kms_specification.state.account import Account, connection

Entry = Mapping[str, Json]


def entries(body: Json) -> list[Entry] | None:
    """The stores that an answer lists, or None where it is no listing.

    The service model requires no member of an answer: a list that is absent has no stores.
    """
    listed = body.get("CustomKeyStores") if isinstance(body, dict) else None
    listed = [] if listed is None and isinstance(body, dict) else listed
    if not isinstance(listed, list):
        return None
    found = [entry for entry in listed if isinstance(entry, dict)]
    return [*found] if len(found) == len(listed) else None


def listing_error(account: Account, request: Mapping[str, Json], listed: Sequence[Entry]) -> str | None:
    """What is wrong with the stores listed for a request, all its pages together, or None."""
    by_id, by_name = request.get(ID), request.get(NAME)
    if by_id is None and by_name is None:
        return _all(account, listed) or _states(account, listed)
    store = by_id if by_id is not None else account.named(by_name)
    if [entry.get(ID) for entry in listed] != [store]:
        shown = ", ".join(repr(entry.get(ID)) for entry in listed) or "none"
        return f"one store was asked for, {store!r}, and listed is {shown}"
    return _states(account, listed)


def page_error(request: Mapping[str, Json], body: Json, before: Sequence[Entry]) -> str | None:
    """What is wrong with one page of a listing, given the stores on the pages before it, or None."""
    page, limit = entries(body), request.get("Limit")
    if page is None or not isinstance(body, dict):
        return "the answer has no list of CustomKeyStores"
    if isinstance(limit, int) and len(page) > limit:
        return f"{len(page)} stores are on a page, the Limit is {limit}"
    twice = [store for store, times in Counter(ids((*before, *page))).items() if times > 1]
    if twice:
        return f"the store {twice[0]!r} is listed more than once"
    truncated, marker = body.get("Truncated"), body.get("NextMarker")
    if truncated is not None and not isinstance(truncated, bool):
        return f"Truncated is {truncated!r}, not a boolean"
    if truncated and (not isinstance(marker, str) or not marker):
        return f"Truncated is true, and NextMarker is {marker!r}"
    if truncated and marker == request.get("Marker"):
        return "the page goes on where it began: its NextMarker is the Marker that was sent"
    return None


def description_error(request: Mapping[str, Json], entry: Entry, members: Iterable[str]) -> str | None:
    """The first of some members that a store is not described with as `request` would make it, in words, or None."""
    for path, place in DESCRIBED.items():
        made, shown = _at(path, request), _at(place, entry)
        if path.partition(".")[0] in members and made is not None and made != shown:
            return f"{place} is described as {shown!r} where it is {made!r}"
    return None


_TYPE, _CONNECTIVITY = "CustomKeyStoreType", "XksProxyConnectivity"
_OWNER = "VpcEndpointServiceOwner"  # which older models lack
# What is described of stores with one value of a member alone, and the sentence that says so.
ONLY_OF_A_KIND: tuple[tuple[str, str, str, Source], ...] = (
    (
        "CloudHsmClusterId",
        _TYPE,
        "AWS_CLOUDHSM",
        said(
            "CustomKeyStoresListEntry.CloudHsmClusterId",
            "This field appears only when the CustomKeyStoreType is AWS_CLOUDHSM.",
        ),
    ),
    (
        "TrustAnchorCertificate",
        _TYPE,
        "AWS_CLOUDHSM",
        said(
            "CustomKeyStoresListEntry.TrustAnchorCertificate",
            "This field appears only when the CustomKeyStoreType is AWS_CLOUDHSM.",
        ),
    ),
    (
        "XksProxyConfiguration",
        _TYPE,
        "EXTERNAL_KEY_STORE",
        said(
            "CustomKeyStoresListEntry.XksProxyConfiguration",
            "This field appears only when the CustomKeyStoreType is EXTERNAL_KEY_STORE.",
        ),
    ),
    (
        "XksProxyConfiguration.VpcEndpointServiceName",
        _CONNECTIVITY,
        "VPC_ENDPOINT_SERVICE",
        said(
            "XksProxyConfigurationType.VpcEndpointServiceName",
            "This field appears only when the external key store proxy uses an Amazon VPC endpoint service to "
            "communicate with KMS.",
        ),
    ),
    *(
        (
            f"XksProxyConfiguration.{_OWNER}",
            _CONNECTIVITY,
            "VPC_ENDPOINT_SERVICE",
            said(
                f"XksProxyConfigurationType.{_OWNER}",
                "This field appears only when the XKS uses an VPC endpoint service to communicate with KMS.",
            ),
        )
        for known in (service_model.document()["shapes"]["XksProxyConfigurationType"]["members"],)
        if _OWNER in known
    ),
)


def foreign_member_error(request: Mapping[str, Json], entry: Entry) -> str | None:
    """The first member that is described though a store made of `request` has none, in words, or None.

    `null`, and an object of nothing else, count as absent.
    """
    made = {_TYPE: "AWS_CLOUDHSM", **{m: v for m, v in request.items() if v is not None}}
    for place, member, value, source in ONLY_OF_A_KIND:
        shown = _at(place, entry)
        if made.get(member) != value and _is_there(shown):
            return f"{place} is described as {shown!r}, and the store has none: {source.sentence}"
    return None


def _is_there(shown: Json) -> bool:
    return any(map(_is_there, shown.values())) if isinstance(shown, dict) else shown is not None


def _at(path: str, value: Json | Mapping[str, Json]) -> Json:
    found: Json | Mapping[str, Json] = value
    for name in path.split("."):
        found = found.get(name) if isinstance(found, Mapping) else None
    return found  # type: ignore[return-value]


def error_code_error(entry: Entry) -> str | None:
    """What is wrong with the ConnectionErrorCode of a store that is described, or None."""
    code = entry.get("ConnectionErrorCode")
    if connection(entry) is FAILED:
        if not isinstance(code, str) or not code:
            return f"ConnectionErrorCode is {code!r} where the store is FAILED"
        return None if code in CONNECTION_ERROR_CODES else f"ConnectionErrorCode is {code!r}, which does not exist"
    return None if code is None else f"ConnectionErrorCode is {code!r}, though the store is not FAILED"


def ids(listed: Iterable[Entry]) -> list[str]:
    """The ids of the stores that are listed."""
    return [store for entry in listed if isinstance(store := entry.get(ID), str)]


def _all(account: Account, listed: Sequence[Entry]) -> str | None:
    found = set(ids(listed))
    for store in account.stores.keys() - found:
        return f"the store {store!r} is not listed"
    for store in account.gone & found:
        return f"the store {store!r} is listed, though it was deleted"
    if account.complete and found - account.stores.keys():
        return f"the store {min(found - account.stores.keys())!r} is listed, which nobody has made"
    return None


def _states(account: Account, listed: Sequence[Entry]) -> str | None:
    for entry in listed:
        store = entry.get(ID)
        known = account.stores.get(store) if isinstance(store, str) else None
        if known is not None and connection(entry) not in known.states:
            right = " or ".join(s for s in Connection if s in known.states)
            return f"the ConnectionState is {entry.get('ConnectionState')!r} where it has to be {right}"
    return None
