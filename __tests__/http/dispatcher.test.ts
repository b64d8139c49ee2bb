import { type Connections, createDispatcher } from "../../src/http/dispatcher";
import { prepareRequest } from "../../src/http/prepare";
import type { HttpTarget } from "../../src/http/types";
import { answerBytes, startRawServer } from "../support/raw-server";
import { get, post, targetOf, track } from "./harness";

/** What a load generator does: the same prepared request, over a pool of its own. */
function dispatch(dispatcher: Connections, target: HttpTarget, path: string): Promise<number> {
  return new Promise((resolve, reject) => {
    let answered = 0;
    dispatcher.dispatch(prepareRequest(target, post(path, "{}")), {
      onRequestStart() {},
      onResponseStart(_controller, status) {
        answered = status;
      },
      onResponseData() {},
      onResponseEnd: () => resolve(answered),
      onResponseError: (_controller, error) => reject(error),
    });
  });
}

test("prepared requests go over a pool under the same rules, its connections counted", async () => {
  const server = track(await startRawServer((socket) => socket.write(answerBytes(207, {}))));
  const target = targetOf(`${server.url}/base`);
  let opened = 0;
  const dispatcher = track(
    createDispatcher(target, {
      connections: 2,
      onConnect: () => {
        opened += 1;
      },
    }),
  );
  const statuses = await Promise.all(
    Array.from({ length: 10 }, () => dispatch(dispatcher, target, "/x")),
  );
  expect(statuses).toEqual(Array(10).fill(207));
  expect([opened, server.connections]).toEqual([2, 2]);
  expect(server.requests[9]).toMatch(/^POST \/base\/x HTTP\/1\.1\r\n/);
});

test("a pool refuses forbidden addresses too", async () => {
  const target = targetOf("http://169.254.169.254");
  const dispatcher = track(createDispatcher(target, { connections: 1 }));
  await expect(dispatch(dispatcher, target, "/")).rejects.toMatchObject({
    code: "FORBIDDEN_ADDRESS",
  });
});

test("a prepared request is complete: origin, path, headers by precedence, body", () => {
  const target = targetOf("https://h.example:8443/p?v=1", {
    auth: { kind: "headers", headers: { "X-Key": "from-auth" } },
  });
  const prepared = prepareRequest(target, {
    ...post("/x?y=2", "{}"),
    headers: { "x-key": "from-request", "accept-encoding": "identity" },
  });
  expect(prepared).toEqual({
    origin: "https://h.example:8443",
    path: "/p/x?v=1&y=2",
    method: "POST",
    headers: {
      accept: "*/*",
      "accept-encoding": "identity",
      "user-agent": expect.stringMatching(/^infergate\//),
      "x-key": "from-auth",
    },
    body: Buffer.from("{}"),
  });
  expect(prepareRequest(targetOf("http://h"), get()).body).toBeNull();
});
