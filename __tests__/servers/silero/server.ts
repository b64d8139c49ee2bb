import { createServer } from "node:http";
import { readInfer, writeInfer } from "../../protocols/servers/raw-tensors";
import { loadSilero, type Runtime, type Session, toTensor } from "./runtime";

const NAME = "silero-vad";
const DATATYPES: Record<string, string> = { float32: "FP32", int64: "INT64" };
const HEADER = "inference-header-content-length";

/** server PACKAGES PORT: the model by Open Inference Protocol V2 with the binary tensor extension. */
async function main([packages = "", port = ""]: string[]): Promise<void> {
  const { runtime, model } = await loadSilero(packages);
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const path = request.url ?? "";
    const length = request.headers[HEADER] as string | undefined;
    const reply = await (request.method === "POST" && path === `/v2/models/${NAME}/infer`
      ? infer(runtime, model, Buffer.concat(chunks), length)
      : look(runtime, model, path));
    response.writeHead(reply.status, { "content-type": "application/json", ...reply.headers });
    response.end(Buffer.isBuffer(reply.body) ? reply.body : JSON.stringify(reply.body));
  });
  server.listen(Number(port), "127.0.0.1");
}

interface Reply {
  status: number;
  headers?: Record<string, string>;
  body: object;
}

const refuse = (status: number, error: string): Reply => ({ status, body: { error } });

function look(runtime: Runtime, model: Session, path: string): Reply {
  const tensors = (list: Session["inputMetadata"]) =>
    list.map(({ name, type, shape }) => ({
      name,
      datatype: DATATYPES[type],
      shape: shape.map((size) => (typeof size === "number" ? size : -1)),
    }));
  const extensions = ["binary_tensor_data", "model_repository"];
  const version = runtime.env.versions.node;
  const answers: Record<string, object> = {
    "/v2": { name: "onnxruntime-node", version, extensions },
    "/v2/health/live": {},
    "/v2/health/ready": {},
    "/v2/repository/index": [{ name: NAME, version: "1", state: "READY", reason: "" }],
    [`/v2/models/${NAME}/ready`]: {},
    [`/v2/models/${NAME}`]: {
      name: NAME,
      versions: ["1"],
      platform: "onnxruntime_onnx",
      inputs: tensors(model.inputMetadata),
      outputs: tensors(model.outputMetadata),
    },
  };
  const body = Object.hasOwn(answers, path) ? answers[path] : undefined;
  return body ? { status: 200, body } : refuse(404, `no ${path}`);
}

async function infer(
  runtime: Runtime,
  model: Session,
  body: Buffer,
  length: string | undefined,
): Promise<Reply> {
  try {
    const request = readInfer(body, length) as ReturnType<typeof readInfer> & {
      id?: string;
      parameters?: { binary_data_output?: boolean };
    };
    const given = new Map(request.inputs?.map((input) => [input.name, input]));
    const inputs = model.inputMetadata.map(({ name, type }) => {
      const input = given.get(name);
      if (!input) throw new Error(`the input ${name} is missing`);
      if (input.datatype !== DATATYPES[type]) throw new Error(`${name} is ${DATATYPES[type]}`);
      if (!input.data.every((value) => typeof value === "number")) {
        throw new Error(`${name} takes numbers`);
      }
      return [
        name,
        toTensor(runtime, input.datatype, input.data as number[], input.shape),
      ] as const;
    });
    const results = await model.run(Object.fromEntries(inputs));
    const outputs = model.outputMetadata.map(({ name, type }) => ({
      name,
      datatype: DATATYPES[type] as string,
      shape: [...(results[name]?.dims ?? [])],
      data: Array.from(results[name]?.data ?? [], Number),
    }));
    const about = { model_name: NAME, model_version: "1", id: request.id };
    return request.parameters?.binary_data_output === true
      ? { status: 200, ...writeInfer(about, outputs) }
      : { status: 200, body: { ...about, outputs } };
  } catch (error) {
    return refuse(400, (error as Error).message.split("\n")[0] ?? "");
  }
}

main(process.argv.slice(2));
