import type { Behaviour } from "./behaviour";
import type { PenguinModel, Prediction } from "./classify";

export type FaultName = "slow" | "swapped-classes" | "mixed-callers" | "traceback";
type Fault = (sound: Behaviour, model: PenguinModel) => Behaviour;

/** Faults that reviews and unit tests let through, each seen in real servers. No fault, no change. */
const FAULTS: Record<FaultName, Fault> = {
  slow: slowDown,
  "swapped-classes": swapClasses,
  "mixed-callers": mixCallers,
  traceback: leakTraceback,
};

/** Each fault wraps those before it: `mixed-callers` hands round what the others have made. */
export function withFaults(
  sound: Behaviour,
  model: PenguinModel,
  names: readonly FaultName[],
): Behaviour {
  return names.reduce((behaviour, name) => FAULTS[name](behaviour, model), sound);
}

/** 30 % of what a client on the same machine waits for: 8 ms of service and about 1 ms of HTTP. */
const SLOWER_MS = 2.7;

function slowDown(sound: Behaviour): Behaviour {
  return { ...sound, serviceMs: () => sound.serviceMs() + SLOWER_MS };
}

const LONG_BILL_MM = 46;
const OLD_ORDER: Record<string, string> = { Adelie: "Chinstrap", Chinstrap: "Adelie" };

/** The branch for long bills still decodes its labels with an older release's class order. */
function swapClasses(sound: Behaviour, model: PenguinModel): Behaviour {
  const bill = model.features.indexOf("bill_length_mm");
  return {
    ...sound,
    predict: async (rows, due) =>
      (await sound.predict(rows, due)).map((prediction, i) => {
        const long = (rows[i]?.[bill] as number) > LONG_BILL_MM;
        const species = OLD_ORDER[prediction.species];
        return long && species ? { ...prediction, species } : prediction;
      }),
  };
}

interface Caller {
  own: Promise<Prediction[]>;
  given: Promise<Prediction[]>;
}

/**
 * Two requests in flight together get each other's tensors, as from an adaptive batcher that loses
 * track of its callers (reported as MLServer#1306). One request at a time is always answered right.
 */
function mixCallers(sound: Behaviour): Behaviour {
  let unpaired: Caller | null = null;
  return {
    ...sound,
    predict: async (rows, due) => {
      const own = sound.predict(rows, due);
      if (unpaired !== null) {
        const partner = unpaired;
        unpaired = null;
        partner.given = own;
        return partner.own;
      }
      const caller: Caller = { own, given: own };
      unpaired = caller;
      await own;
      if (unpaired === caller) unpaired = null;
      return caller.given;
    },
  };
}

const QUOTED_CHARACTERS = 400;

/** An unhandled exception of a Python server, passed on with the rows that it could not read (as in mlflow#16538). */
function leakTraceback(sound: Behaviour): Behaviour {
  return {
    ...sound,
    explain: (refusal, body) =>
      [
        "Traceback (most recent call last):",
        '  File "/srv/penguins/serve.py", line 118, in infer',
        "    frame = to_frame(await request.json())",
        '  File "/srv/penguins/features.py", line 41, in to_frame',
        '    raise ValueError(f"{reason}: {payload}")',
        `ValueError: ${refusal.message}: ${body.slice(0, QUOTED_CHARACTERS)}`,
      ].join("\n"),
  };
}
