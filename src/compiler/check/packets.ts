import type { CallExpression, Expression as Node } from "acorn";
import { layer, layersByCopy, layersInPlace, PROTOCOL_SHIFT } from "../../define/network-layers.ts";
import { helpers } from "../../kernel/helpers.ts";
import type { AnySchema } from "../../schema/index.ts";
import { arithmetic, checkInteger, convert, numberNode } from "./arithmetic.ts";
import { expectArguments, schemaArgument } from "./calls.ts";
import type { Checker } from "./checker.ts";
import { spanOf } from "./expressions.ts";
import { booleanType, integerType } from "./integers.ts";
import { isLocal } from "./places.ts";
import { Abandoned } from "./surroundings.ts";
import type { Expression, HelperOperand, IntegerType, ReferenceType, Region } from "./typed-tree.ts";

/** The verifier lets a packet pointer move this far in all (MAX_PACKET_OFF in kernel/bpf/verifier.c). */
const MOST_PACKET_OFFSET = 0xffff;

/** `bpf.header(ctx, T, offset)`: a part of the packet in place, undefined when the packet ends before it does. */
export function checkHeader(c: Checker, node: CallExpression): Expression {
  const { programType } = c.surroundings.section;
  const { packet } = programType;
  if (!packet) {
    c.fail(
      "unknownHelper",
      node.callee,
      `${programType.name} programs can't reach into packets`,
      "copy a part with bpf.load(ctx, T, offset)",
    );
  }
  const { schema, offset } = packetArguments(c, node, "header");
  const type: ReferenceType = {
    ...flagged(schema, packet.writable ? "packet" : "readOnly", "the packet may be shorter"),
    packetEnd: packet,
  };
  return { ...spanOf(c, node), node: "header", schema, offset, packet, type };
}

/** `bpf.load(ctx, T, offset)`: a copy of a part of the packet, wherever the kernel keeps it. */
export function checkPacketLoad(c: Checker, node: CallExpression): Expression {
  const { programType } = c.surroundings.section;
  const name = programType.name === "xdp" ? "xdp_load_bytes" : "skb_load_bytes";
  const signature = helpers.get(name);
  if (!signature || !programType.helpers.has(name)) {
    c.fail("unknownHelper", node.callee, `${programType.name} programs have no packet`);
  }
  const { schema, offset } = packetArguments(c, node, "load");
  const type = flagged(schema, "stack", "the packet may be shorter");
  const operands: HelperOperand[] = [
    { kind: "context" },
    { kind: "value", value: offset },
    { kind: "destination" },
    { kind: "size", bytes: schema.size },
  ];
  return { ...spanOf(c, node), node: "filled", schema, signature, operands, type };
}

function requireContext(c: Checker, node: Node, name: string): void {
  if (node.type === "Identifier" && c.resolve(node.name)?.kind === "context") return;
  c.fail("wrongType", node, `${name} needs the context first`, "pass the kernel function's first parameter");
}

function packetArguments(c: Checker, node: CallExpression, name: string): { schema: AnySchema; offset: Expression } {
  expectArguments(c, node, name, 3);
  const [context, schemaNode, offsetNode] = node.arguments as [Node, Node, Node];
  requireContext(c, context, name);
  const schema = schemaArgument(c, schemaNode, name);
  const offset = checkInteger(c, offsetNode);
  const { min, max } = offset.type.range;
  if (min < 0n || max + BigInt(schema.size) > BigInt(MOST_PACKET_OFFSET)) {
    const text = c.parsed.text.slice(c.position(offsetNode), c.end(offsetNode));
    c.fail(
      "packetOffset",
      offsetNode,
      `'${text}' can be ${min} to ${max}: the verifier wants an offset into a packet below ${MOST_PACKET_OFFSET}`,
      isLocal(c, offsetNode)
        ? `test it first: if (${text} < 1500), or mask it`
        : `put it into a local and test that: const offset = ${text}; if (offset < 1500)`,
    );
  }
  return { schema, offset };
}

/**
 * `bpf.transport(ctx, offset)` and `bpf.payload(ctx, offset)`: where that layer of a packet begins whose network header is at an
 * offset, and its protocol; undefined when there is none. A function that the compiler brings along walks through the headers.
 */
export function checkLayer(c: Checker, node: CallExpression, name: "transport" | "payload"): Expression {
  const { programType } = c.surroundings.section;
  if (!programType.packet && !programType.helpers.has("skb_load_bytes")) {
    c.fail("unknownHelper", node.callee, `${programType.name} programs have no packet`);
  }
  expectArguments(c, node, name, 2);
  const [context, offsetNode] = node.arguments as [Node, Node];
  requireContext(c, context, name);
  const offset = checkInteger(c, offsetNode);
  // What is cut to 32 bits here is too large, where it is beyond them, for anything to be found.
  const layers = programType.helpers.has("skb_load_bytes") ? layersByCopy : layersInPlace;
  const callee = c.surroundings.callee(layers[name], `bpf_${name}`);
  if (!callee || callee === "recursion") throw new Abandoned();
  const operands: HelperOperand[] = [{ kind: "context" }, { kind: "value", value: convert(offset, 32, false) }];
  const span = spanOf(c, node);
  const integer = integerType(64, true);
  const call: Expression = { ...span, node: "call", function: callee.name, operands, type: integer };
  // Under the position of an argument: what the whole call gives may have a name of its own.
  const found = c.declare(context, `${name}?`, true);
  c.assign(found, call, node);
  const local: Expression & { type: IntegerType } = { ...span, node: "local", local: found, type: integer };
  const fields = layer.fields.map((field) => ({
    ...field,
    value: field.name === "offset" ? local : arithmetic(c, node, ">>", local, layerShift(c, node)),
  }));
  const type = flagged(layer, "stack", "the packet has no such layer, or is cut off before");
  const value: Expression = { ...span, node: "temporary", schema: layer, name, fields, type };
  const zero = numberNode(c, node, 0n);
  const present: Expression = {
    ...span,
    node: "compare",
    predicate: "ne",
    left: local,
    right: zero,
    type: booleanType,
  };
  const first: Expression = { ...span, node: "assign", local: found, value: call, result: "new", type: integer };
  const last: Expression = { ...span, node: "optional", present, value, type };
  return { ...span, node: "sequence", first: [first], last, type };
}

function layerShift(c: Checker, node: Node): Expression & { type: IntegerType } {
  return numberNode(c, node, BigInt(PROTOCOL_SHIFT)) as Expression & { type: IntegerType };
}

/** Something that may not be there, with a flag beside it that tells. */
export function flagged(schema: AnySchema, region: Region, origin: string): ReferenceType {
  const boxed = schema.kind === "integer" || schema.kind === "boolean" || schema.kind === "chars";
  return { kind: "reference", schema, region, nullable: true, flagged: true, boxed, origin };
}
