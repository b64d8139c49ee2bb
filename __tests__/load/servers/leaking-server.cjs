/**
 * A model server in a process of its own, whose resident memory it tells as Prometheus would. With
 * `LEAK_MB` it keeps so many megabytes for each second that it was asked anything in.
 */
const { createServer } = require("node:http");

const leak = Number(process.env.LEAK_MB ?? 0) * 1e6;
const kept = [];
let keptAt = 0;

const server = createServer((request, response) => {
  if (request.url === "/metrics") {
    response.end(`process_resident_memory_bytes ${process.memoryUsage().rss}\n`);
    return;
  }
  request.resume();
  request.on("end", () => {
    const second = Math.floor(performance.now() / 1000);
    if (leak > 0 && second > keptAt) {
      kept.push(Buffer.alloc(leak, second));
      keptAt = second;
    }
    response.writeHead(200, { "content-type": "application/json" });
    response.end('{"y":1}');
  });
});
server.listen(0, "127.0.0.1", () => process.send(server.address().port));
process.on("disconnect", () => process.exit());
