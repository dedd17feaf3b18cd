import assert from "node:assert/strict";
import { closeSync } from "node:fs";
import { loadProgram, testRun } from "../../../sys/bpf.ts";
import { isCapable } from "../../../sys/capabilities.ts";

/** `BPF_PROG_TYPE_XDP`. */
const XDP = 6;

/** Why code can't be run in this kernel, or `undefined` if it can. */
export function whyNotRunnable(): string | undefined {
  if (process.platform !== "linux") return "eBPF runs in Linux only";
  return isCapable("CAP_SYS_ADMIN") ? undefined : "loading eBPF programs needs root";
}

/**
 * Loads code without references as an XDP program and runs it once on `packet`. Gives the program's 32-bit result; what
 * the verifier refuses is an assertion with its log.
 */
export function runInKernel(code: Uint8Array, packet: Uint8Array): number {
  const programFd = loadOrLog(code);
  try {
    const output = new Uint8Array(packet.length + 512);
    const inputs = {
      programFd,
      dataIn: packet,
      dataSizeIn: packet.length,
      dataOut: output,
      dataSizeOut: output.length,
    };
    return testRun({ ...inputs, repeat: 1 }).returned;
  } finally {
    closeSync(programFd);
  }
}

function loadOrLog(code: Uint8Array): number {
  const license = new TextEncoder().encode("GPL\0");
  const program = { programType: XDP, instructions: code, instructionCount: code.length / 8, license };
  const fd = loadProgram(program);
  if (fd >= 0) return fd;
  const log = new Uint8Array(1 << 24);
  loadProgram({ ...program, log, logSize: log.length, logLevel: 1 });
  const text = new TextDecoder().decode(log.subarray(0, log.indexOf(0)));
  assert.fail(`the verifier refuses the program (errno ${-fd}):\n${text.slice(-4000)}`);
}
