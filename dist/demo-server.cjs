"use strict";
var __defProp = Object.defineProperty;
var __getOwnPropDesc = Object.getOwnPropertyDescriptor;
var __getOwnPropNames = Object.getOwnPropertyNames;
var __hasOwnProp = Object.prototype.hasOwnProperty;
var __copyProps = (to, from, except, desc) => {
  if (from && typeof from === "object" || typeof from === "function") {
    for (let key of __getOwnPropNames(from))
      if (!__hasOwnProp.call(to, key) && key !== except)
        __defProp(to, key, { get: () => from[key], enumerable: !(desc = __getOwnPropDesc(from, key)) || desc.enumerable });
  }
  return to;
};
var __toCommonJS = (mod) => __copyProps(__defProp({}, "__esModule", { value: true }), mod);

// src/demo/worker.ts
var worker_exports = {};
module.exports = __toCommonJS(worker_exports);
var import_node_worker_threads = require("node:worker_threads");

// src/demo/server.ts
var import_node_http = require("node:http");

// node_modules/pure-rand/lib/esm/generator/xoroshiro128plus.js
var jumps = [
  3639956645,
  3750757012,
  1261568508,
  386426335
];
var XoroShiro128Plus = class XoroShiro128Plus2 {
  constructor(s01, s00, s11, s10) {
    this.s01 = s01;
    this.s00 = s00;
    this.s11 = s11;
    this.s10 = s10;
  }
  clone() {
    return new XoroShiro128Plus2(this.s01, this.s00, this.s11, this.s10);
  }
  next() {
    const out = this.s00 + this.s10 | 0;
    const a0 = this.s10 ^ this.s00;
    const a1 = this.s11 ^ this.s01;
    const s00 = this.s00;
    const s01 = this.s01;
    this.s00 = s00 << 24 ^ s01 >>> 8 ^ a0 ^ a0 << 16;
    this.s01 = s01 << 24 ^ s00 >>> 8 ^ a1 ^ (a1 << 16 | a0 >>> 16);
    this.s10 = a1 << 5 ^ a0 >>> 27;
    this.s11 = a0 << 5 ^ a1 >>> 27;
    return out;
  }
  jump() {
    let ns01 = 0;
    let ns00 = 0;
    let ns11 = 0;
    let ns10 = 0;
    let s01 = this.s01;
    let s00 = this.s00;
    let s11 = this.s11;
    let s10 = this.s10;
    for (let i = 0; i !== 4; ++i) {
      const ji = jumps[i];
      for (let mask = 1; mask; mask <<= 1) {
        if (ji & mask) {
          ns01 ^= s01;
          ns00 ^= s00;
          ns11 ^= s11;
          ns10 ^= s10;
        }
        const a0 = s10 ^ s00;
        const a1 = s11 ^ s01;
        const s00_ = s00;
        const s01_ = s01;
        s00 = s00_ << 24 ^ s01_ >>> 8 ^ a0 ^ a0 << 16;
        s01 = s01_ << 24 ^ s00_ >>> 8 ^ a1 ^ (a1 << 16 | a0 >>> 16);
        s10 = a1 << 5 ^ a0 >>> 27;
        s11 = a0 << 5 ^ a1 >>> 27;
      }
    }
    this.s01 = ns01;
    this.s00 = ns00;
    this.s11 = ns11;
    this.s10 = ns10;
  }
  getState() {
    return [
      this.s01,
      this.s00,
      this.s11,
      this.s10
    ];
  }
};
function xoroshiro128plusFromState(state) {
  if (!(state.length === 4)) throw new Error("The state must have been produced by a xoroshiro128plus RandomGenerator");
  return new XoroShiro128Plus(state[0], state[1], state[2], state[3]);
}

// src/stats/require-that.ts
function requireThat(condition, message) {
  if (!condition) throw new RangeError(message);
}

// src/stats/random.ts
function randomStream(seed, name) {
  requireThat(Number.isSafeInteger(seed), `a seed must be a whole number, not ${seed}`);
  const generator = xoroshiro128plusFromState(initialState(seed, name));
  return () => ((generator.next() >>> 5) * 2 ** 26 + (generator.next() >>> 6)) * 2 ** -53;
}
var U64 = (1n << 64n) - 1n;
function initialState(seed, name) {
  let hash = 0xcbf29ce484222325n;
  for (const byte of new TextEncoder().encode(`${seed}:${name}`)) {
    hash = (hash ^ BigInt(byte)) * 0x100000001b3n & U64;
  }
  return [1n, 2n].flatMap((step) => {
    const word = splitMix64(hash + step * 0x9e3779b97f4a7c15n & U64);
    return [Number(word >> 32n) | 0, Number(word & 0xffffffffn) | 0];
  });
}
function splitMix64(state) {
  let z = state;
  z = (z ^ z >> 30n) * 0xbf58476d1ce4e5b9n & U64;
  z = (z ^ z >> 27n) * 0x94d049bb133111ebn & U64;
  return z ^ z >> 31n;
}

// src/demo/model/penguins-v2.json
var penguins_v2_default = {
  name: "penguins",
  version: "2",
  classes: ["Adelie", "Chinstrap", "Gentoo"],
  features: ["bill_length_mm", "bill_depth_mm", "flipper_length_mm", "body_mass_g"],
  means: [43.9379, 17.066, 200.592, 4182.04],
  scales: [5.48819, 1.89366, 14.4087, 829.287],
  weights: [
    [-2.44645, 1.20667, -0.324597, 0.144412],
    [2.06391, 0.353108, -0.75097, -1.19512],
    [0.382539, -1.55978, 1.07557, 1.05071]
  ],
  intercepts: [0.56784, -0.0972382, -0.470602],
  training: {
    method: "multinomial logistic regression, gradient descent",
    l2: 5e-3,
    iterations: 1946,
    rows: 206
  },
  holdout: {
    rows: 136,
    accuracy: 0.985294,
    log_loss: 0.0517167
  }
};

// src/demo/model/penguins-v3.json
var penguins_v3_default = {
  name: "penguins",
  version: "3",
  classes: ["Adelie", "Chinstrap", "Gentoo"],
  features: ["bill_length_mm", "bill_depth_mm", "flipper_length_mm", "body_mass_g"],
  means: [43.9379, 17.066, 200.592, 4182.04],
  scales: [5.48819, 1.89366, 14.4087, 829.287],
  weights: [
    [-3.88494, 1.99045, -0.183573, 0.466029],
    [3.20908, 0.250026, -1.13005, -1.84733],
    [0.67586, -2.24048, 1.31362, 1.3813]
  ],
  intercepts: [0.700684, -0.0777647, -0.622919],
  training: {
    method: "multinomial logistic regression, gradient descent",
    l2: 1e-3,
    iterations: 8438,
    rows: 206
  },
  holdout: {
    rows: 136,
    accuracy: 0.985294,
    log_loss: 0.0258618
  }
};

// src/demo/classify.ts
var MODELS = { baseline: penguins_v2_default, candidate: penguins_v3_default };
var LARGEST_Z = 1e6;
function classify(model, row) {
  const input = row.map((value, j) => {
    const z = (value - model.means[j]) / model.scales[j];
    return Math.max(-LARGEST_Z, Math.min(LARGEST_Z, z));
  });
  const probabilities = softmax(
    model.weights.map((weights, k) => model.intercepts[k] + dot(weights, input))
  );
  const best = probabilities.indexOf(Math.max(...probabilities));
  return {
    species: model.classes[best],
    probabilities: probabilities.map((probability) => Number(probability.toFixed(6)))
  };
}
function softmax(scores) {
  const largest = Math.max(...scores);
  const powers = scores.map((score) => Math.exp(score - largest));
  const total = powers.reduce((sum, power) => sum + power, 0);
  return powers.map((power) => power / total);
}
function dot(a, b) {
  return a.reduce((sum, value, i) => sum + value * b[i], 0);
}

// src/demo/wait-until.ts
var import_promises = require("node:timers/promises");
var TIMER_SLACK_MS = 2;
async function waitUntil(due) {
  const coarse = Math.floor(due - performance.now() - TIMER_SLACK_MS);
  if (coarse > 0) await (0, import_promises.setTimeout)(coarse);
  while (performance.now() < due) await (0, import_promises.setImmediate)();
}

// src/demo/behaviour.ts
var SERVICE_MS = 8;
var JITTER_MS = 0.3;
function soundBehaviour(model, random) {
  return {
    serviceMs: () => SERVICE_MS + JITTER_MS * (2 * random() - 1),
    predict: async (rows, due) => {
      await waitUntil(due);
      return rows.map((row) => classify(model, row));
    },
    explain: (refusal) => refusal.message
  };
}

// src/demo/faults.ts
var FAULTS = {
  slow: slowDown,
  "swapped-classes": swapClasses,
  "mixed-callers": mixCallers,
  traceback: leakTraceback
};
function withFaults(sound, model, names) {
  return names.reduce((behaviour, name) => FAULTS[name](behaviour, model), sound);
}
var SLOWER_MS = 2.7;
function slowDown(sound) {
  return { ...sound, serviceMs: () => sound.serviceMs() + SLOWER_MS };
}
var LONG_BILL_MM = 46;
var OLD_ORDER = { Adelie: "Chinstrap", Chinstrap: "Adelie" };
function swapClasses(sound, model) {
  const bill = model.features.indexOf("bill_length_mm");
  return {
    ...sound,
    predict: async (rows, due) => (await sound.predict(rows, due)).map((prediction, i) => {
      const long = rows[i]?.[bill] > LONG_BILL_MM;
      const species = OLD_ORDER[prediction.species];
      return long && species ? { ...prediction, species } : prediction;
    })
  };
}
function mixCallers(sound) {
  let unpaired = null;
  return {
    ...sound,
    predict: async (rows, due) => {
      const own = sound.predict(rows, due);
      if (unpaired !== null) {
        const partner = unpaired;
        unpaired = null;
        partner.given = own;
        return partner.own;
      }
      const caller = { own, given: own };
      unpaired = caller;
      await own;
      if (unpaired === caller) unpaired = null;
      return caller.given;
    }
  };
}
var QUOTED_CHARACTERS = 400;
function leakTraceback(sound) {
  return {
    ...sound,
    explain: (refusal, body) => [
      "Traceback (most recent call last):",
      '  File "/srv/penguins/serve.py", line 118, in infer',
      "    frame = to_frame(await request.json())",
      '  File "/srv/penguins/features.py", line 41, in to_frame',
      '    raise ValueError(f"{reason}: {payload}")',
      `ValueError: ${refusal.message}: ${body.slice(0, QUOTED_CHARACTERS)}`
    ].join("\n")
  };
}

// src/demo/refusal.ts
var Refusal = class extends Error {
  constructor(status, message, headers = {}) {
    super(message);
    this.status = status;
    this.headers = headers;
  }
  status;
  headers;
};

// src/demo/read-body.ts
var MOST_BYTES = 1024 * 1024;
async function readBody(request) {
  const chunks = [];
  let bytes = 0;
  for await (const chunk of request) {
    bytes += chunk.length;
    if (bytes <= MOST_BYTES) chunks.push(chunk);
  }
  requireJson(request);
  if (bytes > MOST_BYTES) throw new Refusal(413, `the body is larger than ${MOST_BYTES} bytes`);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(Buffer.concat(chunks));
  } catch {
    throw new Refusal(400, "the body is not valid UTF-8");
  }
}
function requireJson({ headers }) {
  const [type = ""] = (headers["content-type"] ?? "").split(";");
  if (type.trim().toLowerCase() !== "application/json") {
    throw new Refusal(415, "the content type must be application/json");
  }
  if ((headers["content-encoding"] ?? "identity").toLowerCase() !== "identity") {
    throw new Refusal(415, "the body must not be compressed", { "accept-encoding": "identity" });
  }
}

// src/demo/datatypes.ts
var NUMERIC = {
  FP64: Number.isFinite,
  FP32: (value) => Number.isFinite(Math.fround(value)),
  ...integers(8),
  ...integers(16),
  ...integers(32),
  ...integers(64)
};
var NOT_NUMERIC = ["BOOL", "FP16", "BF16", "BYTES"];
var NUMERIC_NAMES = Object.keys(NUMERIC).join(", ");
function numbersOf(datatype) {
  return typeof datatype === "string" && Object.hasOwn(NUMERIC, datatype) ? NUMERIC[datatype] ?? null : null;
}
function isDatatype(datatype) {
  return numbersOf(datatype) !== null || NOT_NUMERIC.includes(datatype);
}
function integers(bits) {
  const within = (low, high) => (value) => Number.isInteger(value) && value >= low && value < high;
  return {
    [`INT${bits}`]: within(-(2 ** (bits - 1)), 2 ** (bits - 1)),
    [`UINT${bits}`]: within(0, 2 ** bits)
  };
}

// src/demo/parse-tensor.ts
function parseTensor(tensor, width, where) {
  const holds = numbersOf(tensor.datatype);
  if (holds === null) {
    throw new Refusal(
      400,
      isDatatype(tensor.datatype) ? `${where}.datatype must be numeric: one of ${NUMERIC_NAMES}` : `${where}.datatype is not a datatype of the protocol; expected one of ${NUMERIC_NAMES}`
    );
  }
  const count = parseShape(tensor.shape, width, where);
  const rows = splitRows(tensor.data, count, width, where);
  if (!rows.every((row) => row.every((value) => typeof value === "number" && holds(value)))) {
    throw new Refusal(400, `${where}.data must hold finite numbers that fit ${tensor.datatype}`);
  }
  return rows;
}
function parseShape(shape, width, where) {
  const sound = Array.isArray(shape) && shape.length === 2 && shape.every((size) => Number.isSafeInteger(size) && size >= 0) && shape[1] === width;
  if (!sound) throw new Refusal(400, `${where}.shape must be [n, ${width}] with n at least 0`);
  return shape[0];
}
function splitRows(data, count, width, where) {
  if (!Array.isArray(data)) throw new Refusal(400, `${where}.data must be an array`);
  if (data.some(Array.isArray)) {
    if (data.length === count && data.every((row) => Array.isArray(row) && row.length === width)) {
      return data;
    }
    throw new Refusal(400, `${where}.data is nested otherwise than ${where}.shape says`);
  }
  if (data.length !== count * width) {
    throw new Refusal(400, `${where}.data has another number of elements than ${where}.shape says`);
  }
  return Array.from({ length: count }, (_, i) => data.slice(i * width, (i + 1) * width));
}

// src/demo/parse-infer.ts
var INPUT_NAME = "features";
function parseInfer(body, width, outputNames) {
  const request = parseObject(body);
  if (request.id !== void 0 && typeof request.id !== "string") {
    throw new Refusal(400, "id must be a string");
  }
  return {
    id: request.id,
    rows: parseTensor(onlyInput(request.inputs), width, "inputs[0]"),
    outputs: parseOutputs(request.outputs, outputNames)
  };
}
function parseObject(body) {
  let value;
  try {
    value = JSON.parse(body);
  } catch {
    throw new Refusal(400, "the body is not valid JSON");
  }
  if (!isObject(value)) throw new Refusal(400, "the body must be a JSON object");
  return value;
}
function onlyInput(inputs) {
  if (!Array.isArray(inputs)) throw new Refusal(400, "inputs must be an array of tensors");
  const [input] = inputs;
  if (inputs.length !== 1 || !isObject(input) || input.name !== INPUT_NAME) {
    throw new Refusal(400, `inputs must hold one tensor, named "${INPUT_NAME}"`);
  }
  return input;
}
function parseOutputs(outputs, known) {
  if (outputs === void 0) return [...known];
  if (!Array.isArray(outputs)) throw new Refusal(400, "outputs must be an array");
  const names = outputs.map((output) => isObject(output) ? output.name : void 0);
  if (!names.every((name) => typeof name === "string" && known.includes(name))) {
    throw new Refusal(400, `outputs must name outputs of the model: ${known.join(", ")}`);
  }
  if (new Set(names).size !== names.length) {
    throw new Refusal(400, "outputs names an output twice");
  }
  return names.length === 0 ? [...known] : names;
}
function isObject(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

// src/demo/infer-answer.ts
var OUTPUTS = {
  species: {
    datatype: "BYTES",
    width: () => null,
    data: (predictions) => predictions.map(({ species }) => species)
  },
  probabilities: {
    datatype: "FP64",
    width: (model) => model.classes.length,
    data: (predictions) => predictions.flatMap(({ probabilities }) => probabilities)
  }
};
async function inferAnswer({ model, behaviour }, { arrived, body }) {
  const { id, rows, outputs } = readRequest(model, body, behaviour.explain);
  const predictions = await behaviour.predict(rows, arrived + behaviour.serviceMs());
  return {
    model_name: model.name,
    model_version: model.version,
    ...id === void 0 ? {} : { id },
    outputs: outputs.map((name) => {
      const { datatype, width, data } = OUTPUTS[name];
      const columns = width(model);
      const shape = columns === null ? [predictions.length] : [predictions.length, columns];
      return { name, datatype, shape, data: data(predictions) };
    })
  };
}
function readRequest(model, body, explain) {
  try {
    return parseInfer(body, model.features.length, Object.keys(OUTPUTS));
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    throw new Refusal(error.status, explain(error, body));
  }
}

// src/demo/metadata.ts
function serverMetadata() {
  return { name: "infergate-demo", version: "1", extensions: ["model_repository"] };
}
function repositoryIndex({ model }) {
  return [{ name: model.name, version: model.version, state: "READY", reason: "" }];
}
function modelReady({ model }) {
  return { name: model.name, ready: true };
}
function modelMetadata({ model }) {
  return {
    name: model.name,
    versions: [model.version],
    platform: "infergate_logistic-regression",
    inputs: [{ name: INPUT_NAME, datatype: "FP64", shape: [-1, model.features.length] }],
    outputs: Object.entries(OUTPUTS).map(([name, { datatype, width }]) => {
      const columns = width(model);
      return { name, datatype, shape: columns === null ? [-1] : [-1, columns] };
    })
  };
}

// src/demo/routes.ts
var MODEL = "/v2/models/(?<model>[^/]+)(?:/versions/(?<version>[^/]+))?";
var ROUTES = [
  { method: "GET", path: /^\/v2$/, reads: false, answer: serverMetadata },
  { method: "GET", path: /^\/v2\/health\/live$/, reads: false, answer: () => ({ live: true }) },
  { method: "GET", path: /^\/v2\/health\/ready$/, reads: false, answer: () => ({ ready: true }) },
  { method: "POST", path: /^\/v2\/repository\/index$/, reads: false, answer: repositoryIndex },
  { method: "GET", path: new RegExp(`^${MODEL}$`), reads: false, answer: modelMetadata },
  { method: "GET", path: new RegExp(`^${MODEL}/ready$`), reads: false, answer: modelReady },
  { method: "POST", path: new RegExp(`^${MODEL}/infer$`), reads: true, answer: inferAnswer }
];
function findRoute(model, method, path) {
  const route = ROUTES.find((candidate) => candidate.path.test(path));
  if (route === void 0) throw new Refusal(404, "no such route");
  const named = route.path.exec(path)?.groups;
  if (named?.model !== void 0) requireModel(model, named.model, named.version);
  const allowed = route.method === "GET" ? ["GET", "HEAD"] : [route.method];
  if (!allowed.includes(method)) {
    const allow = allowed.join(", ");
    throw new Refusal(405, `this route takes ${allow}`, { allow });
  }
  return route;
}
function requireModel(model, name, version) {
  if (decode(name) !== model.name) {
    throw new Refusal(404, `unknown model; this server serves "${model.name}"`);
  }
  if (version !== void 0 && decode(version) !== model.version) {
    throw new Refusal(404, `unknown version; this server serves version "${model.version}"`);
  }
}
function decode(segment) {
  try {
    return decodeURIComponent(segment);
  } catch {
    return null;
  }
}

// src/demo/server.ts
var KEEP_ALIVE_MS = 12e4;
var LOOPBACK = "127.0.0.1";
async function startModelServer(options) {
  const model = MODELS[options.role];
  const sound = soundBehaviour(model, randomStream(options.seed, options.role));
  const serving = { model, behaviour: withFaults(sound, model, options.faults) };
  const server = (0, import_node_http.createServer)({ keepAliveTimeout: KEEP_ALIVE_MS }, (request, response) => {
    void respond(serving, request, response);
  });
  await new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, LOOPBACK, resolve);
  });
  return { server, port: server.address().port };
}
async function respond(serving, request, response) {
  const arrived = performance.now();
  try {
    const [path = ""] = (request.url ?? "").split("?");
    const route = findRoute(serving.model, request.method ?? "", path);
    const body = route.reads ? await readBody(request) : "";
    send(response, 200, await route.answer(serving, { arrived, body }));
  } catch (error) {
    const { status, message, headers } = error instanceof Refusal ? error : new Refusal(500, "internal error");
    send(response, status, { error: message }, headers);
  }
}
function send(response, status, answer, headers = {}) {
  const body = Buffer.from(JSON.stringify(answer));
  response.writeHead(status, {
    ...headers,
    "content-type": "application/json",
    "content-length": body.length
  });
  response.end(body);
}

// src/demo/worker.ts
void Promise.all(import_node_worker_threads.workerData.map(startModelServer)).then((servers) => {
  import_node_worker_threads.parentPort?.postMessage({ ports: servers.map(({ port }) => port) });
});
