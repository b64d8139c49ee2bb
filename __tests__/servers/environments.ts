import { existsSync } from "node:fs";
import { delimiter, join, resolve } from "node:path";

const ROOT = resolve(__dirname, "../../.servers");

/** What `npm run test:servers:install` made for one server's software. */
export function environmentOf(name: string): { python: string; variables: Record<string, string> } {
  const bin = join(ROOT, name, "bin");
  const python = join(bin, "python");
  if (!existsSync(python)) {
    throw new Error(`${name} is not installed. Run: npm run test:servers:install`);
  }
  return {
    python,
    variables: {
      PATH: `${bin}${delimiter}${process.env.PATH}`,
      HOME: process.env.HOME ?? "",
      PYTHONDONTWRITEBYTECODE: "1",
      PYTHONUNBUFFERED: "1",
      // No server may ask anything of anyone.
      MLFLOW_DISABLE_TELEMETRY: "true",
      BENTOML_DO_NOT_TRACK: "True",
      OTEL_SDK_DISABLED: "true",
    },
  };
}

export const PYTHON = resolve(__dirname, "python");
