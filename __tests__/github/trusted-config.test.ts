import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chooseConfig } from "../../src/github/trusted-config";

const home = process.cwd();
const workspace = mkdtempSync(join(tmpdir(), "infergate-workspace-"));
beforeEach(() => process.chdir(workspace));
afterEach(() => process.chdir(home));
afterAll(() => rmSync(workspace, { recursive: true }));

const safe = { name: "pull_request", privileged: false };
const PRIVILEGED = ["pull_request_target", "workflow_run", "issue_comment"];
const nothing = { config: null, allowUntrustedConfig: false };

describe("chooseConfig", () => {
  test("without a config file there is nothing to refuse", () => {
    expect(chooseConfig(nothing, safe)).toBeNull();
    for (const name of PRIVILEGED) {
      expect(chooseConfig(nothing, { name, privileged: true })).toBeNull();
    }
  });

  test("takes the file that the workflow names", () => {
    expect(chooseConfig({ ...nothing, config: "gate.yml" }, safe)).toBe("gate.yml");
  });

  describe("with infergate.yml in the workspace", () => {
    beforeEach(() => writeFileSync("infergate.yml", "{}"));
    afterEach(() => rmSync("infergate.yml"));

    test("takes it by default", () => {
      expect(chooseConfig(nothing, safe)).toBe("infergate.yml");
    });

    test.each(PRIVILEGED)("refuses it on %s, whether named or not", (name) => {
      for (const config of [null, "infergate.yml", "other.yml"]) {
        expect(() => chooseConfig({ ...nothing, config }, { name, privileged: true })).toThrow(
          expect.objectContaining({
            code: "usage/untrusted-config",
            message: expect.stringContaining(name),
            hint: expect.stringContaining("allow-untrusted-config: true"),
          }),
        );
      }
    });

    test.each(PRIVILEGED)("takes it on %s where the workflow vouches for it", (name) => {
      const inputs = { config: null, allowUntrustedConfig: true };
      expect(chooseConfig(inputs, { name, privileged: true })).toBe("infergate.yml");
    });
  });
});
