import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { CapturedRequest } from "../../src/data/captures/captured-request";
import { loadDataset } from "../../src/data/load-dataset";
import type { Dataset } from "../../src/data/types";
import { describeData } from "../../src/run/describe-data";
import { dataConfig, failure, random } from "./data-files";

async function load(name: string, content: string | Buffer) {
  const cwd = await mkdtemp(join(tmpdir(), "infergate-capture-"));
  try {
    await writeFile(join(cwd, name), content);
    const config = dataConfig(join(cwd, name), { isCapture: true });
    return await loadDataset(config, { cwd, random });
  } finally {
    await rm(cwd, { recursive: true });
  }
}

const requestOf = ({ sample }: Dataset, row: number) => sample[row]?.request as CapturedRequest;

const show = (data: Awaited<ReturnType<typeof load>>) =>
  data.sample.map(({ request }) => {
    const { path, headers, body, atMs } = request as CapturedRequest;
    return { path, headers, body: body.toString(), atMs };
  });

const MONKEYS = "\n🐵🙈🙉\n";
const http = (...lines: string[]) => lines.join("\r\n");

const GOR = [
  `1 932079936fa4306fc308d67588178d17d823647c 1439818823587396305 200\n${http(
    "POST /v2/models/m/infer?trace=1 HTTP/1.1",
    "Host: prod.example.com",
    "Authorization: Bearer of-someone-else",
    "Cookie: session=1",
    "Content-Type: application/json",
    "Content-Length: 12",
    "",
    '{"a":"Grü"}',
  )}`,
  "2 932079936fa4306fc308d67588178d17d823647c 1439818823592372857 200\nHTTP/1.1 200 OK\r\n\r\n{}",
  `1 a 1439818824000000000\n${http("GET /v2/health/live HTTP/1.1", "Host: x", "", "")}`,
  `1 b 1439818825000000000\n${http(
    "POST http://prod.example.com/predict HTTP/1.1",
    "transfer-encoding: chunked",
    "",
    "3;x=1",
    "abc",
    "a",
    "0123\r\n6789",
    "0",
    "",
    "",
  )}`,
].join(MONKEYS);

test.each([
  ["whole", GOR],
  ["with a separator at the end", GOR + MONKEYS],
])(".gor: the requests, whole bodies, and nobody's credentials; %s", async (_, content) => {
  const data = await load("traffic.gor", content);
  expect(show(data)).toEqual([
    {
      path: "/v2/models/m/infer?trace=1",
      headers: { "content-type": "application/json" },
      body: '{"a":"Grü"}',
      atMs: Number("1439818823587396305") / 1e6,
    },
    { path: "/predict", headers: {}, body: "abc0123\r\n6789", atMs: 1439818825000 },
  ]);
  expect(describeData(data)).toEqual([
    'traffic.gor: 2 captured requests, sent as they are; left out, as no inference: 1 "GET"',
  ]);
});

const entry = (request: object) => ({ startedDateTime: "2024-05-01T10:00:00.250Z", request });

test(".har: text, base64, and the media type of postData", async () => {
  const entries = [
    entry({
      method: "POST",
      url: "https://user:pw@prod.example.com/predict?v=2#x",
      headers: [
        { name: "X-Api-Key", value: "of-someone-else" },
        { name: "Accept", value: "text/event-stream" },
      ],
      postData: { mimeType: "application/json", text: '{"x":1}' },
    }),
    entry({
      method: "post",
      url: "/image",
      postData: { mimeType: "image/png", text: "/wA=", encoding: "base64" },
    }),
    entry({ method: "DELETE", url: "https://prod.example.com/models/m" }),
  ];
  const data = await load("t.har", `\uFEFF${JSON.stringify({ log: { version: "1.2", entries } })}`);
  expect(show(data)[0]).toEqual({
    path: "/predict?v=2",
    headers: { accept: "text/event-stream", "content-type": "application/json" },
    body: '{"x":1}',
    atMs: Date.UTC(2024, 4, 1, 10, 0, 0, 250),
  });
  expect(requestOf(data, 1).body).toEqual(Buffer.from([0xff, 0x00]));
  expect(data.remarks).toEqual([
    { column: "request", text: 'left out, as no inference: 1 "DELETE"' },
  ]);
});

test(".jsonl: one request a line", async () => {
  const data = await load(
    "r.jsonl",
    [
      '{"path":"/a","body":{"x":[1]},"at":1500}',
      "",
      '{"url":"https://h/b?c","method":"post","body":"plain","headers":{"Content-Type":"text/plain"}}',
      '{"path":"/c","body":"/wA=","encoding":"base64","at":"2024-05-01T10:00:00Z"}',
    ].join("\n"),
  );
  expect(show(data).map(({ path, body, atMs }) => [path, body.length, atMs])).toEqual([
    ["/a", 9, 1500],
    ["/b?c", 5, null],
    ["/c", 2, Date.UTC(2024, 4, 1, 10)],
  ]);
  expect(show(data)[0]?.headers).toEqual({ "content-type": "application/json" });
  expect(show(data)[1]?.headers).toEqual({ "content-type": "text/plain" });
});

test.each([
  ["a.gor", "hello", /^a\.gor, row 1: no payload of GoReplay$/],
  ["a.gor", "1 a 5\nnonsense", /^a\.gor, row 1: no HTTP\/1 request$/],
  [
    "a.gor",
    `1 a 5\n${http("POST / HTTP/1.1", "content-length: 9", "", "abc")}`,
    /row 1: the body has 3 of 9 bytes/,
  ],
  [
    "a.gor",
    `1 a 5\n${http("POST / HTTP/1.1", "transfer-encoding: chunked", "", "9", "abc")}`,
    /row 1: the chunked body breaks off/,
  ],
  ["a.har", "{", /^a\.har: no HTTP archive/],
  ["a.har", '{"log":{"entries":[{}]}}', /^a\.har, row 1: an entry without/],
  ["a.jsonl", '{"path":"/a"}\nno', /^a\.jsonl, line 2, row 2: no request$/],
  ["a.jsonl", '{"path":"/a","method":"GET"}', /^a\.jsonl: there are no rows$/],
  ["a.csv", "a", /^a\.csv: expected a capture that ends in one of \.gor, \.har, \.jsonl$/],
])("%s: %j", async (name, content, message) => {
  expect((await failure(load(name, content))).message).toMatch(message);
});
