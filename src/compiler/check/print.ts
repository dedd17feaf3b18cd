import { coreKey } from "../kernel-types/kernel-types.ts";
import type { Expression, Local, Place, Statement, Type, TypedFunction } from "./typed-tree.ts";

/** The typed tree as text, for `--print=typed`. */
export function printTyped(fn: TypedFunction): string {
  const locals = fn.locals.map((local) => `  ${nameOf(local)}: ${local.type ? typeName(local.type) : "unused"}`);
  return [`function ${fn.name}`, ...locals, ...fn.body.flatMap((statement) => printStatement(statement, "  "))].join(
    "\n",
  );
}

function printStatement(statement: Statement, indent: string): string[] {
  const nested = (body: readonly Statement[]) => body.flatMap((one) => printStatement(one, `${indent}  `));
  switch (statement.statement) {
    case "expression":
      return [indent + show(statement.value)];
    case "if":
      return [
        `${indent}if ${show(statement.test)}`,
        ...nested(statement.then),
        ...(statement.otherwise.length > 0 ? [`${indent}else`, ...nested(statement.otherwise)] : []),
      ];
    case "loop":
      return [
        `${indent}loop ${statement.label} while ${statement.test ? show(statement.test) : "true"}`,
        ...nested(statement.body),
        ...statement.update.map((update) => `${indent}  next ${show(update)}`),
      ];
    case "range":
      return [
        `${indent}range ${statement.label} ${nameOf(statement.local)} of ${show(statement.count)}`,
        ...nested(statement.body),
      ];
    case "switch":
      return [
        `${indent}switch ${statement.label} ${show(statement.value)}`,
        ...statement.cases.flatMap(({ test, body: inner }) => [
          `${indent}  case ${test ? show(test) : "default"}`,
          ...inner.flatMap((one) => printStatement(one, `${indent}    `)),
        ]),
      ];
    case "break":
    case "continue":
      return [`${indent}${statement.statement} ${statement.label}`];
    case "block":
      return nested(statement.body);
    case "return":
      return [`${indent}return${statement.value ? ` ${show(statement.value)}` : ""}`];
  }
}

function show(expression: Expression): string {
  return `${body(expression)}: ${typeName(expression.type)}`;
}

function body(expression: Expression): string {
  switch (expression.node) {
    case "number":
      return String(expression.value);
    case "text":
      return JSON.stringify(expression.text);
    case "core":
      return `(core ${coreKey(expression.number)})`;
    case "contextField":
      return `[context + ${coreKey(expression.offset)}]`;
    case "probe":
      return `${expression.signature.name}(${show(expression.address)})`;
    case "undefined":
      return "undefined";
    case "local":
      return nameOf(expression.local);
    case "assign":
      return `(${nameOf(expression.local)} = ${show(expression.value)})`;
    case "binary":
      return `(${expression.operator} ${show(expression.left)}, ${show(expression.right)})`;
    case "compare":
      return `(${expression.predicate} ${show(expression.left)}, ${show(expression.right)})`;
    case "truth":
    case "not":
    case "retype":
      return `(${expression.node} ${show(expression.value)})`;
    case "convert":
      return `(${expression.signed ? "i" : "u"}${expression.bits} ${show(expression.value)})`;
    case "bytes":
      return hex(expression.bytes);
    case "sameBytes":
      return `(same ${show(expression.value)}, ${hex(expression.bytes)})`;
    case "sameText":
      return `(same text ${show(expression.left)}, ${show(expression.right)})`;
    case "kernelCall":
      return `kernel ${expression.function}(${expression.operands.map(operand).join(", ")})`;
    case "filled":
      return `${expression.signature.name}(${expression.operands.map(operand).join(", ")})`;
    case "reserve":
      return `(reserve ${expression.schema.size} bytes, map ${expression.map})`;
    case "scratch":
      return `(scratch ${expression.map})`;
    case "optional":
      return `(optional ${show(expression.present)}, ${show(expression.value)})`;
    case "header":
      return `(${expression.node} ${expression.schema.size} bytes, ${show(expression.offset)})`;
    case "and":
    case "or":
    case "coalesce":
      return `(${expression.node} ${show(expression.left)}, ${show(expression.right)})`;
    case "conditional":
      return `(${show(expression.test)} ? ${show(expression.then)} : ${show(expression.otherwise)})`;
    case "read":
      return place(expression.place);
    case "reference":
      return `&${place(expression.place)}`;
    case "write":
      return `(${place(expression.place)} = ${show(expression.value)})`;
    case "modify":
      return `(${expression.atomic ? "atomic " : ""}${expression.operator} ${place(expression.place)}, ${show(expression.value)})`;
    case "exchange":
      return `(exchange ${place(expression.place)}, ${expression.expected ? `${show(expression.expected)}, ` : ""}${show(expression.value)})`;
    case "temporary":
      return `{${expression.fields.map((field) => `+${field.offset} ${show(field.value)}`).join(", ")}}`;
    case "helper":
      return `${expression.signature.name}(${expression.operands.map(operand).join(", ")})`;
    case "call":
      return `${expression.function}(${expression.operands.map(operand).join(", ")})`;
    case "storage":
      return `(storage ${expression.action}, map ${expression.map}, ${expression.owner.kind})`;
    case "select":
      return `(select map ${expression.map}, ${operand(expression.key)}, ${show(expression.flags)})`;
    case "lookupOrInsert":
      return `lookupOrInsert(map ${expression.map}, ${operand(expression.key)}, ${operand(expression.initial)})`;
    case "block":
      return `{${expression.body.flatMap((one) => printStatement(one, " ")).join(";")}; ${show(expression.result)}}`;
    case "sequence":
      return `(${[...expression.first, expression.last].map(show).join("; ")})`;
  }
}

function hex(bytes: Uint8Array): string {
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join(" ");
}

function operand(one: (Expression & { node: "helper" })["operands"][number]): string {
  switch (one.kind) {
    case "context":
      return "context";
    case "map":
      return `map ${one.map}`;
    case "destination":
      return "destination";
    case "size":
      return `${one.bytes} bytes`;
    case "value":
      return show(one.value);
    case "copied":
      return `&(${show(one.value)})`;
  }
}

function place({ base, offset, indexes }: Place): string {
  const index = indexes.map(({ value, scale }) => ` + ${show(value)} * ${scale}`).join("");
  return `[${baseName(base)} + ${offset}${index}]`;
}

function baseName(base: Place["base"]): string {
  switch (base.kind) {
    case "context":
      return "context";
    case "data":
      return base.symbol;
    case "perCpu":
      return `${base.symbol}[cpu]`;
    case "mapValue":
      return `${base.map}[0]`;
    case "element":
      return `${base.map}[${show(base.index)}]`;
    case "pointer":
      return show(base.value);
  }
}

function nameOf(local: Local): string {
  return `${local.name}#${local.id}`;
}

function typeName(type: Type): string {
  switch (type.kind) {
    case "integer":
      return `${type.signed ? "i" : "u"}${type.bits}`;
    case "reference":
      return `${type.region} ${type.schema.kind}${type.nullable ? "?" : ""}`;
    default:
      return type.kind;
  }
}
