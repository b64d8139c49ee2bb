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
    const { path, headers, body, offsetMs } = request as CapturedRequest;
    return { path, headers, body: body.toString(), offsetMs };
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
      offsetMs: 0,
    },
    {
      path: "/predict",
      headers: {},
      body: "abc0123\r\n6789",
      offsetMs: expect.closeTo(1412.603695, 2),
    },
  ]);
  expect(describeData(data)).toEqual([
    'traffic.gor: 2 captured requests, sent as they are; left out, as no inference: 1 "GET"',
  ]);
});

const entry = (request: object, startedDateTime = "2024-05-01T10:00:00.250Z") => ({
  startedDateTime,
  request,
});
const har = (...entries: object[]) => JSON.stringify({ log: { version: "1.2", entries } });

test(".har: text, base64, and the media type of postData", async () => {
  const entries = [
    entry({ method: "GET", url: "/" }, "2024-05-01T09:00:00Z"),
    entry({
      method: "POST",
      url: "https://user:pw@prod.example.com/predict?v=2#x",
      headers: [
        { name: "X-Api-Key", value: "of-someone-else" },
        { name: "Accept", value: "text/event-stream" },
      ],
      postData: { mimeType: "application/json", text: '{"x":1}' },
    }),
    entry(
      {
        method: "post",
        url: "/image",
        headers: [{ name: "Content-Length", value: "2" }],
        postData: { mimeType: "image/png", text: "/wA=", encoding: "base64" },
      },
      "2024-05-01T12:00:01.000+02:00",
    ),
    entry({ method: "DELETE", url: "https://prod.example.com/models/m" }),
  ];
  const data = await load("t.har", `\uFEFF${har(...entries)}`);
  expect(show(data)[0]).toEqual({
    path: "/predict?v=2",
    headers: { accept: "text/event-stream", "content-type": "application/json" },
    body: '{"x":1}',
    offsetMs: 0,
  });
  expect(requestOf(data, 1).offsetMs).toBe(750);
  expect(requestOf(data, 1).body).toEqual(Buffer.from([0xff, 0x00]));
  expect(data.remarks).toEqual([
    { column: "request", text: 'left out, as no inference: 1 "GET", 1 "DELETE"' },
  ]);
});

test(".jsonl: one request a line", async () => {
  const data = await load(
    "r.jsonl",
    [
      '{"path":"/a","body":{"x":[1]},"at":1500}',
      "",
      '{"url":"https://h/b?c","method":"post","body":"plain","headers":{"Content-Type":"text/plain"}}',
      '{"path":"/c","body":"/wA=","encoding":"base64","status":200,"answer":{"y":1}}',
    ].join("\n"),
  );
  expect(show(data).map(({ path, body }) => [path, body])).toEqual([
    ["/a", '{"x":[1]}'],
    ["/b?c", "plain"],
    ["/c", "\uFFFD\0"],
  ]);
  expect(show(data)[0]?.headers).toEqual({ "content-type": "application/json" });
  expect(show(data)[1]?.headers).toEqual({ "content-type": "text/plain" });
});

test("a body in JSON goes as it is written, not as it is read", async () => {
  const body = '{ "id": 9007199254740993, "b": 1.0, "2": 1, "1": 2, "b": 0 }';
  const data = await load("r.jsonl", `{"path":"/a","body":${body}}\n{"path":"/b","body":null}`);
  expect(show(data).map((request) => request.body)).toEqual([body, ""]);
});

const at = (...times: unknown[]) =>
  times.map((time) => JSON.stringify({ path: "/a", body: 1, at: time })).join("\n");

test.each([
  ["ISO 8601", at("2024-05-01T10:00:00Z", "2024-05-01T12:00:00.5+02:00"), [0, 500]],
  ["milliseconds", at(1500, 1750.5), [0, 250.5]],
  ["none at first, and then not in order", at(undefined, 20, 0, null), [null, 0, -20, null]],
])("the times of a capture: %s", async (_, content, offsets) => {
  expect(show(await load("r.jsonl", content)).map(({ offsetMs }) => offsetMs)).toEqual(offsets);
});

test("a compressed body goes with its encoding where it is bytes, and without where it is text", async () => {
  const gzipped = Buffer.from([0x1f, 0x8b, 0x08, 0xff]);
  const head = "content-encoding: gzip";
  const wire = `1 a 5\nPOST /a HTTP/1.1\r\n${head}\r\ncontent-length: 4\r\n\r\n`;
  const gor = await load("a.gor", Buffer.concat([Buffer.from(wire), gzipped]));
  expect(requestOf(gor, 0)).toMatchObject({
    headers: { "content-encoding": "gzip" },
    body: gzipped,
  });
  const headers = { "content-encoding": "gzip" };
  const lines = [
    { path: "/a", headers, body: gzipped.toString("base64"), encoding: "base64" },
    { path: "/a", headers, body: { x: 1 } },
  ];
  const jsonl = await load("a.jsonl", lines.map((line) => JSON.stringify(line)).join("\n"));
  expect(requestOf(jsonl, 0).headers).toEqual({ "content-encoding": "gzip" });
  expect(requestOf(jsonl, 1).headers).toEqual({ "content-type": "application/json" });
  const pairs = [
    { name: "Content-Encoding", value: "gzip" },
    { name: "Content-Length", value: "4" },
  ];
  const postData = { mimeType: "application/json", text: '{"x":1}' };
  const request = entry({ method: "POST", url: "/a", headers: pairs, postData });
  expect(requestOf(await load("a.har", har(request)), 0)).toMatchObject({
    headers: { "content-type": "application/json" },
    body: Buffer.from('{"x":1}'),
  });
});

test("a form whose fields stand in a list", async () => {
  const params = [
    { name: "text", value: "a & b" },
    { name: "n", value: "1" },
  ];
  const postData = { mimeType: "application/x-www-form-urlencoded", params };
  const data = await load("a.har", har(entry({ method: "POST", url: "/a", postData })));
  expect(requestOf(data, 0).body.toString()).toBe("text=a+%26+b&n=1");
});

test("a large request, and a separator that is cut in two by the size of the pieces", async () => {
  const payload = (length: number) =>
    `1 a 5\n${http("POST /a HTTP/1.1", `content-length: ${length}`, "", "x".repeat(length))}`;
  const offset = payload(0).length;
  for (const cut of [1, 8, 12]) {
    // Files are read in pieces of 64 KiB.
    const length = 65_536 - offset - 4 - cut;
    const data = await load("a.gor", [payload(length), payload(200_000)].join(MONKEYS));
    expect(show(data).map(({ body }) => body.length)).toEqual([length, 200_000]);
  }
});

test("small bodies do not hold the pieces of the file that they stand in", async () => {
  const data = await load("a.gor", Array.from({ length: 50 }, () => GOR).join(MONKEYS));
  const pools = new Set(data.sample.map((_, row) => requestOf(data, row).body.buffer));
  const held = [...pools].reduce((sum, { byteLength }) => sum + byteLength, 0);
  expect(data.count).toBe(100);
  expect(held).toBeLessThan(4 * 50 * GOR.length);
});

test("a target that begins with two slashes names no host", async () => {
  const wire = `1 a 5\n${http("POST //v2/score HTTP/1.1", "content-length: 0", "", "")}`;
  expect(show(await load("a.gor", wire))[0]?.path).toBe("//v2/score");
});

describe("what is no inference is left out, though it is a POST", () => {
  test.each([
    ["/v2/repository/models/m/unload", "model repository"],
    ["/gateway/v2/repository/index?x=1", "model repository"],
    ["/v2/systemsharedmemory/region/r/register", "shared memory"],
    ["/v2/models/m/trace/setting", "settings"],
    ["/models?url=m.mar", "model repository"],
    ["/v1/unload_lora_adapter", "adapters"],
    ["/reset_prefix_cache/", "settings"],
    ["/v1/fine_tuning/jobs", "storage"],
    ["/oauth2/token", "sign-in"],
  ])("%s", async (path, what) => {
    const lines = [
      { path, body: null },
      { path: "/v2/models/m/infer", body: 1 },
    ];
    const data = await load("a.jsonl", lines.map((line) => JSON.stringify(line)).join("\n"));
    expect(show(data).map((request) => request.path)).toEqual(["/v2/models/m/infer"]);
    expect(data.remarks[0]?.text).toBe(`left out, as no inference: 1 "POST ${what}"`);
  });

  test.each([
    "/v2/models/m/infer",
    "/v1/models/m:predict",
    "/predictions/m",
    "/models/m/invoke",
    "/v1/chat/completions",
    "/tokenize",
    "/login-risk/score",
  ])("%s is one", async (path) => {
    expect((await load("a.jsonl", JSON.stringify({ path, body: 1 }))).count).toBe(1);
  });
});

describe("nobody's credentials, wherever they stand", () => {
  const secret = "sk-of-someone-else";

  test.each([
    [`/a?api_key=${secret}`, "/a"],
    [`/a?x=1%202&Access-Token=${secret}&y`, "/a?x=1%202&y"],
    [`/a?key=${secret}&v=2`, "/a?v=2"],
    [`/a?sig=${secret}&se=2024&code=${secret}`, "/a?se=2024"],
    [`/a?X-Amz-Signature=${secret}&X-Amz-Date=1`, "/a?X-Amz-Date=1"],
    [`https://user:${secret}@h/a?subscription%2Dkey=${secret}#${secret}`, "/a"],
    ["/a?max_tokens=5&keyword=k&?", "/a?max_tokens=5&keyword=k&?"],
  ])("%s", async (path, expected) => {
    const data = await load("a.jsonl", JSON.stringify({ path, body: 1 }));
    expect(show(data)[0]?.path).toBe(expected);
    expect(JSON.stringify(data.sample)).not.toContain(secret);
  });

  test.each([
    [`{"x": 1.0, "api_key": "${secret}"}`, '{"x": 1.0}'],
    [`{"password":"${secret}" , "x":[{"Access-Token":"${secret}"}]}`, '{ "x":[{}]}'],
    [`{"x":1,"api_key":"${secret}","client_secret":"${secret}"}`, '{"x":1}'],
    [`{"a":"api_key","b":"${secret} \\" : ","x":{}}`, null],
    ['{"token":"the","key":"k","api_key":null}', null],
  ])("%s", async (body, expected) => {
    const data = await load("a.jsonl", `{"path":"/a","body":${body}}`);
    expect(show(data)[0]?.body).toBe(expected ?? body);
  });

  test("a form, and what people are told", async () => {
    const line = {
      path: "/a?token=1",
      headers: { "content-type": "application/x-www-form-urlencoded" },
      body: `text=a%20b&password=${secret}`,
    };
    const data = await load("a.jsonl", JSON.stringify(line));
    expect(show(data)[0]?.body).toBe("text=a%20b");
    expect(describeData(data)).toEqual([
      'a.jsonl: 1 captured requests, sent as they are; left out, as credentials: 1 "token", 1 "password"',
    ]);
  });

  test("a JSON whose length stands in a header stays as it is", async () => {
    const body = `{"api_key":"${secret}"}raw`;
    const headers = { "inference-header-content-length": "31" };
    const data = await load("a.jsonl", JSON.stringify({ path: "/a", headers, body }));
    expect(show(data)[0]?.body).toBe(body);
  });
});

test.each([
  ["a.gor", "hello", /^a\.gor, row 1: no payload of GoReplay$/],
  ["a.gor", "1 a 5\nnonsense", /^a\.gor, row 1: no HTTP\/1 request$/],
  [
    "a.gor",
    "1 a 5\nPOST / HTTP/1.1\ncontent-length: 3\n\nabc",
    /^a\.gor, row 1: no HTTP\/1 request$/,
  ],
  [
    "a.gor",
    `1 a 5\n${http("POST / HTTP/1.1", "content-length: 3, 3", "", "abc")}`,
    /row 1: the content-length is "3, 3"$/,
  ],
  [
    "a.gor",
    `1 a 5\n${http("GET / HTTP/1.1", "", "")}\n1 b 6\n${http("POST / HTTP/1.1", "content-length: 0", "", "")}`,
    /row 1: \d+ bytes follow the body$/,
  ],
  [
    "a.gor",
    `1 a 5\n${http("POST / HTTP/1.1", "transfer-encoding: chunked", "", "1", "a", "0", "", "more")}`,
    /row 1: 4 bytes follow the body$/,
  ],
  [
    "a.gor",
    `1 a 5\n${http("POST / HTTP/1.1", "transfer-encoding: gzip, chunked", "", "0", "", "")}`,
    /row 1: the transfer coding "gzip, chunked" is not read$/,
  ],
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
  [
    "a.har",
    har(entry({ method: "POST", url: "/a", bodySize: 7 })),
    /^a\.har, row 1: the archive holds 0 bytes of the body, the request had 7$/,
  ],
  [
    "a.har",
    har(
      entry({
        method: "POST",
        url: "/a",
        headers: [{ name: "content-length", value: "2" }],
        postData: { text: "\uFFFD\0", mimeType: "image/png" },
      }),
    ),
    /^a\.har, row 1: the archive holds 4 bytes of the body, the request had 2$/,
  ],
  [
    "a.har",
    har(entry({ method: "POST", url: "/a", postData: { text: "é?", encoding: "base64" } })),
    /row 1: the body is not base64$/,
  ],
  ["a.har", har(entry({ method: "POST", url: "data:text/plain,x" })), /row 1: an entry without/],
  ["a.har", har(entry({ method: "POST", url: "/a" }, "noon")), /row 1: no time: "noon"$/],
  ["a.jsonl", '{"path":"/a","body":1}\nno', /^a\.jsonl, line 2, row 2: no request$/],
  ["a.jsonl", '[{"path":"/a","body":1}]', /^a\.jsonl, line 1, row 1: no request$/],
  ["a.jsonl", '{"path":"localhost:8080/a","body":1}', /line 1, row 1: no request$/],
  ["a.jsonl", '{"path":"/a","json":{"x":1}}', /line 1, row 1: no body$/],
  [
    "a.jsonl",
    '{"path":"/a","mehtod":"PUT","body":1}',
    /line 1, row 1: the key "mehtod" says nothing$/,
  ],
  ["a.jsonl", '{"path":"/a","body":1,"body":2}', /line 1, row 1: the key "body" is there twice$/],
  ["a.jsonl", '{"path":"/a","body":"a","encoding":"hex"}', /the encoding of the body is "hex"$/],
  ["a.jsonl", '{"path":"/a","body":"a b!","encoding":"base64"}', /the body is not base64$/],
  [
    "a.jsonl",
    '{"path":"/a","body":1,"headers":[{"name":"accept"}]}',
    /headers are names with text$/,
  ],
  ["a.jsonl", '{"path":"/a","body":1,"at":"1500"}', /line 1, row 1: no time: "1500"$/],
  ["a.jsonl", '{"path":"/a","method":"GET"}', /^a\.jsonl: there are no rows$/],
  ["a.csv", "a", /^a\.csv: expected a capture that ends in one of \.gor, \.har, \.jsonl$/],
])("%s: %j", async (name, content, message) => {
  expect((await failure(load(name, content))).message).toMatch(message);
});
