"""The reference page of CreateCustomKeyStore as tables, in the page's own order, each fact beside its sentence.

What the page leaves to the service model (the credential's characters, which members are sensitive) and where the two
differ is not here: `catalog.py` lays the model over these tables and `page_model_drift.py` lists the differences.
"""

from kms_specification.facts import Kind, Length, Member, Operation
from kms_specification.pages.create_custom_key_store.conditions import CONDITIONS
from kms_specification.pages.create_custom_key_store.errors import ERRORS, LENGTH_ERROR, VALIDATION
from kms_specification.pages.create_custom_key_store.members import MEMBERS
from kms_specification.pages.create_custom_key_store.sentences import at
from kms_specification.pages.create_custom_key_store.uniqueness import UNIQUENESS
from kms_specification.pages.create_custom_key_store.variants import VARIANTS

__all__ = ["MEMBERS", "OPERATION", "UNIQUENESS", "VALIDATION"]

OPERATION = Operation(
    name="CreateCustomKeyStore",
    members=MEMBERS,
    output=(
        Member(
            "CustomKeyStoreId",
            Kind.STRING,
            at("Response Elements, CustomKeyStoreId", "Type: String"),
            required=at(
                "top", "When the operation completes successfully, it returns the ID of the new custom key store."
            ),
            length=Length(
                1,
                64,
                at(
                    "Response Elements, CustomKeyStoreId",
                    "Length Constraints: Minimum length of 1. Maximum length of 64.",
                ),
            ),
            unique=at("Response Elements, CustomKeyStoreId", "A unique identifier for the new custom key store."),
        ),
    ),
    errors=ERRORS,
    success_status=200,
    success_source=at("Response Elements", "If the action is successful, the service sends back an HTTP 200 response."),
    conditions=CONDITIONS,
    uniqueness=UNIQUENESS,
    variants=VARIANTS,
    validation_error=VALIDATION,
    length_errors=(LENGTH_ERROR,),
)
