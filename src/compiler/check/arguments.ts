import type { CallExpression, Expression as Node } from "acorn";
import { assert } from "../../errors/assert.ts";
import { helpers } from "../../kernel/helpers.ts";
import { u64 } from "../../schema/index.ts";
import { checkInteger, numberNode } from "./arithmetic.ts";
import { expectArguments, requireLicense, schemaArgument } from "./calls.ts";
import type { Checker } from "./checker.ts";
import { spanOf } from "./expressions.ts";
import { integerType, isLiteral } from "./integers.ts";
import type { Expression, HelperOperand, Place, ReferenceType } from "./typed-tree.ts";

const word = integerType(64, false);

/** `bpf.argument(ctx, index)`: an argument of the function that the program runs at. */
export function checkArgument(c: Checker, node: CallExpression): Expression {
  const { section, arguments: places } = c.surroundings.section;
  expectArguments(c, node, "argument", 2);
  expectContext(c, node.arguments[0] as Node, "argument");
  if (!places || places.offsets.length === 0) {
    c.fail("unknownHelper", node.callee, `${section} programs don't run where a function's arguments are known`);
  }
  const indexNode = node.arguments[1] as Node;
  const index = checkInteger(c, indexNode);
  const count = places.offsets.length;
  const offset = isLiteral(index) ? places.offsets[Number(index.value)] : undefined;
  if (offset === undefined) {
    c.fail("indexOutOfRange", indexNode, `argument needs a literal from 0 to ${count - 1} here`);
  }
  if (places.inside === undefined) return contextWord(c, node, offset);
  return insideRegisters(c, node, contextWord(c, node, places.inside), offset);
}

/** `bpf.result(ctx)`: what the function that the program runs at the end of returns. */
export function checkResult(c: Checker, node: CallExpression): Expression {
  const { section, arguments: places } = c.surroundings.section;
  expectArguments(c, node, "result", 1);
  expectContext(c, node.arguments[0] as Node, "result");
  if (places?.result === undefined) {
    c.fail(
      "unknownHelper",
      node.callee,
      `${section} programs don't run where a function's result is known`,
      "a return probe (kretprobe, uretprobe) does",
    );
  }
  return contextWord(c, node, places.result);
}

/** `bpf.context(ctx, T)`: the context of a `syscall` program, which user space gives, as a struct. */
export function checkContextAs(c: Checker, node: CallExpression): Expression {
  const { section, attach } = c.surroundings.section;
  expectArguments(c, node, "context", 2);
  expectContext(c, node.arguments[0] as Node, "context");
  if (attach !== "none") c.fail("unknownHelper", node.callee, `the context of ${section} has fields of its own`);
  const schema = schemaArgument(c, node.arguments[1] as Node, "context");
  const boxed = schema.kind === "integer" || schema.kind === "boolean" || schema.kind === "chars";
  const place: Place = { base: { kind: "context" }, offset: 0, indexes: [], schema, region: "context" };
  const type: ReferenceType = { kind: "reference", schema, region: "context", nullable: false, boxed, origin: "" };
  return { ...spanOf(c, node), node: "reference", place, type };
}

function expectContext(c: Checker, node: Node, what: string): void {
  if (node.type === "Identifier" && c.resolve(node.name)?.kind === "context") return;
  c.fail("wrongType", node, `${what} needs the context first`, "pass the kernel function's first parameter");
}

function contextWord(c: Checker, node: CallExpression, offset: number): Expression {
  const place: Place = { base: { kind: "context" }, offset, indexes: [], schema: u64, region: "readOnly" };
  return { ...spanOf(c, node), node: "read", place, type: word };
}

/** A word of other registers that the context leads to; programs can only copy it. */
function insideRegisters(c: Checker, node: CallExpression, registers: Expression, offset: number): Expression {
  const span = spanOf(c, node);
  const signature = helpers.get("probe_read_kernel");
  assert(signature, "probe_read_kernel is in the kernel's table");
  requireLicense(c, node, signature);
  const copy = c.declare(node, " argument", true);
  const type: ReferenceType = {
    kind: "reference",
    schema: u64,
    region: "stack",
    nullable: false,
    boxed: true,
    origin: "",
  };
  const room: Expression = { ...span, node: "temporary", schema: u64, name: "argument", fields: [], type };
  const assign: Expression = { ...span, node: "assign", local: copy, value: room, result: "new", type };
  copy.type = type;
  const local: Expression = { ...span, node: "local", local: copy, type };
  const distance = numberNode(c, node, BigInt(offset));
  const address: Expression = {
    ...span,
    node: "binary",
    operator: "add",
    left: registers,
    right: distance,
    type: word,
  };
  const operands: HelperOperand[] = [
    { kind: "value", value: local },
    { kind: "size", bytes: 8 },
    { kind: "value", value: address },
  ];
  const read: Expression = { ...span, node: "helper", signature, operands, type: integerType(64, true) };
  const place: Place = {
    base: { kind: "pointer", value: local },
    offset: 0,
    indexes: [],
    schema: u64,
    region: "stack",
  };
  const value: Expression = { ...span, node: "read", place, type: word };
  return { ...span, node: "sequence", first: [assign, read], last: value, type: word };
}
