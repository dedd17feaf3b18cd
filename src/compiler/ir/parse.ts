import { assert } from "../../errors/assert.ts";
import type {
  AccessSize,
  Address,
  Atomic,
  BinaryOperator,
  Block,
  Edge,
  Instruction,
  IrFunction,
  Parameter,
  Predicate,
  StackSlot,
  Terminator,
  Value,
  ValueType,
} from "./ir.ts";
import { replaceValues } from "./operands.ts";

const BINARY = /^(add|sub|mul|udiv|umod|sdiv|smod|and|or|xor|shl|lshr|ashr)(32)? (\S+), (\S+)$/;
const CONDITION = /^(eq|ne|ult|ule|ugt|uge|slt|sle|sgt|sge|set)(32)? (\S+), (\S+)$/;

/** Reads the textual form of `print`, for tests. Positions are -1. A broken text is a failed assertion. */
export function parse(text: string): IrFunction {
  return new Parser().parse(text);
}

class Parser {
  readonly #fn: { name: string; blocks: Block[]; stackSlots: StackSlot[]; nextId: number } = {
    name: "",
    blocks: [],
    stackSlots: [],
    nextId: 0,
  };
  readonly #values = new Map<string, Value>();
  /** Stand-ins for values that are used above their definition. */
  readonly #early = new Map<string, Parameter>();
  readonly #blocks = new Map<string, Block>();

  parse(text: string): IrFunction {
    const lines = text
      .split("\n")
      .map((line) => line.trim())
      .filter((line) => line !== "" && line !== "}");
    const header = match(lines[0] ?? "", /^function (\S+?)\((.*)\) \{$/);
    this.#fn.name = header[1]!;
    // Instructions without a value have no number in the text: theirs come after all others.
    for (const [, digits] of text.matchAll(/\b[bv](\d+)/g))
      this.#fn.nextId = Math.max(this.#fn.nextId, Number(digits) + 1);
    let block: Block | undefined;
    for (const line of lines.slice(1)) {
      const slot = /^slot (\S+): (\d+) align (\d+)$/.exec(line);
      const label = /^(b\d+)(?:\((.*)\))?:$/.exec(line);
      if (slot) {
        const [size, alignment] = [Number(slot[2]), Number(slot[3])];
        this.#fn.stackSlots.push({ id: this.#fn.stackSlots.length, name: slot[1]!, size, alignment });
      } else if (label) {
        const parameters = block === undefined ? header[2] : label[2];
        block = this.#block(label[1]!);
        block.parameters.push(...list(parameters ?? "").map((parameter) => this.#parameter(parameter)));
        this.#fn.blocks.push(block);
      } else {
        assert(block, "a block's label comes before its instructions");
        const terminator = this.#terminator(line);
        if (terminator) block.terminator = terminator;
        else block.instructions.push(this.#instruction(line));
      }
    }
    const replacements = new Map<Value, Value>();
    for (const [name, early] of this.#early) {
      const value = this.#values.get(name);
      assert(value, `${name} is defined somewhere`);
      replacements.set(early, value);
    }
    replaceValues(this.#fn, replacements);
    return this.#fn;
  }

  #number(name: string): number {
    return Number(match(name, /^[bv](\d+)$/)[1]);
  }

  #block(name: string): Block {
    let block = this.#blocks.get(name);
    if (!block) {
      const terminator: Terminator = { op: "unreachable", position: -1 };
      block = { id: this.#number(name), parameters: [], instructions: [], terminator };
      this.#blocks.set(name, block);
    }
    return block;
  }

  #parameter(text: string): Parameter {
    const [, name, pointer] = match(text, /^(v\d+)(: pointer)?$/);
    const parameter: Parameter = { op: "parameter", id: this.#number(name!), type: pointer ? "pointer" : "integer" };
    this.#values.set(name!, parameter);
    return parameter;
  }

  #value(name: string): Value {
    const known = this.#values.get(name) ?? this.#early.get(name);
    if (known) return known;
    const early: Parameter = { op: "parameter", id: this.#number(name), type: "integer" };
    this.#early.set(name, early);
    return early;
  }

  #edge(text: string): Edge {
    const [, block, values] = match(text, /^(b\d+)(?:\((.*)\))?$/);
    return { block: this.#block(block!), arguments: list(values ?? "").map((name) => this.#value(name)) };
  }

  #terminator(line: string): Terminator | undefined {
    const position = -1;
    const [word] = line.split(" ");
    switch (word) {
      case "jump":
        return { op: "jump", position, target: this.#edge(line.slice(5)) };
      case "branch": {
        const [, condition, then, otherwise] = match(
          line,
          /^branch (\S+ \S+, \S+), (b\d+(?:\(.*?\))?), (b\d+(?:\(.*?\))?)$/,
        );
        const sides = { then: this.#edge(then!), otherwise: this.#edge(otherwise!) };
        return { op: "branch", position, ...this.#condition(match(condition!, CONDITION)), ...sides };
      }
      case "return":
        return { op: "return", position, value: line === "return" ? undefined : this.#value(line.slice(7)) };
      case "unreachable":
        return { op: "unreachable", position };
      default:
        return undefined;
    }
  }

  #condition(found: RegExpExecArray): { predicate: Predicate; width: 32 | 64; left: Value; right: Value } {
    const [, predicate, narrow, left, right] = found;
    const width = narrow ? 32 : 64;
    return { predicate: predicate as Predicate, width, left: this.#value(left!), right: this.#value(right!) };
  }

  #instruction(line: string): Instruction {
    const [, name, pointer, text] = match(line, /^(?:(v\d+)(: pointer)? = )?(.*)$/);
    const id = name ? this.#number(name) : this.#fn.nextId++;
    const stated: ValueType | undefined = pointer ? "pointer" : name ? "integer" : undefined;
    const instruction = this.#operation(text!, { id, position: -1, type: stated });
    if (name) this.#values.set(name, instruction);
    return instruction;
  }

  #operation(text: string, base: { id: number; position: number; type: ValueType | undefined }): Instruction {
    const binary = BINARY.exec(text);
    if (binary) {
      const [, operator, narrow, leftName, rightName] = binary;
      const [left, right] = [this.#value(leftName!), this.#value(rightName!)];
      const type = left.type === "pointer" || right.type === "pointer" ? "pointer" : "integer";
      return {
        ...base,
        op: "binary",
        operator: operator as BinaryOperator,
        width: narrow ? 32 : 64,
        left,
        right,
        type,
      };
    }
    const condition = CONDITION.exec(text);
    if (condition) return { ...base, op: "compare", ...this.#condition(condition) };
    const [word] = match(text, /^[a-zA-Z]+/);
    switch (word) {
      case "const":
        return { ...base, op: "const", value: BigInt(text.slice(6)) };
      case "extend": {
        const [, sign, bits, value] = match(text, /^extend ([us])(8|16|32) (\S+)$/);
        return { ...base, op: "extend", signed: sign === "s", bits: Number(bits) as 8, value: this.#value(value!) };
      }
      case "swap": {
        const [, bits, value] = match(text, /^swap(16|32|64) (\S+)$/);
        return { ...base, op: "swap", bits: Number(bits) as 16, value: this.#value(value!) };
      }
      case "load": {
        const [, sign, rest] = match(text, /^load ([us])(.*)$/);
        return { ...base, op: "load", signed: sign === "s", ...this.#place(rest!).place };
      }
      case "store": {
        const { place, values } = this.#place(text.slice(7));
        return { ...base, op: "store", ...place, value: values[0]! };
      }
      case "atomic": {
        const [, fetch, operation, rest] = match(text, /^atomic (fetch )?(\w+) u(.*)$/);
        const { place, values } = this.#place(rest!);
        const [first, second] = values;
        const named = {
          operation: operation as Atomic["operation"],
          fetch: fetch !== undefined,
          size: place.size as 4 | 8,
        };
        return {
          ...base,
          op: "atomic",
          ...place,
          ...named,
          value: second ?? first!,
          expected: second ? first : undefined,
        };
      }
      case "stack": {
        const slot = this.#fn.stackSlots.find((candidate) => candidate.name === text.slice(6));
        assert(slot, `the stack slot of "${text}" is declared`);
        return { ...base, op: "stackAddress", slot, type: "pointer" };
      }
      case "call": {
        const [, pure, kernel, name, helper, values] = match(text, /^call (pure )?(kernel )?(\w+)(?:#(\d+))?\((.*)\)$/);
        const id = helper === undefined ? undefined : Number(helper);
        const callee = { name: name!, helper: id, kernel: kernel !== undefined, pure: pure !== undefined };
        return { ...base, op: "helper", ...callee, arguments: list(values!).map((value) => this.#value(value)) };
      }
      default:
        return { ...base, op: "address", target: parseAddress(text), type: "pointer" };
    }
  }

  /** `32 [v1 + 4], v2, v3`: a size in bits, a place, values. */
  #place(text: string): { place: { size: AccessSize; address: Value; offset: number }; values: Value[] } {
    const [, bits, address, sign, offset, rest] = match(text, /^(\d+) \[(\S+) ([+-]) (\d+)\](?:, (.*))?$/);
    const size = (Number(bits) / 8) as AccessSize;
    const place = { size, address: this.#value(address!), offset: sign === "-" ? -Number(offset) : Number(offset) };
    return { place, values: list(rest ?? "").map((name) => this.#value(name)) };
  }
}

function parseAddress(text: string): Address["target"] {
  const [, kind, name, offset] = match(text, /^(map|mapValue|data) (\S+)(?: \+ (\d+))?$/);
  if (kind === "map") return { kind: "map", map: name! };
  if (kind === "mapValue") return { kind: "mapValue", map: name!, offset: Number(offset ?? 0) };
  return { kind: "data", section: name!, offset: Number(offset ?? 0) };
}

function match(text: string, pattern: RegExp): RegExpExecArray {
  const found = pattern.exec(text);
  assert(found, `"${text}" is IR text of the form ${pattern}`);
  return found;
}

function list(text: string): string[] {
  return text === "" ? [] : text.split(",").map((item) => item.trim());
}
