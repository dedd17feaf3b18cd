import type { HelperArgument, HelperSignature, ScalarName } from "../../src/kernel/helper.ts";
import { type ArgumentFact, argumentFacts, mapHelpers, minimumKernel, pureHelpers } from "./helper-facts.ts";

export interface Prototype {
  readonly name: string;
  readonly id: number;
  readonly returns: string;
  readonly parameters: readonly Parameter[];
}

interface Parameter {
  readonly type: string;
  readonly name: string;
}

/** The helpers of a `linux/bpf.h`: ids from the list of names, prototypes from the comments. */
export function readPrototypes(header: string): Prototype[] {
  const ids = new Map<string, number>();
  for (const [index, [, name]] of [...header.matchAll(/^\s*FN\((\w+)\)/gm)].entries()) {
    if (name !== undefined) ids.set(name, index);
  }
  const start = header.indexOf("Start of BPF helper function descriptions");
  const comments = header.slice(start, header.indexOf("*/", start));
  const prototypes = new Map<string, Prototype>();
  for (const [, returns = "", name = "", parameters = ""] of comments.matchAll(/^ \* (\S.*?)bpf_(\w+)\((.*)\)$/gm)) {
    const id = ids.get(name);
    if (id === undefined) throw new Error(`${name} has a comment and no id`);
    // The first of several prototypes is the one for packets.
    if (prototypes.has(name)) continue;
    prototypes.set(name, { name, id, returns: returns.trim(), parameters: readParameters(parameters) });
  }
  return [...prototypes.values()];
}

function readParameters(text: string): Parameter[] {
  if (text === "void" || text === "") return [];
  return text.split(",").map((part) => {
    const [, type = "", name = ""] = /^\s*(.*?)(\w+|\.\.\.)$/.exec(part) ?? [];
    return { type: type.trim(), name };
  });
}

/** The signature in our terms, or the reason why it can't be expressed. */
export function toSignature(prototype: Prototype, gplOnly: boolean): HelperSignature | string {
  const { name, id } = prototype;
  if (name === "trace_printk" || name === "trace_vprintk") return printSignature(name, id, gplOnly);
  const converted = toArguments(prototype);
  if (typeof converted === "string") return converted;
  const returns = toResult(prototype);
  if (returns === undefined) return `returns ${prototype.returns}`;
  return {
    name,
    id,
    arguments: converted,
    returns,
    pure: pureHelpers.has(name),
    minimumKernel: minimumKernel(name, id),
    gplOnly,
  };
}

/** Variable arguments have no word in a signature: what follows the format is up to the caller. */
function printSignature(name: string, id: number, gplOnly: boolean): HelperSignature {
  const format: HelperArgument = { kind: "buffer", name: "format", access: "read" };
  const values: HelperArgument = { kind: "buffer", name: "values", access: "read" };
  return {
    name,
    id,
    arguments: name === "trace_printk" ? [format] : [format, values],
    returns: { kind: "scalar", type: "i64" },
    pure: false,
    minimumKernel: minimumKernel(name, id),
    gplOnly,
  };
}

function toResult({ name, returns }: Prototype): HelperSignature["returns"] | undefined {
  if (returns === "void") return { kind: "void" };
  if (returns === "void *" && mapHelpers.has(name)) return { kind: "mapValue" };
  if (returns.startsWith("struct ") && mapHelpers.has(name)) return { kind: "kernelPointer" };
  const type = scalars[returns];
  return type === undefined ? undefined : { kind: "scalar", type };
}

function toArguments({ name, parameters }: Prototype): HelperArgument[] | string {
  const result: HelperArgument[] = [];
  for (let index = 0; index < parameters.length; index++) {
    const parameter = parameters[index];
    if (parameter === undefined) break;
    const fact = argumentFacts[name]?.[parameter.name];
    const sized = takesSize(parameter, parameters[index + 1]);
    const argument = fact ? byFact(parameter, fact) : byType(name, parameter, index, sized);
    if (argument === undefined) return `takes ${parameter.type} ${parameter.name}`;
    result.push(argument);
    if (argument.kind === "buffer") index++;
  }
  return result;
}

function byFact({ name }: Parameter, fact: ArgumentFact): HelperArgument {
  if (fact.kind === "address") return { kind: "scalar", name, type: "u64" };
  if (fact.kind === "fixed") return { kind: "pointer", name, access: fact.access, bytes: fact.bytes };
  return { kind: "buffer", name, access: fact.kind };
}

function byType(helper: string, { type, name }: Parameter, index: number, sized: boolean): HelperArgument | undefined {
  const scalar = scalars[type];
  if (scalar !== undefined) return { kind: "scalar", name, type: scalar };
  if (index === 0 && isContext(type, name)) return { kind: "context" };
  if (mapHelpers.has(helper) && /^(sk|sock|task|cgroup|inode)$/.test(name)) return { kind: "kernelPointer", name };
  if (type === "struct bpf_map *" || name === "ringbuf" || (mapHelpers.has(helper) && name === "map"))
    return mapHelpers.has(helper) ? { kind: "map" } : undefined;
  if (mapHelpers.has(helper)) return name === "key" ? { kind: "key" } : { kind: "value" };
  if (/^(unsafe|user)_ptr$/.test(name)) return { kind: "scalar", name, type: "u64" };
  const bytes = resultBytes[type];
  if (bytes !== undefined) return { kind: "pointer", name, access: "write", bytes };
  if (sized) return { kind: "buffer", name, access: type.startsWith("const ") ? "read" : "write" };
  return undefined;
}

function isContext(type: string, name: string): boolean {
  if (/^struct (sk_buff|xdp_buff|sk_msg_buff|bpf_sock_ops|bpf_sock_addr|bpf_sysctl) \*$/.test(type)) return true;
  return /void \*$/.test(type) && /^(ctx|skb|bpf_socket)$/.test(name);
}

function takesSize(parameter: Parameter, next: Parameter | undefined): boolean {
  if (!parameter.type.endsWith("*") || next === undefined) return false;
  return scalars[next.type] !== undefined && /(^|_)(p?len|size|sz|size_of_buf)$/.test(next.name);
}

const scalars: Readonly<Record<string, ScalarName>> = {
  u8: "u8",
  u16: "u16",
  u32: "u32",
  u64: "u64",
  s32: "i32",
  s64: "i64",
  int: "i32",
  long: "i64",
  size_t: "u64",
  __wsum: "u32",
};

/** Places for one result, in bytes. */
const resultBytes: Readonly<Record<string, number>> = { "long *": 8, "unsigned long *": 8, "u64 *": 8, "u32 *": 4 };
