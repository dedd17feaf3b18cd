import { spawnSync } from "node:child_process";

/**
 * Runs a program to its end; output is text.
 * @param patience in milliseconds: what takes longer is ended
 */
export function runTool(
  command: string,
  parameters: readonly string[],
  patience = 60_000,
): { readonly status: number | null; readonly stdout: string; readonly stderr: string } {
  const { status, stdout, stderr, error } = spawnSync(command, parameters, {
    encoding: "utf8",
    timeout: patience,
    maxBuffer: 64 * 1024 * 1024,
  });
  if (error) throw error;
  return { status, stdout, stderr };
}

/** Why tests that need these programs cannot run here, for `{ skip }`; false where all are installed. */
export function withoutTools(...commands: readonly string[]): string | false {
  const missing = commands.filter((command) => spawnSync(command, ["--version"]).error !== undefined);
  return missing.length === 0
    ? false
    : `needs ${missing.join(" and ")} (Debian: apt install clang-19 llvm-19 libbpf-dev bpftool)`;
}
