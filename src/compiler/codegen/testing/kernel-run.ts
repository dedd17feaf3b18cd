import assert from "node:assert/strict";
import { closeSync } from "node:fs";
import { createMap, loadProgram, testRun } from "../../../sys/bpf.ts";
import { isCapable } from "../../../sys/capabilities.ts";
import type { MachineCode } from "../emit.ts";
import type { BaselineProgram } from "./baseline-programs.ts";

/** `BPF_PROG_TYPE_XDP`. */
const XDP = 6;
const BPF_PSEUDO_MAP_FD = 1;
const BPF_PSEUDO_MAP_VALUE = 2;

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
  const programFd = loadOrLog(code, XDP);
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

/** Loads a program with fresh maps and closes it all again; what the verifier refuses is an assertion with its log. */
export function verifyInKernel(machine: MachineCode, { programType, maps }: BaselineProgram): void {
  const fds = new Map<string, number>();
  try {
    for (const [name, map] of Object.entries(maps)) fds.set(name, createMap(map));
    closeSync(loadOrLog(relocate(machine, fds), programType));
  } finally {
    for (const fd of fds.values()) closeSync(fd);
  }
}

/** The code with the maps' file descriptors in it. */
function relocate({ code, references }: MachineCode, fds: ReadonlyMap<string, number>): Uint8Array {
  const relocated = Uint8Array.from(code);
  const view = new DataView(relocated.buffer);
  for (const reference of references) {
    const at = reference.slot * 8;
    const isValue = reference.kind !== "map";
    const name = "map" in reference ? reference.map : "section" in reference ? reference.section : "";
    relocated[at + 1]! |= (isValue ? BPF_PSEUDO_MAP_VALUE : BPF_PSEUDO_MAP_FD) << 4;
    view.setInt32(at + 4, fds.get(name)!, true);
    if ("offset" in reference) view.setInt32(at + 12, reference.offset, true);
  }
  return relocated;
}

function loadOrLog(code: Uint8Array, programType: number): number {
  const license = new TextEncoder().encode("GPL\0");
  const program = { programType, instructions: code, instructionCount: code.length / 8, license };
  const fd = loadProgram(program);
  if (fd >= 0) return fd;
  const log = new Uint8Array(1 << 24);
  loadProgram({ ...program, log, logSize: log.length, logLevel: 1 });
  const text = new TextDecoder().decode(log.subarray(0, log.indexOf(0)));
  assert.fail(`the verifier refuses the program (errno ${-fd}):\n${text.slice(-4000)}`);
}
