import type { TypedFunction } from "../check/typed-tree.ts";
import type { IrFunction } from "../ir/ir.ts";
import type { Layout } from "./layout.ts";
import { Lowering } from "./lowering.ts";
import { lowerStatements } from "./statements.ts";

/** Turns a checked function into the intermediate representation. */
export function lower(fn: TypedFunction, layout: Layout): IrFunction {
  const lowering = new Lowering(fn, layout);
  lowerStatements(lowering, fn.body);
  lowering.locals.finish();
  return lowering.b.fn;
}
