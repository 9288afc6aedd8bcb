"""What the operations on custom key stores have to do together: sentences about several requests, with their sources.

For each operation its errors that a history provokes, and what holds after it has succeeded.
"""

from __future__ import annotations

from kms_specification.catalog import operation
from kms_specification.facts import Source
from kms_specification.pages.create_custom_key_store import UNIQUENESS
from kms_specification.pages.custom_key_stores import (
    CONNECT,
    CONNECTED,
    CREATE,
    DELETE,
    DESCRIBE,
    DISCONNECT,
    DISCONNECTED,
    FAILED,
    INVALID_MARKER,
    INVALID_STATE,
    NAME_IN_USE,
    NOT_FOUND,
    STATE_RULES,
    STORE_OPERATIONS,
    UPDATE,
    Connection,
)
from kms_specification.requirements import statements
from kms_specification.service_model import said

_STATE_SOURCES = {rule.operation: rule.source for rule in STATE_RULES}
# What each operation makes of a store in a state other than that which its error is shown with.
_WHILE: tuple[tuple[str, Connection, str], ...] = (
    (CONNECT, CONNECTED, "A store that is CONNECTED may be connected again."),
    (DISCONNECT, CONNECTED, "A store that is CONNECTED, or still CONNECTING, can be disconnected."),
    (CONNECT, DISCONNECTED, "A store that is DISCONNECTED can be connected, whatever was done with it before."),
    (DELETE, DISCONNECTED, "A store that is DISCONNECTED can be deleted, whatever was done with it before."),
    (UPDATE, DISCONNECTED, "A store that is DISCONNECTED can be changed, whatever was done with it before."),
    (DISCONNECT, FAILED, "A store that failed to connect can be disconnected."),
    (DELETE, FAILED, f"A store that failed to connect cannot be deleted: {INVALID_STATE}."),
    (UPDATE, FAILED, f"A store that failed to connect cannot be changed: {INVALID_STATE}."),
)
_STATES = {
    CONNECT: "A store in the state FAILED has to be disconnected before it is connected again",
    DISCONNECT: "A store that is DISCONNECTED cannot be disconnected",
    DELETE: "A store that is not DISCONNECTED cannot be deleted",
    UPDATE: "Of a store that is not DISCONNECTED no more than name, path and credential can be changed",
}

# Operation, error, and when it is right.
ERRORS: tuple[tuple[str, str, str, Source], ...] = (
    (
        DESCRIBE,
        INVALID_MARKER,
        "A Marker that no listing has ended with, where it is refused, is refused with InvalidMarkerException.",
        said(
            f"{DESCRIBE}Request.Marker",
            "Set it to the value of NextMarker from the truncated response you just received.",
        ),
    ),
    *(
        (
            name,
            NOT_FOUND,
            f"An id{' or name' if name == DESCRIBE else ''} that no store has is refused with {NOT_FOUND}.",
            page.error(NOT_FOUND).source,
        )
        for name, page in ((name, operation(name)) for name in STORE_OPERATIONS)
    ),
    *(
        (operation, INVALID_STATE, f"{_STATES[operation]}: {INVALID_STATE}.", source)
        for operation, source in _STATE_SOURCES.items()
    ),
    *(
        (
            UPDATE,
            rule.error,
            statements.unique_still(rule),
            operation(UPDATE).error(rule.error).source,
        )
        for rule in UNIQUENESS
        if rule.error in {e.name for e in operation(UPDATE).errors}
    ),
)

# Operation, behaviour, and what holds.
STATE: tuple[tuple[str, str, str, Source], ...] = (
    (
        CREATE,
        "history",
        "Whatever came before, each answer is right for the stores that are there by then.",
        said(INVALID_STATE, "The request was rejected because of the ConnectionState of the custom key store."),
    ),
    (
        DESCRIBE,
        "selected",
        "Asked for an id or a name, it describes that store and no other.",
        said(
            DESCRIBE,
            "To get only information about a particular custom key store, use either the CustomKeyStoreName or "
            "CustomKeyStoreId parameter (but not both).",
        ),
    ),
    (
        DESCRIBE,
        "paging",
        "All pages together list every store once, and none has more than Limit.",
        said(
            f"{DESCRIBE}Response.Truncated",
            "To get more items, pass the value of the NextMarker element in this response to the Marker parameter in a "
            "subsequent request.",
        ),
    ),
    (
        DESCRIBE,
        "CreationDate",
        "A store that was just made has the time of now as its CreationDate.",
        said("CustomKeyStoresListEntry.CreationDate", "The date and time when the custom key store was created."),
    ),
    (
        DESCRIBE,
        "ConnectionErrorCode",
        "Where the ConnectionState is FAILED, ConnectionErrorCode has one of its values; elsewhere it is absent.",
        said(
            "CustomKeyStoresListEntry.ConnectionErrorCode",
            "This field appears in the response only when the ConnectionState is FAILED.",
        ),
    ),
    (
        UPDATE,
        "updated",
        "What was changed, and nothing else, is described as it is now, and what it was before is free.",
        said(UPDATE, "To verify the updated property values, use the DescribeCustomKeyStores operation."),
    ),
    (
        UPDATE,
        "atomic",
        "An update that is refused changes nothing.",
        operation(UPDATE).error(NAME_IN_USE).source,
    ),
    (
        UPDATE,
        "other-kind",
        "A member that is for the other type of store is refused.",
        said(
            f"{UPDATE}Request.KeyStorePassword",
            "This parameter is valid only for custom key stores with a CustomKeyStoreType of AWS_CLOUDHSM.",
        ),
    ),
    (
        UPDATE,
        "connectivity",
        "Another XksProxyConnectivity needs another XksProxyUriEndpoint, and VPC_ENDPOINT_SERVICE a service name.",
        said(
            f"{UPDATE}Request.XksProxyConnectivity",
            "If you change the XksProxyConnectivity to VPC_ENDPOINT_SERVICE, you must also change the "
            "XksProxyUriEndpoint and add an XksProxyVpcEndpointServiceName value.",
        ),
    ),
    (
        CONNECT,
        "connected",
        "A store that was connected is CONNECTING, CONNECTED or FAILED.",
        said(
            "CustomKeyStoresListEntry.ConnectionState",
            "The ConnectionState value is DISCONNECTED only if the key store has never been connected or you use the "
            "DisconnectCustomKeyStore operation to disconnect it.",
        ),
    ),
    (
        DISCONNECT,
        "disconnected",
        "A store that was disconnected is DISCONNECTED, or about to be.",
        said(DISCONNECT, "When you disconnect a custom key store, its ConnectionState changes to Disconnected."),
    ),
    (
        CONNECT,
        "left-alone",
        "Connecting a store changes nothing else of how it is described, and nothing of another.",
        said(CONNECT, "Connects or reconnects a custom key store to its backing key store."),
    ),
    (
        DISCONNECT,
        "left-alone",
        "Disconnecting a store changes nothing else of how it is described, and nothing of another.",
        said(DISCONNECT, "You can reconnect the custom key store at any time."),
    ),
    (
        DELETE,
        "deleted",
        "A store that was deleted is described no more, by id, by name or in a list; every other still is.",
        said(DELETE, "Deletes a custom key store."),
    ),
    *((operation, f"while-{state}", statement, _STATE_SOURCES[operation]) for operation, state, statement in _WHILE),
)
