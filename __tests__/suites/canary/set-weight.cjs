// A command of the user's: `node set-weight.cjs ROUTER_URL WEIGHT [how]`. "fails" ends with status 3,
// "hangs" never ends; both set the weight first. "talks" says a lot before it does.
const [url, weight, how] = process.argv.slice(2);

if (how === "talks") require("node:fs").writeSync(2, "x".repeat(200_000));

fetch(`${url}/weight`, { method: "PUT", body: weight }).then(
  () => {
    if (how === "hangs") setInterval(() => {}, 1000);
    if (how === "fails") {
      console.error("the mesh said no");
      process.exitCode = 3;
    }
  },
  (error) => {
    console.error(String(error));
    process.exitCode = 1;
  },
);
