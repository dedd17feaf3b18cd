import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, rmdirSync } from "node:fs";
import { join } from "node:path";
import { findCgroupRoot } from "../src/runtime.ts";
import { median } from "./statistics.ts";

export interface StartUp {
  /** From exec of `node -e 0` to its end, in milliseconds. */
  readonly bareNode: number;
  /** From exec of `yodel count` to the line that it prints once it is attached, in milliseconds. */
  readonly attached: number;
}

/** Medians over rounds in which both start in turn, with a warm compile cache. `npm run build` must have run. */
export async function measureStartUp(rounds = 31): Promise<StartUp> {
  const cgroup = `${findCgroupRoot()}/yodel-bench-${process.pid}`;
  mkdirSync(cgroup);
  try {
    const count = [join(import.meta.dirname, "../dist/cli/main.js"), "count", cgroup];
    for (let i = 0; i < 3; i++) await untilFirstOutput(count);
    const bareNode: number[] = [];
    const attached: number[] = [];
    for (let round = 0; round < rounds; round++) {
      bareNode.push(await untilEnd(["-e", "0"]));
      attached.push(await untilFirstOutput(count));
    }
    return { bareNode: median(bareNode), attached: median(attached) };
  } finally {
    rmdirSync(cgroup);
  }
}

async function untilEnd(args: string[]): Promise<number> {
  const start = performance.now();
  const child = spawn(process.execPath, args, { stdio: "ignore" });
  await once(child, "exit");
  return performance.now() - start;
}

async function untilFirstOutput(args: string[]): Promise<number> {
  const start = performance.now();
  const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
  const ended = once(child, "exit");
  await Promise.race([
    once(child.stdout, "data"),
    ended.then(([status]) => {
      throw new Error(`yodel count ended with status ${status} before it printed anything`);
    }),
  ]);
  const time = performance.now() - start;
  child.kill("SIGINT");
  await ended;
  return time;
}
