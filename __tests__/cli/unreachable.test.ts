import type { AddressInfo } from "node:net";
import { createServer } from "node:net";
import { removeCliFolders, runCli } from "../support/run-cli";

afterAll(removeCliFolders);

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await new Promise((listening) => server.once("listening", listening));
  const { port } = server.address() as AddressInfo;
  await new Promise((closed) => server.close(closed));
  return port;
}

test.each([
  [
    "a refused connection",
    async () => `http://127.0.0.1:${await freePort()}`,
    /nothing listens|refused/i,
  ],
  [
    "a name that does not resolve",
    async () => "http://no-such-host.invalid",
    /no-such-host\.invalid/,
  ],
  ["a metadata address", async () => "http://169.254.169.254", /169\.254\.169\.254/],
])("%s is exit 3, a report, and says which", async (_, url, says) => {
  for (const args of [[], ["--suite", "load"]]) {
    const { status, result, stdout } = await runCli(["run", "--url", await url(), ...args]);
    expect(result?.verdict).toBe("error");
    expect(result?.reason).toMatch(says);
    expect(stdout).toMatch(/Could not measure/);
    expect(status).toBe(3);
  }
});

test("plain HTTP behind an https URL is a TLS failure, exit 3", async () => {
  const server = createServer((socket) => socket.end("HTTP/1.1 200 OK\r\n\r\n")).listen(
    0,
    "127.0.0.1",
  );
  await new Promise((listening) => server.once("listening", listening));
  const { port } = server.address() as AddressInfo;
  const { status, result } = await runCli(["run", "--url", `https://127.0.0.1:${port}`]);
  server.close();
  expect(result?.reason).toMatch(/TLS/);
  expect(status).toBe(3);
});
