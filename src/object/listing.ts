import { decode, type PrintOptions, printInstruction } from "../bytecode/index.ts";
import type { BpfObject, LineInfo, ObjectFunction, Reference } from "./object.ts";

/** An instruction as text, and the source line that begins with it. */
export interface ListedInstruction {
  /** From the start of the function, in slots of 8 bytes. */
  readonly slot: number;
  readonly text: string;
  /** Only where it is another line than before. */
  readonly line?: LineInfo;
}

/**
 * The instructions of a function, with the names of the maps, variables and functions that they refer to.
 * @param helperName a helper's name by its number; helpers without one are printed as numbers
 * @throws {ObjectFormatError} the code ends in the middle of an instruction
 */
export function listFunction(
  object: BpfObject,
  fn: ObjectFunction,
  helperName?: (id: number) => string | undefined,
): ListedInstruction[] {
  const references = new Map(fn.references.map((reference) => [reference.slot, reference]));
  const lines = new Map(fn.lines.map((line) => [line.slot, line]));
  const options: PrintOptions = {
    reference: (slot) => {
      const reference = references.get(slot);
      return reference && targetOf(object, reference);
    },
    ...(helperName && { helper: helperName }),
  };
  let previous: LineInfo | undefined;
  return decode(fn.code).map((instruction): ListedInstruction => {
    const { slot } = instruction;
    const reference = references.get(slot);
    const callee = instruction.op === "call" && reference ? calleeOf(reference) : undefined;
    const text = callee === undefined ? printInstruction(instruction, slot, options) : `call ${callee}`;
    const line = lines.get(slot);
    if (!line || (line.file === previous?.file && line.line === previous.line)) return { slot, text };
    previous = line;
    return { slot, text, line };
  });
}

function calleeOf(reference: Reference): string | undefined {
  if (reference.kind === "call") return reference.function;
  return reference.kind === "kernelCall" ? reference.extern : undefined;
}

/** What a reference leads to, such as `map[flows]`, `&packets` or `&.bss + 8`. */
function targetOf(object: BpfObject, reference: Reference): string {
  switch (reference.kind) {
    case "map":
      return `map[${reference.map}]`;
    case "mapValue":
      return place(`&${reference.map}[0]`, reference.offset);
    case "data": {
      const { section, offset } = reference;
      const variables = object.sections.find(({ name }) => name === section)?.variables ?? [];
      const variable = variables.find(
        (candidate) => offset >= candidate.offset && offset < candidate.offset + candidate.size,
      );
      return variable ? place(`&${variable.name}`, offset - variable.offset) : place(`&${section}`, offset);
    }
    case "call":
    case "function":
      return `&${reference.function}`;
    case "extern":
    case "kernelCall":
      return `&${reference.extern}`;
  }
}

function place(name: string, offset: number): string {
  return offset === 0 ? name : `${name} + ${offset}`;
}
