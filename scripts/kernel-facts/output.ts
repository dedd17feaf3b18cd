import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const root = new URL("../../", import.meta.url);

/** Writes a generated file, or with `--check` on the command line says that it is not what it should be. */
export function emit(path: string, text: string): void {
  const file = fileURLToPath(new URL(path, root));
  if (!process.argv.includes("--check")) {
    writeFileSync(file, text);
    return;
  }
  if (readFileSync(file, "utf8") === text) return;
  console.error(`${path} is not what ${process.argv[1]} makes of this machine's headers and kernel`);
  process.exitCode = 1;
}
