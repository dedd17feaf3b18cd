import type { CallExpression, Expression as Node } from "acorn";
import type { AnySchema } from "../../schema/index.ts";
import { numberNode } from "./arithmetic.ts";
import { expectArguments } from "./calls.ts";
import type { Checker } from "./checker.ts";
import { checkExpression, spanOf } from "./expressions.ts";
import { integerType } from "./integers.ts";
import { helperCall, type MapEntity, type Method, mapOperand, methodHelper, recordOperand } from "./map-methods.ts";
import type { Expression, HelperOperand } from "./typed-tree.ts";

/** Methods of ring buffers. A reserved record must be handed over or given up on every way through the function. */
export const ringBufferMethods: Readonly<Record<string, Method>> = {
  reserve,
  submit: (c, node) => giveBack(c, node, "submit", "ringbuf_submit"),
  discard: (c, node) => giveBack(c, node, "discard", "ringbuf_discard"),
  output,
};

function reserve(c: Checker, node: CallExpression, map: MapEntity, name: string): Expression {
  expectArguments(c, node, "reserve", 0);
  const schema = map.definition.value as AnySchema;
  const boxed = schema.kind === "integer" || schema.kind === "boolean" || schema.kind === "chars";
  return {
    ...spanOf(c, node),
    node: "reserve",
    schema,
    map: mapOperand(map),
    signature: methodHelper(c, node, "ringbuf_reserve"),
    type: {
      kind: "reference",
      schema,
      region: "event",
      nullable: true,
      boxed,
      reserved: true,
      origin: `the ring buffer '${name}' may be full`,
    },
  };
}

function giveBack(c: Checker, node: CallExpression, method: string, helper: string): Expression {
  expectArguments(c, node, method, 1);
  const record = node.arguments[0] as Node;
  const value = checkExpression(c, record);
  const local = value.node === "local" ? value.local : undefined;
  if (value.type.kind !== "reference" || !value.type.reserved || !local) {
    c.fail("wrongType", record, `${method} needs the record that reserve() gave, by the name that it was bound to`);
  }
  if (value.type.nullable) {
    c.fail(
      "possiblyUndefined",
      record,
      `'${local.name}' may be undefined here: ${value.type.origin}.`,
      "return early when it is",
    );
  }
  if (!c.flow.fact(local)?.reserved) {
    c.fail("lostReservation", record, `'${local.name}' is another name for the record: ${method} needs the first one`);
  }
  c.setFact(local, { reserved: false, spent: true });
  const operands: HelperOperand[] = [
    { kind: "value", value },
    { kind: "value", value: numberNode(c, node, 0n) },
  ];
  return helperCall(c, node, helper, operands, { kind: "void" });
}

function output(c: Checker, node: CallExpression, map: MapEntity): Expression {
  expectArguments(c, node, "output", 1);
  const operands: HelperOperand[] = [
    mapOperand(map),
    recordOperand(c, node.arguments[0] as Node, map.definition),
    { kind: "size", bytes: (map.definition.value as AnySchema).size },
    { kind: "value", value: numberNode(c, node, 0n) },
  ];
  return helperCall(c, node, "ringbuf_output", operands, integerType(64, true));
}
