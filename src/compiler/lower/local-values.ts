import type { Local } from "../check/typed-tree.ts";
import type { FunctionBuilder } from "../ir/builder.ts";
import type { Block, Edge, Parameter, Value, ValueType } from "../ir/ir.ts";
import { replaceValues } from "../ir/operands.ts";

/**
 * Turns locals into values while blocks are built, after Braun et al., "Simple and Efficient Construction of Static Single
 * Assignment Form" (2013): a block asks the blocks before it for a local's value, and gets a parameter where they differ. A block
 * that may still get more predecessors is not sealed; its parameters are completed when it is.
 */
export class LocalValues {
  readonly #builder: FunctionBuilder;
  readonly #definitions = new Map<Block, Map<Local, Value>>();
  readonly #incoming = new Map<Block, { from: Block; edge: Edge }[]>();
  readonly #open = new Map<Block, { local: Local; parameter: Parameter }[]>();

  constructor(builder: FunctionBuilder) {
    this.#builder = builder;
  }

  write(block: Block, local: Local, value: Value): void {
    let definitions = this.#definitions.get(block);
    if (!definitions) {
      definitions = new Map();
      this.#definitions.set(block, definitions);
    }
    definitions.set(local, value);
  }

  read(block: Block, local: Local): Value {
    const known = this.#definitions.get(block)?.get(local);
    if (known) return known;
    const open = this.#open.get(block);
    if (open) {
      const parameter = this.#parameter(block, local);
      open.push({ local, parameter });
      return parameter;
    }
    const incoming = this.#incoming.get(block) ?? [];
    const [only] = incoming;
    if (only && incoming.length === 1) {
      const value = this.read(only.from, local);
      this.write(block, local, value);
      return value;
    }
    const parameter = this.#parameter(block, local);
    this.#complete(block, local);
    return parameter;
  }

  /** Notes an edge. All edges into a block are noted before it is sealed, or read when it never was open. */
  connect(from: Block, edge: Edge): void {
    const incoming = this.#incoming.get(edge.block);
    if (incoming) incoming.push({ from, edge });
    else this.#incoming.set(edge.block, [{ from, edge }]);
  }

  /** Says that more edges into this block are to come. */
  open(block: Block): void {
    this.#open.set(block, []);
  }

  /** Says that all edges into this block are known. */
  seal(block: Block): void {
    const open = this.#open.get(block) ?? [];
    this.#open.delete(block);
    for (const { local } of open) this.#complete(block, local);
  }

  #parameter(block: Block, local: Local): Parameter {
    const type: ValueType = local.type?.kind === "reference" ? "pointer" : "integer";
    const parameter = this.#builder.addParameter(block, type);
    this.write(block, local, parameter);
    return parameter;
  }

  #complete(block: Block, local: Local): void {
    for (const { from, edge } of this.#incoming.get(block) ?? []) edge.arguments.push(this.read(from, local));
  }

  /** Takes away parameters that always receive the same value. */
  finish(): void {
    const replacements = new Map<Value, Value>();
    const resolve = (value: Value): Value => {
      let found = value;
      for (let next = replacements.get(found); next; next = replacements.get(found)) found = next;
      return found;
    };
    let changed = true;
    while (changed) {
      changed = false;
      for (const [block, incoming] of this.#incoming) {
        for (let index = block.parameters.length - 1; index >= 0; index--) {
          const parameter = block.parameters[index] as Parameter;
          const values = new Set(incoming.map(({ edge }) => resolve(edge.arguments[index] as Value)));
          values.delete(parameter);
          const [value] = values;
          if (values.size !== 1 || !value) continue;
          replacements.set(parameter, value);
          block.parameters.splice(index, 1);
          for (const { edge } of incoming) edge.arguments.splice(index, 1);
          changed = true;
        }
      }
    }
    replaceValues(this.#builder.fn, replacements);
  }
}
