import { assert, unreachable } from "../../errors/assert.ts";
import { releaseOf } from "../../kernel/kernel-object-rules.ts";
import type { AnySchema, BitRange } from "../../schema/index.ts";
import type { Expression, ModifyOperator, PacketEnd, Place, PlaceBase } from "../check/typed-tree.ts";
import type { FunctionBuilder } from "../ir/builder.ts";
import type { AccessSize, Value } from "../ir/ir.ts";
import { lowerValue } from "./expressions.ts";
import { GET_SMP_PROCESSOR_ID, RINGBUF_DISCARD } from "./helper-ids.ts";
import { probeInto } from "./kernel.ts";
import { kernelCall, type Lowering } from "./lowering.ts";
import { lowerLookup } from "./maps.ts";
import { bitsInPlace, copyPieces, fromMemory, piecesOf, storePieces, toMemory } from "./memory.ts";

interface Address {
  readonly base: Value;
  /** In bytes. */
  readonly offset: number;
}

/** A place whose expressions are evaluated, in the order of the source: what is stored there is evaluated after it. */
interface Prepared {
  readonly place: Place;
  /** The pointer that the place starts from, or the index of the element that it is in. */
  readonly base: Value | undefined;
  /** What is added to the start, in bytes. */
  readonly distances: readonly Value[];
}

function prepare(l: Lowering, place: Place): Prepared {
  const { base } = place;
  const inner = base.kind === "pointer" ? base.value : base.kind === "element" ? base.index : undefined;
  return {
    place,
    base: inner && lowerValue(l, inner),
    distances: place.indexes.map(({ value, scale, length }) => {
      const index = lowerValue(l, value);
      return scaled(l, length === undefined ? index : shown(l, index, length, place.held), scale);
    }),
  };
}

/** Does something with a place. An element that the map does not have (which can't be) is skipped and gives 0. */
export function atPlace(l: Lowering, place: Place, action: (address: Address) => Value): Value {
  return atPrepared(l, prepare(l, place), action);
}

function atPrepared(l: Lowering, prepared: Prepared, action: (address: Address) => Value): Value {
  const { base } = prepared.place;
  if (base.kind !== "element") return action(addressOfPrepared(l, prepared));
  const pointer = findElement(l, base.map, prepared);
  const found = l.b.block();
  const { block, value } = l.merge("integer");
  l.branch("ne", pointer, l.b.const(0n), found, { block, arguments: [l.b.const(0n)] });
  l.b.switchTo(found);
  l.jump(block, [action(startingAt(l, pointer, prepared))]);
  l.b.switchTo(block);
  return value;
}

function findElement(l: Lowering, map: string, { base }: Prepared): Value {
  assert(base, "an element has an index");
  return lowerLookup(l, map, base);
}

export function addressOf(l: Lowering, place: Place): Address {
  return addressOfPrepared(l, prepare(l, place));
}

function addressOfPrepared(l: Lowering, prepared: Prepared): Address {
  const { place } = prepared;
  const { base } = place;
  const b = l.b;
  switch (base.kind) {
    case "context":
      return { base: l.contextValue(), offset: place.offset };
    case "data":
      return startingAt(l, b.address({ kind: "data", ...l.layout.symbol(base.symbol) }), prepared);
    case "mapValue":
      return startingAt(l, b.address({ kind: "mapValue", map: base.map, offset: 0 }), prepared);
    case "perCpu": {
      const cpu = b.helper("get_smp_processor_id", GET_SMP_PROCESSOR_ID, [], { pure: true });
      const slot = b.binary("and", cpu, b.const(BigInt(l.layout.cpus - 1)));
      const start = b.address({ kind: "data", ...l.layout.symbol(base.symbol) });
      return startingAt(l, b.binary("add", start, scaled(l, slot, l.layout.stride(base.symbol))), prepared);
    }
    case "pointer":
      assert(prepared.base, "a pointer was evaluated");
      return startingAt(l, prepared.base, prepared);
    case "element":
      unreachable("an element is reached through a test");
  }
}

function startingAt(l: Lowering, start: Value, { place, distances }: Prepared): Address {
  let base = start;
  for (const distance of distances) base = l.b.binary("add", base, distance);
  const address = { base, offset: place.offset };
  if (place.packetEnd !== undefined && distances.length > 0) showInPacket(l, address, place, place.packetEnd);
  return address;
}

/** An index that is in range, with an instruction that shows it to the verifier. */
function shown(l: Lowering, index: Value, length: number, held: Place["held"]): Value {
  if ((length & (length - 1)) === 0) return l.b.binary("and", index, l.b.const(BigInt(length - 1)));
  const inRange = l.b.block();
  const beyond = l.b.block();
  l.branch("ult", index, l.b.const(BigInt(length)), inRange, beyond);
  l.b.switchTo(beyond);
  endImpossible(l, held);
  l.b.switchTo(inRange);
  return index;
}

/**
 * A packet address plus a variable: the verifier forgets how far the packet goes, although the whole header was compared with its
 * end. It is compared once more.
 */
function showInPacket(l: Lowering, { base, offset }: Address, { schema, held }: Place, packetEnd: PacketEnd): void {
  const { b } = l;
  const end = b.load(packetEnd.size, l.contextValue(), packetEnd.dataEnd, { type: "pointer" });
  const after = b.binary("add", base, b.const(BigInt(offset + schema.size)));
  const inPacket = b.block();
  const beyond = b.block();
  l.branch("ule", after, end, inPacket, beyond);
  b.switchTo(beyond);
  endImpossible(l, held);
  b.switchTo(inPacket);
}

/** Ends a way that is never taken; the verifier wants an end, records given back, and 1 is a verdict of every hook. */
export function endImpossible(l: Lowering, held: Place["held"]): void {
  for (const local of held ?? []) {
    const record = l.locals.read(l.b.current, local);
    const reserved = l.b.block();
    const next = l.b.block();
    l.branch("ne", record, l.b.const(0n), reserved, next);
    l.b.switchTo(reserved);
    const object = local.type?.kind === "reference" ? local.type.object : undefined;
    const release = object === undefined ? undefined : releaseOf(object);
    if (release === undefined) l.b.helper("ringbuf_discard", RINGBUF_DISCARD, [record, l.b.const(0n)]);
    else kernelCall(l.b, release, [record], undefined);
    l.jump(next);
    l.b.switchTo(next);
  }
  l.return(l.b.const(1n));
}

function scaled(l: Lowering, value: Value, scale: number): Value {
  if (scale === 1) return value;
  const shift = Math.log2(scale);
  return Number.isInteger(shift)
    ? l.b.binary("shl", value, l.b.const(BigInt(shift)))
    : l.b.binary("mul", value, l.b.const(BigInt(scale)));
}

export function loadScalar(l: Lowering, { base, offset }: Address, { schema, bit }: Place): Value {
  if (schema.kind === "bits") {
    assert(bit, "a bit field is a part of a struct");
    return loadBits(l, { base, offset }, schema, bit);
  }
  if (schema.kind === "boolean") return l.b.load(1, base, offset);
  assert(schema.kind === "integer", "only scalars are read");
  const signed = schema.signed && schema.order === "host";
  const value = l.b.load(schema.size as AccessSize, base, offset, { signed: signed && schema.size < 8 });
  return fromMemory(l.b, schema, value);
}

type BitsSchema = AnySchema & { readonly kind: "bits" };

/** Reads only the byte that a bit field is in, when it is in one. */
function loadBits(l: Lowering, { base, offset }: Address, schema: BitsSchema, { shift, width }: BitRange): Value {
  const { b } = l;
  if (schema.base.signed) return loadSignedBits(l, { base, offset }, schema, { shift, width });
  const mask = b.const((1n << BigInt(width)) - 1n);
  const shifted = (value: Value, by: number) => (by === 0 ? value : b.binary("lshr", value, b.const(BigInt(by))));
  if ((shift & 7) + width <= 8) {
    const index = schema.base.order === "host" ? shift >> 3 : schema.size - 1 - (shift >> 3);
    const within = shifted(b.load(1, base, offset + index), shift & 7);
    return (shift & 7) + width === 8 ? within : b.binary("and", within, mask);
  }
  const unit = fromMemory(b, schema.base, b.load(schema.size as AccessSize, base, offset));
  const value = shifted(unit, shift);
  return shift + width === schema.size * 8 ? value : b.binary("and", value, mask);
}

/** Moves the bits to the top of the register, and back with their sign. */
function loadSignedBits(l: Lowering, { base, offset }: Address, schema: BitsSchema, { shift, width }: BitRange): Value {
  const { b } = l;
  const size = schema.size as AccessSize;
  if (width === size * 8) return b.load(size, base, offset, { signed: size < 8 });
  const within = (shift & 7) + width <= 8;
  const unit = within ? b.load(1, base, offset + (shift >> 3)) : b.load(size, base, offset);
  const from = within ? shift & 7 : shift;
  const high = b.binary("shl", unit, b.const(BigInt(64 - from - width)));
  return b.binary("ashr", high, b.const(BigInt(64 - width)));
}

/** Changes some bits of a unit and leaves the others. */
function storeBits(l: Lowering, { base, offset }: Address, schema: BitsSchema, bit: BitRange, value: Value): void {
  const { b } = l;
  const size = schema.size as AccessSize;
  const unit = fromMemory(b, schema.base, b.load(size, base, offset));
  const mask = ((1n << BigInt(bit.width)) - 1n) << BigInt(bit.shift);
  const others = b.binary("and", unit, b.const(~mask));
  b.store(size, base, offset, toMemory(b, schema.base, b.binary("or", others, bitsInPlace(b, value, bit))));
}

export function writePlace(l: Lowering, place: Place, value: Expression): Value {
  const { schema } = place;
  if (value.node === "probe" && canFill(place, value)) return probeInto(l, value, () => referencePlace(l, place));
  const prepared = prepare(l, place);
  if (schema.kind === "integer" || schema.kind === "boolean" || schema.kind === "bits") {
    const number = lowerValue(l, value);
    atPrepared(l, prepared, (address) => {
      storeScalar(l, address, place, number);
      return l.b.const(0n);
    });
    return number;
  }
  let pieces = piecesOf(l.b, l.lower, schema, value, 0, alignmentOf(place));
  const fromItself = value.node === "temporary" && pieces.some((piece) => "copyOf" in piece.value);
  if (fromItself || mayOverlap(place, value)) {
    // What is written from parts of its own old contents is put together elsewhere first.
    pieces = copyPieces(schema, l.stored("copy", schema, pieces));
  }
  return atPrepared(l, prepared, ({ base, offset }) => {
    storePieces(l.b, base, offset, pieces);
    return l.b.const(0n);
  });
}

/** Two headers of one packet, or two members of one union, may share some of their bytes. */
function mayOverlap(to: Place, value: Expression): boolean {
  if (value.node === "reference" && isSameBase(to.base, value.place.base)) {
    const distance = Math.abs(to.offset - value.place.offset);
    return distance > 0 && distance < to.schema.size;
  }
  return to.packetEnd !== undefined && value.type.kind === "reference" && value.type.packetEnd !== undefined;
}

function isSameBase(a: PlaceBase, b: PlaceBase): boolean {
  if (a.kind === "pointer" && b.kind === "pointer") {
    return a.value.node === "local" && b.value.node === "local" && a.value.local === b.value.local;
  }
  if ("symbol" in a && "symbol" in b) return a.symbol === b.symbol;
  if ("map" in a && "map" in b) return a.map === b.map;
  return a.kind === b.kind;
}

/** Helpers fill a text or bytes where they are wanted, but not in packets, nor at an index on the stack. */
function canFill({ region, indexes }: Place, { schema }: Expression & { node: "probe" }): boolean {
  if (schema.kind !== "chars" && schema.kind !== "bytes") return false;
  return region !== "packet" && indexes.length === 0;
}

/** What a place is aligned to, in bytes, where that matters: only the stack must be accessed aligned. */
export function alignmentOf({ base, region, indexes, offset }: Place): number {
  if (region !== "stack" || base.kind !== "pointer" || base.value.type.kind !== "reference") return 8;
  let { alignment } = base.value.type.schema;
  for (const distance of [offset, ...indexes.map(({ scale }) => scale)])
    while (distance % alignment !== 0) alignment /= 2;
  return alignment;
}

function storeScalar(l: Lowering, address: Address, { schema, bit, storeSize }: Place, value: Value): void {
  if (schema.kind === "bits") {
    assert(bit, "a bit field is a part of a struct");
    storeBits(l, address, schema, bit, value);
    return;
  }
  const stored = schema.kind === "integer" ? toMemory(l.b, schema, value) : value;
  l.b.store(storeSize ?? (schema.size as AccessSize), address.base, address.offset, stored);
}

export function modifyPlace(
  l: Lowering,
  { base, offset }: Address,
  expression: Expression & { node: "modify" },
): Value {
  const b = l.b;
  const { schema } = expression.place;
  assert(schema.kind === "integer", "only integers are modified in place");
  const size = schema.size as AccessSize;
  const { operator } = expression;
  const fitted = (number: Value) => (schema.bits === 64 ? number : b.extend(number, schema.bits, schema.signed));
  if (!expression.atomic) {
    // The left side is read first, as in JavaScript; an atomic update reads and writes in one step, after the right side.
    const old = loadScalar(l, { base, offset }, expression.place);
    const value = lowerValue(l, expression.value);
    b.position = expression.position;
    const changed = b.binary(operator, old, value);
    b.store(size, base, offset, changed);
    return expression.result === "new" ? fitted(changed) : old;
  }
  const value = lowerValue(l, expression.value);
  b.position = expression.position;
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

export function exchangePlace(
  l: Lowering,
  { base, offset }: Address,
  expression: Expression & { node: "exchange" },
): Value {
  const { schema } = expression.place;
  assert(schema.kind === "integer" && (schema.size === 4 || schema.size === 8), "an exchange has 4 or 8 bytes");
  const expected = expression.expected ? lowerValue(l, expression.expected) : undefined;
  const value = lowerValue(l, expression.value);
  const size = schema.size as 4 | 8;
  const old = expected
    ? l.b.compareExchange(size, base, offset, expected, value)
    : l.b.atomicFetch("exchange", size, base, offset, value);
  return schema.bits === 32 && schema.signed ? l.b.extend(old, 32, true) : old;
}

export function referencePlace(l: Lowering, place: Place): Value {
  let address: Address;
  if (place.base.kind === "element") {
    const prepared = prepare(l, place);
    const pointer = findElement(l, place.base.map, prepared);
    const found = l.b.block();
    const missing = l.b.block();
    l.branch("ne", pointer, l.b.const(0n), found, missing);
    l.b.switchTo(missing);
    endImpossible(l, place.held);
    l.b.switchTo(found);
    address = startingAt(l, pointer, prepared);
  } else {
    address = addressOf(l, place);
  }
  return address.offset === 0 ? address.base : l.b.binary("add", address.base, l.b.const(BigInt(address.offset)));
}

function atomicOperation(
  b: FunctionBuilder,
  operator: ModifyOperator,
  value: Value,
): ["add" | "and" | "or" | "xor", Value] {
  if (operator !== "sub") return [operator, value];
  return ["add", value.op === "const" ? b.const(-value.value) : b.binary("sub", b.const(0n), value)];
}
