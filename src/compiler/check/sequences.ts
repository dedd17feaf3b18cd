import type { CallExpression, Expression as Node } from "acorn";
import type { HelperSignature } from "../../kernel/helper.ts";
import { u64 } from "../../schema/index.ts";
import { numberNode } from "./arithmetic.ts";
import { expectArguments, memory, requireLicense } from "./calls.ts";
import type { Checker } from "./checker.ts";
import { spanOf } from "./expressions.ts";
import { integerType } from "./integers.ts";
import { checkFormat, listed } from "./printk.ts";
import type { Expression, HelperOperand, Place, ReferenceType } from "./typed-tree.ts";

/** Their first argument is a `struct seq_file` of the kernel, which is no word of the language. Source: include/uapi/linux/bpf.h. */
const common = { arguments: [], returns: { kind: "scalar", type: "i64" }, pure: false, gplOnly: true } as const;
const seqPrintf: HelperSignature = { ...common, name: "seq_printf", id: 126, minimumKernel: "5.7" };
const seqWrite: HelperSignature = { ...common, name: "seq_write", id: 127, minimumKernel: "5.7" };

/** `bpf.print(ctx, "format", …)`: text into what an iterator's reader gets. */
export function checkPrint(c: Checker, node: CallExpression): Expression {
  const [context, ...rest] = node.arguments as Node[];
  const sequence = sequenceOf(c, node, context, seqPrintf);
  const { format, values } = checkFormat(c, node, rest, "print");
  const zero: HelperOperand = { kind: "value", value: numberNode(c, node, 0n) };
  const list = values.length === 0 ? [zero, zero] : listed(c, node, values);
  return call(c, node, seqPrintf, [sequence, ...format, ...list]);
}

/** `bpf.write(ctx, value)`: the bytes of a value into what an iterator's reader gets. */
export function checkWrite(c: Checker, node: CallExpression): Expression {
  expectArguments(c, node, "write", 2);
  const [context, value] = node.arguments as [Node, Node];
  const sequence = sequenceOf(c, node, context, seqWrite);
  const { pointer, bytes } = memory(c, value, { name: "write" }, "read");
  return call(c, node, seqWrite, [sequence, { kind: "value", value: pointer }, { kind: "size", bytes }]);
}

function call(
  c: Checker,
  node: CallExpression,
  signature: HelperSignature,
  operands: readonly HelperOperand[],
): Expression {
  return { ...spanOf(c, node), node: "helper", signature, operands, type: integerType(64, true) };
}

/** What is written to: the first member of what the context's first word leads to (`struct bpf_iter_meta`). */
function sequenceOf(
  c: Checker,
  node: CallExpression,
  context: Node | undefined,
  signature: HelperSignature,
): HelperOperand {
  const { section, attach } = c.surroundings.section;
  if (attach !== "iterator") {
    c.fail("unknownHelper", node.callee, `${section} programs have nobody who reads what they print`, "use bpf.printk");
  }
  if (context?.type !== "Identifier" || c.resolve(context.name)?.kind !== "context") {
    c.fail("wrongType", context ?? node, "the context comes first here", "pass the kernel function's first parameter");
  }
  requireLicense(c, node, signature);
  const span = spanOf(c, node);
  const type: ReferenceType = {
    kind: "reference",
    schema: u64,
    region: "readOnly",
    nullable: false,
    boxed: false,
    origin: "",
  };
  const first: Place = { base: { kind: "context" }, offset: 0, indexes: [], schema: u64, region: "readOnly" };
  const meta: Expression = { ...span, node: "read", place: first, type };
  const place: Place = {
    base: { kind: "pointer", value: meta },
    offset: 0,
    indexes: [],
    schema: u64,
    region: "readOnly",
  };
  return { kind: "value", value: { ...span, node: "read", place, type: integerType(64, false) } };
}
