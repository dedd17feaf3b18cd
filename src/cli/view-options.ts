import { type SortKey, sortKeys, type ViewOptions } from "../counter/traffic-view.ts";
import { suggestion, UsageError } from "./command.ts";

/** The options that say what of a report is shown, for `parseArguments`. */
export const viewOptions = {
  sort: { type: "string" },
  reverse: { type: "boolean" },
  filter: { type: "string" },
  flat: { type: "boolean" },
  depth: { type: "string" },
  all: { type: "boolean" },
} as const;

/** Their lines in the help. */
export const viewHelp = `      --sort KEY    rate (this is the default: bytes/s), packets (a second), bytes (in all), name; one direction:
                    egress, egress-packets, egress-bytes, egress-total-packets, egress-skbs, likewise ingress…
      --reverse     the smallest first
      --flat        each cgroup for itself; without it, a tree of totals
      --depth N     list N levels below CGROUP; what is deeper is in the totals
      --filter TEXT list what has TEXT in its path or name
      --all         list cgroups without traffic, too`;

interface ViewValues {
  readonly sort?: string | undefined;
  readonly reverse?: boolean | undefined;
  readonly filter?: string | undefined;
  readonly flat?: boolean | undefined;
  readonly depth?: string | undefined;
  readonly all?: boolean | undefined;
}

/** @throws {UsageError} no such key, or no such depth */
export function readView(values: ViewValues): ViewOptions {
  const sort = values.sort ?? sortKeys[0];
  if (!isSortKey(sort))
    throw new UsageError(`--sort takes ${sortKeys.join(", ")}, not '${sort}'${suggestion(sort, sortKeys)}`);
  const depth = Number(values.depth ?? Number.POSITIVE_INFINITY);
  if (values.depth !== undefined && !(Number.isSafeInteger(depth) && depth >= 0 && values.depth !== "")) {
    throw new UsageError(`--depth takes a whole number from 0 on, not '${values.depth}'`);
  }
  return {
    layout: values.flat ? "flat" : "tree",
    sort,
    depth,
    silent: values.all ?? false,
    ...(values.reverse && { reverse: true }),
    ...(values.filter && { filter: values.filter }),
  };
}

function isSortKey(word: string): word is SortKey {
  return (sortKeys as readonly string[]).includes(word);
}
