/**
 * Map types by the kernel's names. Source: `enum bpf_map_type` in include/uapi/linux/bpf.h.
 */
export const mapTypes = {
  hash: { id: 1, minimumKernel: "3.19", perCpu: false },
  array: { id: 2, minimumKernel: "3.19", perCpu: false },
  percpu_hash: { id: 5, minimumKernel: "4.6", perCpu: true },
  percpu_array: { id: 6, minimumKernel: "4.6", perCpu: true },
} as const satisfies Record<string, MapType>;

export interface MapType {
  readonly id: number;
  readonly minimumKernel: string;
  /** Each CPU has its own value. */
  readonly perCpu: boolean;
}

export type MapTypeName = keyof typeof mapTypes;
