"""The five operations on custom key stores that are there, each rule beside the service model's own sentence.

Members, bounds and errors are read from the model; what stands here is what the model has in prose alone: in which
connection states an operation is valid, what it leads to, and what is described afterwards.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from kms_specification import service_model
from kms_specification.error_meanings import NOT_SUPPORTED, VALIDATION
from kms_specification.facts import Source
from kms_specification.service_model import said

CREATE = "CreateCustomKeyStore"
DESCRIBE = "DescribeCustomKeyStores"
UPDATE = "UpdateCustomKeyStore"
CONNECT = "ConnectCustomKeyStore"
DISCONNECT = "DisconnectCustomKeyStore"
DELETE = "DeleteCustomKeyStore"

ID, NAME, NEW_NAME = "CustomKeyStoreId", "CustomKeyStoreName", "NewCustomKeyStoreName"
NOT_FOUND = "CustomKeyStoreNotFoundException"
INVALID_STATE = "CustomKeyStoreInvalidStateException"
INVALID_MARKER = "InvalidMarkerException"
NAME_IN_USE = "CustomKeyStoreNameInUseException"

_OF_SERVICES = "XksProxyVpcEndpointService"


def not_for_the_type(member: str) -> tuple[str, ...]:
    """The errors for a member that is valid only for stores of another type: no document says which it is.

    In other operations one says that “a specified parameter is not supported”; those of a configuration speak of what
    the member configures.
    """
    family = "XksProxy" if member.startswith("XksProxy") else "CloudHsmCluster"
    families = (family, _OF_SERVICES) if member.startswith(_OF_SERVICES) else (family,)
    return (VALIDATION, NOT_SUPPORTED, *(f"{each}InvalidConfigurationException" for each in families))


class Connection(StrEnum):
    """The values of ConnectionState."""

    CONNECTED = "CONNECTED"
    CONNECTING = "CONNECTING"
    FAILED = "FAILED"
    DISCONNECTED = "DISCONNECTED"
    DISCONNECTING = "DISCONNECTING"


# The values of ConnectionErrorCode, as the service model has them.
CONNECTION_ERROR_CODES = frozenset(service_model.document()["shapes"]["ConnectionErrorCodeType"]["enum"])

ANY = frozenset(Connection)
CONNECTED, CONNECTING, FAILED, DISCONNECTED, DISCONNECTING = Connection
DISCONNECTED_ONLY = frozenset({DISCONNECTED})


_EMPTY = "If the operation succeeds, it returns a JSON object with no properties."

# The sentence that a success of each operation rests on.
SUCCESS: dict[str, str] = {
    DESCRIBE: "By default, this operation returns information about all custom key stores in the account and Region.",
    UPDATE: _EMPTY,
    CONNECT: (
        "When it succeeds, this operation quickly returns an HTTP 200 response and a JSON object with no properties."
    ),
    DISCONNECT: _EMPTY,
    DELETE: _EMPTY,
}
STORE_OPERATIONS = tuple(SUCCESS)


@dataclass(frozen=True, slots=True)
class StateRule:
    """The connection states in which an operation is valid; `disputed` are those of which the model says both.

    `members`: the changes that the rule speaks of; empty where it holds for the operation whatever it changes.
    """

    operation: str
    valid: frozenset[Connection]
    source: Source
    members: frozenset[str] = frozenset()
    disputed: frozenset[Connection] = frozenset()


_IN_CONNECTED_TOO = frozenset({DISCONNECTED, CONNECTED})
_OTHERS = "For all other properties, the custom key store ConnectionState must be DISCONNECTED."

STATE_RULES = (
    StateRule(
        CONNECT,
        ANY - {DISCONNECTING, FAILED},
        said(
            INVALID_STATE,
            "You requested the ConnectCustomKeyStore operation on a custom key store with a ConnectionState of "
            "DISCONNECTING or FAILED. This operation is valid for all other ConnectionState values.",
        ),
    ),
    StateRule(
        DISCONNECT,
        ANY - {DISCONNECTING, DISCONNECTED},
        said(
            INVALID_STATE,
            "You requested the DisconnectCustomKeyStore operation on a custom key store with a ConnectionState of "
            "DISCONNECTING or DISCONNECTED. This operation is valid for all other ConnectionState values.",
        ),
    ),
    StateRule(
        DELETE,
        DISCONNECTED_ONLY,
        said(
            INVALID_STATE,
            "You requested the UpdateCustomKeyStore or DeleteCustomKeyStore operation on a custom key store that is "
            "not disconnected.",
        ),
    ),
    StateRule(
        UPDATE,
        _IN_CONNECTED_TOO,
        said(
            f"{UPDATE}Request.{NEW_NAME}",
            "To change this value, the custom key store can be connected or disconnected.",
        ),
        frozenset({NEW_NAME}),
    ),
    StateRule(
        UPDATE,
        DISCONNECTED_ONLY,
        # The operation's own page allows these while connected, the error's page does not.
        said(INVALID_STATE, _OTHERS),
        frozenset({"XksProxyUriPath", "XksProxyAuthenticationCredential"}),
        disputed=frozenset({CONNECTED}),
    ),
    StateRule(
        UPDATE,
        DISCONNECTED_ONLY,
        said(INVALID_STATE, _OTHERS),
        frozenset(
            {
                "KeyStorePassword",
                "CloudHsmClusterId",
                "XksProxyConnectivity",
                "XksProxyUriEndpoint",
                "XksProxyVpcEndpointServiceName",
                "XksProxyVpcEndpointServiceOwner",
            }
        ),
    ),
)


@dataclass(frozen=True, slots=True)
class ChangedWith:
    """A change for which other members have to be changed as well."""

    member: str
    others: tuple[str, ...]
    source: Source


CHANGED_WITH = (
    ChangedWith(
        "XksProxyConnectivity",
        ("XksProxyUriEndpoint",),
        said(
            f"{UPDATE}Request.XksProxyConnectivity",
            "If you change the XksProxyConnectivity to VPC_ENDPOINT_SERVICE, you must also change the "
            "XksProxyUriEndpoint and add an XksProxyVpcEndpointServiceName value.",
        ),
    ),
)

# What a store may be once an operation has succeeded: connecting and disconnecting may take their time.
LEADS_TO = {
    CONNECT: frozenset({CONNECTING, CONNECTED, FAILED}),
    DISCONNECT: frozenset({DISCONNECTING, DISCONNECTED}),
}
# What a store may be by now that was described in a state which passes by itself.
FOLLOWS = {
    CONNECTING: frozenset({CONNECTING, CONNECTED, FAILED}),
    DISCONNECTING: frozenset({DISCONNECTING, DISCONNECTED}),
}

# Errors that stem from what is behind a store, not from the request or from the state that it meets.
ENVIRONMENT = frozenset({"CloudHsmClusterNotActiveException", "CloudHsmClusterInvalidConfigurationException"})
