// A server that does nothing but answer, in a process of its own. It tells its port, and on "arrivals"
// when each request since the last time came, milliseconds.
import { createServer } from "node:net";
import { ANSWER_BODY } from "./requests.mjs";

// ab keeps no connection that is not said to be kept.
const answer = Buffer.from(
  `HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nconnection: keep-alive\r\ncontent-length: ${ANSWER_BODY.length}\r\n\r\n${ANSWER_BODY}`,
);
const MOST = 2_000_000;
const arrivals = new Float64Array(MOST);
let count = 0;

/** Where a request ends: after its head, and as many bytes more as that says. */
function lengthOf(bytes) {
  const head = bytes.indexOf("\r\n\r\n") + 4;
  if (head < 4) return 0;
  const [, length = "0"] = /content-length: (\d+)/i.exec(bytes.toString("latin1", 0, head)) ?? [];
  return head + Number(length);
}

const server = createServer({ noDelay: true }, (socket) => {
  // A tool sends the same request again and again.
  let length = 0;
  let received = 0;
  socket.on("data", (bytes) => {
    if (length === 0) length = lengthOf(bytes);
    received += bytes.length;
    while (length > 0 && received >= length) {
      received -= length;
      arrivals[count++ % MOST] = performance.now();
      socket.write(answer);
    }
  });
  socket.on("error", () => socket.destroy());
});

process.on("message", () => {
  process.send(Array.from(arrivals.subarray(0, Math.min(count, MOST))));
  count = 0;
});
server.listen(0, "127.0.0.1", () => process.send(server.address().port));
