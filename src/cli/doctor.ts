import { type Check, diagnose } from "../runtime.ts";
import { parseArguments, UsageError } from "./command.ts";

export const help = `Usage: yodel doctor [--json]

Says what this machine, and this user, can do with eBPF, and for each "no" how to change it. What can only be told by trying
is tried, and undone at once.

Options:
      --json  one JSON object a line: name, ok (null where it is neither), detail, fix
  -h, --help  this text`;

export function run(args: string[]): number {
  const { values, positionals } = parseArguments(args, { json: { type: "boolean" } });
  if (positionals.length > 0) throw new UsageError(`doctor takes no arguments; '${positionals[0]}' is one too many`);
  const checks = diagnose();
  console.log(values.json ? checks.map(toJson).join("\n") : describeChecks(checks));
  return 0;
}

function toJson({ name, ok, detail, fix }: Check): string {
  return JSON.stringify({ name, ok: ok ?? null, detail, ...(fix !== undefined && { fix }) });
}

/** A line for each check, with the fix below where there is one, and a line that sums up. */
function describeChecks(checks: readonly Check[]): string {
  const width = Math.max(...checks.map(({ name }) => name.length));
  const lines = checks.flatMap(({ name, ok, detail, fix }) => {
    const verdict = ok === undefined ? " - " : ok ? "yes" : " no";
    const line = `${verdict}  ${name.padEnd(width)}  ${detail}`;
    return fix === undefined ? [line] : [line, `${" ".repeat(width + 7)}fix: ${fix}`];
  });
  const missing = checks.filter(({ ok }) => ok === false).map(({ name }) => name);
  const sum = missing.length === 0 ? "Everything is there." : `Not there: ${missing.join(", ")}.`;
  return [...lines, "", sum].join("\n");
}
