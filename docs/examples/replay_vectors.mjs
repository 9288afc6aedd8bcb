// Sends the vectors of `kms-conformance vectors` to an endpoint and says which answers are wrong: a harness in JavaScript.
//
//     kms-conformance vectors --depth quick --out vectors.json
//     node replay_vectors.mjs vectors.json http://localhost:4566
//
// Node.js 18 or later, and nothing else. Exits 1 if any answer is wrong.
import { readFileSync } from "node:fs";

const [file, url] = process.argv.slice(2);
const document = JSON.parse(readFileSync(file, "utf8"));
// An emulator that looks at more than the shape of this needs a real signature.
const authorization =
  "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20260101/us-east-1/kms/aws4_request, " +
  `SignedHeaders=host, Signature=${"0".repeat(64)}`;

// The error code, wherever it stands, without namespace and URI.
function codeOf(answer, found) {
  const said = [found?.__type, found?.code, found?.Code, answer.headers.get("x-amzn-errortype")];
  const code = said.find((word) => typeof word === "string" && word !== "");
  return code === undefined ? null : code.split(":")[0].split("#").at(-1);
}

// The status, the error code or null, and the body as JSON or null.
async function send(operation, body) {
  const headers = {
    "Content-Type": document.content_type,
    "X-Amz-Target": `${document.target_prefix}.${operation}`,
    Authorization: authorization,
  };
  let answer;
  try {
    answer = await fetch(url, { method: "POST", headers, body, signal: AbortSignal.timeout(10_000) });
  } catch {
    return { status: null, code: null, found: null };
  }
  const text = await answer.text();
  let found = null;
  try {
    found = JSON.parse(text);
  } catch {
    // a body that is no JSON has no code in it
  }
  return { status: answer.status, code: codeOf(answer, found), found };
}

// Takes away a store that an answer says was made.
async function remove(found) {
  const id = found?.CustomKeyStoreId;
  if (id !== undefined) await send("DeleteCustomKeyStore", JSON.stringify({ CustomKeyStoreId: id }));
}

function bodyOf(one) {
  return one.body_base64 === undefined ? JSON.stringify(one.request) : Buffer.from(one.body_base64, "base64");
}

// Whether an answer is one of those that are acceptable.
function right(vector, status, code) {
  if (status === null) return false;
  if (vector.any_client_error && status >= 400 && status < 500 && code !== null) return true;
  const said = status >= 200 && status < 300 ? null : code;
  return vector.acceptable.some((one) => one.status === status && one.code === said);
}

// What is wrong with the answer to a vector; null where nothing is.
async function judged(vector) {
  const made = [];
  try {
    for (const first of vector.before) {
      const { status, found } = await send(first.operation, bodyOf(first));
      made.push(found);
      if (status !== 200) return `what has to come first was answered with ${status}`;
    }
    const { status, code, found } = await send(vector.operation, bodyOf(vector));
    made.push(found);
    return right(vector, status, code) ? null : `answered with ${status} ${code}`;
  } finally {
    for (const found of made.reverse()) await remove(found);
  }
}

let wrong = 0;
for (const vector of document.vectors) {
  const why = await judged(vector);
  if (why === null) continue;
  wrong += 1;
  console.log(`${vector.id}: ${why}`);
}
console.log(`${document.vectors.length} vectors, ${wrong} answered wrongly`);
process.exitCode = wrong === 0 ? 0 : 1;
