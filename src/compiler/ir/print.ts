import { coreKey } from "../kernel-types/kernel-types.ts";
import type { Address, Block, Edge, Instruction, IrFunction, Parameter, Predicate, Terminator, Value } from "./ir.ts";

/** The textual form, which `parse` reads back. */
export function print(fn: IrFunction): string {
  const entry = fn.blocks[0]!;
  const lines = [`function ${fn.name}(${entry.parameters.map(printParameter).join(", ")}) {`];
  for (const { name, size, alignment } of fn.stackSlots) lines.push(`  slot ${name}: ${size} align ${alignment}`);
  for (const block of fn.blocks) {
    const parameters = block === entry ? [] : block.parameters.map(printParameter);
    lines.push(`b${block.id}${parameters.length > 0 ? `(${parameters.join(", ")})` : ""}:`);
    for (const instruction of block.instructions) lines.push(`  ${printInstruction(instruction)}`);
    lines.push(`  ${printTerminator(block.terminator)}`);
  }
  lines.push("}");
  return lines.join("\n");
}

export function printInstruction(instruction: Instruction): string {
  const text = printOperation(instruction);
  if (instruction.type === undefined) return text;
  const ambiguous = instruction.op === "load" || instruction.op === "helper";
  return `v${instruction.id}${ambiguous && instruction.type === "pointer" ? ": pointer" : ""} = ${text}`;
}

function printOperation(instruction: Instruction): string {
  switch (instruction.op) {
    case "const":
      return `const ${instruction.value}`;
    case "core":
      return `core ${coreKey(instruction.number)} = ${instruction.number.value}`;
    case "coreLoad": {
      const { signed, size, address, offset } = instruction;
      return `load ${signed ? "s" : "u"}${size * 8} [${name(address)} + core ${coreKey(offset)}]`;
    }
    case "binary":
      return `${instruction.operator}${suffix(instruction.width)} ${name(instruction.left)}, ${name(instruction.right)}`;
    case "extend":
      return `extend ${instruction.signed ? "s" : "u"}${instruction.bits} ${name(instruction.value)}`;
    case "swap":
      return `swap${instruction.bits} ${name(instruction.value)}`;
    case "compare":
      return printCondition(instruction);
    case "load": {
      const { signed, size, address, offset } = instruction;
      return `load ${signed ? "s" : "u"}${size * 8} ${place(address, offset)}`;
    }
    case "store": {
      const { size, address, offset, value } = instruction;
      return `store u${size * 8} ${place(address, offset)}, ${name(value)}`;
    }
    case "atomic": {
      const { operation, fetch, size, address, offset, expected, value } = instruction;
      const values = expected ? `${name(expected)}, ${name(value)}` : name(value);
      return `atomic ${fetch ? "fetch " : ""}${operation} u${size * 8} ${place(address, offset)}, ${values}`;
    }
    case "stackAddress":
      return `stack ${instruction.slot.name}`;
    case "address":
      return printAddress(instruction.target);
    case "helper": {
      const { name: helper, helper: id, arguments: values, pure, kernel } = instruction;
      const callee = id === undefined ? helper : `${helper}#${id}`;
      return `call ${pure ? "pure " : ""}${kernel ? "kernel " : ""}${callee}(${values.map(name).join(", ")})`;
    }
  }
}

export function printAddress(target: Address["target"]): string {
  switch (target.kind) {
    case "map":
      return `map ${target.map}`;
    case "mapValue":
      return `mapValue ${target.map} + ${target.offset}`;
    case "data":
      return `data ${target.section} + ${target.offset}`;
  }
}

export function printTerminator(terminator: Terminator): string {
  switch (terminator.op) {
    case "jump":
      return `jump ${printEdge(terminator.target)}`;
    case "branch":
      return `branch ${printCondition(terminator)}, ${printEdge(terminator.then)}, ${printEdge(terminator.otherwise)}`;
    case "return":
      return terminator.value ? `return ${name(terminator.value)}` : "return";
    case "unreachable":
      return "unreachable";
  }
}

function printCondition(it: { predicate: Predicate; width: 32 | 64; left: Value; right: Value }): string {
  return `${it.predicate}${suffix(it.width)} ${name(it.left)}, ${name(it.right)}`;
}

function printEdge(edge: Edge): string {
  return `${blockName(edge.block)}${edge.arguments.length > 0 ? `(${edge.arguments.map(name).join(", ")})` : ""}`;
}

function printParameter(parameter: Parameter): string {
  return `v${parameter.id}${parameter.type === "pointer" ? ": pointer" : ""}`;
}

function place(address: Value, offset: number): string {
  return `[${name(address)} ${offset < 0 ? "-" : "+"} ${Math.abs(offset)}]`;
}

function suffix(width: 32 | 64): string {
  return width === 32 ? "32" : "";
}

function name(value: Value): string {
  return `v${value.id}`;
}

function blockName(block: Block): string {
  return `b${block.id}`;
}
