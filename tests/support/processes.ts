import { type ChildProcess, type SpawnOptions, spawn } from "node:child_process";
import { once } from "node:events";

/** How a process ended and what it printed. */
export interface Ended {
  readonly status: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A process under test: its output line by line, and its end. It is killed when the scope that holds it ends. */
export class Running implements AsyncDisposable {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
  #stdout = "";
  #stderr = "";
  #changed = Promise.withResolvers<void>();

  constructor(command: string, args: readonly string[], options: SpawnOptions = {}) {
    this.child = spawn(command, args, { ...options, stdio: "pipe" });
    this.child.stdout?.setEncoding("utf8").on("data", (text: string) => {
      this.#stdout += text;
      this.#notify();
    });
    this.child.stderr?.setEncoding("utf8").on("data", (text: string) => {
      this.#stderr += text;
    });
    this.ended = once(this.child, "close").then(([status, signal]) => {
      this.#notify();
      return { status, signal, stdout: this.#stdout, stderr: this.#stderr };
    });
  }

  get pid(): number {
    if (this.child.pid === undefined) throw new Error(`${this.child.spawnfile} did not start`);
    return this.child.pid;
  }

  /** Waits until standard output matches. Fails when the process ends, or after `seconds`, without. */
  async printed(pattern: RegExp, seconds = 30): Promise<RegExpExecArray> {
    const deadline = Date.now() + seconds * 1000;
    let over = false;
    this.ended.then(() => {
      over = true;
    });
    for (;;) {
      const match = pattern.exec(this.#stdout);
      if (match) return match;
      const left = deadline - Date.now();
      if (over || left <= 0) {
        throw new Error(
          `expected ${pattern} on standard output; it has:\n${this.#stdout}\nstandard error:\n${this.#stderr}`,
        );
      }
      const timeout = Promise.withResolvers<void>();
      const timer = setTimeout(timeout.resolve, left);
      await Promise.race([this.#changed.promise, timeout.promise]);
      clearTimeout(timer);
    }
  }

  write(text: string): void {
    this.child.stdin?.write(text);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.child.exitCode === null && this.child.signalCode === null) this.child.kill("SIGKILL");
    await this.ended;
  }

  #notify(): void {
    const { resolve } = this.#changed;
    this.#changed = Promise.withResolvers();
    resolve();
  }
}

/** Runs a process to its end. */
export async function runToEnd(command: string, args: readonly string[], options: SpawnOptions = {}): Promise<Ended> {
  await using running = new Running(command, args, options);
  running.child.stdin?.end();
  return await running.ended;
}
