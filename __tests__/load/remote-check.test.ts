import { MessageChannel, receiveMessageOnPort } from "node:worker_threads";
import { InfergateError } from "../../src/errors";
import { portableError, reviveError } from "../../src/load/threads/portable-error";
import { RemoteCheck } from "../../src/load/threads/remote-check";

const raw = (text: string) => ({ status: 200, headers: [], body: Buffer.from(text) });

function open(mostWaitingBytes?: number) {
  const { port1, port2 } = new MessageChannel();
  const remote = new RemoteCheck(port1, true, mostWaitingBytes);
  const questions = () => {
    let count = 0;
    while (receiveMessageOnPort(port2)) count += 1;
    return count;
  };
  afterThis.push(() => port1.close());
  return { remote, questions };
}

const afterThis: (() => void)[] = [];
afterEach(() => {
  for (const close of afterThis.splice(0)) close();
});

test("bytes are known only once they were found right", async () => {
  const { remote, questions } = open();
  const verdicts = [remote.check(0, raw("one")), remote.check(0, raw("two"))];
  expect(questions()).toBe(2);
  // The later answer first: what each was found to be is kept with its own bytes.
  remote.judged(1, { reason: "", answer: null });
  remote.judged(0, null);
  await Promise.all(verdicts);
  expect(remote.check(0, raw("one"))).toBeNull();
  expect(remote.check(0, raw("two"))).not.toBeNull();
  expect(remote.check(1, raw("one"))).not.toBeNull();
});

test("more than can wait for a verdict ends the run, and says what to do", async () => {
  const { remote } = open(10);
  void remote.check(0, raw("12345678"));
  const error = await remote.check(0, raw("12345678"))?.catch((error) => error);
  expect(error).toMatchObject({ code: "internal/load-checking" });
  const revived = reviveError(structuredClone(portableError(error)));
  expect(revived).toBeInstanceOf(InfergateError);
  expect(revived).toMatchObject({
    code: "internal/load-checking",
    message: expect.stringContaining("faster than this machine can compare them: over 10 "),
    hint: "Lower the rate, or run the gate on a larger machine.",
  });
});
