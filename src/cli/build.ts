import { writeFileSync } from "node:fs";
import { parseArguments, UsageError } from "./command.ts";
import { exportsOf, objectName } from "./module.ts";

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
