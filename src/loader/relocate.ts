import { assert } from "../errors/assert.ts";
import { YodelError } from "../errors/index.ts";
import type { BpfObject, LineInfo, ObjectFunction, Reference } from "../object/object.ts";

/** In bytes. */
const slotSize = 8;

/** What the source register field of a 16-byte load or a call says. Source: include/uapi/linux/bpf.h. */
const BPF_PSEUDO_MAP_FD = 1;
const BPF_PSEUDO_MAP_VALUE = 2;
const BPF_PSEUDO_CALL = 1;
const BPF_PSEUDO_FUNC = 4;

/** A program with all functions that it reaches, in one piece, as the kernel takes it. */
export interface LinkedProgram {
  readonly name: string;
  readonly section: string;
  readonly code: Uint8Array<ArrayBuffer>;
  /** The program first, then each subprogram at the slot where it begins. */
  readonly parts: readonly LinkedPart[];
  /** Why instructions can't work on this kernel, by slot; absent when all can. */
  readonly missing?: ReadonlyMap<number, string>;
}

export interface LinkedPart {
  readonly function: ObjectFunction;
  /** First slot in the linked code. */
  readonly slot: number;
}

/** A line of the linked program. */
export interface LinkedLine {
  readonly slot: number;
  readonly line: LineInfo;
}

/** Where references lead: file descriptors by name. */
export interface Targets {
  readonly maps: ReadonlyMap<string, number>;
  readonly sections: ReadonlyMap<string, number>;
  /** What the kernel lacks: reasons by function and slot. */
  readonly missing?: ReadonlyMap<string, ReadonlyMap<number, string>>;
}

/**
 * Puts a program and the functions that it calls, directly or not, one after the other (each once), and fills in their
 * references.
 * @throws {YodelError} something that the object does not have is referred to
 */
export function linkProgram(object: BpfObject, program: ObjectFunction, targets: Targets): LinkedProgram {
  const functions = new Map(object.functions.map((candidate) => [candidate.name, candidate]));
  const slots = new Map<string, number>();
  const parts: LinkedPart[] = [];
  let end = 0;
  const place = (part: ObjectFunction): void => {
    slots.set(part.name, end);
    parts.push({ function: part, slot: end });
    end += part.code.length / slotSize;
  };
  place(program);
  // The list grows while it is walked: callees of callees follow.
  for (const { function: caller } of parts) {
    for (const reference of caller.references) {
      if (reference.kind !== "call" && reference.kind !== "function") continue;
      if (slots.has(reference.function)) continue;
      const callee = functions.get(reference.function);
      if (!callee) throw unknownTarget(caller, "function", reference.function);
      place(callee);
    }
  }
  const code = new Uint8Array(end * slotSize);
  for (const { function: part, slot } of parts) code.set(part.code, slot * slotSize);
  const view = new DataView(code.buffer);
  for (const { function: part, slot } of parts) {
    for (const reference of part.references) fill(view, part, slot, reference, targets, slots);
  }
  const missing = new Map(
    parts.flatMap(({ function: part, slot }) =>
      Array.from(targets.missing?.get(part.name) ?? [], ([at, reason]) => [slot + at, reason] as const),
    ),
  );
  const linked = { name: program.name, section: program.section, code, parts };
  return missing.size === 0 ? linked : { ...linked, missing };
}

function fill(
  view: DataView,
  part: ObjectFunction,
  start: number,
  reference: Reference,
  targets: Targets,
  slots: ReadonlyMap<string, number>,
): void {
  const slot = start + reference.slot;
  switch (reference.kind) {
    case "map":
    case "mapValue": {
      const fd = targets.maps.get(reference.map);
      if (fd === undefined) throw unknownTarget(part, "map", reference.map);
      if (reference.kind === "map") setWide(view, slot, BPF_PSEUDO_MAP_FD, fd, 0);
      else setWide(view, slot, BPF_PSEUDO_MAP_VALUE, fd, reference.offset);
      break;
    }
    case "data": {
      const fd = targets.sections.get(reference.section);
      if (fd === undefined) throw unknownTarget(part, "section", reference.section);
      setWide(view, slot, BPF_PSEUDO_MAP_VALUE, fd, reference.offset);
      break;
    }
    case "call":
    case "function": {
      const target = slots.get(reference.function);
      if (target === undefined) throw unknownTarget(part, "function", reference.function);
      const distance = target - slot - 1;
      if (reference.kind === "function") {
        setWide(view, slot, BPF_PSEUDO_FUNC, distance, 0);
        break;
      }
      setSource(view, slot, BPF_PSEUDO_CALL);
      view.setInt32(slot * slotSize + 4, distance, true);
      break;
    }
    default:
      assert(reference.kind !== "extern" && reference.kind !== "kernelCall", "code is fitted before it is linked");
  }
}

/** A 16-byte load: both immediates, and what they mean. */
function setWide(view: DataView, slot: number, pseudo: number, low: number, high: number): void {
  setSource(view, slot, pseudo);
  view.setInt32(slot * slotSize + 4, low, true);
  view.setInt32((slot + 1) * slotSize + 4, high, true);
}

/** The source register is the high half of an instruction's second byte. */
function setSource(view: DataView, slot: number, source: number): void {
  const at = slot * slotSize + 1;
  view.setUint8(at, (view.getUint8(at) & 0x0f) | (source << 4));
}

function unknownTarget(part: ObjectFunction, what: string, name: string): YodelError {
  return new YodelError("YDL4403", `'${part.name}' refers to the ${what} '${name}', which the object does not have`);
}

/** The source lines of all parts, by slot of the linked program. */
export function linesOf(program: LinkedProgram): LinkedLine[] {
  return program.parts.flatMap(({ function: part, slot }) =>
    part.lines.map((line) => ({ slot: slot + line.slot, line })),
  );
}

/** The line that the instruction at `slot` comes from. */
export function lineAt(program: LinkedProgram, slot: number): LineInfo | undefined {
  const part = program.parts.findLast((candidate) => candidate.slot <= slot);
  return part?.function.lines.findLast((line) => part.slot + line.slot <= slot);
}
