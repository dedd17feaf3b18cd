import { writeFileSync } from "node:fs";
import { describeKernelTypes } from "../runtime.ts";
import { parseArguments, UsageError } from "./command.ts";

export const help = `Usage: yodel types NAME… [--tracepoint CATEGORY/EVENT]… [-o FILE] [--btf FILE]

Writes a TypeScript module with the kernel's structs, unions and enums of these names, for bpf.kernel: import it where
kernel functions use them. What they hold by value comes along; what they point to is an address, unless it is named too.
A name may carry a flavour, such as task_struct___old with --btf of an older kernel: fields that were renamed since.

Options:
      --tracepoint CATEGORY/EVENT
                     also the record of this tracepoint, which is then the context of tracepoint/CATEGORY/EVENT
  -o, --output FILE  the module to write, instead of printing it
      --btf FILE     take the types from a file instead of the running kernel (/sys/kernel/btf/vmlinux)
  -h, --help         this text`;

export function run(args: string[]): number {
  const { values, positionals } = parseArguments(args, {
    output: { type: "string", short: "o" },
    btf: { type: "string" },
    tracepoint: { type: "string", multiple: true },
  });
  const tracepoints = [...new Set(values.tracepoint)];
  for (const name of tracepoints) {
    if (!/^\w+\/\w+$/.test(name))
      throw new UsageError(`--tracepoint takes CATEGORY/EVENT, such as sched/sched_waking; got '${name}'`);
  }
  if (positionals.length === 0 && tracepoints.length === 0)
    throw new UsageError("which types? A name such as task_struct is missing");
  for (const name of positionals) {
    if (!/^[A-Za-z_]\w*$/.test(name)) throw new UsageError(`'${name}' is no name of a type`);
  }
  const text = describeKernelTypes([...new Set(positionals)], {
    tracepoints,
    ...(values.btf === undefined ? {} : { btf: values.btf }),
  });
  if (values.output === undefined) process.stdout.write(text);
  else writeFileSync(values.output, text);
  return 0;
}
