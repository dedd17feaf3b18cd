import type { HelperArgument, HelperSignature } from "../../src/kernel/helper.ts";
import { ending, instruction, type ProbeOptions } from "./probe.ts";

/** Bytes at the bottom of the stack that every pointer argument points to: enough for the largest struct that a helper knows. */
const BUFFER = 64;

/** Sizes that helpers insist on. */
const bufferSizes: Readonly<Record<string, number>> = { snprintf_btf: 16, get_ns_current_pid_tgid: 8 };

/** A program that calls a helper as its signature says, with memory on the stack and zeros. */
export function callOf(helper: HelperSignature, options: ProbeOptions): Uint8Array {
  const code = [...instruction(0xbf, 0x16, 0, 0)];
  for (let offset = -BUFFER; offset < 0; offset += 8) code.push(...instruction(0x7a, 10, offset, 0));
  let register = 1;
  for (const argument of helper.arguments) {
    for (const load of loadsOf(argument, helper.name)) code.push(...load(register++));
  }
  return Uint8Array.from([...code, ...instruction(0x85, 0, 0, helper.id), ...ending(options)]);
}

type Load = (register: number) => number[];

function loadsOf(argument: HelperArgument, helper: string): Load[] {
  const stackAddress: Load = (register) => [
    ...instruction(0xbf, 0xa0 | register, 0, 0),
    ...instruction(0x07, register, 0, -BUFFER),
  ];
  const number =
    (value: number): Load =>
    (register) =>
      instruction(0xb7, register, 0, value);
  switch (argument.kind) {
    case "context":
      return [(register) => instruction(0xbf, 0x60 | register, 0, 0)];
    case "scalar":
      return [number(0)];
    case "buffer":
      return [stackAddress, number(bufferSizes[helper] ?? BUFFER)];
    case "pointer":
      return [stackAddress];
    default:
      throw new Error(`${helper}: an argument of kind ${argument.kind} is not for this test`);
  }
}
