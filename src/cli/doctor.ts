import { type Check, diagnose, type Feature, type FeatureKind, features } from "../runtime.ts";
import { parseArguments, UsageError } from "./command.ts";

export const help = `Usage: yodel doctor [--features] [--json]

Says what this machine, and this user, can do with eBPF, and for each "no" how to change it. What can only be told by trying
is tried, and undone at once.

Options:
      --features  what this kernel has of program types, map types, attach types, helpers and of the language, and since when; what
                  it lacks comes with the first kernel that has it
      --json      one JSON object a line: name, ok (null where it is neither), detail, fix; of features: kind, name, available
                  (null where it can't be told), since, reason
  -h, --help      this text`;

export function run(args: string[]): number {
  const { values, positionals } = parseArguments(args, { features: { type: "boolean" }, json: { type: "boolean" } });
  if (positionals.length > 0) throw new UsageError(`doctor takes no arguments; '${positionals[0]}' is one too many`);
  if (values.features) {
    const found = features();
    console.log(values.json ? found.map(featureToJson).join("\n") : describeFeatures(found));
    return 0;
  }
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

function featureToJson({ kind, name, available, since, reason }: Feature): string {
  return JSON.stringify({ kind, name, available: available ?? null, since: since ?? null, reason });
}

const titles: Readonly<Record<FeatureKind, string>> = {
  programType: "program types",
  mapType: "map types",
  attachType: "attach types",
  helper: "helpers",
  language: "language",
};

/** Of each kind what is there in one paragraph, and a line for everything else. */
function describeFeatures(found: readonly Feature[]): string {
  return Object.entries(titles)
    .map(([kind, title]) => {
      const all = found.filter((feature) => feature.kind === kind);
      const there = all.filter(({ available }) => available === true).map(({ name }) => name);
      const rest = all.filter(({ available }) => available !== true);
      const lines = rest.map(
        ({ name, available, reason }) => `  ${available === false ? " no" : " - "}  ${name}: ${reason}`,
      );
      return [`${title}: ${there.length} of ${all.length}`, wrap(there.join(", ")), ...lines].join("\n");
    })
    .join("\n\n");
}

const LINE = 100;

function wrap(text: string): string {
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= LINE) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(`${lines.length === 0 ? "  yes" : "     "}  ${word}`);
  }
  return lines.join("\n");
}
