import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { Running } from "./processes.ts";
import { runTool } from "./tools.ts";

/** A program in C to probe (probed.c), built for as long as it is not disposed. */
export class Probed implements Disposable {
  readonly #folder = mkdtempSync(join(tmpdir(), "yodel-probed-"));
  readonly path = join(this.#folder, "probed");

  constructor() {
    const source = resolve(import.meta.dirname, "probed.c");
    const { status, stderr } = runTool("clang-19", ["-O1", "-g", "-o", this.path, source]);
    assert.equal(status, 0, stderr);
  }

  /** Starts it; {@link Running.write} gives it lines. */
  start(): Running {
    return new Running(this.path, []);
  }

  readonly #worked = new WeakMap<Running, number>();

  /** Has it work on numbers, and gives what it printed for them. */
  async work(running: Running, numbers: readonly number[]): Promise<string> {
    const before = this.#worked.get(running) ?? 0;
    const all = before + numbers.length;
    this.#worked.set(running, all);
    running.write(numbers.map((number) => `${number}\n`).join(""));
    const [text] = await running.printed(new RegExp(`^(?:-?\\d+ \\d+\n){${all}}`));
    return text.split("\n").slice(before).join("\n");
  }

  [Symbol.dispose](): void {
    rmSync(this.#folder, { recursive: true });
  }
}
