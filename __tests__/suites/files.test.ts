import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { checkOf, gate } from "../support/run-gate";

/** Images of 3 bytes that are no text: the first says which bird it is. */
const BIRDS: [name: string, bytes: Buffer, species: string][] = [
  ["1.png", Buffer.from([0x01, 0xff, 0x00]), "Adelie"],
  ["2.png", Buffer.from([0x02, 0xfe, 0xc3]), "Gentoo"],
  ["deep/3.jpg", Buffer.from([0x02, 0x80, 0x0a]), "Gentoo"],
];

let folder: string;
let server: Server;
let url: string;
/** What each request's content type was. */
const seen = new Set<string>();

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "infergate-files-"));
  await mkdir(join(folder, "birds/deep"), { recursive: true });
  for (const [name, bytes] of BIRDS) await writeFile(join(folder, "birds", name), bytes);
  const labels = BIRDS.map(([name, , species]) => `${name},${species}`).join("\n");
  await writeFile(join(folder, "birds/labels.csv"), `file,species\n${labels}\n`);
  server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const answer = request.method === "POST" ? answerTo(request, Buffer.concat(chunks)) : METADATA;
    response.writeHead(200, { "content-type": "application/json" });
    response.end(JSON.stringify(answer));
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await rm(folder, { recursive: true });
});

const METADATA = {
  name: "birds",
  platform: "test",
  inputs: [{ name: "image", datatype: "BYTES", shape: [-1, 1] }],
  outputs: [{ name: "species", datatype: "BYTES", shape: [-1] }],
};

/** The bird, by exactly the bytes of one of the files. */
function classify(bytes: Buffer): string {
  return BIRDS.find(([, known]) => known.equals(bytes))?.[2] ?? `no bird: ${bytes.toString("hex")}`;
}

function answerTo({ url: path, headers }: IncomingMessage, body: Buffer): unknown {
  seen.add(`${path} ${headers["content-type"]}`);
  if (path === "/raw") return { species: classify(body) };
  if (path === "/form") {
    const { image } = JSON.parse(body.toString()) as { image: string };
    return {
      species: classify(Buffer.from(image.replace(/^data:image\/x;base64,/, ""), "base64")),
    };
  }
  if (path?.endsWith(":predict")) {
    const { instances } = JSON.parse(body.toString()) as { instances: { b64: string }[] };
    return { predictions: instances.map(({ b64 }) => classify(Buffer.from(b64, "base64"))) };
  }
  const images = headers["inference-header-content-length"]
    ? elements(body.subarray(Number(headers["inference-header-content-length"])))
    : fromJson(body);
  const shape = [images.length];
  return {
    model_name: "birds",
    outputs: [{ name: "species", datatype: "BYTES", shape, data: images.map(classify) }],
  };
}

function fromJson(body: Buffer): Buffer[] {
  const [input] = (JSON.parse(body.toString()) as { inputs: V2Input[] }).inputs;
  if (input?.parameters?.content_type !== "base64") return [];
  return input.data.map((text) => Buffer.from(text, "base64"));
}

interface V2Input {
  parameters?: { content_type: string };
  data: string[];
}

/** Elements of a BYTES tensor as the binary extension writes them. */
function elements(raw: Buffer): Buffer[] {
  if (raw.length === 0) return [];
  const end = 4 + raw.readUInt32LE(0);
  return [raw.subarray(4, end), ...elements(raw.subarray(end))];
}

test.each([
  ["V2, as JSON", "protocol: oip-v2, model: birds", "/v2/models/birds/infer application/json"],
  [
    "V2, as binary tensors",
    "protocol: oip-v2, model: birds, tensors: binary",
    "/v2/models/birds/infer application/octet-stream",
  ],
  ["TF Serving", "protocol: tf-serving, model: birds", "/v1/models/birds:predict application/json"],
  [
    "http, the body is the file",
    'protocol: http, request: { path: /raw, body: "{{file}}" }, response: $.species',
    "/raw image/png",
  ],
  [
    "http, base64 within JSON",
    'protocol: http, request: { path: /form, body: { image: "data:image/x;base64,{{file}}" } }, response: $.species',
    "/form application/json",
  ],
])("%s: every file arrives byte by byte", async (_, endpoint, request) => {
  const outcome = await gate(
    `endpoint: { url: "${url}", ${endpoint} }
data: { file: "${join(folder, "birds")}", label: species }
system: off
load: off
acceptance: { accuracy: ">= 0.9" }`,
  );
  const accuracy = checkOf(outcome, "acceptance/accuracy");
  expect(accuracy).toMatchObject({ observed: 1, n: BIRDS.length });
  expect(seen).toContain(request);
});
