import { readFileSync } from "../sys/files.ts";

/** Addresses of symbols of the kernel; those that do not exist, or that this process may not see, are left out. */
export function kernelAddresses(names: readonly string[]): Map<string, bigint> {
  return findSymbols(readFileSync("/proc/kallsyms", "latin1"), names);
}

/** @param text lines of address, kind and name, as in `/proc/kallsyms`; hidden addresses are zero */
export function findSymbols(text: string, names: readonly string[]): Map<string, bigint> {
  const found = new Map<string, bigint>();
  for (const name of names) {
    // The list is long: it is searched for the name instead of being taken apart.
    for (let at = text.indexOf(` ${name}`); at >= 0; at = text.indexOf(` ${name}`, at + 1)) {
      const line = text.slice(text.lastIndexOf("\n", at) + 1, at + 2 + name.length);
      const [, address] = /^([0-9a-f]+) \S \S+\s$/i.exec(line) ?? [];
      if (address !== undefined && !/^0+$/.test(address)) {
        found.set(name, BigInt(`0x${address}`));
        break;
      }
    }
  }
  return found;
}

/** Names of all functions of the kernel and its modules. */
export function functionNames(): Set<string> {
  const lines = readFileSync("/proc/kallsyms", "latin1").matchAll(/^\S+ [tTwW] ([^\s.]+)/gm);
  return new Set([...lines].map(([, name = ""]) => name));
}
