import type { AnySchema } from "../schema/index.ts";
import { assertCount, assertOptions } from "./check.ts";
import type { MapDefinition } from "./definitions.ts";
import { checkFlags, checkKey } from "./map-checks.ts";
import type { MapOptions } from "./maps.ts";

/** Kernel functions and user space see sockets; the kernel's own values are no business of anybody. */
export interface SockMapDefinition<N extends number = number>
  extends MapDefinition<"sockmap", undefined, undefined, N> {}
export interface SockHashDefinition<K extends AnySchema = AnySchema> extends MapDefinition<"sockhash", K, undefined> {}
export interface DevMapDefinition extends MapDefinition<"devmap", undefined, undefined> {}
export interface DevMapHashDefinition extends MapDefinition<"devmap_hash", undefined, undefined> {}
export interface CpuMapDefinition extends MapDefinition<"cpumap", undefined, undefined> {}
export interface XskMapDefinition extends MapDefinition<"xskmap", undefined, undefined> {}

export interface EntriesOption extends MapOptions {
  /** How many entries fit; where keys are indexes, they are 0 to `maxEntries - 1`. */
  readonly maxEntries: number;
}

export interface SockHashOptions<K extends AnySchema> extends EntriesOption {
  readonly key: K;
}

/**
 * Sockets by index. Programs of `sk_skb/…` and `sk_msg` attach to it and redirect from socket to socket; `sk_lookup` programs choose
 * one of its sockets for what comes in.
 * ```ts
 * const servers = sockMap({ maxEntries: 1 });
 * program("sk_lookup", { servers }, (packet, { servers }, bpf) => {
 *   if (packet.local_port >= 7000 && packet.local_port < 8000) servers.select(packet, 0);
 *   return bpf.SK_PASS;
 * });
 * ```
 * User space puts sockets in: `bpf.maps.servers.set(0, server)`. A socket leaves the map when it is closed.
 * @throws {YodelError} an option is wrong
 * @kernel 4.14; to be chosen from by sk_lookup 5.9
 */
export function sockMap(options: EntriesOption): SockMapDefinition {
  return indexed("sockMap", "sockmap", options);
}

/**
 * Sockets by a key of any type; otherwise as {@link sockMap}.
 * ```ts
 * const peers = sockHash({ key: u32, maxEntries: 100 });
 * program("sk_msg", { peers }, (message, { peers }) => peers.redirect(message, message.local_port));
 * ```
 * @throws {YodelError} an option is wrong
 * @kernel 4.18
 */
export function sockHash<K extends AnySchema>(options: SockHashOptions<K>): SockHashDefinition<K> {
  assertOptions("sockHash", options, ["key", "maxEntries", "flags"], noValue);
  checkKey("sockHash", options.key);
  assertCount("sockHash", "maxEntries", options.maxEntries);
  checkFlags("sockHash", options.flags);
  const { key, maxEntries, flags = 0 } = options;
  return Object.freeze({ kind: "map", type: "sockhash", key, value: undefined, maxEntries, flags });
}

/**
 * Interfaces by index, for XDP programs that send frames out by another interface. Each may have a program of the section `xdp/devmap`,
 * which sees the frames on their way out.
 * ```ts
 * const ports = devMap({ maxEntries: 8 });
 * program("xdp", { ports }, (frame, { ports }) => ports.redirect(frame.rx_queue_index));
 * ```
 * User space puts interfaces in: `bpf.maps.ports.set(0, "eth1")`.
 * @throws {YodelError} an option is wrong
 * @kernel 4.14; with programs 5.8
 */
export function devMap(options: EntriesOption): DevMapDefinition {
  return indexed("devMap", "devmap", options);
}

/**
 * Interfaces by any 32-bit number, such as their own index; otherwise as {@link devMap}.
 * @throws {YodelError} an option is wrong
 * @kernel 5.4; with programs 5.8
 */
export function devMapHash(options: EntriesOption): DevMapHashDefinition {
  return indexed("devMapHash", "devmap_hash", options);
}

/**
 * CPUs by their number, for XDP programs that let another CPU go on with a frame. Each may have a program of the section
 * `xdp/cpumap`, which sees the frames there.
 * ```ts
 * const workers = cpuMap({ maxEntries: 4 });
 * program("xdp", { workers }, (frame, { workers }) => workers.redirect(frame.rx_queue_index & 3));
 * ```
 * User space puts CPUs in, with the size of their queue: `bpf.maps.workers.set(1, { queueSize: 192 })`.
 * @throws {YodelError} an option is wrong
 * @kernel 4.15; with programs 5.9
 */
export function cpuMap(options: EntriesOption): CpuMapDefinition {
  return indexed("cpuMap", "cpumap", options);
}

/**
 * AF_XDP sockets by index, for XDP programs that give frames to user space without the network stack.
 * ```ts
 * const queues = xskMap({ maxEntries: 64 });
 * program("xdp", { queues }, (frame, { queues }, bpf) => queues.redirect(frame.rx_queue_index, bpf.XDP_PASS));
 * ```
 * User space puts sockets in: `bpf.maps.queues.set(0, fd)`.
 * @throws {YodelError} an option is wrong
 * @kernel 4.18
 */
export function xskMap(options: EntriesOption): XskMapDefinition {
  return indexed("xskMap", "xskmap", options);
}

const noValue = { value: "the values of such a map are the kernel's own: it has no schema for them" };

function indexed<Type extends "sockmap" | "devmap" | "devmap_hash" | "cpumap" | "xskmap">(
  what: string,
  type: Type,
  options: EntriesOption,
): MapDefinition<Type, undefined, undefined> {
  assertOptions(what, options, ["maxEntries", "flags"], { ...noValue, key: "the keys of such a map are numbers" });
  assertCount(what, "maxEntries", options.maxEntries);
  checkFlags(what, options.flags);
  const { maxEntries, flags = 0 } = options;
  return Object.freeze({ kind: "map", type, key: undefined, value: undefined, maxEntries, flags });
}
