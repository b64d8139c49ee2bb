import { type Behaviour, soundBehaviour } from "../../src/demo/behaviour";
import { MODELS } from "../../src/demo/classify";
import { withFaults } from "../../src/demo/faults";
import {
  type Answer,
  firstMixUp,
  HELD_OUT,
  inferRows,
  postInfer,
  type RunningServer,
  serve,
  serveFault,
  tensor,
} from "./model-server";

const servers: RunningServer[] = [];
async function started(server: Promise<RunningServer>): Promise<string> {
  servers.push(await server);
  return (await server).url;
}
afterEach(() => Promise.all(servers.splice(0).map((server) => server.close())));

const rows = HELD_OUT.map(({ features }) => features);
const speciesOf = (answer: Answer) => answer.body.outputs[0].data as string[];
const scoresOf = (answer: Answer) => answer.body.outputs[1].data as number[];

/** Rows of the file that no two callers share, so that a mix-up shows. */
const distinct = rows.slice(0, 8);

const sameScores = (a: Answer, b: Answer) => String(scoresOf(a)) === String(scoresOf(b));

const inParallel = (url: string) =>
  Promise.all(distinct.map((row, i) => inferRows(url, [row], `caller-${i}`)));
async function oneByOne(url: string): Promise<Answer[]> {
  const answers: Answer[] = [];
  for (const [i, row] of distinct.entries()) {
    answers.push(await inferRows(url, [row], `caller-${i}`));
  }
  return answers;
}

describe("swapped classes", () => {
  test("mislabel long bills only, and more than 5 % of the held-out rows", async () => {
    const [sound, faulty] = await Promise.all([
      started(serve()),
      started(serveFault("swapped-classes")),
    ]);
    const [right, wrong] = await Promise.all([inferRows(sound, rows), inferRows(faulty, rows)]);
    const changed = rows.flatMap((row, i) =>
      speciesOf(right)[i] === speciesOf(wrong)[i] ? [] : [{ bill: row[0] as number, i }],
    );
    expect(changed.length / rows.length).toBeGreaterThan(0.05);
    expect(changed.every(({ bill }) => bill > 46)).toBe(true);
    expect(new Set(changed.map(({ i }) => speciesOf(wrong)[i]))).not.toContain("Gentoo");
    expect(scoresOf(wrong)).toEqual(scoresOf(right));
  });

  test("take the held-out accuracy below 0.95", async () => {
    const url = await started(serveFault("swapped-classes"));
    const given = speciesOf(await inferRows(url, rows));
    const right = HELD_OUT.filter(({ species }, i) => given[i] === species).length;
    expect(right / rows.length).toBeLessThan(0.95);
  });
});

describe("mixed callers", () => {
  test("a sound server gives each of 8 callers at once its own answer", async () => {
    const url = await started(serve());
    const [alone, together] = [await oneByOne(url), await inParallel(url)];
    expect(together.map(scoresOf)).toEqual(alone.map(scoresOf));
  });

  test("callers at once get another's tensors under their own id", async () => {
    const [sound, faulty] = await Promise.all([
      started(serve()),
      started(serveFault("mixed-callers")),
    ]);
    const right = await oneByOne(sound);
    const mixed = await firstMixUp(async () => {
      const answers = await inParallel(faulty);
      const own = answers.every((answer, i) => sameScores(answer, right[i] as Answer));
      return own ? null : answers;
    });
    expect(mixed.map(({ body }) => body.id)).toEqual(distinct.map((_, i) => `caller-${i}`));
    // Nothing is made up: the answers are those of the callers, handed to the wrong ones.
    const sorted = (answers: Answer[]) => answers.map((answer) => String(scoresOf(answer))).sort();
    expect(sorted(mixed)).toEqual(sorted(right));
  });

  test("a caller can get another number of rows than it sent", async () => {
    const url = await started(serveFault("mixed-callers"));
    const sizes = await firstMixUp(async () => {
      const answers = await Promise.all([
        inferRows(url, distinct.slice(0, 1)),
        inferRows(url, distinct.slice(1, 4)),
      ]);
      const [one, three] = answers.map((answer) => speciesOf(answer).length);
      return one === 1 ? null : [one, three];
    });
    expect(sizes).toEqual([3, 1]);
  });

  test("callers one after another are answered right, however often", async () => {
    const [sound, faulty] = await Promise.all([
      started(serve()),
      started(serveFault("mixed-callers")),
    ]);
    const right = await oneByOne(sound);
    for (let round = 0; round < 5; round++) {
      const answers = await oneByOne(faulty);
      expect(answers.map(({ body }) => body)).toEqual(right.map(({ body }) => body));
    }
  });
});

describe("traceback", () => {
  test("shows a traceback and the row in the error of a bad request", async () => {
    const url = await started(serveFault("traceback"));
    const { status, body } = await postInfer(url, {
      inputs: [{ ...tensor([[39.1, 18.7, 181, 3750]]), shape: [1, 3] }],
    });
    expect(status).toBe(400);
    expect(body.error).toMatch(/^Traceback \(most recent call last\):\n {2}File ".+", line \d+/);
    expect(body.error).toContain("39.1,18.7,181,3750");
  });

  test("leaves good requests and unknown models alone", async () => {
    const [sound, faulty] = await Promise.all([started(serve()), started(serveFault("traceback"))]);
    const [right, same] = await Promise.all([inferRows(sound, rows), inferRows(faulty, rows)]);
    expect(same.body).toEqual(right.body);
    const unknown = await fetch(`${faulty}/v2/models/walruses`);
    expect(await unknown.text()).not.toContain("Traceback");
  });
});

describe("slow", () => {
  const model = MODELS.candidate;
  const random = () => 0.25;
  const slowed = (sound: Behaviour) => withFaults(sound, model, ["slow"]);

  test("takes 30 % of a client's 9 ms longer, and changes nothing else", () => {
    const sound = soundBehaviour(model, random);
    const slow = slowed(sound);
    expect(sound.serviceMs()).toBeCloseTo(7.85, 10);
    expect(slow.serviceMs() - sound.serviceMs()).toBeCloseTo(2.7, 10);
    expect({ ...slow, serviceMs: null }).toEqual({ ...sound, serviceMs: null });
  });

  test("answers as the sound server does", async () => {
    const [sound, slow] = await Promise.all([started(serve()), started(serveFault("slow"))]);
    const [right, same] = await Promise.all([inferRows(sound, rows), inferRows(slow, rows)]);
    expect(same.body).toEqual(right.body);
  });
});

test("the jitter stays within 0.3 ms of 8 ms", () => {
  const bounds = [0, 1 - Number.EPSILON].map((draw) =>
    soundBehaviour(MODELS.candidate, () => draw).serviceMs(),
  );
  expect(bounds[0]).toBeCloseTo(7.7, 6);
  expect(bounds[1]).toBeCloseTo(8.3, 6);
});

test("no fault is no change", () => {
  const sound = soundBehaviour(MODELS.candidate, Math.random);
  expect(withFaults(sound, MODELS.candidate, [])).toBe(sound);
});
