import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Compiles C programs to objects with clang-19, as one does by hand. */
export class CObjects implements Disposable {
  readonly #folder = mkdtempSync(join(tmpdir(), "yodel-bench-"));

  /** The version of clang; undefined where it is not installed. */
  readonly compiler = /version (\S+)/.exec(
    spawnSync("clang-19", ["--version"], { encoding: "utf8" }).stdout ?? "",
  )?.[1];

  /** The object of `NAME.bpf.c` in a folder. Throws when clang or the headers of libbpf are missing. */
  build(name: string, folder = "c"): Uint8Array {
    const output = join(this.#folder, `${name}.o`);
    const architecture = process.arch === "arm64" ? "aarch64" : "x86_64";
    const options = ["-O2", "-g", "-Wall", "-Werror", "-target", "bpf", "-mcpu=v3"];
    const include = `-I/usr/include/${architecture}-linux-gnu`;
    const source = join(import.meta.dirname, `${folder}/${name}.bpf.c`);
    const result = spawnSync("clang-19", [...options, include, "-c", source, "-o", output], { encoding: "utf8" });
    if (result.status !== 0) throw new Error(`clang-19 does not compile ${source}:\n${result.stderr}`);
    return readFileSync(output);
  }

  [Symbol.dispose](): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
