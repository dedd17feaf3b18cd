import { join } from "node:path";
import { findPinRoot } from "../runtime.ts";
import { UsageError } from "./command.ts";

/**
 * The folder that a name stands for: `yodel/NAME` where a bpf file system is mounted, or an absolute path.
 * @param what says where the name was given, for messages
 */
export function pinFolder(what: string, name: string): string {
  if (name.startsWith("/")) return name;
  if (!/^[A-Za-z0-9_-]{1,64}$/.test(name)) {
    throw new UsageError(`${what} takes a name of letters, digits, '-' and '_', or an absolute path; not '${name}'`);
  }
  return join(findPinRoot(), "yodel", name);
}
