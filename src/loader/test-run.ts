import { UnsupportedError, YodelError } from "../errors/index.ts";
import { type ContextValues, readContext, writeContext } from "../kernel/context-values.ts";
import type { ContextLayout, ResolvedSection } from "../kernel/program-type.ts";
import { testRun } from "../sys/bpf.ts";
import { failedWith } from "../sys/errno.ts";
import type { LiveProgram } from "./attach/target.ts";
import { checkOptions } from "./names.ts";
import { explainRefusal } from "./permissions.ts";

export type { ContextValues };

/** What `program.test()` runs a program on. */
export interface TestRunOptions {
  /**
   * The packet, from the Ethernet header on, at least 14 bytes; a frame of 64 zero bytes when left out. For `syscall` programs, the
   * context.
   */
  readonly data?: Uint8Array;
  /** Fields of the context to start with. The kernel refuses fields that it does not let a test set. */
  readonly context?: ContextValues;
  /** How many times to run; 1 when left out. */
  readonly repeat?: number;
}

/** What came out of `program.test()`. */
export interface TestRunResult {
  /** What the program returned, as an unsigned 32-bit number. */
  readonly returned: number;
  /** The packet, or the context of a `syscall` program, as the program left it. */
  readonly data: Uint8Array;
  /** The context as the program left it; undefined unless the test gave one. */
  readonly context: ContextValues | undefined;
  /** Mean time of a run, in whole nanoseconds. */
  readonly nanoseconds: number;
}

/** What the packet may grow by, in bytes. */
const headroom = 1024;

/**
 * Runs a program in the kernel without attaching it.
 * @throws {UnsupportedError} the kernel has no test runs for this program type
 * @throws {YodelError} the kernel refuses the packet or the context
 * @kernel 4.12; with a context 5.2 for packets of sockets, 5.15 for XDP
 */
export function runTest(program: LiveProgram, options: TestRunOptions): TestRunResult {
  const { resolved } = program;
  checkOptions("test", options, ["data", "context", "repeat"]);
  switch (resolved.attach) {
    case "tracepoint":
      throw new UnsupportedError("YDL4110", `the kernel has no test runs for tracepoint programs ('${program.name}')`, {
        hint: "attach it and cause the event, or run it in the simulator",
      });
    case "rawTracepoint":
      return runOnArguments(program, options);
    case "none":
      return runOnBytes(program, options);
    case "networkNamespace":
      if (resolved.context.struct === "bpf_sk_lookup") return runOnContext(program, options);
      return runOnPacket(program, resolved, options);
    default:
      return runOnPacket(program, resolved, options);
  }
}

function runOnPacket(program: LiveProgram, resolved: ResolvedSection, options: TestRunOptions): TestRunResult {
  const { data = new Uint8Array(64), context, repeat = 1 } = options;
  const out = new Uint8Array(data.length + headroom);
  const contextIn = context && encodeContext(resolved.context, context);
  if (contextIn && resolved.attach === "interface") setPacketEnd(contextIn, data.length);
  const contextOut = contextIn && new Uint8Array(contextIn.length);
  const result = run(program, {
    dataIn: data,
    dataSizeIn: data.length,
    dataOut: out,
    dataSizeOut: out.length,
    contextIn,
    contextSizeIn: contextIn?.length,
    contextOut,
    contextSizeOut: contextOut?.length,
    repeat,
  });
  return {
    returned: result.returned,
    data: out.slice(0, result.dataSizeOut),
    context: contextOut && decodeContext(resolved.context, contextOut),
    nanoseconds: result.duration,
  };
}

/** The context of a raw tracepoint is its arguments, and there is no packet. It runs once. */
function runOnArguments(program: LiveProgram, { context, data, repeat = 1 }: TestRunOptions): TestRunResult {
  if (data !== undefined || repeat !== 1) {
    throw new YodelError("YDL4417", `'${program.name}' is tested with a context only, once: it has no packet`);
  }
  const contextIn = encodeContext(program.resolved.context, context ?? {});
  const result = run(program, { contextIn, contextSizeIn: contextIn.length });
  return { returned: result.returned, data: new Uint8Array(0), context: undefined, nanoseconds: result.duration };
}

/** A socket lookup has a context and no packet. */
function runOnContext(program: LiveProgram, { context, data, repeat = 1 }: TestRunOptions): TestRunResult {
  if (data !== undefined)
    throw new YodelError("YDL4417", `'${program.name}' is tested with a context only: it has no packet`);
  const layout = program.resolved.context;
  const contextIn = encodeContext(layout, context ?? {});
  const contextOut = new Uint8Array(contextIn.length);
  const sizes = { contextSizeIn: contextIn.length, contextSizeOut: contextOut.length };
  const result = run(program, { contextIn, contextOut, ...sizes, repeat });
  return {
    returned: result.returned,
    data: new Uint8Array(0),
    context: context && decodeContext(layout, contextOut),
    nanoseconds: result.duration,
  };
}

/** The context of a system call's program is bytes, which it may change. It runs once. */
function runOnBytes(program: LiveProgram, { context, data, repeat = 1 }: TestRunOptions): TestRunResult {
  if (context !== undefined || repeat !== 1) {
    throw new YodelError("YDL4417", `'${program.name}' is tested with the bytes of its context only (data), once`);
  }
  const contextIn = data && Uint8Array.from(data);
  const result = run(program, { contextIn, contextSizeIn: contextIn?.length });
  const after = contextIn ?? new Uint8Array(0);
  return { returned: result.returned, data: after, context: undefined, nanoseconds: result.duration };
}

type TestRunValues = Parameters<typeof testRun>[0];

function run(program: LiveProgram, values: TestRunValues): ReturnType<typeof testRun> {
  try {
    return testRun({ programFd: program.fd.number, ...values });
  } catch (error) {
    if (failedWith(error, "ENOTSUPP", "EOPNOTSUPP")) {
      throw new UnsupportedError("YDL4110", `this kernel has no test runs for '${program.resolved.section}'`, {
        cause: error,
      });
    }
    if (failedWith(error, "EINVAL", "E2BIG", "ERANGE")) {
      const packet = (values.dataIn?.length ?? 14) < 14;
      throw new YodelError("YDL4417", `the kernel refuses to run '${program.name}' on this packet and context`, {
        hint: packet
          ? "the packet must hold the Ethernet header, 14 bytes"
          : "a test may set some fields of the context only: for __sk_buff mark, priority, ifindex, cb, tstamp, wire_len, gso_segs, gso_size",
        cause: error,
      });
    }
    throw explainRefusal(error, { action: `run '${program.name}'` });
  }
}

/** `struct xdp_md` in a test must say where the packet ends: its second field, counted from the start of the packet. */
function setPacketEnd(context: Uint8Array, length: number): void {
  new DataView(context.buffer).setUint32(4, length, true);
}

/** @throws {YodelError} the context has no such field */
function encodeContext(layout: ContextLayout, values: ContextValues): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(layout.size);
  const wrong = (message: string, hint?: string) => new YodelError("YDL4418", message, hint ? { hint } : {});
  writeContext(layout, values, new DataView(bytes.buffer), wrong);
  return bytes;
}

function decodeContext(layout: ContextLayout, bytes: Uint8Array): ContextValues {
  return readContext(layout, new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength));
}
