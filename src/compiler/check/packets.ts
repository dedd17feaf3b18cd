import type { CallExpression, Expression as Node } from "acorn";
import { helpers } from "../../kernel/helpers.ts";
import type { AnySchema } from "../../schema/index.ts";
import { checkInteger } from "./arithmetic.ts";
import { expectArguments, schemaArgument } from "./calls.ts";
import type { Checker } from "./checker.ts";
import { spanOf } from "./expressions.ts";
import { isLocal } from "./places.ts";
import type { Expression, HelperOperand, ReferenceType, Region } from "./typed-tree.ts";

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
    packetEnd: packet.dataEnd,
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

function packetArguments(c: Checker, node: CallExpression, name: string): { schema: AnySchema; offset: Expression } {
  expectArguments(c, node, name, 3);
  const [context, schemaNode, offsetNode] = node.arguments as [Node, Node, Node];
  if (context.type !== "Identifier" || c.resolve(context.name)?.kind !== "context") {
    c.fail("wrongType", context, `${name} needs the context first`, "pass the kernel function's first parameter");
  }
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

/** Something that may not be there, with a flag beside it that tells. */
export function flagged(schema: AnySchema, region: Region, origin: string): ReferenceType {
  const boxed = schema.kind === "integer" || schema.kind === "boolean" || schema.kind === "chars";
  return { kind: "reference", schema, region, nullable: true, flagged: true, boxed, origin };
}
