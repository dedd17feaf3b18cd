import type {
  AssignmentExpression,
  BinaryExpression,
  LogicalExpression,
  Expression as Node,
  UnaryExpression,
  UpdateExpression,
} from "acorn";
import { kernelConstants } from "../../kernel/index.ts";
import { checkCall } from "./calls.ts";
import { type Checker, describeType } from "./checker.ts";
import { checkCondition, negate } from "./conditions.ts";
import {
  type ArithmeticOperator,
  booleanType,
  foldLiterals,
  integerType,
  isLiteral,
  isUnsigned64,
  literalType,
  machineOperator,
  mayBeNegative,
  resultType,
} from "./integers.ts";
import { checkPlace, constantMember, readPlace } from "./places.ts";
import { I64, join, rangeOf, U64 } from "./range.ts";
import { modifyPlace, writePlace } from "./stores.ts";
import type { Expression, IntegerType, Local, Type } from "./typed-tree.ts";

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

/** A value that must be an integer or a boolean, as an integer. */
export function checkInteger(c: Checker, node: Node): Expression & { type: IntegerType } {
  return asInteger(c, checkExpression(c, node), node);
}

export function asInteger(c: Checker, value: Expression, node: Node): Expression & { type: IntegerType } {
  if (value.type.kind === "integer") return value as Expression & { type: IntegerType };
  if (value.type.kind === "boolean") {
    const type = integerType(64, true, { min: 0n, max: 1n });
    if (value.node === "number") return { ...value, type: literalType(value.value) };
    return { ...spanOf(c, node), node: "retype", value, type };
  }
  if (value.type.kind === "reference" && value.type.boxed) {
    const name = c.parsed.text.slice(c.position(node), c.end(node));
    c.fail("wrongType", node, `'${name}' is where a number is kept, not the number`, `write ${name}.value`);
  }
  c.fail("wrongType", node, `a number is needed here, not ${describeType(value.type)}`);
}

export function numberNode(c: Checker, node: Node, value: bigint): Expression {
  return at(c, node, { node: "number", value, type: literalType(value) });
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

function fitted(c: Checker, node: Node, value: bigint): Expression {
  if (value > U64.max || value < I64.min) c.fail("doesNotFit", node, `${value} does not fit 64 bits`);
  return numberNode(c, node, value);
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
    c.fail("unknownMember", node, `'bpf' has no '${name}' for ${c.surroundings.section.programType.name} programs`);
  }
  return BigInt(constant);
}

export function literalEntity(c: Checker, node: Node, value: bigint | boolean | string): Expression {
  if (typeof value === "string")
    return at(c, node, { node: "text", text: value, type: { kind: "string", text: value } });
  if (typeof value === "boolean") return at(c, node, { node: "number", value: value ? 1n : 0n, type: booleanType });
  return fitted(c, node, value);
}

export function outsideName(c: Checker, node: Node & { type: "Identifier" }): never {
  c.fail(
    "outsideName",
    node,
    `'${node.name}' comes from outside: a kernel function sees only its parameters and its own locals`,
    `put it in the scope: program(section, { ${node.name} }, (ctx, { ${node.name} }) => …)`,
  );
}

function checkUnary(c: Checker, node: UnaryExpression): Expression {
  switch (node.operator) {
    case "!":
      return negate(checkCondition(c, node.argument).value, spanOf(c, node));
    case "void":
      return at(c, node, { node: "undefined", type: { kind: "undefined" } });
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
  return checkCondition(c, node).value;
}

/** The operation on two integers, folded when both are literals. */
export function arithmetic(
  c: Checker,
  node: Node,
  operator: ArithmeticOperator,
  left: Expression & { type: IntegerType },
  right: Expression & { type: IntegerType },
): Expression & { type: IntegerType } {
  const divides = operator === "/" || operator === "%";
  const shifts = operator === "<<" || operator === ">>" || operator === ">>>";
  if (divides && isLiteral(right) && right.value === 0n) c.fail("divisionByZero", node, "this divides by zero");
  if (shifts && isLiteral(right) && (right.value < 0n || right.value > 63n)) {
    c.fail("shiftCount", node, `a shift by ${right.value}: a 64-bit number can be shifted by 0 to 63`);
  }
  if (isLiteral(left) && isLiteral(right)) {
    const folded = foldLiterals(operator, left.value, right.value);
    if (folded !== undefined) return fitted(c, node, folded) as Expression & { type: IntegerType };
  }
  if (divides) rejectMixedSigns(c, node, operator, left, right);
  let operand = left;
  if (operator === ">>>" && left.type.signed && left.type.bits < 64 && mayBeNegative(left.type)) {
    operand = convert(left, left.type.bits as 8 | 16 | 32, false);
  }
  return {
    ...spanOf(c, node),
    node: "binary",
    operator: machineOperator(operator, left.type, right.type),
    left: operand,
    right,
    type: isObscure(operator, left, right)
      ? { ...resultType(operator, left.type, right.type), obscure: true }
      : resultType(operator, left.type, right.type),
  };
}

/** Whether the verifier loses sight of the result's range. A constant mask shows it again. */
function isObscure(
  operator: ArithmeticOperator,
  left: Expression & { type: IntegerType },
  right: Expression & { type: IntegerType },
): boolean {
  if (operator === "&" && ((isLiteral(left) && left.value >= 0n) || (isLiteral(right) && right.value >= 0n)))
    return false;
  if (operator === "/" || operator === "%") return true;
  const shifts = operator === "<<" || operator === ">>" || operator === ">>>";
  return (shifts && !isLiteral(right)) || left.type.obscure === true || right.type.obscure === true;
}

/** A `u64` and a value that may be negative have no common meaning in an operation that looks at signs. */
export function rejectMixedSigns(
  c: Checker,
  node: Node,
  operator: string,
  left: Expression & { type: IntegerType },
  right: Expression & { type: IntegerType },
): void {
  const mixed =
    (isUnsigned64(left.type) && mayBeNegative(right.type)) || (isUnsigned64(right.type) && mayBeNegative(left.type));
  if (mixed) {
    c.fail(
      "mixedSigns",
      node,
      `'${operator}' between a u64 and a signed value that may be negative`,
      "say which is meant with a cast: bpf.i64(…) or bpf.u64(…)",
    );
  }
}

/** Keeps the low bits of a value, unless it has no others. */
export function convert(
  value: Expression,
  bits: 8 | 16 | 32 | 64,
  signed: boolean,
): Expression & { type: IntegerType } {
  const limit = rangeOf(bits, signed);
  const from = value.type.kind === "integer" ? value.type.range : { min: 0n, max: 1n };
  const obscure = value.type.kind === "integer" && value.type.obscure === true;
  const { position, end } = value;
  if (obscure && bits === 64)
    return { node: "retype", value, position, end, type: { ...integerType(bits, signed, from), obscure } };
  if (!obscure && from.min >= limit.min && from.max <= limit.max) {
    return { node: "retype", value, position, end, type: integerType(bits, signed, from) };
  }
  if (bits === 64) return { node: "retype", value, position, end, type: integerType(64, signed) };
  return { node: "convert", value, bits, signed, position, end, type: integerType(bits, signed) };
}

function checkLogical(c: Checker, node: LogicalExpression): Expression {
  const before = c.flow;
  const whole = checkCondition(c, node);
  if (whole.isBoolean) {
    c.flow = whole.whenTrue.join(whole.whenFalse);
    return whole.value;
  }
  // `a || b` of numbers gives one of them, as in JavaScript.
  c.flow = before;
  const test = checkCondition(c, node.left);
  const isOr = node.operator === "||";
  c.flow = isOr ? test.whenFalse : test.whenTrue;
  const right = checkInteger(c, node.right);
  c.flow = c.flow.join(isOr ? test.whenTrue : test.whenFalse);
  const left = asInteger(c, test.operand, node.left);
  return {
    ...spanOf(c, node),
    node: isOr ? "or" : "and",
    left,
    right,
    type: joinedType(c, node, left.type, right.type),
  };
}

/** `a && b()` as a statement, also in the form that minifiers give an `if`. */
function checkGuarded(c: Checker, node: LogicalExpression): Expression {
  const test = checkCondition(c, node.left);
  const isOr = node.operator === "||";
  c.flow = isOr ? test.whenFalse : test.whenTrue;
  const effect = checkForEffect(c, node.right);
  c.flow = c.flow.join(isOr ? test.whenTrue : test.whenFalse);
  const nothing: Expression = { ...spanOf(c, node), node: "undefined", type: { kind: "undefined" } };
  const [then, otherwise] = isOr ? [nothing, effect] : [effect, nothing];
  return { ...spanOf(c, node), node: "conditional", test: test.value, then, otherwise, type: { kind: "void" } };
}

function checkConditional(c: Checker, node: Node & { type: "ConditionalExpression" }): Expression {
  const test = checkCondition(c, node.test);
  if (test.value.node === "number") {
    return checkExpression(c, test.value.value !== 0n ? node.consequent : node.alternate);
  }
  c.flow = test.whenTrue;
  let then = checkExpression(c, node.consequent);
  const afterThen = c.flow;
  c.flow = test.whenFalse;
  let otherwise = checkExpression(c, node.alternate);
  c.flow = afterThen.join(c.flow);
  if (then.type.kind === "boolean" && otherwise.type.kind === "integer") then = asInteger(c, then, node.consequent);
  if (otherwise.type.kind === "boolean" && then.type.kind === "integer")
    otherwise = asInteger(c, otherwise, node.alternate);
  return {
    ...spanOf(c, node),
    node: "conditional",
    test: test.value,
    then,
    otherwise,
    type: joinedType(c, node, then.type, otherwise.type),
  };
}

/** The type of an expression that is one of two. */
export function joinedType(c: Checker, node: Node, a: Type, b: Type): Type {
  if (a.kind === "integer" && b.kind === "integer") {
    const range = join(a.range, b.range);
    if (a.obscure || b.obscure) {
      const plain = joinedType(c, node, { ...a, obscure: false }, { ...b, obscure: false });
      return { ...(plain as IntegerType), obscure: true };
    }
    if (a.bits === b.bits && a.signed === b.signed) return { ...a, range };
    if (isUnsigned64(a) || isUnsigned64(b)) {
      if (range.min < 0n) {
        c.fail(
          "mixedSigns",
          node,
          "this is a u64 in one case and a signed value that may be negative in the other",
          "cast one of them",
        );
      }
      return integerType(64, false, range);
    }
    return integerType(64, true, range);
  }
  if (
    a.kind === "reference" &&
    b.kind === "reference" &&
    a.schema === b.schema &&
    a.region === b.region &&
    a.boxed === b.boxed
  ) {
    return { ...a, nullable: a.nullable || b.nullable };
  }
  if (a.kind === b.kind && (a.kind === "boolean" || a.kind === "undefined" || a.kind === "void")) return a;
  c.fail("wrongType", node, `this is ${describeType(a)} in one case and ${describeType(b)} in the other`);
}

/** `row?.packets ?? 0`, and `a ?? b` between references. */
function checkCoalesce(c: Checker, node: LogicalExpression): Expression {
  let left: Node = node.left as Node;
  while (left.type === "ParenthesizedExpression") left = left.expression;
  if (left.type === "ChainExpression") return checkOptionalMember(c, node, left);
  const value = checkExpression(c, left);
  if (value.type.kind !== "reference")
    c.fail("wrongType", left, `'??' needs something that may be undefined, not ${describeType(value.type)}`);
  const before = c.flow;
  const right = checkExpression(c, node.right);
  c.flow = before.join(c.flow);
  const type = joinedType(c, node, { ...value.type, nullable: false }, right.type);
  return { ...spanOf(c, node), node: "coalesce", left: value, right, type };
}

/** `found?.field ?? value`, where `found` is a local or what a lookup gives. */
function checkOptionalMember(
  c: Checker,
  node: LogicalExpression,
  left: Node & { type: "ChainExpression" },
): Expression {
  const member = left.expression;
  if (member.type !== "MemberExpression" || !member.optional || member.object.type === "Super") {
    c.fail(
      "unsupportedSyntax",
      left,
      "'?.' is understood in the form found?.field ?? value",
      "test what was looked up with an if",
    );
  }
  const { object } = member;
  return c.inScope(() => {
    // What was looked up gets a name that no program has, so that it is looked up once.
    const found = { type: "Identifier", name: "found?", start: object.start, end: object.end } as const;
    const value = checkExpression(c, object);
    const local = c.declare(object, found.name, true);
    c.assign(local, value, object);
    const assign: Expression = { ...spanOf(c, object), node: "assign", local, value, result: "new", type: value.type };
    const test = checkCondition(c, found);
    c.flow = test.whenTrue;
    const then = checkExpression(c, { ...member, optional: false, object: found });
    const after = c.flow;
    c.flow = test.whenFalse;
    const otherwise = checkExpression(c, node.right);
    c.flow = after.join(c.flow);
    const type = joinedType(c, node, then.type, otherwise.type);
    const last: Expression = { ...spanOf(c, node), node: "conditional", test: test.value, then, otherwise, type };
    return { ...spanOf(c, node), node: "sequence", first: [assign], last, type };
  });
}

function checkAssignment(c: Checker, node: AssignmentExpression, result: "none" | "new"): Expression {
  const target = node.left;
  if (target.type !== "Identifier" && target.type !== "MemberExpression") {
    c.fail("unsupportedSyntax", target, "a kernel function can't assign to a pattern", "assign one name at a time");
  }
  const operator = node.operator.slice(0, -1);
  if (operator === "&&" || operator === "||" || operator === "??") {
    c.fail("unsupportedSyntax", node, `a kernel function has no '${node.operator}'`, "write it as an if");
  }
  if (operator === "**") c.fail("unsupportedSyntax", node, "a kernel function has no '**='");
  if (target.type === "Identifier") {
    const local = assignableLocal(c, target);
    const value =
      operator === ""
        ? checkExpression(c, node.right)
        : arithmetic(c, node, operator as ArithmeticOperator, checkInteger(c, target), checkInteger(c, node.right));
    return assignLocal(c, node, local, value, "new");
  }
  const place = checkPlace(c, target);
  if (operator === "") return writePlace(c, node, place, node.right);
  return modifyPlace(c, node, place, operator as ArithmeticOperator, checkInteger(c, node.right), result);
}

function checkUpdate(c: Checker, node: UpdateExpression, result: "none" | "old" | "new"): Expression {
  const operator = node.operator === "++" ? "+" : "-";
  const target = node.argument as Node;
  const one = numberNode(c, node, 1n) as Expression & { type: IntegerType };
  if (target.type === "Identifier") {
    const local = assignableLocal(c, target);
    const value = arithmetic(c, node, operator, checkInteger(c, target), one);
    const before = c.typeOf(local, target);
    const assigned = assignLocal(c, node, local, value, result === "old" ? "old" : "new");
    return result === "old" ? { ...assigned, type: before } : assigned;
  }
  if (target.type !== "MemberExpression")
    c.fail("unsupportedSyntax", node, `'${node.operator}' needs a local or a field`);
  return modifyPlace(c, node, checkPlace(c, target), operator, one, result);
}

function assignableLocal(c: Checker, node: Node & { type: "Identifier" }): Local {
  const binding = c.resolve(node.name);
  if (!binding) outsideName(c, node);
  if (binding.kind !== "local") {
    const hint = binding.kind === "entity" ? `assign to ${node.name}.value` : undefined;
    c.fail("constantAssignment", node, `'${node.name}' can't be assigned to`, hint);
  }
  if (binding.local.constant) c.fail("constantAssignment", node, `'${node.name}' is a const`, "declare it with let");
  return binding.local;
}

function assignLocal(c: Checker, node: Node, local: Local, value: Expression, result: "old" | "new"): Expression {
  c.assign(local, value, node);
  return { ...spanOf(c, node), node: "assign", local, value, result, type: value.type };
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
