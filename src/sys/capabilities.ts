import { readFile } from "./machine.ts";

/** Capabilities that matter here. Source: include/uapi/linux/capability.h. */
const numbers = {
  CAP_DAC_READ_SEARCH: 2,
  CAP_NET_ADMIN: 12,
  CAP_NET_RAW: 13,
  CAP_SYS_ADMIN: 21,
  CAP_SYS_RESOURCE: 24,
  CAP_PERFMON: 38,
  CAP_BPF: 39,
} as const;

export type Capability = keyof typeof numbers;

/** The effective capabilities of this process; none where /proc does not say. */
export function effectiveCapabilities(status = readFile("/proc/self/status")): ReadonlySet<Capability> {
  const mask = BigInt(`0x${/^CapEff:\s*([0-9a-f]+)/m.exec(status ?? "")?.[1] ?? "0"}`);
  const names = Object.entries(numbers) as [Capability, number][];
  return new Set(names.filter(([, number]) => (mask >> BigInt(number)) & 1n).map(([name]) => name));
}

/** CAP_SYS_ADMIN stands for CAP_BPF and CAP_PERFMON, which 5.8 split from it. */
export function isCapable(capability: Capability, effective = effectiveCapabilities()): boolean {
  const implied = capability === "CAP_BPF" || capability === "CAP_PERFMON";
  return effective.has(capability) || (implied && effective.has("CAP_SYS_ADMIN"));
}
