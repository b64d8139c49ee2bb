import type { CommandIo } from "../../src/commands/command-io";
import { init } from "../../src/commands/init";
import { asInfergateError } from "../../src/errors";
import { gate } from "../support/run-gate";
import { type Seen, serve } from "./servers/json-server";

const SECRET = "s3cret-token-of-the-gateway";

/** A server that puts the credentials that it is sent into what it says about itself. */
const echo =
  (models: number) =>
  ({ path, headers }: Seen) => {
    const said = String(headers.authorization);
    if (path === "/v2") return { status: 200, body: { name: said, version: "1", extensions: [] } };
    if (path === "/v2/models") {
      const list = [`of ${said}`, "other"].slice(0, models);
      return { status: 200, body: { models: list } };
    }
    return { status: 404, body: { error: said } };
  };

/** Everything that a call gives back, throws and prints, as one text. */
async function saidBy(
  models: number,
  call: (url: string, print: (text: string) => void) => Promise<unknown>,
): Promise<string> {
  const server = await serve(echo(models));
  const said: string[] = [];
  try {
    said.push(JSON.stringify(await call(server.url, (text) => said.push(text))));
  } catch (thrown) {
    const { message, hint } = asInfergateError(thrown);
    said.push(`${message}\n${hint}`);
  } finally {
    await server.close();
  }
  return said.join("\n");
}

const runGate = (models: number) =>
  saidBy(models, (url, log) =>
    gate(`endpoint: { url: "${url}", auth: { bearer: "$\{TOKEN}" } }\nload: off\nsystem: smoke\n`, {
      env: { TOKEN: SECRET },
      log,
    }),
  );

const runInit = (models: number) =>
  saidBy(models, (url, print) => {
    const stream = { write: (text: string) => print(text) };
    return init({
      args: [url, "--token-env", "TOKEN"],
      env: { TOKEN: SECRET },
      stdout: stream,
      stderr: stream,
      signal: new AbortController().signal,
    } satisfies CommandIo);
  });

test.each<[string, (models: number) => Promise<string>, number, RegExp]>([
  ["the log and the result of a run", runGate, 1, /server metadata: Bearer \*\*\*/],
  ["the error that ends a run", runGate, 2, /serves 2 models: of Bearer \*\*\*, other/],
  ["the config that init prints", runInit, 1, /model: "of Bearer \*\*\*"/],
  ["the error that ends init", runInit, 2, /serves 2 models: of Bearer \*\*\*, other/],
])("an endpoint that echoes its credentials: %s", async (_, run, models, shown) => {
  const said = await run(models);
  expect(said).toMatch(shown);
  expect(said).not.toContain(SECRET);
});
