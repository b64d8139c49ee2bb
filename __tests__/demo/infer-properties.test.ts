import fc from "fast-check";
import { ask, inferRows, type RunningServer, serve } from "./model-server";

let server: RunningServer;
beforeAll(async () => {
  server = await serve();
});
afterAll(() => server.close());

const measurement = fc.double({ min: -1e4, max: 1e4, noNaN: true });
const row = fc.tuple(measurement, measurement, measurement, measurement);
const rows = fc.array(row, { minLength: 1, maxLength: 8 });

interface Scored {
  species: string;
  probabilities: number[];
}

async function score(batch: readonly number[][]): Promise<Scored[]> {
  const { body } = await inferRows(server.url, batch);
  const [species, probabilities] = body.outputs;
  return batch.map((_, i) => ({
    species: species.data[i],
    probabilities: probabilities.data.slice(3 * i, 3 * i + 3),
  }));
}

test("a batch is answered as its rows one by one, also at the same time", async () => {
  await fc.assert(
    fc.asyncProperty(rows, async (batch) => {
      const together = await score(batch);
      const alone = await Promise.all(batch.map((one) => score([one])));
      expect(together).toEqual(alone.flat());
    }),
    { numRuns: 40 },
  );
});

test("shuffling the rows shuffles the answers", async () => {
  const shuffled = rows.chain((batch) =>
    fc.tuple(
      fc.constant(batch),
      fc.shuffledSubarray([...batch.keys()], { minLength: batch.length }),
    ),
  );
  await fc.assert(
    fc.asyncProperty(shuffled, async ([batch, order]) => {
      const straight = await score(batch);
      const mixed = await score(order.map((index) => batch[index] as number[]));
      expect(mixed).toEqual(order.map((index) => straight[index]));
    }),
    { numRuns: 40 },
  );
});

test("scores are probabilities, and the species is the likeliest of them", async () => {
  const classes = ["Adelie", "Chinstrap", "Gentoo"];
  await fc.assert(
    fc.asyncProperty(rows, async (batch) => {
      for (const { species, probabilities } of await score(batch)) {
        expect(probabilities.every((p) => p >= 0 && p <= 1)).toBe(true);
        expect(probabilities.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 5);
        expect(probabilities[classes.indexOf(species)]).toBe(Math.max(...probabilities));
      }
    }),
    { numRuns: 40 },
  );
});

test("no JSON whatever crashes it: an answer or a refusal, never 5xx", async () => {
  await fc.assert(
    fc.asyncProperty(fc.json(), fc.jsonValue(), async (text, data) => {
      const tensor = { name: "features", shape: [1, 4], datatype: "FP64", data };
      for (const body of [text, JSON.stringify({ inputs: [tensor] })]) {
        const answer = await ask(`${server.url}/v2/models/penguins/infer`, {
          method: "POST",
          headers: { "content-type": "application/json" },
          body,
        });
        expect([200, 400]).toContain(answer.status);
      }
    }),
  );
});
