"""Sends the vectors of `kms-conformance vectors` to an endpoint and says which answers are wrong.

    kms-conformance vectors --depth quick --out vectors.json
    python replay_vectors.py vectors.json http://localhost:4566

All that it takes to use the corpus in another language: read JSON, send it, compare a status and a code. Nothing but
the standard library; requests are not signed beyond what an emulator asks for. Exits 1 if any answer is wrong.
"""

import argparse
import base64
import http.client
import json
import sys
from pathlib import Path
from urllib.parse import urlsplit

# An emulator that looks at more than the shape of this needs a real signature.
AUTHORIZATION = (
    "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20260101/us-east-1/kms/aws4_request, "
    "SignedHeaders=host, Signature=0000000000000000000000000000000000000000000000000000000000000000"
)


class Endpoint:
    """One endpoint, over one connection."""

    def __init__(self, url, document):
        self.document, parts = document, urlsplit(url)
        kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
        self.connection, self.path = kind(parts.hostname, parts.port, timeout=10), parts.path or "/"

    def send(self, operation, body):
        """The status, the error code or None, and the body as JSON or None."""
        headers = {
            "Content-Type": self.document["content_type"],
            "X-Amz-Target": f"{self.document['target_prefix']}.{operation}",
            "Authorization": AUTHORIZATION,
        }
        for _ in range(2):  # once more where the endpoint has closed the connection meanwhile
            try:
                self.connection.request("POST", self.path, body, headers)
                answer = self.connection.getresponse()
                break
            except (http.client.RemoteDisconnected, ConnectionError):
                self.connection.close()
        else:
            return None, None, None
        text = answer.read()
        try:
            found = json.loads(text)
        except ValueError:
            found = None
        return answer.status, code_of(answer, found), found

    def delete(self, found):
        """Takes away a store that an answer says was made."""
        if isinstance(found, dict) and "CustomKeyStoreId" in found:
            self.send("DeleteCustomKeyStore", json.dumps({"CustomKeyStoreId": found["CustomKeyStoreId"]}))


def code_of(answer, found):
    """The error code, wherever it stands, without namespace and URI."""
    said = [found.get(name) for name in ("__type", "code", "Code")] if isinstance(found, dict) else []
    said.append(answer.getheader("X-Amzn-Errortype"))
    code = next((word for word in said if isinstance(word, str) and word), None)
    return code.split(":")[0].split("#")[-1] if code else None


def right(vector, status, code):
    """Whether an answer is one of those that are acceptable."""
    if status is not None and vector["any_client_error"] and 400 <= status < 500 and code is not None:
        return True
    if status is not None and 200 <= status < 300:
        code = None
    return any((status, code) == (one["status"], one["code"]) for one in vector["acceptable"])


def judged(vector, endpoint, keep):
    """What is wrong with the answer to a vector; None where nothing is."""
    made = []
    try:
        for first in vector["before"]:
            status, code, found = endpoint.send(first["operation"], json.dumps(first["request"]))
            made.append(found)
            if status != 200:
                return f"what has to come first was answered {status} {code}"
        body = base64.b64decode(vector["body_base64"]) if "body_base64" in vector else json.dumps(vector["request"])
        status, code, found = endpoint.send(vector["operation"], body)
        made.append(found if status == 200 else None)
    finally:
        if not keep:
            for found in reversed(made):
                endpoint.delete(found)
    if right(vector, status, code):
        return None
    wanted = " or ".join(f"{one['status']} {one['code'] or 'success'}" for one in vector["acceptable"])
    return f"{status} {code or ''} instead of {wanted}"


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("vectors")
    parser.add_argument("url")
    parser.add_argument("--only", default="", help="vectors whose id begins so")
    parser.add_argument("--keep", action="store_true", help="do not delete the stores that are made")
    options = parser.parse_args()
    document = json.loads(Path(options.vectors).read_text(encoding="utf-8"))
    endpoint = Endpoint(options.url, document)
    wrong = sent = 0
    for vector in document["vectors"]:
        if vector["id"].startswith(options.only):
            sent += 1
            why = judged(vector, endpoint, options.keep)
            if why is not None:
                wrong += 1
                print(f"{vector['id']}: {why}")
    print(f"{sent} vectors, {wrong} answered wrongly")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
