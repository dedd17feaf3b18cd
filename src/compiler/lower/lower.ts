import assert from "node:assert/strict";
import type { AnySchema } from "../../schema/index.ts";
import type {
  Expression,
  HelperOperand,
  Local,
  ModifyOperator,
  Place,
  Statement,
  TypedFunction,
} from "../check/typed-tree.ts";
import { FunctionBuilder } from "../ir/builder.ts";
import type { AccessSize, Block, Edge, IrFunction, Value } from "../ir/ir.ts";
import type { Layout } from "./layout.ts";
import { LocalValues } from "./local-values.ts";
import { fromMemory, type Piece, piecesOf, storePieces, textChunks, toMemory } from "./memory.ts";

/** `enum bpf_func_id`. */
const MAP_LOOKUP_ELEM = 1;
const MAP_UPDATE_ELEM = 2;
const GET_SMP_PROCESSOR_ID = 8;
const BPF_NOEXIST = 1n;

/** Turns a checked function into the intermediate representation. */
export function lower(fn: TypedFunction, layout: Layout): IrFunction {
  return new Lowering(fn, layout).run();
}

interface Address {
  readonly base: Value;
  /** In bytes. */
  readonly offset: number;
}

class Lowering {
  readonly #fn: TypedFunction;
  readonly #layout: Layout;
  readonly #b: FunctionBuilder;
  readonly #locals: LocalValues;
  readonly #targets = new Map<number, { exit: Block; next: Block | undefined }>();

  constructor(fn: TypedFunction, layout: Layout) {
    this.#fn = fn;
    this.#layout = layout;
    this.#b = new FunctionBuilder(fn.name, ["pointer"]);
    this.#locals = new LocalValues(this.#b);
  }

  run(): IrFunction {
    this.#statements(this.#fn.body);
    this.#locals.finish();
    return this.#b.fn;
  }

  // Statements

  #statements(statements: readonly Statement[]): void {
    for (const statement of statements) {
      if (this.#b.terminated) return;
      this.#statement(statement);
    }
  }

  #statement(statement: Statement): void {
    this.#b.position = statement.position;
    switch (statement.statement) {
      case "expression":
        this.#effect(statement.value);
        break;
      case "block":
        this.#block(statement);
        break;
      case "switch":
        this.#switch(statement);
        break;
      case "if":
        this.#if(statement);
        break;
      case "loop":
        this.#loop(statement);
        break;
      case "break":
      case "continue": {
        const target = this.#targets.get(statement.label);
        const block = statement.statement === "break" ? target?.exit : target?.next;
        assert(block, "a jump stands in the statement that it names");
        this.#jump(block);
        break;
      }
      case "return":
        this.#b.return(statement.value ? this.#value(statement.value) : this.#b.const(0n));
        break;
    }
  }

  #if(statement: Statement & { statement: "if" }): void {
    const then = this.#b.block();
    const after = this.#b.block();
    const otherwise = statement.otherwise.length > 0 ? this.#b.block() : after;
    this.#condition(statement.test, then, otherwise);
    this.#b.switchTo(then);
    this.#statements(statement.then);
    this.#fallInto(after);
    if (otherwise !== after) {
      this.#b.switchTo(otherwise);
      this.#statements(statement.otherwise);
      this.#fallInto(after);
    }
    this.#continueIn(after);
  }

  #block(statement: Statement & { statement: "block" }): void {
    if (statement.label === undefined) {
      this.#statements(statement.body);
      return;
    }
    const exit = this.#b.block();
    this.#targets.set(statement.label, { exit, next: undefined });
    this.#statements(statement.body);
    this.#fallInto(exit);
    this.#continueIn(exit);
  }

  #loop(statement: Statement & { statement: "loop" }): void {
    const head = this.#b.block();
    const next = this.#b.block();
    const exit = this.#b.block();
    this.#targets.set(statement.label, { exit, next });
    this.#locals.open(head);
    this.#jump(head);
    this.#b.switchTo(head);
    const { test, testAtEnd } = statement;
    if (test && !testAtEnd) {
      const body = this.#b.block();
      this.#condition(test, body, exit);
      this.#continueIn(body);
    }
    this.#statements(statement.body);
    this.#fallInto(next);
    this.#continueIn(next);
    if (!this.#b.terminated) {
      for (const update of statement.update) this.#effect(update);
      if (test && testAtEnd) this.#condition(test, head, exit);
      else this.#jump(head);
    }
    this.#locals.seal(head);
    this.#continueIn(exit);
  }

  #switch(statement: Statement & { statement: "switch" }): void {
    const exit = this.#b.block();
    this.#targets.set(statement.label, { exit, next: undefined });
    const value = this.#value(statement.value);
    const bodies = statement.cases.map(() => this.#b.block());
    let fallback = exit;
    for (const [index, { test }] of statement.cases.entries()) {
      const body = bodies[index] as Block;
      if (!test) {
        fallback = body;
        continue;
      }
      const other = this.#b.block();
      this.#branch("eq", value, this.#value(test), edgeTo(body), edgeTo(other));
      this.#b.switchTo(other);
    }
    this.#jump(fallback);
    for (const [index, { body }] of statement.cases.entries()) {
      this.#continueIn(bodies[index] as Block);
      this.#statements(body);
      this.#fallInto(bodies[index + 1] ?? exit);
    }
    this.#continueIn(exit);
  }

  /** Blocks that something jumps to; the others are never continued in. */
  readonly #reached = new Set<Block>();

  #jump(block: Block, values: readonly Value[] = []): void {
    const edge: Edge = { block, arguments: [...values] };
    this.#locals.connect(this.#b.current, edge);
    this.#reached.add(block);
    this.#b.jump(edge);
  }

  #fallInto(block: Block): void {
    if (!this.#b.terminated) this.#jump(block);
  }

  #continueIn(block: Block): void {
    this.#b.switchTo(block);
    // Nothing jumps here: what follows can't be reached and is left out.
    if (!this.#reached.has(block)) this.#b.unreachable();
  }

  #branch(
    predicate: Parameters<FunctionBuilder["branch"]>[0],
    left: Value,
    right: Value,
    then: Edge,
    otherwise: Edge,
  ): void {
    for (const edge of [then, otherwise]) {
      this.#locals.connect(this.#b.current, edge);
      this.#reached.add(edge.block);
    }
    this.#b.branch(predicate, left, right, then, otherwise);
  }

  /** Evaluates a boolean expression for its jump alone. */
  #condition(test: Expression, then: Block, otherwise: Block): void {
    this.#b.position = test.position;
    switch (test.node) {
      case "not":
        this.#condition(test.value, otherwise, then);
        return;
      case "and":
      case "or": {
        const second = this.#b.block();
        if (test.node === "and") this.#condition(test.left, second, otherwise);
        else this.#condition(test.left, then, second);
        this.#b.switchTo(second);
        this.#condition(test.right, then, otherwise);
        return;
      }
      case "compare":
        this.#branch(test.predicate, this.#value(test.left), this.#value(test.right), edgeTo(then), edgeTo(otherwise));
        return;
      case "number":
        this.#jump(test.value !== 0n ? then : otherwise);
        return;
      case "sameText":
        this.#sameText(test, then, otherwise);
        return;
      case "truth":
        this.#branch("ne", this.#value(test.value), this.#b.const(0n), edgeTo(then), edgeTo(otherwise));
        return;
      default:
        this.#branch("ne", this.#value(test), this.#b.const(0n), edgeTo(then), edgeTo(otherwise));
    }
  }

  // Expressions

  #effect(expression: Expression): void {
    this.#b.position = expression.position;
    if (expression.node === "conditional" && expression.type.kind === "void") {
      const then = this.#b.block();
      const otherwise = this.#b.block();
      const after = this.#b.block();
      this.#condition(expression.test, then, otherwise);
      for (const [block, part] of [
        [then, expression.then],
        [otherwise, expression.otherwise],
      ] as const) {
        this.#b.switchTo(block);
        this.#effect(part);
        this.#jump(after);
      }
      this.#b.switchTo(after);
      return;
    }
    this.#value(expression);
  }

  readonly #lower = (expression: Expression): Value => this.#value(expression);

  #value(expression: Expression): Value {
    this.#b.position = expression.position;
    const b = this.#b;
    switch (expression.node) {
      case "number":
        return b.const(expression.value);
      case "undefined":
        return b.const(0n);
      case "local":
        return this.#locals.read(b.current, expression.local);
      case "assign":
        return this.#assign(expression.local, expression.value, expression.result);
      case "binary":
        return b.binary(expression.operator, this.#value(expression.left), this.#value(expression.right));
      case "compare":
        return b.compare(expression.predicate, this.#value(expression.left), this.#value(expression.right));
      case "truth":
        return b.compare("ne", this.#value(expression.value), b.const(0n));
      case "sameText":
        return this.#boolean(expression);
      case "not":
        return b.compare("eq", this.#value(expression.value), b.const(0n));
      case "and":
      case "or":
        return expression.type.kind === "boolean" ? this.#boolean(expression) : this.#eitherNumber(expression);
      case "coalesce":
        return this.#coalesce(expression);
      case "conditional":
        return this.#conditional(expression);
      case "convert":
        return b.extend(this.#value(expression.value), expression.bits, expression.signed);
      case "retype":
        return this.#value(expression.value);
      case "read":
        return this.#at(expression.place, (address) => this.#load(address, expression.place.schema));
      case "write":
        return this.#write(expression.place, expression.value);
      case "modify":
        return this.#at(expression.place, (address) => this.#modify(address, expression));
      case "exchange":
        return this.#at(expression.place, (address) => this.#exchange(address, expression));
      case "reference":
        return this.#reference(expression.place);
      case "temporary":
        return this.#stored(
          expression.name,
          expression.schema,
          piecesOf(b, this.#lower, expression.schema, expression),
        );
      case "helper": {
        const operands = expression.operands.map((operand) => this.#operand(operand));
        const { id, name, pure, returns } = expression.signature;
        b.position = expression.position;
        const type = returns.kind === "mapValue" ? "pointer" : "integer";
        return b.helper(name, id, operands, { pure, type });
      }
      case "lookupOrInsert":
        return this.#lookupOrInsert(expression);
      case "block":
        return this.#inlined(expression);
      case "sequence":
        for (const part of expression.first) this.#effect(part);
        return this.#value(expression.last);
      case "text":
        assert.fail("a text is only used where memory is filled with it");
    }
  }

  #inlined(expression: Expression & { node: "block" }): Value {
    const exit = expression.label === undefined ? undefined : this.#b.block();
    if (expression.label !== undefined && exit) this.#targets.set(expression.label, { exit, next: undefined });
    this.#statements(expression.body);
    if (exit) {
      this.#fallInto(exit);
      this.#continueIn(exit);
    }
    return this.#value(expression.result);
  }

  #assign(local: Local, value: Expression, result: "old" | "new"): Value {
    const old = result === "old" ? this.#locals.read(this.#b.current, local) : undefined;
    const assigned = this.#value(value);
    this.#locals.write(this.#b.current, local, assigned);
    return old ?? assigned;
  }

  /** A block with one parameter that takes one of several values. */
  #merge(type: "integer" | "pointer"): { block: Block; value: Value } {
    const block = this.#b.block([type]);
    return { block, value: block.parameters[0] as Value };
  }

  #boolean(expression: Expression): Value {
    const then = this.#b.block();
    const otherwise = this.#b.block();
    const { block, value } = this.#merge("integer");
    this.#condition(expression, then, otherwise);
    for (const [from, result] of [
      [then, 1n],
      [otherwise, 0n],
    ] as const) {
      this.#b.switchTo(from);
      this.#jump(block, [this.#b.const(result)]);
    }
    this.#b.switchTo(block);
    return value;
  }

  /** `a || b` of numbers. */
  #eitherNumber(expression: Expression & { node: "and" | "or" | "coalesce" }): Value {
    const left = this.#value(expression.left);
    const other = this.#b.block();
    const { block, value } = this.#merge("integer");
    const keep: Edge = { block, arguments: [left] };
    const [then, otherwise] = expression.node === "or" ? [keep, edgeTo(other)] : [edgeTo(other), keep];
    this.#branch("ne", left, this.#b.const(0n), then, otherwise);
    this.#b.switchTo(other);
    this.#jump(block, [this.#value(expression.right)]);
    this.#b.switchTo(block);
    return value;
  }

  #coalesce(expression: Expression & { node: "and" | "or" | "coalesce" }): Value {
    const left = this.#value(expression.left);
    const other = this.#b.block();
    const { block, value } = this.#merge("pointer");
    this.#branch("ne", left, this.#b.const(0n), { block, arguments: [left] }, edgeTo(other));
    this.#b.switchTo(other);
    this.#jump(block, [this.#value(expression.right)]);
    this.#b.switchTo(block);
    return value;
  }

  #conditional(expression: Expression & { node: "conditional" }): Value {
    const then = this.#b.block();
    const otherwise = this.#b.block();
    const { block, value } = this.#merge(expression.type.kind === "reference" ? "pointer" : "integer");
    this.#condition(expression.test, then, otherwise);
    for (const [from, part] of [
      [then, expression.then],
      [otherwise, expression.otherwise],
    ] as const) {
      this.#b.switchTo(from);
      this.#jump(block, [this.#value(part)]);
    }
    this.#b.switchTo(block);
    return value;
  }

  // Memory

  /** Compares text with memory, the NUL included, in as few and as large pieces as the alignment allows. */
  #sameText(test: Expression & { node: "sameText" }, then: Block, otherwise: Block): void {
    const { value } = test;
    // Where a place is known, so is its alignment; the stack is the one memory that must be read aligned.
    const known = value.node === "reference" && value.place.base.kind !== "element" && value.place.indexes.length === 0;
    const { base, offset } = known ? this.#address(value.place) : { base: this.#value(value), offset: 0 };
    const onStack = value.type.kind === "reference" && value.type.region === "stack";
    const size = new TextEncoder().encode(test.text).length + 1;
    const pieces = textChunks(test.text, size, offset, known || !onStack ? 8 : 1);
    for (const [index, piece] of pieces.entries()) {
      const next = index === pieces.length - 1 ? then : this.#b.block();
      const found = this.#b.load(piece.size, base, piece.offset);
      this.#branch("eq", found, this.#b.const(piece.value), edgeTo(next), edgeTo(otherwise));
      if (next !== then) this.#b.switchTo(next);
    }
  }

  /** Does something with a place. An element that the map does not have (which can't be) is skipped and gives 0. */
  #at(place: Place, action: (address: Address) => Value): Value {
    if (place.base.kind !== "element") return action(this.#address(place));
    const pointer = this.#element(place.base.map, place.base.index);
    const found = this.#b.block();
    const { block, value } = this.#merge("integer");
    this.#branch("ne", pointer, this.#b.const(0n), edgeTo(found), { block, arguments: [this.#b.const(0n)] });
    this.#b.switchTo(found);
    this.#jump(block, [action(this.#indexed(pointer, place))]);
    this.#b.switchTo(block);
    return value;
  }

  #element(map: string, index: Expression): Value {
    const number = this.#value(index);
    const key = this.#stored("index", undefined, [{ offset: 0, size: 4, value: number }]);
    return this.#b.helper("map_lookup_elem", MAP_LOOKUP_ELEM, [this.#b.address({ kind: "map", map }), key], {
      type: "pointer",
    });
  }

  #address(place: Place): Address {
    const { base } = place;
    const b = this.#b;
    switch (base.kind) {
      case "context":
        return { base: b.parameter(0), offset: place.offset };
      case "data":
        return this.#indexed(b.address({ kind: "data", ...this.#layout.symbol(base.symbol) }), place);
      case "mapValue":
        return this.#indexed(b.address({ kind: "mapValue", map: base.map, offset: 0 }), place);
      case "perCpu": {
        const cpu = b.helper("get_smp_processor_id", GET_SMP_PROCESSOR_ID, [], { pure: true });
        const slot = b.binary("and", cpu, b.const(BigInt(this.#layout.cpus - 1)));
        const start = b.address({ kind: "data", ...this.#layout.symbol(base.symbol) });
        return this.#indexed(b.binary("add", start, this.#scaled(slot, this.#layout.stride(base.symbol))), place);
      }
      case "pointer":
        return this.#indexed(this.#value(base.value), place);
      case "element":
        assert.fail("an element is reached through a test");
    }
  }

  #indexed(start: Value, place: Place): Address {
    let base = start;
    for (const { value, scale } of place.indexes) {
      base = this.#b.binary("add", base, this.#scaled(this.#value(value), scale));
    }
    return { base, offset: place.offset };
  }

  #scaled(value: Value, scale: number): Value {
    if (scale === 1) return value;
    const shift = Math.log2(scale);
    return Number.isInteger(shift)
      ? this.#b.binary("shl", value, this.#b.const(BigInt(shift)))
      : this.#b.binary("mul", value, this.#b.const(BigInt(scale)));
  }

  #load({ base, offset }: Address, schema: AnySchema): Value {
    if (schema.kind === "boolean") return this.#b.load(1, base, offset);
    assert(schema.kind === "integer", "only scalars are read");
    const signed = schema.signed && schema.order === "host";
    const value = this.#b.load(schema.size as AccessSize, base, offset, { signed: signed && schema.size < 8 });
    return fromMemory(this.#b, schema, value);
  }

  #write(place: Place, value: Expression): Value {
    if (place.schema.kind !== "integer" && place.schema.kind !== "boolean") {
      const pieces = piecesOf(this.#b, this.#lower, place.schema, value);
      return this.#at(place, ({ base, offset }) => {
        storePieces(this.#b, base, offset, pieces);
        return this.#b.const(0n);
      });
    }
    const { schema } = place;
    const number = this.#value(value);
    this.#at(place, ({ base, offset }) => {
      const stored = schema.kind === "integer" ? toMemory(this.#b, schema, number) : number;
      this.#b.store(schema.size as AccessSize, base, offset, stored);
      return this.#b.const(0n);
    });
    return number;
  }

  #modify({ base, offset }: Address, expression: Expression & { node: "modify" }): Value {
    const b = this.#b;
    const { schema } = expression.place;
    assert(schema.kind === "integer", "only integers are modified in place");
    const size = schema.size as AccessSize;
    const value = this.#value(expression.value);
    b.position = expression.position;
    const { operator } = expression;
    const fitted = (number: Value) => (schema.bits === 64 ? number : b.extend(number, schema.bits, schema.signed));
    if (!expression.atomic) {
      const old = this.#load({ base, offset }, schema);
      const changed = b.binary(operator, old, value);
      b.store(size, base, offset, changed);
      return expression.result === "new" ? fitted(changed) : old;
    }
    assert(size === 4 || size === 8, "an atomic update has 4 or 8 bytes");
    const [operation, operand] = atomicOperation(b, operator, value);
    if (expression.result === "none") {
      b.atomic(operation, size, base, offset, operand);
      return operand;
    }
    const fetched = b.atomicFetch(operation, size, base, offset, operand);
    const old = schema.signed ? fitted(fetched) : fetched;
    return expression.result === "old" ? old : fitted(b.binary(operator, old, value));
  }

  #exchange({ base, offset }: Address, expression: Expression & { node: "exchange" }): Value {
    const { schema } = expression.place;
    assert(schema.kind === "integer" && (schema.size === 4 || schema.size === 8), "an exchange has 4 or 8 bytes");
    const expected = expression.expected ? this.#value(expression.expected) : undefined;
    const value = this.#value(expression.value);
    const size = schema.size as 4 | 8;
    const old = expected
      ? this.#b.compareExchange(size, base, offset, expected, value)
      : this.#b.atomicFetch("exchange", size, base, offset, value);
    return schema.bits === 32 && schema.signed ? this.#b.extend(old, 32, true) : old;
  }

  #reference(place: Place): Value {
    let address: Address;
    if (place.base.kind === "element") {
      const pointer = this.#element(place.base.map, place.base.index);
      const found = this.#b.block();
      const missing = this.#b.block();
      this.#branch("ne", pointer, this.#b.const(0n), edgeTo(found), edgeTo(missing));
      this.#b.switchTo(missing);
      // The index is in range, so this never runs; the verifier wants an end, and 1 is a verdict of every hook.
      this.#b.return(this.#b.const(1n));
      this.#b.switchTo(found);
      address = this.#indexed(pointer, place);
    } else {
      address = this.#address(place);
    }
    return address.offset === 0
      ? address.base
      : this.#b.binary("add", address.base, this.#b.const(BigInt(address.offset)));
  }

  /** Puts scalars into a stack slot of their own and gives its address. */
  #stored(name: string, schema: AnySchema | undefined, pieces: readonly Piece[]): Value {
    const size = schema?.size ?? pieces[0]?.size ?? 0;
    const slot = this.#b.stackSlot(name, size, size >= 8 ? 8 : size >= 4 ? 4 : size >= 2 ? 2 : 1);
    const address = this.#b.stackAddress(slot);
    storePieces(this.#b, address, 0, pieces);
    return address;
  }

  #operand(operand: HelperOperand): Value {
    switch (operand.kind) {
      case "context":
        return this.#b.parameter(0);
      case "map":
        return this.#b.address({ kind: "map", map: operand.map });
      case "size":
        return this.#b.const(BigInt(operand.bytes));
      case "value":
        return this.#value(operand.value);
      case "copied":
        return this.#stored("argument", operand.schema, piecesOf(this.#b, this.#lower, operand.schema, operand.value));
    }
  }

  /**
   * Looks up; where nothing is found, inserts with BPF_NOEXIST and looks up again. When another CPU inserts first, our insertion
   * fails and the second lookup finds theirs: nothing is lost.
   */
  #lookupOrInsert(expression: Expression & { node: "lookupOrInsert" }): Value {
    const b = this.#b;
    const key = this.#operand(expression.key);
    const { initial } = expression;
    const late = initial.kind === "copied" || (initial.kind === "value" && initial.value.node === "temporary");
    const schema =
      initial.kind === "copied"
        ? initial.schema
        : initial.kind === "value" && initial.value.node === "temporary"
          ? initial.value.schema
          : undefined;
    const pieces =
      schema && (initial.kind === "copied" || initial.kind === "value")
        ? piecesOf(b, this.#lower, schema, initial.value)
        : [];
    const ready = late ? undefined : this.#operand(initial);
    const find = () =>
      b.helper("map_lookup_elem", MAP_LOOKUP_ELEM, [b.address({ kind: "map", map: expression.map }), key], {
        type: "pointer",
      });
    b.position = expression.position;
    const first = find();
    const missing = b.block();
    const { block, value } = this.#merge("pointer");
    this.#branch("ne", first, b.const(0n), { block, arguments: [first] }, edgeTo(missing));
    b.switchTo(missing);
    const from = ready ?? this.#stored("initial", schema, pieces);
    b.helper("map_update_elem", MAP_UPDATE_ELEM, [
      b.address({ kind: "map", map: expression.map }),
      key,
      from,
      b.const(BPF_NOEXIST),
    ]);
    this.#jump(block, [find()]);
    b.switchTo(block);
    return value;
  }
}

function edgeTo(block: Block): Edge {
  return { block, arguments: [] };
}

function atomicOperation(
  b: FunctionBuilder,
  operator: ModifyOperator,
  value: Value,
): ["add" | "and" | "or" | "xor", Value] {
  if (operator !== "sub") return [operator, value];
  return ["add", value.op === "const" ? b.const(-value.value) : b.binary("sub", b.const(0n), value)];
}
