import type { CallExpression, MemberExpression, Expression as Node } from "acorn";
import {
  type KernelFunction,
  type KernelFunctionParameter,
  type KernelType,
  kernelFunction,
  kernelFunctionNames,
} from "../../kernel/kernel-functions.ts";
import { isAcquiring, isRelease } from "../../kernel/kernel-object-rules.ts";
import { type AnySchema, StructSchema, u8, u64 } from "../../schema/index.ts";
import { checkInteger, convert, numberNode } from "./arithmetic.ts";
import { bpfMember, memory, nearest, plainOperand, requirePresent } from "./calls.ts";
import { type Checker, describeType } from "./checker.ts";
import { checkExpression, spanOf } from "./expressions.ts";
import { booleanType, integerType } from "./integers.ts";
import { entityOf } from "./places.ts";
import type { Expression, HelperOperand, Type } from "./typed-tree.ts";

type MemoryPointer = Extract<KernelType, { kind: "pointer" }>;

/** The name behind `bpf.kfunc.name`. */
export function kernelFunctionMember(c: Checker, callee: CallExpression["callee"]): string | undefined {
  if (callee.type !== "MemberExpression" || callee.computed || callee.property.type !== "Identifier") return undefined;
  return bpfMember(c, (callee as MemberExpression).object as Node) === "kfunc" ? callee.property.name : undefined;
}

/** The size of the memory before it, or something that the verifier fills in: not an argument in a kernel function. */
function isImplied({ name }: KernelFunctionParameter): boolean {
  return name.endsWith("__sz") || name.endsWith("__szk") || name.endsWith("__prog");
}

/** `bpf.kfunc.name(…)`: a call of a function of the kernel. */
export function checkKernelFunction(c: Checker, node: CallExpression, name: string): Expression {
  const called = find(c, node, name);
  requireGpl(c, node, name);
  const wanted = called.parameters.filter((parameter) => !isImplied(parameter));
  const given = node.arguments as Node[];
  if (given.length !== wanted.length) {
    const takes = wanted.length === 1 ? "1 argument" : `${wanted.length} arguments`;
    const list = wanted.map((parameter) => parameter.name).join(", ");
    c.fail("wrongArguments", node, `${name}(${list}) takes ${takes}, and ${given.length} are given`);
  }
  const operands: HelperOperand[] = [];
  let next = 0;
  for (const [index, parameter] of called.parameters.entries()) {
    if (parameter.name.endsWith("__prog")) operands.push({ kind: "value", value: numberNode(c, node, 0n) });
    if (isImplied(parameter)) continue;
    const following = called.parameters[index + 1];
    const sized = following !== undefined && isImplied(following) && !following.name.endsWith("__prog");
    operands.push(...operandsFor(c, given[next++] as Node, name, parameter, sized));
  }
  return resultOf(c, node, called, operands);
}

function find(c: Checker, node: CallExpression, name: string): KernelFunction {
  const found = kernelFunction(name);
  if (found && !name.startsWith("bpf_iter_")) return found;
  const hint = found
    ? "bpf.range(n) counts with the kernel's iterator over numbers"
    : (nearest(name, kernelFunctionNames()) ?? "the table of kernel functions is that of Linux 6.18");
  const what = found
    ? `'${name}' is a part of an iterator, and is not called by itself`
    : `no kernel function '${name}' is known`;
  c.fail("unknownKernelFunction", node.callee, what, hint);
}

function requireGpl(c: Checker, node: CallExpression, name: string): void {
  if (c.surroundings.gplCompatible) return;
  c.fail(
    "unknownHelper",
    node.callee,
    `the kernel offers its function ${name} only to programs under a GPL-compatible licence`,
    'compile with { license: "GPL" } or "Dual MIT/GPL", where that is right for your code',
  );
}

function operandsFor(
  c: Checker,
  node: Node,
  name: string,
  parameter: KernelFunctionParameter,
  sized: boolean,
): HelperOperand[] {
  const { type } = parameter;
  if (type.kind !== "pointer") return [{ kind: "value", value: checkInteger(c, node) }];
  if (parameter.name.endsWith("__ign")) return [plainOperand(c, node)];
  if (parameter.name.endsWith("__map")) {
    const map = entityOf(c, node)?.entity;
    if (map?.kind !== "map") c.fail("wrongType", node, `${name} needs a map of the scope here`);
    return [{ kind: "map", map: map.name }];
  }
  if (parameter.name.endsWith("__str")) return [textOperand(c, node, name)];
  if (type.target.kind === "function")
    c.fail("wrongType", node, `${name} takes a function, which can't be handed over`);
  if (node.type === "Identifier") {
    const binding = c.resolve(node.name);
    if (binding?.kind === "context") return [{ kind: "context" }];
    if (binding?.kind === "local" && isObject(binding.local.type)) return [objectOperand(c, node, name, type)];
  }
  const isOptional = /__(nullable|opt)$/.test(parameter.name);
  if (isOptional && node.type === "Identifier" && node.name === "undefined") {
    return [{ kind: "value", value: numberNode(c, node, 0n) }, ...(sized ? [{ kind: "size", bytes: 0 } as const] : [])];
  }
  const access = type.constant ? "read" : "write";
  const { pointer, bytes } = memory(c, node, { name }, access);
  if (isObject(pointer.type)) {
    c.fail(
      "lostReference",
      node,
      `what ${name} is given here has no name, and could not be released`,
      "bind it to a const, test it, and release it in the end",
    );
  }
  const value: HelperOperand = { kind: "value", value: pointer };
  return sized ? [value, { kind: "size", bytes }] : [value];
}

function isObject(type: Type | undefined): boolean {
  return type?.kind === "reference" && type.region === "kernel";
}

/** A kernel object that another function of the kernel gave. A release spends it. */
function objectOperand(c: Checker, node: Node, name: string, wanted: MemoryPointer): HelperOperand {
  const value = checkExpression(c, node);
  const { type } = value;
  if (value.node !== "local" || type.kind !== "reference" || type.object === undefined) {
    c.fail("wrongType", node, `${name} needs a kernel object here, not ${describeType(type)}`);
  }
  requirePresent(c, node, type);
  const { target } = wanted;
  const fits = target.kind !== "struct" || target.name === type.object || `bpf_${target.name}` === type.object;
  if (target.kind === "struct" && !fits) {
    c.fail(
      "wrongType",
      node,
      `${name} needs a struct ${target.name} here, and '${value.local.name}' is a struct ${type.object}`,
    );
  }
  if (isRelease(name)) {
    if (!c.flow.fact(value.local)?.reserved) {
      const hint = "only what was acquired is released, once, by the name that it was bound to first";
      c.fail(
        "lostReference",
        node,
        `'${value.local.name}' holds no reference of its own that ${name} could take back`,
        hint,
      );
    }
    c.setFact(value.local, { reserved: false, spent: true });
  }
  return { kind: "value", value };
}

function textOperand(c: Checker, node: Node, name: string): HelperOperand {
  const text = checkExpression(c, node);
  if (text.node !== "text") c.fail("wrongType", node, `${name} needs a literal text here`);
  const symbol = c.surroundings.internText(text.text);
  const place = { base: { kind: "data", symbol }, offset: 0, indexes: [], schema: u64, region: "readOnly" } as const;
  const type = {
    kind: "reference",
    schema: u64,
    region: "readOnly",
    nullable: false,
    boxed: false,
    origin: "",
  } as const;
  return { kind: "value", value: { ...spanOf(c, node), node: "reference", place, type } };
}

function resultOf(
  c: Checker,
  node: CallExpression,
  { name, returns }: KernelFunction,
  operands: readonly HelperOperand[],
): Expression {
  const call = (type: Type): Expression => ({ ...spanOf(c, node), node: "kernelCall", function: name, operands, type });
  switch (returns.kind) {
    case "void":
      return call({ kind: "void" });
    case "integer": {
      const { bits, signed } = returns;
      // What is above the bits of its type is left over from anything.
      return bits === 64 ? call(integerType(64, signed)) : convert(call(integerType(64, true)), bits, signed);
    }
    case "enum":
      return convert(call(integerType(64, true)), 32, true);
    case "boolean":
      return { ...convert(call(integerType(64, true)), 8, false), type: booleanType };
    case "pointer": {
      const { target } = returns;
      if (target.kind !== "struct") {
        c.fail("wrongType", node, `${name} gives the address of memory, which a kernel function has no use for`);
      }
      const origin = `the kernel may have no such ${target.name}`;
      const reserved = isAcquiring(name) ? { reserved: true } : {};
      const schema = objectSchema(target.name);
      const kind = { kind: "reference", region: "kernel", nullable: true, boxed: false, object: target.name } as const;
      return call({ ...kind, schema, origin, ...reserved });
    }
  }
}

const objects = new Map<string, AnySchema>();

/** Kernel objects have no field that a function could name; those of one struct are of one type. */
function objectSchema(name: string): AnySchema {
  let schema = objects.get(name);
  if (!schema) {
    schema = new StructSchema({ "?": u8 });
    objects.set(name, schema);
  }
  return schema;
}
