import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { release } from "node:os";
import { fileURLToPath } from "node:url";

const root = new URL("../../", import.meta.url);

/** The running kernel's version, such as `"6.18"`. */
export function kernelVersion(): string {
  return release().split(".", 2).join(".");
}

/** What a generated file starts with. */
export function firstLine(script: string): string {
  return `// Made by scripts/${script} on Linux ${kernelVersion()}; change the script, not this file.\n`;
}

/**
 * Writes a generated file, code in the repository's format; with `--check` on the command line says instead that the file
 * is not what it should be.
 */
export function emit(path: string, text: string): void {
  const file = fileURLToPath(new URL(path, root));
  const wanted = path.endsWith(".ts") ? formatted(path, text) : text;
  if (!process.argv.includes("--check")) {
    writeFileSync(file, wanted);
    return;
  }
  if (readFileSync(file, "utf8") === wanted) return;
  console.error(`${path} is not what ${process.argv[1]} makes here and now`);
  process.exitCode = 1;
}

function formatted(path: string, text: string): string {
  const formatter = fileURLToPath(new URL("node_modules/.bin/biome", root));
  return execFileSync(formatter, ["format", `--stdin-file-path=${path}`], { input: text, encoding: "utf8" });
}
