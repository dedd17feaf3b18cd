import type { Edge, Instruction, IrFunction, Terminator, Value } from "./ir.ts";

/** Calls `visit` with each value that an instruction uses, in order. */
export function forEachOperand(instruction: Instruction, visit: (value: Value) => void): void {
  switch (instruction.op) {
    case "binary":
    case "compare":
      visit(instruction.left);
      visit(instruction.right);
      break;
    case "extend":
    case "swap":
      visit(instruction.value);
      break;
    case "load":
    case "coreLoad":
      visit(instruction.address);
      break;
    case "store":
      visit(instruction.address);
      visit(instruction.value);
      break;
    case "atomic":
      visit(instruction.address);
      if (instruction.expected) visit(instruction.expected);
      visit(instruction.value);
      break;
    case "helper":
      for (const argument of instruction.arguments) visit(argument);
      break;
    case "const":
    case "core":
    case "stackAddress":
    case "address":
      break;
  }
}

/** Calls `visit` with each value that a terminator uses, those handed to the next blocks included. */
export function forEachTerminatorOperand(terminator: Terminator, visit: (value: Value) => void): void {
  if (terminator.op === "branch") {
    visit(terminator.left);
    visit(terminator.right);
  } else if (terminator.op === "return" && terminator.value) {
    visit(terminator.value);
  }
  for (const edge of edgesOf(terminator)) for (const argument of edge.arguments) visit(argument);
}

/** The edges out of a block: of a branch, `then` comes first. */
export function edgesOf(terminator: Terminator): readonly Edge[] {
  switch (terminator.op) {
    case "jump":
      return [terminator.target];
    case "branch":
      return [terminator.then, terminator.otherwise];
    default:
      return [];
  }
}

/** Puts `map(value)` in the place of every used value. */
export function mapOperands(instruction: Instruction, map: (value: Value) => Value): void {
  switch (instruction.op) {
    case "binary":
    case "compare":
      instruction.left = map(instruction.left);
      instruction.right = map(instruction.right);
      break;
    case "extend":
    case "swap":
      instruction.value = map(instruction.value);
      break;
    case "load":
    case "coreLoad":
      instruction.address = map(instruction.address);
      break;
    case "store":
      instruction.address = map(instruction.address);
      instruction.value = map(instruction.value);
      break;
    case "atomic":
      instruction.address = map(instruction.address);
      if (instruction.expected) instruction.expected = map(instruction.expected);
      instruction.value = map(instruction.value);
      break;
    case "helper":
      mapInPlace(instruction.arguments, map);
      break;
    case "const":
    case "core":
    case "stackAddress":
    case "address":
      break;
  }
}

export function mapTerminatorOperands(terminator: Terminator, map: (value: Value) => Value): void {
  if (terminator.op === "branch") {
    terminator.left = map(terminator.left);
    terminator.right = map(terminator.right);
  } else if (terminator.op === "return" && terminator.value) {
    terminator.value = map(terminator.value);
  }
  for (const edge of edgesOf(terminator)) mapInPlace(edge.arguments, map);
}

/** Replaces uses all over the function; a replacement may itself be replaced. */
export function replaceValues(fn: IrFunction, replacements: ReadonlyMap<Value, Value>): void {
  if (replacements.size === 0) return;
  const resolve = (value: Value): Value => {
    let found = value;
    for (let next = replacements.get(found); next !== undefined; next = replacements.get(found)) found = next;
    return found;
  };
  for (const block of fn.blocks) {
    for (const instruction of block.instructions) mapOperands(instruction, resolve);
    mapTerminatorOperands(block.terminator, resolve);
  }
}

/** True when an unused result does not make the instruction removable: it writes memory or calls. */
export function hasSideEffect(instruction: Instruction): boolean {
  return (
    instruction.op === "store" || instruction.op === "atomic" || (instruction.op === "helper" && !instruction.pure)
  );
}

function mapInPlace(values: Value[], map: (value: Value) => Value): void {
  for (let index = 0; index < values.length; index++) values[index] = map(values[index]!);
}
