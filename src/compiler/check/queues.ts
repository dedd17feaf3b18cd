import type { CallExpression, Expression as Node } from "acorn";
import type { AnySchema } from "../../schema/index.ts";
import { numberNode } from "./arithmetic.ts";
import { expectArguments } from "./calls.ts";
import type { Checker } from "./checker.ts";
import { spanOf } from "./expressions.ts";
import { booleanType, integerType } from "./integers.ts";
import {
  helperCall,
  type MapEntity,
  type Method,
  mapOperand,
  methodHelper,
  statusCall,
  updateFlags,
  valueOperand,
} from "./map-methods.ts";
import { flagged } from "./packets.ts";
import type { Expression, HelperOperand } from "./typed-tree.ts";

/** Methods of queues and stacks: what comes out is a copy. */
export const queueMethods: Readonly<Record<string, Method>> = {
  push,
  pop: (c, node, map, name) => take(c, node, map, name, "pop", "map_pop_elem"),
  peek: (c, node, map, name) => take(c, node, map, name, "peek", "map_peek_elem"),
};

/** Methods of bloom filters, which the kernel treats as queues. */
export const bloomFilterMethods: Readonly<Record<string, Method>> = { add, has };

function push(c: Checker, node: CallExpression, map: MapEntity): Expression {
  if (node.arguments.length !== 2) expectArguments(c, node, "push", 1);
  return pushed(c, node, map, updateFlags(c, node, node.arguments[1] as Node | undefined));
}

function add(c: Checker, node: CallExpression, map: MapEntity): Expression {
  expectArguments(c, node, "add", 1);
  return pushed(c, node, map, numberNode(c, node, 0n));
}

function pushed(c: Checker, node: CallExpression, map: MapEntity, flags: Expression): Expression {
  const value = valueOperand(c, node.arguments[0] as Node, map.definition);
  const operands: HelperOperand[] = [mapOperand(map), value, { kind: "value", value: flags }];
  return statusCall(c, node, "map_push_elem", operands);
}

function take(
  c: Checker,
  node: CallExpression,
  map: MapEntity,
  name: string,
  method: string,
  helper: string,
): Expression {
  expectArguments(c, node, method, 0);
  const schema = map.definition.value as AnySchema;
  const operands: HelperOperand[] = [mapOperand(map), { kind: "destination" }];
  const type = flagged(schema, "stack", `'${name}' may be empty`);
  return { ...spanOf(c, node), node: "filled", schema, signature: methodHelper(c, node, helper), operands, type };
}

function has(c: Checker, node: CallExpression, map: MapEntity): Expression {
  expectArguments(c, node, "has", 1);
  const value = valueOperand(c, node.arguments[0] as Node, map.definition);
  const operands: HelperOperand[] = [mapOperand(map), value];
  const left = helperCall(c, node, "map_peek_elem", operands, integerType(64, true));
  const right = numberNode(c, node, 0n);
  return { ...spanOf(c, node), node: "compare", predicate: "eq", left, right, type: booleanType };
}
