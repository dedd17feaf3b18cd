import type { CallExpression, Expression as Node } from "acorn";
import { parseIpv4, parseIpv6, parseMac } from "../../schema/address-text.ts";
import { numberNode } from "./arithmetic.ts";
import type { Checker } from "./checker.ts";
import { checkExpression, spanOf } from "./expressions.ts";
import type { Expression } from "./typed-tree.ts";

/** Calls of `bpf` that are constants: addresses written as text. */
export const constantCalls: Readonly<Record<string, (c: Checker, node: CallExpression) => Expression>> = {
  ipv4: (c, node) => {
    const bytes = parsed(c, node, "an IPv4 address", parseIpv4);
    return numberNode(c, node, BigInt(new DataView(bytes.buffer, bytes.byteOffset).getUint32(0)));
  },
  ipv6: (c, node) => bytesNode(c, node, parsed(c, node, "an IPv6 address", parseIpv6)),
  mac: (c, node) => bytesNode(c, node, parsed(c, node, "a MAC address", parseMac)),
};

function bytesNode(c: Checker, node: CallExpression, bytes: Uint8Array): Expression {
  return { ...spanOf(c, node), node: "bytes", bytes, type: { kind: "bytes", length: bytes.length } };
}

function parsed(
  c: Checker,
  node: CallExpression,
  what: string,
  parse: (text: string) => Uint8Array | undefined,
): Uint8Array {
  const [argument] = node.arguments;
  if (node.arguments.length !== 1 || !argument || argument.type === "SpreadElement") {
    c.fail("wrongArguments", node, `one text is needed: ${what}`);
  }
  const value = checkExpression(c, argument as Node);
  if (value.node !== "text") c.fail("wrongType", argument, `a literal text is needed here: ${what}`);
  const bytes = parse(value.text);
  if (!bytes) c.fail("doesNotFit", argument, `${JSON.stringify(value.text)} is not ${what}`);
  return bytes;
}
