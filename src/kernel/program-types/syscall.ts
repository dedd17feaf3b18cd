import type { ProgramType } from "../program-type.ts";
import { helpersOf } from "./helpers.ts";

/** `BPF_F_SLEEPABLE` in include/uapi/linux/bpf.h: the type is only there for programs that may sleep. */
const BPF_F_SLEEPABLE = 1 << 4;

/**
 * `BPF_PROG_TYPE_SYSCALL`: runs when user space says so, by `test()`, with a context of bytes that user space gives. It may
 * make system calls of bpf(2) itself. There is nothing to attach it to.
 *
 * @kernel 5.14
 */
export const syscall: ProgramType = {
  name: "syscall",
  id: 31,
  minimumKernel: "5.14",
  sections: [{ pattern: "syscall", expectedAttachType: undefined, attach: "none", loadFlags: BPF_F_SLEEPABLE }],
  context: { struct: "context", size: 0, fields: {} },
  returns: { range: undefined },
  helpers: helpersOf("syscall"),
  constants: {},
};
