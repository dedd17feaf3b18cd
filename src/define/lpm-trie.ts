import type { AnySchema } from "../schema/index.ts";
import { assertOptions, definitionError } from "./check.ts";
import type { MapDefinition } from "./definitions.ts";
import { checkKey, checkMap } from "./map-checks.ts";
import type { HashMapOptions } from "./maps.ts";

/** `key` is the data that is matched; the kernel's key has the length of the prefix in front of it. */
export interface LpmTrieMapDefinition<K extends AnySchema = AnySchema, V extends AnySchema = AnySchema>
  extends MapDefinition<"lpm_trie", K, V> {}

/** The kernel has no other way to allocate the nodes of a trie, and demands that one says so. */
const BPF_F_NO_PREALLOC = 1;
/** Source: `LPM_DATA_SIZE_MAX` in kernel/bpf/lpm_trie.c. */
const MAX_DATA_SIZE = 256;

/**
 * A table of prefixes, such as networks, that finds the longest one which data begins with. `key` is the data that is looked up:
 * `ipv4Address`, `ipv6Address`, `be32`, `bytes(n)`, or a struct whose first bytes are the most significant ones.
 * ```ts
 * const networks = lpmTrieMap({ key: ipv4Address, value: u64, maxEntries: 1024 });
 * program("cgroup_skb/egress", { networks }, (skb, { networks }) => {
 *   const packets = networks.lookup(skb.remote_ip4);
 *   if (packets) packets.value += 1;
 *   return 1;
 * });
 * ```
 * In user space it is a `Map` with keys such as `"10.0.0.0/8"` for addresses, and `{ prefixLength, data }` for everything else.
 * @throws {YodelError} an option is wrong
 * @kernel 4.11; listing and taking entries 4.16
 */
export function lpmTrieMap<K extends AnySchema, V extends AnySchema>(
  options: HashMapOptions<K, V>,
): LpmTrieMapDefinition<K, V> {
  assertOptions("lpmTrieMap", options, ["key", "value", "maxEntries", "flags"]);
  checkKey("lpmTrieMap", options.key);
  checkMap("lpmTrieMap", options);
  checkData(options.key);
  const { key, value, maxEntries, flags = 0 } = options;
  return Object.freeze({ kind: "map", type: "lpm_trie", key, value, maxEntries, flags: flags | BPF_F_NO_PREALLOC });
}

function checkData(key: AnySchema): void {
  if (key.kind === "integer" && key.order === "host" && key.bits > 8) {
    throw definitionError(`lpmTrieMap: key is a ${key.name}, whose first byte in memory is the least significant one`, {
      hint: `prefixes are compared from the first byte on: use network order, such as be${key.bits === 64 ? 32 : key.bits}`,
    });
  }
  if (key.alignment > 4) {
    throw definitionError("lpmTrieMap: key has a 64-bit part, and stands behind 32 bits in the kernel", {
      hint: "use bytes(8), or two be32",
    });
  }
  if (key.size > MAX_DATA_SIZE) {
    throw definitionError(`lpmTrieMap: key has ${key.size} bytes, and the limit is ${MAX_DATA_SIZE}`);
  }
}
