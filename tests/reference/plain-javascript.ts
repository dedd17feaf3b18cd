import { type AnyNode, parseExpressionAt } from "acorn";
import type {
  Definition,
  MapDefinition,
  ProgramDefinition,
  SubprogramDefinition,
} from "../../src/define/definitions.ts";
import { resolveSection } from "../../src/kernel/index.ts";
import type { AnySchema, BitRange } from "../../src/schema/index.ts";
import { contextOf, type Input, type Output, passedContext, type ReferenceMachine, writesPackets } from "./machine.ts";
import { hex, type MapModel } from "./maps.ts";
import { Memory, type Pointer, pointerTo, readScalar, storeBytes, writeScalar } from "./memory.ts";

/** Thrown when a value leaves the numbers on which JavaScript, mathematics and 64-bit machines agree. */
export class Outside extends Error {}

const LIMIT = 1n << 53n;

/**
 * Runs the text of a kernel function as ordinary JavaScript, with bigints for its numbers: no parser, checker or type of the
 * compiler has a part in it, so it tells whether the types that the checker found mean what a reader of the text expects.
 * Memory is that of `machine`.
 * @throws {Outside} some value has no common meaning
 */
export function runAsJavaScript(
  program: ProgramDefinition,
  definitions: Readonly<Record<string, Definition>>,
  machine: ReferenceMachine,
  input: Input,
): Output {
  const section = resolveSection(program.section);
  const { context } = contextOf(section, input);
  const data = writesPackets(program.section) ? { data: hex(input.data) } : {};
  const scope: Record<string, unknown> = {};
  const fn = functionOf(program, machine, definitions, scope);
  const fields = new Proxy(
    {},
    {
      get: (_, name) => contextField(context, section, String(name)).get(),
      set: (_, name, value) => contextField(context, section, String(name)).set(value),
    },
  );
  const result = whole(fn(fields, scope, casts));
  return { returned: Number(BigInt.asUintN(32, result)), context: passedContext(section, context), ...data };
}

type AnyFunction = (...parameters: unknown[]) => unknown;

/** A function of the definitions as JavaScript, and its scope filled. */
function functionOf(
  { fn, scope: given }: Pick<ProgramDefinition, "fn" | "scope">,
  machine: ReferenceMachine,
  definitions: Readonly<Record<string, Definition>>,
  scope: Record<string, unknown>,
): AnyFunction {
  for (const [name, value] of Object.entries(given)) {
    if (typeof value === "number") scope[name] = BigInt(value);
    else if (Array.isArray(value)) scope[name] = value.map((item) => BigInt(item));
    else scope[name] = scopeEntity(machine, name, definitions);
  }
  return new Function("$", `return ${rewrite(String(fn))}`)({ calculate, compare, minus }) as AnyFunction;
}

/** Arguments are truncated to their types; a struct is handed over as it is, a literal in memory of its own. */
function subprogramEntity(
  definition: SubprogramDefinition,
  machine: ReferenceMachine,
  definitions: Readonly<Record<string, Definition>>,
): AnyFunction {
  const scope: Record<string, unknown> = {};
  const fn = functionOf(definition, machine, definitions, scope);
  return (...given) => {
    const values = given.map((value, index) => {
      const argument = definition.arguments[index];
      if (argument === undefined) throw new Error("there are too many arguments");
      if (argument.kind === "context" || isPlaced(value)) return value;
      return read(pointerTo(new Memory(bytesOf(argument, value))), argument);
    });
    return fn(...values, scope, casts);
  };
}

function isPlaced(value: unknown): boolean {
  return typeof value === "object" && value !== null && (value as { [origin]?: Pointer })[origin] !== undefined;
}

// Arithmetic

function whole(value: unknown): bigint {
  if (typeof value === "bigint") return value;
  if (typeof value === "boolean") return value ? 1n : 0n;
  if (value === undefined) return 0n;
  throw new Error(`${String(value)} is no number`);
}

function calculate(operator: string, a: unknown, b: unknown): bigint {
  const result = exact(operator, whole(a), whole(b));
  if (result >= LIMIT || result <= -LIMIT) throw new Outside(`${operator} gives ${result}`);
  return result;
}

function exact(operator: string, left: bigint, right: bigint): bigint {
  switch (operator) {
    case "+":
      return left + right;
    case "-":
      return left - right;
    case "*":
      return left * right;
    case "/":
    case "%":
      // The kernel's rule, which the language documents.
      if (right === 0n) return operator === "/" ? 0n : left;
      return operator === "/" ? left / right : left % right;
    case "&":
      return left & right;
    case "|":
      return left | right;
    case "^":
      return left ^ right;
    case "<<":
    case ">>":
      if (right < 0n || right > 63n) throw new Outside(`a shift by ${right}`);
      return operator === "<<" ? left << right : left >> right;
    default:
      throw new Outside(`the operator ${operator}`);
  }
}

function minus(value: unknown): bigint {
  return calculate("-", 0n, value);
}

function compare(operator: string, left: unknown, right: unknown): boolean {
  if (left === undefined || right === undefined) return (left === right) === (operator === "===");
  const [a, b] = [whole(left), whole(right)];
  switch (operator) {
    case "<":
      return a < b;
    case "<=":
      return a <= b;
    case ">":
      return a > b;
    case ">=":
      return a >= b;
    case "===":
      return a === b;
    default:
      return a !== b;
  }
}

const casts = {
  u8: (value: unknown) => BigInt.asUintN(8, whole(value)),
  u16: (value: unknown) => BigInt.asUintN(16, whole(value)),
  u32: (value: unknown) => BigInt.asUintN(32, whole(value)),
  i8: (value: unknown) => BigInt.asIntN(8, whole(value)),
  i16: (value: unknown) => BigInt.asIntN(16, whole(value)),
  i32: (value: unknown) => BigInt.asIntN(32, whole(value)),
  i64: (value: unknown) => BigInt.asIntN(64, whole(value)),
  ktime_get_ns: () => 0n,
  *range(limit: unknown) {
    for (let index = 0n; index < whole(limit); index++) yield index;
  },
  scratch: () => {
    throw new Outside("memory without a schema");
  },
};

// Text

/** The function's text with bigints for numbers, and calls in place of operators on them. */
function rewrite(source: string): string {
  /** What stands for a place is written twice, to read it and to write it: what is called on the way to it would be called twice. */
  const changed = (node: AnyNode): string => {
    if (callsIn(node)) throw new Outside("a call on the way to what is changed");
    return show(node);
  };
  const show = (node: AnyNode): string => {
    switch (node.type) {
      case "Literal":
        return typeof node.value === "number" ? `${node.value}n` : (node.raw ?? "");
      case "BinaryExpression": {
        const name = relations.has(node.operator) ? "compare" : "calculate";
        return `$.${name}("${node.operator}", ${show(node.left)}, ${show(node.right)})`;
      }
      case "UnaryExpression":
        if (node.operator === "-") return `$.minus(${show(node.argument)})`;
        if (node.operator === "!") return `!(${show(node.argument)})`;
        throw new Outside(`the operator ${node.operator}`);
      case "UpdateExpression": {
        const target = changed(node.argument);
        return `(${target} = $.calculate("${node.operator[0]}", ${target}, 1n))`;
      }
      case "AssignmentExpression": {
        const target = node.operator === "=" ? show(node.left) : changed(node.left);
        const value = show(node.right);
        if (node.operator === "=") return `(${target} = ${value})`;
        // An atomic update reads its place last, so that it sees what a function on its right side changed there.
        if (callsFunction(node.right)) throw new Outside("a function on the right side of an update");
        return `(${target} = $.calculate("${node.operator.slice(0, -1)}", ${target}, ${value}))`;
      }
      default: {
        // Everything else stays as it is written, around what it is made of.
        const parts = childrenOf(node).sort((a, b) => a.start - b.start);
        let text = "";
        let end = node.start;
        for (const part of parts) {
          if (part.start < end) continue;
          text += source.slice(end, part.start) + show(part);
          end = part.end;
        }
        return text + source.slice(end, node.end);
      }
    }
  };
  return show(parseExpressionAt(source, 0, { ecmaVersion: "latest" }));
}

const relations: ReadonlySet<string> = new Set(["<", "<=", ">", ">=", "===", "!=="]);

function callsIn(node: AnyNode): boolean {
  return node.type === "CallExpression" || childrenOf(node).some(callsIn);
}

function callsFunction(node: AnyNode): boolean {
  const { type, callee } = node as AnyNode & { callee?: AnyNode };
  return (type === "CallExpression" && callee?.type === "Identifier") || childrenOf(node).some(callsFunction);
}

function childrenOf(node: AnyNode): AnyNode[] {
  return Object.values(node)
    .flatMap((part): unknown[] => (Array.isArray(part) ? part : [part]))
    .filter((part): part is AnyNode => {
      return typeof part === "object" && part !== null && typeof (part as { type?: unknown }).type === "string";
    });
}

// Memory

/** Where a struct that a function holds stands in memory. */
const origin = Symbol("origin");

function read(pointer: Pointer, schema: AnySchema): unknown {
  if (schema.kind === "boolean") return readScalar(pointer, schema) !== 0n;
  if (schema.kind === "integer") {
    const value = readScalar(pointer, schema);
    return schema.signed ? BigInt.asIntN(64, value) : value;
  }
  const part = (name: string): { pointer: Pointer; schema: AnySchema; bit?: BitRange | undefined } => {
    const { memory, offset } = pointer;
    if (schema.kind === "struct" || schema.kind === "union") {
      const field = schema.field(name);
      if (!field) throw new Error(`there is no field ${name}`);
      return { pointer: pointerTo(memory, offset + field.offset), schema: field.schema, bit: field.bit };
    }
    if (schema.kind !== "array") throw new Outside(`a ${schema.kind}`);
    const element = schema.element as AnySchema;
    if (Number(name) >= schema.length) throw new Error(`there is no element ${name}`);
    return { pointer: pointerTo(memory, offset + Number(name) * element.size), schema: element };
  };
  return new Proxy(
    {},
    {
      get: (_, name) => {
        if (name === origin) return pointer;
        const found = part(String(name));
        if (found.bit) return readScalar(found.pointer, found.schema, found.bit);
        return read(found.pointer, found.schema);
      },
      set: (_, name, value) => {
        const found = part(String(name));
        if (found.bit) writeScalar(found.pointer, found.schema, whole(value), found.bit);
        else write(found.pointer, found.schema, value);
        return true;
      },
    },
  );
}

function write(pointer: Pointer, schema: AnySchema, value: unknown): void {
  storeBytes(pointer, bytesOf(schema, value));
}

function bytesOf(schema: AnySchema, value: unknown): Uint8Array {
  const memory = new Memory(schema.size);
  if (schema.kind === "integer" || schema.kind === "boolean") {
    writeScalar(pointerTo(memory), schema, whole(value));
  } else if (typeof value === "object" && value !== null) {
    const from = (value as { [origin]?: Pointer })[origin];
    if (from) return from.memory.bytes.slice(from.offset, from.offset + schema.size);
    for (const [name, part] of Object.entries(value)) {
      (read(pointerTo(memory), schema) as Record<string, unknown>)[name] = part;
    }
  } else {
    throw new Outside(`${String(value)} as a ${schema.kind}`);
  }
  return memory.bytes;
}

function scopeEntity(
  machine: ReferenceMachine,
  name: string,
  definitions: Readonly<Record<string, Definition>>,
): unknown {
  const definition = definitions[name] as Definition | SubprogramDefinition | undefined;
  // A schema, which only gives other things a type.
  if (definition === undefined) return undefined;
  if (definition.kind === "subprogram") return subprogramEntity(definition, machine, definitions);
  if (definition.kind === "map") return mapEntity(machine.maps.get(name) as MapModel, definition);
  if (definition.kind === "program") throw new Outside("a program in a scope");
  const pointer = pointerTo(machine.symbols.get(name) as Memory);
  return boxOf(pointer, definition.schema);
}

function boxOf(pointer: Pointer, schema: AnySchema): object {
  return {
    get value() {
      return read(pointer, schema);
    },
    set value(value: unknown) {
      write(pointer, schema, value);
    },
  };
}

function mapEntity(map: MapModel, definition: MapDefinition): object {
  const schema = definition.value as AnySchema;
  const keyBytes = (key: unknown): Uint8Array => {
    if (definition.key) return bytesOf(definition.key, key);
    const index = new Memory(4);
    index.view.setUint32(0, Number(BigInt.asUintN(32, whole(key))), true);
    return index.bytes;
  };
  const found = (key: unknown): unknown => {
    const memory = map.lookup(keyBytes(key));
    if (!memory) return undefined;
    const boxed = schema.kind === "integer" || schema.kind === "boolean";
    return boxed ? boxOf(pointerTo(memory), schema) : read(pointerTo(memory), schema);
  };
  const flagValues: Readonly<Record<string, bigint>> = { any: 0n, noexist: 1n, exist: 2n };
  const methods: Record<string, unknown> = {
    lookup: found,
    update: (key: unknown, value: unknown, flags = "any") =>
      map.update(keyBytes(key), bytesOf(schema, value), flagValues[flags] ?? 0n),
    delete: (key: unknown) => map.delete(keyBytes(key)),
    lookupOrInsert: (key: unknown, initial?: unknown) => {
      const value = initial === undefined ? new Uint8Array(schema.size) : bytesOf(schema, initial);
      map.update(keyBytes(key), value, 1n);
      return found(key);
    },
  };
  const element = (name: string | symbol): Pointer => {
    const memory = map.lookup(keyBytes(BigInt(String(name))));
    if (!memory) throw new Error(`there is no element ${String(name)}`);
    return pointerTo(memory);
  };
  return new Proxy(methods, {
    get: (_, name) => methods[String(name)] ?? read(element(name), schema),
    set: (_, name, value) => {
      write(element(name), schema, value);
      return true;
    },
  });
}

function contextField(
  context: Memory,
  section: ReturnType<typeof resolveSection>,
  name: string,
): { get(): unknown; set(value: unknown): boolean } {
  const field = section.context.fields[name];
  if (!field) throw new Error(`the context has no ${name}`);
  const schema = { kind: "integer", ...field, size: field.bits / 8 } as unknown as AnySchema;
  const pointer = pointerTo(context, field.offset);
  return {
    get: () => {
      if (field.length === undefined) return read(pointer, schema);
      const { length } = field;
      return read(pointer, {
        kind: "array",
        element: schema,
        length,
        size: length * schema.size,
      } as unknown as AnySchema);
    },
    set: (value) => {
      write(pointer, schema, value);
      return true;
    },
  };
}
