import { writeFileSync } from "node:fs";
import { basename, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { YodelError } from "../errors/index.ts";
import { parseArguments, UsageError } from "./command.ts";

export const help = `Usage: yodel build FILE.ts -o FILE.bpf.o [--print=STAGE]

Compiles the maps, variables and programs that a module exports to an ELF object, which yodel, libbpf, bpftool and
others load. The names of the exports become the names in the object. Needs no kernel and no privileges.

Options:
  -o, --output FILE  the object to write
      --print STAGE  print a stage of the compilation: ast, typed, ir or asm; the object is written only with -o
  -h, --help         this text`;

const stages = ["ast", "typed", "ir", "asm"] as const;

export async function run(args: string[]): Promise<number> {
  const { values, positionals } = parseArguments(args, {
    output: { type: "string", short: "o" },
    print: { type: "string" },
  });
  const [file, ...more] = positionals;
  if (file === undefined) throw new UsageError("which file? A module that exports programs is missing");
  if (more.length > 0) throw new UsageError(`one file at a time; '${more[0]}' is one too many`);
  const stage = stages.find((name) => name === values.print);
  if (values.print !== undefined && stage === undefined) {
    throw new UsageError(`--print knows no stage '${values.print}': it is one of ${stages.join(", ")}`);
  }
  if (values.output === undefined && stage === undefined) throw new UsageError("where to? -o FILE.bpf.o is missing");

  const definitions = await exportsOf(file);
  const { compile, writeElf } = await import("../index.ts");
  const object = compile(definitions, {
    name: objectName(file),
    portable: true,
    print: (printed, program, text) => {
      if (printed === stage) console.log(`# ${program}\n${text.trimEnd()}\n`);
    },
  });
  if (values.output !== undefined) writeFileSync(values.output, writeElf(object));
  return 0;
}

/** Runs the module, as importing it does, and takes what it exports: definitions, and the license. */
async function exportsOf(file: string): Promise<Record<string, unknown>> {
  const url = pathToFileURL(resolve(file)).href;
  try {
    return { ...(await import(url)) };
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    // What definitions throw says best itself what is wrong.
    if (code?.startsWith("YDL")) throw error;
    if (code === "ERR_MODULE_NOT_FOUND" && message.includes(`'${resolve(file)}'`)) {
      throw new YodelError("YDL6001", `${file}: no such file`, { cause: error });
    }
    throw new YodelError("YDL6002", `${file} could not be imported: ${message}`, {
      hint: importHint(code, file),
      cause: error,
    });
  }
}

function importHint(code: string | undefined, file: string): string {
  if (code === "ERR_INVALID_TYPESCRIPT_SYNTAX") return `tsc --noEmit ${file} shows where.`;
  if (code === "ERR_UNSUPPORTED_TYPESCRIPT_SYNTAX") {
    return "Node strips types but does not compile enums, namespaces and parameter properties; the option erasableSyntaxOnly of tsc finds them.";
  }
  if (code === "ERR_MODULE_NOT_FOUND")
    return "install the package that it imports, or correct the import; imports of files carry their extension.";
  return "the module runs when it is built; YODEL_DEBUG=1 shows where it failed.";
}

/** `"some/cgroup-count.bpf.ts"` → `"cgroup-count"`. */
function objectName(file: string): string {
  return basename(file)
    .replace(/\.[cm]?[jt]s$/, "")
    .replace(/\.bpf$/, "");
}
