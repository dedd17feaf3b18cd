import type { ArgumentPlaces, ContextLayout } from "./program-type.ts";

/** `MAX_BPF_FUNC_ARGS` in include/linux/bpf.h: functions with more can't be traced by type. */
const MAX_BPF_FUNC_ARGS = 12;

/** Arguments as the kernel hands them to programs that know its types: one after the other, 8 bytes each. */
export const typedContext: ContextLayout = {
  struct: "args",
  size: MAX_BPF_FUNC_ARGS * 8,
  fields: {
    args: { offset: 0, bits: 64, signed: false, order: "host", writable: false, length: MAX_BPF_FUNC_ARGS },
  },
};

export const typedArguments: ArgumentPlaces = {
  offsets: Array.from({ length: MAX_BPF_FUNC_ARGS }, (_, index) => index * 8),
};
