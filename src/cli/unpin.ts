import { removePins } from "../runtime.ts";
import { parseArguments, UsageError } from "./command.ts";
import { pinFolder } from "./pin.ts";

export const help = `Usage: yodel unpin NAME

Ends counting that 'yodel count', 'top', 'record' or 'export' was asked to keep with --pin NAME, and gives up its numbers. A command
that is running with them goes on until it ends. NAME may also be a path in a bpf file system.

Options:
  -h, --help        this text`;

export function run(args: string[]): number {
  const { positionals } = parseArguments(args, {});
  const [name, ...others] = positionals;
  if (name === undefined) throw new UsageError("which pin? 'yodel unpin NAME'");
  if (others.length > 0) throw new UsageError(`one pin at a time; '${others[0]}' is one too many`);
  removePins(pinFolder("NAME", name));
  return 0;
}
