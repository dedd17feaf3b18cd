import { type Verification, verify } from "../runtime.ts";
import { parseArguments, UsageError } from "./command.ts";
import { describeFailure } from "./failure.ts";
import { exportsOf, objectName } from "./module.ts";

export const help = `Usage: yodel verify FILE.ts|FILE.o [--program NAME] [--lines N] [--log] [--json]

Has the kernel's verifier check each program of a module or of an object (ours or clang's), and says whether it is accepted,
how many instructions the verifier walked through (a million are allowed), and at which source lines. Nothing is attached, and nothing
stays in the kernel. Needs the privileges that loading needs.

Options:
      --program NAME  only this program; may be repeated
      --lines N       show the N lines that took most steps (default 5)
      --log           print the verifier's whole log, too
      --json          one JSON object a line for each program
  -h, --help          this text

Exit status: 0 when all are accepted, 1 when one is rejected.`;

export async function run(args: string[]): Promise<number> {
  const { values, positionals } = parseArguments(args, {
    program: { type: "string", multiple: true },
    lines: { type: "string", default: "5" },
    log: { type: "boolean" },
    json: { type: "boolean" },
  });
  const [file, ...more] = positionals;
  if (file === undefined) throw new UsageError("which file? A module (.ts) or an object (.bpf.o) is missing");
  if (more.length > 0) throw new UsageError(`one file at a time; '${more[0]}' is one too many`);
  if (!/^\d+$/.test(values.lines)) throw new UsageError(`--lines takes a number, not '${values.lines}'`);

  const results = (await verifyFile(file)).filter(({ program }) => values.program?.includes(program) ?? true);
  const unknown = values.program?.find((name) => !results.some(({ program }) => program === name));
  if (unknown !== undefined) throw new UsageError(`${file} has no program '${unknown}'`);
  for (const result of results) {
    if (values.json) console.log(JSON.stringify(toJson(result, values.log)));
    else console.log(toText(result, Number(values.lines), values.log));
  }
  return results.every(({ accepted }) => accepted) ? 0 : 1;
}

async function verifyFile(file: string): Promise<Verification[]> {
  if (!/\.[cm]?[jt]s$/.test(file)) return verify(file);
  const definitions = await exportsOf(file);
  const { compile } = await import("../index.ts");
  return verify(compile(definitions, { name: objectName(file) }));
}

function toJson({ error, log, ...result }: Verification, withLog = false): object {
  return {
    ...result,
    ...(error && { error: { code: error.code, message: error.message, hint: error.hint, location: error.location } }),
    ...(withLog && { log }),
  };
}

function toText(result: Verification, most: number, withLog = false): string {
  const { program, section, accepted, error, lines, log } = result;
  const parts = [`${accepted ? "accepted" : "rejected"}  ${program} (${section})${facts(result)}`];
  if (error) parts.push(indent(describeFailure(error)));
  const width = String(lines[0]?.processed ?? 0).length;
  for (const { file, line, text, processed } of lines.slice(0, most)) {
    parts.push(indent(`${String(processed).padStart(width)}  ${file}:${line}  ${text}`));
  }
  if (withLog) parts.push(indent(log.trimEnd()));
  return parts.join("\n");
}

function facts({ processed, slots, stack, microseconds }: Verification): string {
  const known = [
    ...(processed === undefined ? [] : [`${processed} instructions walked of 1000000 allowed`]),
    ...(slots === undefined ? [] : [`${slots} slots`]),
    ...(stack.length === 0 ? [] : [`stack ${stack.join(" + ")} bytes of 512`]),
    ...(microseconds === undefined ? [] : [`${(microseconds / 1000).toFixed(1)} ms`]),
  ];
  return known.length === 0 ? "" : `: ${known.join(", ")}`;
}

function indent(text: string): string {
  return text.replaceAll(/^(?=.)/gm, "  ");
}
