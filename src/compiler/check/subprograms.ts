import type { CallExpression, Expression as Node } from "acorn";
import type { SubprogramArgument, SubprogramDefinition } from "../../define/definitions.ts";
import { asInteger, convert } from "./arithmetic.ts";
import { expectArguments } from "./calls.ts";
import { type Checker, describeType } from "./checker.ts";
import { spanOf } from "./expressions.ts";
import { schemaName } from "./places.ts";
import { valueFor } from "./stores.ts";
import { Abandoned } from "./surroundings.ts";
import type { Expression, HelperOperand, Type } from "./typed-tree.ts";

/** Checks a call of a function that is compiled on its own. */
export function checkSubprogramCall(
  c: Checker,
  node: CallExpression,
  name: string,
  definition: SubprogramDefinition,
): Expression {
  expectArguments(c, node, name, definition.arguments.length);
  const operands = definition.arguments.map((argument, index) =>
    argumentOperand(c, node.arguments[index] as Node, name, argument),
  );
  const callee = c.surroundings.callee(definition);
  if (callee === "recursion") {
    c.fail(
      "recursion",
      node,
      `'${name}' calls itself, or is called by what it calls: a kernel function has no recursion`,
    );
  }
  // Its own mistakes were reported where they are.
  if (!callee) throw new Abandoned();
  return { ...spanOf(c, node), node: "call", function: callee.name, operands, type: resultType(callee.result) };
}

/** The verifier follows the values that a function gives, but not always as far as we do. */
function resultType(result: Type): Type {
  return result.kind === "integer" ? { ...result, obscure: true } : result;
}

function argumentOperand(c: Checker, node: Node, name: string, argument: SubprogramArgument): HelperOperand {
  if (argument.kind === "context") {
    if (node.type !== "Identifier" || c.resolve(node.name)?.kind !== "context") {
      c.fail("wrongType", node, `'${name}' needs the context here`);
    }
    return { kind: "context" };
  }
  const value = valueFor(c, node, argument, true);
  if (argument.kind === "integer") {
    return { kind: "value", value: convert(asInteger(c, value, node), argument.bits, argument.signed) };
  }
  if (argument.kind === "boolean") return { kind: "value", value };
  if (value.type.kind !== "reference") {
    c.fail("wrongType", node, `'${name}' needs a ${schemaName(argument)} here, not ${describeType(value.type)}`);
  }
  if (value.type.region === "readOnly" || value.type.region === "packet") {
    c.fail(
      "wrongType",
      node,
      `'${name}' may write to its arguments, and this memory is ${value.type.region}`,
      "pass its fields as numbers",
    );
  }
  return { kind: "value", value };
}
