import type { BinaryExpression, Expression as Node, UnaryExpression } from "acorn";
import { kernelConstants } from "../../kernel/index.ts";
import { arithmetic, checkInteger, fitted, numberNode } from "./arithmetic.ts";
import { checkAssignment, checkUpdate } from "./assignments.ts";
import { checkCall, nearest } from "./calls.ts";
import type { Checker } from "./checker.ts";
import { checkCoalesce, checkConditional, checkGuarded, checkLogical } from "./choices.ts";
import { checkCondition, negate } from "./conditions.ts";
import { type ArithmeticOperator, booleanType, integerType, isLiteral } from "./integers.ts";
import { checkKernelMember, checkRecordField, isKernelAccess } from "./kernel.ts";
import { checkPlace, constantMember, readPlace } from "./places.ts";
import { rangeOf } from "./range.ts";
import type { Expression, IntegerType, Type } from "./typed-tree.ts";

/** Checks an expression that must give a value. */
export function checkExpression(c: Checker, node: Node): Expression {
  switch (node.type) {
    case "ParenthesizedExpression":
      return checkExpression(c, node.expression);
    case "Literal":
      return checkLiteral(c, node);
    case "TemplateLiteral": {
      const [only] = node.quasis;
      if (node.expressions.length > 0 || !only) {
        c.fail("unsupportedSyntax", node, "a kernel function can't build strings", "use bpf.printk with a format");
      }
      return at(c, node, {
        node: "text",
        text: only.value.cooked ?? "",
        type: { kind: "string", text: only.value.cooked ?? "" },
      });
    }
    case "Identifier":
      return checkIdentifier(c, node);
    case "MemberExpression": {
      if (isKernelAccess(c, node)) return checkKernelMember(c, node);
      const field = checkRecordField(c, node);
      if (field) return field;
      const constant = constantMember(c, node);
      if (constant) return constant;
      return readPlace(c, checkPlace(c, node), node);
    }
    case "ChainExpression":
      c.fail(
        "possiblyUndefined",
        node,
        "what '?.' gives may be undefined here",
        "give a value for that case: (row?.packets ?? 0), or test it first",
      );
      break;
    case "UnaryExpression":
      return checkUnary(c, node);
    case "BinaryExpression":
      return checkBinary(c, node);
    case "LogicalExpression":
      return node.operator === "??" ? checkCoalesce(c, node) : checkLogical(c, node);
    case "ConditionalExpression":
      return checkConditional(c, node);
    case "AssignmentExpression":
      return checkAssignment(c, node, "new");
    case "UpdateExpression":
      return checkUpdate(c, node, node.prefix ? "new" : "old");
    case "SequenceExpression": {
      const last = node.expressions.at(-1);
      if (!last) c.fail("syntax", node, "an expression is missing");
      const first = node.expressions.slice(0, -1).map((part) => checkForEffect(c, part));
      const value = checkExpression(c, last);
      return { ...spanOf(c, node), node: "sequence", first, last: value, type: value.type };
    }
    case "CallExpression":
      return checkCall(c, node);
    case "ObjectExpression":
      c.fail(
        "wrongType",
        node,
        "it is not known which struct this object literal is",
        "write it where a struct is expected: as the value of update(), or in an assignment to a struct",
      );
      break;
    default:
      return unsupported(c, node);
  }
}

/** Checks an expression whose value nobody uses. */
export function checkForEffect(c: Checker, node: Node): Expression {
  if (node.type === "AssignmentExpression") return checkAssignment(c, node, "none");
  if (node.type === "UpdateExpression") return checkUpdate(c, node, "none");
  if (node.type === "LogicalExpression" && node.operator !== "??") return checkGuarded(c, node);
  return checkExpression(c, node);
}

export function spanOf(c: Checker, node: Node): { position: number; end: number } {
  return { position: c.position(node), end: c.end(node) };
}

function at<T extends { type: Type }>(c: Checker, node: Node, part: T): T & { position: number; end: number } {
  return { ...part, position: c.position(node), end: c.end(node) };
}

function checkLiteral(c: Checker, node: Node & { type: "Literal" }): Expression {
  const { value } = node;
  if (typeof value === "boolean") return at(c, node, { node: "number", value: value ? 1n : 0n, type: booleanType });
  if (typeof value === "string")
    return at(c, node, { node: "text", text: value, type: { kind: "string", text: value } });
  if (typeof value === "bigint") return fitted(c, node, value);
  if (typeof value === "number") {
    if (!Number.isInteger(value)) {
      c.fail("fraction", node, `${node.raw} is not an integer: kernel functions have no floating point`);
    }
    if (!Number.isSafeInteger(value)) {
      const written =
        /^[0-9]+$/.test(node.raw ?? "") || /^0[xX]/.test(node.raw ?? "") ? `${node.raw}n` : `${BigInt(value)}n`;
      c.fail("doesNotFit", node, `${node.raw} is too large to be exact as a number`, `write ${written}`);
    }
    return numberNode(c, node, BigInt(value));
  }
  if (value === null) return at(c, node, { node: "undefined", type: { kind: "undefined" } });
  c.fail("unsupportedSyntax", node, "a kernel function has no regular expressions");
}

function checkIdentifier(c: Checker, node: Node & { type: "Identifier" }): Expression {
  const binding = c.resolve(node.name);
  if (!binding) {
    if (node.name === "undefined") return at(c, node, { node: "undefined", type: { kind: "undefined" } });
    if (node.name === "NaN" || node.name === "Infinity")
      c.fail("fraction", node, `kernel functions have no ${node.name}`);
    outsideName(c, node);
  }
  switch (binding.kind) {
    case "local":
      return at(c, node, { node: "local", local: binding.local, type: c.typeOf(binding.local, node) });
    case "entity": {
      const { entity } = binding;
      if (entity.kind === "literal") return literalEntity(c, node, entity.value);
      const hint =
        entity.kind === "map" || entity.kind === "schema" || entity.kind === "list"
          ? undefined
          : `write ${node.name}.value`;
      c.fail("wrongType", node, `'${node.name}' is a ${entity.kind}, not a value`, hint);
      break;
    }
    case "bpfMember":
      return literalEntity(c, node, bpfConstant(c, node, binding.name));
    case "function":
      c.fail("wrongType", node, `'${node.name}' is a function, not a value`, `call it: ${node.name}(…)`);
      break;
    default:
      c.fail("wrongType", node, `'${node.name}' is the ${binding.kind} object, not a value`);
  }
}

export function bpfConstant(c: Checker, node: Node, name: string): bigint {
  const constants: Readonly<Record<string, number>> = {
    ...kernelConstants,
    ...c.surroundings.section.programType.constants,
  };
  const constant = Object.hasOwn(constants, name) ? constants[name] : undefined;
  if (constant === undefined) {
    const helper = c.surroundings.helpers.get(name);
    if (helper) c.fail("wrongType", node, `'${name}' is a helper`, `call it: bpf.${name}(…)`);
    const { programType } = c.surroundings.section;
    const names = [...Object.keys(constants), ...programType.helpers];
    c.fail("unknownMember", node, `'bpf' has no '${name}' for ${programType.name} programs`, nearest(name, names));
  }
  return BigInt(constant);
}

export function literalEntity(c: Checker, node: Node, value: bigint | boolean | string): Expression {
  if (typeof value === "string")
    return at(c, node, { node: "text", text: value, type: { kind: "string", text: value } });
  if (typeof value === "boolean") return at(c, node, { node: "number", value: value ? 1n : 0n, type: booleanType });
  return fitted(c, node, value);
}

/** Where a name is that was meant. */
function insideHint(c: Checker, name: string): string {
  if (c.surroundings.scope.has(name)) return `it is in the scope: take it out there, (ctx, { ${name} }) => …`;
  const { constants, helpers } = c.surroundings.section.programType;
  if (helpers.has(name) || Object.hasOwn(constants, name) || Object.hasOwn(kernelConstants, name)) {
    return `write bpf.${name}, with bpf as the last parameter`;
  }
  const visible = c.names.flatMap((names) => [...names.keys()]);
  return nearest(name, visible) ?? `put it in the scope: program(section, { ${name} }, (ctx, { ${name} }) => …)`;
}

export function outsideName(c: Checker, node: Node & { type: "Identifier" }): never {
  if (Object.hasOwn(globalThis, node.name)) {
    const message = `'${node.name}' is JavaScript's own: a kernel function has none of its objects and functions`;
    c.fail("outsideName", node, message, "write it out with operators, or use a helper of bpf");
  }
  const message = `'${node.name}' comes from outside: a kernel function sees only its parameters and its own locals`;
  c.fail("outsideName", node, message, insideHint(c, node.name));
}

function checkUnary(c: Checker, node: UnaryExpression): Expression {
  switch (node.operator) {
    case "!":
      return negate(conditionValue(c, node.argument), spanOf(c, node));
    case "void": {
      const nothing: Expression = at(c, node, { node: "undefined", type: { kind: "undefined" } });
      if (node.argument.type === "Literal") return nothing;
      const first = [checkForEffect(c, node.argument)];
      return { ...spanOf(c, node), node: "sequence", first, last: nothing, type: nothing.type };
    }
    case "+":
      return checkInteger(c, node.argument);
    case "-": {
      const value = checkInteger(c, node.argument);
      if (isLiteral(value)) return fitted(c, node, -value.value);
      return arithmetic(c, node, "-", numberNode(c, node, 0n) as Expression & { type: IntegerType }, value);
    }
    case "~": {
      const value = checkInteger(c, node.argument);
      if (isLiteral(value)) return fitted(c, node, ~value.value);
      const { bits, signed } = value.type;
      const mask = signed || bits === 64 ? -1n : rangeOf(bits, false).max;
      const right = numberNode(c, node, mask);
      return {
        ...spanOf(c, node),
        node: "binary",
        operator: "xor",
        left: value,
        right,
        type: integerType(bits, signed),
      };
    }
    default:
      c.fail("unsupportedSyntax", node, `a kernel function has no '${node.operator}'`);
  }
}

/** A condition whose outcome is only a value: both ways go on together. */
function conditionValue(c: Checker, node: Node): Expression {
  const { value, whenTrue, whenFalse } = checkCondition(c, node);
  c.flow = whenTrue.join(whenFalse);
  return value;
}

const arithmeticOperators: ReadonlySet<string> = new Set(["+", "-", "*", "/", "%", "&", "|", "^", "<<", ">>", ">>>"]);

function checkBinary(c: Checker, node: BinaryExpression): Expression {
  const { operator } = node;
  if (node.left.type === "PrivateIdentifier") c.fail("unsupportedSyntax", node, "a kernel function has no classes");
  if (arithmeticOperators.has(operator)) {
    const left = checkInteger(c, node.left);
    const right = checkInteger(c, node.right);
    return arithmetic(c, node, operator as ArithmeticOperator, left, right);
  }
  if (operator === "**")
    c.fail("unsupportedSyntax", node, "a kernel function has no '**'", "multiply, or shift: 1 << n");
  if (operator === "in" || operator === "instanceof")
    c.fail("unsupportedSyntax", node, `a kernel function has no '${operator}'`);
  return conditionValue(c, node);
}

export function unsupported(c: Checker, node: Node | { type: string; start: number; end: number }): never {
  const names: Record<string, [what: string, hint?: string]> = {
    ThisExpression: ["'this'", "use the context, the scope and bpf"],
    NewExpression: ["'new'"],
    ClassExpression: ["classes"],
    ClassDeclaration: ["classes"],
    FunctionExpression: ["a function as a value", "bind it to a const, and call that"],
    ArrowFunctionExpression: ["a function as a value", "bind it to a const, and call that"],
    AwaitExpression: ["'await': it runs to its end at once"],
    YieldExpression: ["'yield': it runs to its end at once"],
    ArrayExpression: ["array literals"],
    TaggedTemplateExpression: ["template tags"],
    ImportExpression: ["import()"],
    MetaProperty: ["import.meta or new.target"],
    Super: ["'super'"],
    SpreadElement: ["spread"],
    TryStatement: ["exceptions", "what can fail gives undefined: test for it"],
    ThrowStatement: ["exceptions", "return a verdict"],
    WithStatement: ["'with'"],
    ForInStatement: ["for … in"],
    DebuggerStatement: ["'debugger'", "use bpf.printk"],
    LabeledStatement: ["labels here", "labels stand before loops and blocks"],
  };
  const [what, hint] = names[node.type] ?? [`'${node.type}'`];
  c.fail("unsupportedSyntax", node, `a kernel function can't have ${what}`, hint);
}
