import { type RandomProgram, usedNames } from "./program.ts";

/** What a program may have in it, and how its text shows it. */
const constructs: Readonly<Record<string, RegExp>> = {
  for: /\bfor \(let/,
  "for of a list": /of list\d/,
  "for of a range": /bpf\.range\(/,
  while: /(?<!\} )\bwhile \(/,
  "do while": /\bdo \{/,
  "labelled jump": /\b(?:break|continue) loop/,
  switch: /\bswitch \(/,
  "local function": /const f\d+ =/,
  "?:": / \? /,
  "?.": /\?\./,
  "??": /\?\?/,
  "&& ||": /&&|\|\|/,
  "/ %": / [/%]=? /,
  shift: /<<|>>/,
  "atomic update": /\b(?:v\d+\.value|a\d+\[[^;]*\]|r\d+)[.\w[\]]* [-+&|^]= /,
  "exchange, compareExchange": /bpf\.(?:exchange|compareExchange)\(/,
  "hash map": /hashMap\(/,
  "per-CPU map or variable": /perCpu\w*\(/,
  lookupOrInsert: /lookupOrInsert/,
  "update, delete": /\.(?:update|delete)\(/,
  "element stored whole": /[aq]\d+\[[^\]]*\] = /,
  "ring buffer: reserve": /\.reserve\(/,
  "ring buffer: output": /\.output\(/,
  "queue, stack": /\.(?:push|pop|peek)\(/,
  scratch: /bpf\.scratch\(/,
  "packet in place": /bpf\.header\(/,
  "packet copied": /bpf\.load\(/,
  "packet written": /^ *k\d+\.[^=;(]* [-+*/%&|^]?= /m,
  subprogram: /subprogram\(/,
  "bit field": /bits\(/,
  union: /union\(/,
  "network order": /\bbe\d\d\b/,
  "text compared": /[!=]== "/,
  "64 bits": /\b[ui]64\b/,
};

/** The constructs of a program, in its function and in what that uses. */
export function constructsOf(program: RandomProgram): string[] {
  const used = usedNames(program).map((name) => program.definitions[name]);
  const text = [program.source, ...used].join("\n");
  // Structs name each other: most of them are used where one is.
  const all = /\bS\d\b/.test(text) ? `${text}\n${Object.values(program.structs).join("\n")}` : text;
  const found = Object.keys(constructs).filter((name) => constructs[name]?.test(all));
  return [program.section, ...found];
}

export const everyConstruct: readonly string[] = ["socket", "cgroup_skb/egress", "xdp", ...Object.keys(constructs)];
