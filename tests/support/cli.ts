import { resolve } from "node:path";
import { type Ended, Running, runToEnd } from "./processes.ts";

export const repository = resolve(import.meta.dirname, "../..");

const main = resolve(repository, "src/cli/main.ts");

/** Runs `yodel` from source to its end. */
export function yodel(args: readonly string[], environment: NodeJS.ProcessEnv = {}): Promise<Ended> {
  return runToEnd(process.execPath, [main, ...args], { cwd: repository, env: { ...process.env, ...environment } });
}

/** Starts `yodel` from source. */
export function startYodel(args: readonly string[]): Running {
  return new Running(process.execPath, [main, ...args], { cwd: repository });
}
