import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, openSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Command } from "./run-command";

const START_MS = 90_000;
const STOP_MS = 10_000;

/** A server with all the processes it starts, as one group that is ended as one. */
export class ServerProcess {
  private readonly log: string;
  private readonly child: ChildProcess;
  private readonly ended: Promise<void>;
  private readonly endNow = () => this.signal("SIGKILL");

  constructor({ file, args, env }: Command, folder: string) {
    this.log = join(folder, "server.log");
    const output = openSync(this.log, "w");
    this.child = spawn(file, args, {
      cwd: folder,
      env,
      detached: true,
      stdio: ["ignore", output, output],
    });
    closeSync(output);
    this.ended = new Promise((done) => {
      this.child.once("exit", () => done());
      this.child.once("error", () => done());
    });
    // Also where the test is broken off.
    process.once("exit", this.endNow);
  }

  /** Waits until this URL answers 200. */
  async ready(url: string): Promise<void> {
    const deadline = Date.now() + START_MS;
    while (Date.now() < deadline && this.child.exitCode === null) {
      const signal = AbortSignal.timeout(2000);
      const answer = await fetch(url, { signal }).catch(() => null);
      await answer?.arrayBuffer();
      if (answer?.status === 200) return;
      await sleep(200);
    }
    const log = readFileSync(this.log, "utf8").slice(-3000);
    throw new Error(`the server was not ready in ${START_MS / 1000} s. It said:\n${log}`);
  }

  async stop(): Promise<void> {
    this.signal("SIGTERM");
    await Promise.race([this.ended, sleep(STOP_MS, undefined, { ref: false })]);
    // Workers may outlive their parent, and the parent the request to stop.
    this.signal("SIGKILL");
    await this.ended;
    process.removeListener("exit", this.endNow);
  }

  private signal(name: NodeJS.Signals): void {
    const { pid } = this.child;
    if (pid === undefined) return;
    try {
      process.kill(-pid, name);
    } catch {
      // The group is gone.
    }
  }
}
