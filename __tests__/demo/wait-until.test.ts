import { waitUntil } from "../../src/demo/wait-until";

test.each([0, 0.4, 1, 3.7, 8])("%d ms ahead is never early", async (ahead) => {
  const due = performance.now() + ahead;
  await waitUntil(due);
  expect(performance.now()).toBeGreaterThanOrEqual(due);
});

test("a moment that has passed is not waited for", async () => {
  await waitUntil(performance.now() - 1000);
});

test("several waits go on at the same time, each to its own end", async () => {
  const start = performance.now();
  const ends: string[] = [];
  await Promise.all([
    // So far off that a stalled machine does not find both due at once.
    waitUntil(start + 500).then(() => ends.push("late")),
    waitUntil(start + 4).then(() => ends.push("early")),
  ]);
  expect(ends).toEqual(["early", "late"]);
});
