import type { CallExpression, Expression as Node } from "acorn";
import type { SocketPlace } from "../../kernel/program-type.ts";
import { checkInteger, numberNode } from "./arithmetic.ts";
import { expectArguments } from "./calls.ts";
import type { Checker } from "./checker.ts";
import { spanOf } from "./expressions.ts";
import { integerType } from "./integers.ts";
import {
  contextOperand,
  helperCall,
  keyOperand,
  type MapEntity,
  type Method,
  methodHelper,
  valueOperand,
} from "./map-methods.ts";
import type { Expression, HelperOperand, StorageOwner } from "./typed-tree.ts";

type Methods = Readonly<Record<string, Method>>;

/** Methods of maps of devices, CPUs and AF_XDP sockets. */
export const redirectMethods: Methods = { redirect };

/** Methods of maps of sockets; which of them there are depends on the program type. */
export const socketMapMethods: Methods = { redirect: redirectToSocket, update: addSocket, select: selectSocket };

/** Methods of the storage that sockets and tasks have in a map; the task is the current one. */
export const storageMethods: Methods = {
  lookup: (c, node, map, name) => storage(c, node, map, name, "find"),
  lookupOrInsert: (c, node, map, name) => storage(c, node, map, name, "create"),
  delete: (c, node, map, name) => storage(c, node, map, name, "remove"),
};

function redirect(c: Checker, node: CallExpression, map: MapEntity): Expression {
  const { given, flags } = withFlags(c, node, "redirect", 1);
  const [key] = given;
  const operands: HelperOperand[] = [
    { kind: "map", map: map.name },
    { kind: "value", value: checkInteger(c, key as Node) },
    { kind: "value", value: flags },
  ];
  return helperCall(c, node, "redirect_map", operands, integerType(64, true));
}

/** Sends what a socket received (`sk_skb`) or is about to send (`sk_msg`) to another one. */
function redirectToSocket(c: Checker, node: CallExpression, map: MapEntity): Expression {
  const { given, flags } = withFlags(c, node, "redirect", 2);
  const [context, key] = given;
  const kind = c.surroundings.section.programType.name === "sk_msg" ? "msg" : "sk";
  const hashed = map.definition.type === "sockhash";
  const operands: HelperOperand[] = [
    contextOperand(c, context as Node, "redirect"),
    { kind: "map", map: map.name },
    hashed ? keyOperand(c, key as Node, map.definition) : { kind: "value", value: checkInteger(c, key as Node) },
    { kind: "value", value: flags },
  ];
  return helperCall(c, node, `${kind}_redirect_${hashed ? "hash" : "map"}`, operands, integerType(64, true));
}

/** Puts the connection that a `sockops` program is told of into the map. */
function addSocket(c: Checker, node: CallExpression, map: MapEntity): Expression {
  const { given, flags } = withFlags(c, node, "update", 2);
  const [context, key] = given;
  const operands: HelperOperand[] = [
    contextOperand(c, context as Node, "update"),
    { kind: "map", map: map.name },
    keyOperand(c, key as Node, map.definition),
    { kind: "value", value: flags },
  ];
  const helper = map.definition.type === "sockhash" ? "sock_hash_update" : "sock_map_update";
  return helperCall(c, node, helper, operands, integerType(64, true));
}

/** Finds a socket, gives the packet to it, and lets go of it: three calls, so that nobody can forget the last. */
function selectSocket(c: Checker, node: CallExpression, map: MapEntity): Expression {
  const { given, flags } = withFlags(c, node, "select", 2);
  const [context, key] = given;
  contextOperand(c, context as Node, "select");
  methodHelper(c, node, "sk_assign");
  methodHelper(c, node, "sk_release");
  return {
    ...spanOf(c, node),
    node: "select",
    map: map.name,
    key: keyOperand(c, key as Node, map.definition),
    flags,
    type: integerType(64, true),
  };
}

/** The arguments, with flags that may be left out at the end. */
function withFlags(
  c: Checker,
  node: CallExpression,
  method: string,
  count: number,
): { given: Node[]; flags: Expression } {
  if (node.arguments.length !== count + 1) expectArguments(c, node, method, count);
  const given = node.arguments as Node[];
  const last = given[count];
  return { given, flags: last ? checkInteger(c, last) : numberNode(c, node, 0n) };
}

function storage(
  c: Checker,
  node: CallExpression,
  map: MapEntity,
  name: string,
  action: "find" | "create" | "remove",
): Expression {
  const method = { find: "lookup", create: "lookupOrInsert", remove: "delete" }[action];
  const ofTask = map.definition.type === "task_storage";
  const required = ofTask ? 0 : 1;
  const given = action === "create" && node.arguments.length === required + 1 ? node.arguments[required] : undefined;
  if (!given) expectArguments(c, node, method, required);
  const owner = ofTask ? ({ kind: "task" } as const) : socketOwner(c, node, method);
  if (ofTask) methodHelper(c, node, "get_current_task_btf");
  const helper = `${ofTask ? "task" : "sk"}_storage_${action === "remove" ? "delete" : "get"}`;
  const found = c.found(map.definition, name);
  return {
    ...spanOf(c, node),
    node: "storage",
    map: map.name,
    owner,
    signature: methodHelper(c, node, helper),
    initial: given ? valueOperand(c, given as Node, map.definition) : undefined,
    action,
    type:
      action === "remove"
        ? integerType(64, true)
        : {
            ...found,
            origin: ofTask
              ? `the task may have nothing in '${name}'`
              : `there may be no socket, or nothing of it in '${name}'`,
          },
  };
}

function socketOwner(c: Checker, node: CallExpression, method: string): StorageOwner {
  contextOperand(c, node.arguments[0] as Node, method);
  const { programType } = c.surroundings.section;
  const place: SocketPlace | undefined = programType.socket;
  if (place === undefined) {
    c.fail("unknownHelper", node.callee, `the context of ${programType.name} programs says nothing of a socket`);
  }
  return { kind: "socket", place };
}
