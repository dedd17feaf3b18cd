import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { repository } from "./cli.ts";
import { withoutKernel } from "./kernel.ts";

/** Why tests in a terminal cannot run here. */
export const withoutTmux =
  withoutKernel ||
  (spawnSync("tmux", ["-V"]).error ? "needs tmux, a terminal to draw in (Debian: apt install tmux)" : false);

/** A terminal of 80 by 24 in which a command runs; after it, a shell waits, so that what it left can be seen. */
export class TestTerminal implements Disposable {
  readonly #folder = mkdtempSync(join(tmpdir(), "yodel-tmux-"));

  constructor(command: string) {
    this.#tmux("new-session", "-d", "-x", "80", "-y", "24", `${command}; echo "status $?"; exec sleep 60`);
  }

  press(...keys: string[]): void {
    this.#tmux("send-keys", ...keys);
  }

  resize(width: number, height: number): void {
    this.#tmux("resize-window", "-x", String(width), "-y", String(height));
  }

  /** Waits until the screen matches. */
  async shows(pattern: RegExp): Promise<string> {
    let screen = "";
    for (let attempt = 0; attempt < 200; attempt++) {
      screen = this.#tmux("capture-pane", "-p");
      if (pattern.test(screen)) return screen;
      await sleep(50);
    }
    throw new Error(`expected ${pattern} on the screen; it has:\n${screen}`);
  }

  /** The screen with the sequences that colour it. */
  withStyles(): string {
    return this.#tmux("capture-pane", "-p", "-e");
  }

  #tmux(...args: string[]): string {
    // A server of its own, without anybody's settings.
    const { stdout, stderr, status } = spawnSync(
      "tmux",
      ["-S", join(this.#folder, "socket"), "-f", "/dev/null", ...args],
      { encoding: "utf8", cwd: repository, env: { ...process.env, TERM: "xterm", LC_ALL: "C.UTF-8" } },
    );
    assert.equal(status, 0, stderr);
    return stdout;
  }

  [Symbol.dispose](): void {
    this.#tmux("kill-server");
    rmSync(this.#folder, { recursive: true });
  }
}
