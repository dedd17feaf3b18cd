import type { CallExpression, Expression as Node } from "acorn";
import type { HelperSignature } from "../../kernel/helper.ts";
import { helpers } from "../../kernel/helpers.ts";
import { array, u64 } from "../../schema/index.ts";
import { asInteger } from "./arithmetic.ts";
import { requireLicense } from "./calls.ts";
import type { Checker } from "./checker.ts";
import { checkExpression, spanOf } from "./expressions.ts";
import { integerType } from "./integers.ts";
import type { Expression, FieldValue, HelperOperand } from "./typed-tree.ts";

/** Conversions that the kernel's `bpf_bprintf_prepare` understands, and that make sense for 64-bit values. */
const conversions: Readonly<Record<string, string>> = { d: "lld", i: "lld", u: "llu", x: "llx", X: "llX" };

/** Up to this many values fit the registers of `trace_printk`; more need `trace_vprintk` (5.16). */
const TRACE_PRINTK_VALUES = 3;

/** Checks `bpf.printk("format", …)`: the format is a literal, its conversions match the values. */
export function checkPrintk(c: Checker, node: CallExpression): Expression {
  requireLicense(c, node, helpers.get("trace_printk") as HelperSignature);
  const { format, values } = checkFormat(c, node, node.arguments as Node[], "printk");
  const span = spanOf(c, node);
  const type = integerType(64, true);
  if (values.length <= TRACE_PRINTK_VALUES) {
    const operands = [...format, ...values.map((value): HelperOperand => ({ kind: "value", value }))];
    return { ...span, node: "helper", signature: helpers.get("trace_printk") as HelperSignature, operands, type };
  }
  const operands = [...format, ...listed(c, node, values)];
  return { ...span, node: "helper", signature: helpers.get("trace_vprintk") as HelperSignature, operands, type };
}

/** A format as its address and size, and the values that it wants. */
export function checkFormat(
  c: Checker,
  node: CallExpression,
  [formatNode, ...valueNodes]: readonly Node[],
  what: string,
): { readonly format: readonly HelperOperand[]; readonly values: readonly Expression[] } {
  if (!formatNode) c.fail("wrongArguments", node, `${what} needs a format`);
  const format = checkExpression(c, formatNode);
  if (format.node !== "text") c.fail("printFormat", formatNode, `the format of ${what} must be a literal text`);
  const { text, count } = kernelFormat(c, formatNode, format.text);
  if (count !== valueNodes.length) {
    c.fail("printFormat", node, `the format has ${count} conversions, and ${valueNodes.length} values are given`);
  }
  const values = valueNodes.map((value) => printed(c, value));
  const symbol = c.surroundings.internText(text);
  const bytes = new TextEncoder().encode(text).length + 1;
  const pointer: HelperOperand = {
    kind: "value",
    value: {
      ...spanOf(c, node),
      node: "reference",
      place: { base: { kind: "data", symbol }, offset: 0, indexes: [], schema: u64, region: "readOnly" },
      type: { kind: "reference", schema: u64, region: "readOnly", nullable: false, boxed: false, origin: "" },
    },
  };
  return { format: [pointer, { kind: "size", bytes }], values };
}

/** Values as a list on the stack: its address and size. */
export function listed(c: Checker, node: CallExpression, values: readonly Expression[]): HelperOperand[] {
  const schema = array(u64, values.length);
  const fields = values.map((value, index): FieldValue => ({ offset: index * 8, schema: u64, value }));
  const list: Expression = {
    ...spanOf(c, node),
    node: "temporary",
    schema,
    name: "printk values",
    fields,
    type: { kind: "reference", schema, region: "stack", nullable: false, boxed: false, origin: "" },
  };
  return [
    { kind: "value", value: list },
    { kind: "size", bytes: schema.size },
  ];
}

function printed(c: Checker, node: Node): Expression {
  const value = checkExpression(c, node);
  return value.type.kind === "reference" && value.type.schema.kind === "chars" ? value : asInteger(c, value, node);
}

/** Values are 64 bits wide, so that `%d` must be `%lld` in the kernel's words. */
function kernelFormat(c: Checker, node: Node, format: string): { text: string; count: number } {
  let count = 0;
  const text = format.replace(
    /%(%|([-0 +#]*[0-9]*)(?:ll|l|h)?([a-zA-Z])|.?)/g,
    (whole, rest: string, flags: string | undefined, letter: string | undefined) => {
      if (rest === "%") return whole;
      if (letter === "s") {
        count++;
        return whole;
      }
      const converted = letter === undefined ? undefined : conversions[letter];
      if (converted === undefined) {
        c.fail("printFormat", node, `printk does not understand '${whole}'`, "it understands %d %u %x %s and %%");
      }
      count++;
      return `%${flags ?? ""}${converted}`;
    },
  );
  return { text, count };
}
