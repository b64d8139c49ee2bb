// Writes docs/protocols.md from what the tests proved: __tests__/servers/results.json (real software)
// and __tests__/protocols/protocols.json (small servers made from the specification).
// With --print it writes to standard output instead.
import { readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";

const at = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url));
const json = async (path) => JSON.parse(await readFile(at(path), "utf8"));

const protocols = await json("__tests__/protocols/protocols.json");
const runs = Object.values(await json("__tests__/servers/results.json"));

const page = `# Protocols

Made by \`npm run docs:protocols\` from what the tests found. Do not edit.

Give the URL; the protocol is found by the shape of what the endpoint answers, and the report says by what. Looking changes nothing: it is GET and OPTIONS only, each asked once. (A V2 server without a list at \`GET /v2/models\` is then asked for its models by \`POST /v2/repository/index\`, which only reads.) A URL that names a route is read first, and the protocols with such a route are looked for first; a version of the model that it names is the one that is asked. Where nothing is recognised, or two protocols at once, infergate asks for \`endpoint: { protocol: NAME }\`.

The features of a row are sent in the order of \`data.features\`. The first output is the prediction.

${table(
  ["`protocol:`", "What is sent", "How it is detected", "Proven on"],
  protocols.map(({ protocol, sent, detected }) => [
    `\`${protocol}\``,
    sent,
    detected,
    unique(runs.filter((run) => run.protocol === protocol).map(softwareOf)).join(", ") ||
      "a small server",
  ]),
)}

## gRPC

A URL that begins with \`grpc://\` (in the clear) or \`grpcs://\` (TLS) is spoken to over gRPC, by the Open Inference Protocol V2. It has a port and no path: \`grpc://localhost:8001\` of Triton, 8081 of MLServer and KServe; \`grpcs://\` alone means 443. Nothing else changes: the same suites, limits and exit statuses.

- Tensors go as typed contents, with \`tensors: binary\` raw; FP16 and BF16 have no typed form and always go raw. Either form is read, whichever the server answers.
- The model is taken from \`RepositoryIndex\`, which Triton and MLServer have; elsewhere \`model:\` names it.
- A status is judged by the HTTP status that \`google/rpc/code.proto\` maps it to: INVALID_ARGUMENT is 400, NOT_FOUND 404, INTERNAL 500. Reports name both. So \`malformed-json\` and \`wrong-content-type\` are skipped: requests are protobuf messages. \`oversize-body\` (strict) sends a message of 32 MiB.
- Credentials are metadata: \`bearer\` is \`authorization\`, an \`api-key\` or one of \`headers\` its own key. Keys that end in \`-bin\` are refused.
- Under load a request in flight has a connection of its own, so that all replicas behind one address are asked; from 16 connections on (of each thread that sends), requests share them. gRPC is HTTP/2 whatever \`load.http\` says. A connection is opened twice: once to judge the address and to tell a failure plainly, and once by the gRPC library.
- \`load.stress.adverse\`: \`churn\` and \`slow-readers\` are skipped, since calls share connections that stay open, and messages are sent and read whole.
- Not there yet: streams (\`ModelStreamInfer\`), proxies of the environment, client certificates, \`data.capture\`. Answers are read up to 16 MiB.

## Real serving software

\`npm run test:servers:install && npm run test:servers\` installs this software, trains a model on the spot and runs the built command on it: the protocol is detected, twenty rows get the model's own in-process predictions, a short load test passes, and these checks of \`system: standard\` fail, because the software does not keep to its protocol there or answers a bad request with 5xx. ONNX Runtime brings no HTTP server; the one before it is small and made from the text of the binary tensor extension. To accept such a deviation of your own server: \`system: { skip: [wrong-dtype] }\`.

${table(
  ["Software", "Protocol", "Beside the URL", "Checks", "What fails, and why"],
  runs.map((run) => [
    softwareOf(run),
    `\`${run.protocol}\`${run.grpc ? " over gRPC" : ""}`,
    run.config === "" ? "nothing" : `\`${run.config}\``,
    `${run.passed.length} passed, ${run.failed.length} failed, ${run.skipped.length} skipped`,
    deviationsOf(run),
  ]),
)}

## Small servers made from the specification

The other software needs a cloud, an accelerator or a download. Its protocol is held against a small server on the loopback address, made from the text or the code named here; so are the protocols above, to try what real software does not do on request.

${table(
  ["Protocol", "Made from", "Test"],
  protocols.map(({ protocol, specification, test, grpcTest }) => [
    `\`${protocol}\``,
    specification,
    [test, grpcTest]
      .filter((name) => name !== undefined)
      .map((name) => `\`__tests__/protocols/${name}\``)
      .join(", "),
  ]),
)}
`;

if (process.argv.includes("--print")) process.stdout.write(page);
else await writeFile(at("docs/protocols.md"), page);

function softwareOf({ server, version }) {
  return `${server} ${version}`;
}

/** Checks that fail for one reason stand together. */
function deviationsOf({ failed }) {
  const reasons = unique(failed.map(({ deviation }) => deviation));
  const lines = reasons.map((reason) => {
    const ids = failed.filter(({ deviation }) => deviation === reason).map(({ id }) => id);
    return `${ids.map((id) => `\`${id.replace("system/", "")}\``).join(", ")}: ${reason}`;
  });
  return lines.join("<br>") || "nothing";
}

function unique(list) {
  return [...new Set(list)];
}

function table(head, rows) {
  const line = (cells) => `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
  return [line(head), line(head.map(() => ":--")), ...rows.map(line)].join("\n");
}
