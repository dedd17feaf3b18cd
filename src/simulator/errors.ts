import { renderDiagnostic, type SourceLocation, YodelError, type YodelErrorOptions } from "../errors/index.ts";

/**
 * A program did in the simulator what the kernel must never let it do, or the simulator was asked for what it can't do.
 * `message` is the finding with the source line, as text.
 */
export class SimulatorError extends YodelError {
  /** The program that ran; undefined when none did. */
  readonly program?: string;
  /** The function that the instruction stands in: the program itself or a subprogram. */
  readonly function?: string;
  /** The instruction as text, such as `"r0 = *(u64 *)(r1 + 8)"`. */
  readonly instruction?: string;
  /** Where the instruction stands, in slots of 8 bytes from the start of its function. */
  readonly slot?: number;

  constructor(code: string, message: string, options: YodelErrorOptions & Partial<Place> = {}) {
    const { hint, location, program, function: fn, instruction, slot } = options;
    const place = program === undefined ? "" : placeInWords({ program, function: fn ?? program, instruction, slot });
    super(
      code,
      renderDiagnostic({ code, message: message + place, ...(hint && { hint }), ...(location && { location }) }),
      options,
    );
    if (program !== undefined) this.program = program;
    if (fn !== undefined) this.function = fn;
    if (instruction !== undefined) this.instruction = instruction;
    if (slot !== undefined) this.slot = slot;
  }
}

/** Which instruction of which program. */
export interface Place {
  readonly program: string;
  readonly function: string;
  readonly instruction: string | undefined;
  readonly slot: number | undefined;
  readonly location?: SourceLocation;
}

function placeInWords({ program, function: fn, instruction, slot }: Place): string {
  if (slot === undefined) return "";
  const within = fn === program ? "" : ` of '${fn}', which it calls`;
  return ` (slot ${slot}${within}${instruction ? `: ${instruction}` : ""})`;
}

/** What is wrong, before it is known where: the machine makes a {@link SimulatorError} of it. */
export class Fault extends Error {
  readonly code: string;
  readonly hint: string | undefined;

  constructor(code: string, message: string, hint?: string) {
    super(message);
    this.code = code;
    this.hint = hint;
  }
}

/** Codes of what a program can do wrong. */
export const faults = {
  outOfBounds: "YDL7001",
  uninitializedRegister: "YDL7002",
  uninitializedStack: "YDL7003",
  gone: "YDL7004",
  misaligned: "YDL7005",
  readOnly: "YDL7006",
  tooManyInstructions: "YDL7007",
  helperUnknown: "YDL7008",
  badCode: "YDL7009",
  badArgument: "YDL7010",
  lostReservation: "YDL7011",
  notModelled: "YDL7012",
  badVerdict: "YDL7013",
} as const;
