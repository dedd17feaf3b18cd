import type { ProgramDefinition, SubprogramDefinition } from "../define/definitions.ts";
import { type ResolvedSection, resolveSection } from "../kernel/index.ts";
import type { ObjectFunction } from "../object/object.ts";
import type { Callee } from "./check/index.ts";
import { STACK_LIMIT } from "./codegen/index.ts";
import type { Collected } from "./collect.ts";
import { type CompiledFunction, compileFunction, type FunctionSurroundings } from "./compile-function.ts";
import { codes } from "./diagnostics/index.ts";
import { KernelTypeEmitter } from "./kernel-types/emit.ts";

type Common = Omit<FunctionSurroundings, "section" | "scope" | "parameters" | "callee">;

/** Compiles the programs of an object, and each subprogram once for every program type that calls it. */
export class FunctionSet {
  readonly #collected: Collected;
  readonly #common: Common;
  readonly #compiled = new Map<string, CompiledFunction>();
  /** Subprograms by the name that they get; undefined for one that has mistakes. */
  readonly #subprograms = new Map<string, CompiledFunction | "compiling" | undefined>();

  constructor(collected: Collected, common: Common) {
    this.#collected = collected;
    this.#common = common;
  }

  compile(): ObjectFunction[] {
    for (const [name, program] of this.#collected.programs) this.#compileProgram(name, program);
    for (const name of this.#collected.programs.keys()) this.#checkStack(name);
    const compiled = [...this.#compiled.values()];
    const uses = compiled.flatMap(({ relocations }) => relocations);
    if (uses.length === 0) return compiled.map((one) => one.function);
    const emitter = new KernelTypeEmitter(
      this.#common.types,
      uses.map(({ number }) => number),
    );
    return compiled.map(({ function: fn, relocations }) => {
      if (relocations.length === 0) return fn;
      return { ...fn, relocations: relocations.map(({ slot, number }) => ({ slot, ...emitter.question(number) })) };
    });
  }

  #compileProgram(name: string, program: ProgramDefinition): void {
    const section = resolveSection(program.section);
    const compiled = compileFunction(
      { name, section: program.section, fn: program.fn, origin: program.origin },
      {
        ...this.#common,
        section,
        scope: this.#collected.entitiesOf(program.scope),
        parameters: undefined,
        callee: (definition, brought) => this.#callee(definition, section, brought),
      },
    );
    if (compiled) this.#compiled.set(name, compiled);
  }

  /** @param brought the name of one that the compiler brings along */
  #callee(
    definition: SubprogramDefinition,
    section: ResolvedSection,
    brought: string | undefined,
  ): Callee | "recursion" | undefined {
    if (brought !== undefined) this.#collected.adopt(definition, brought);
    const name = this.#nameFor(definition, section);
    if (!this.#subprograms.has(name)) {
      this.#subprograms.set(name, "compiling");
      const compiled = compileFunction(
        { name, section: ".text", fn: definition.fn, origin: definition.origin },
        {
          ...this.#common,
          section,
          scope: this.#collected.entitiesOf(definition.scope),
          parameters: definition.arguments,
          callee: (inner, brought) => this.#callee(inner, section, brought),
        },
      );
      this.#subprograms.set(name, compiled);
      if (compiled) this.#compiled.set(name, compiled);
    }
    const known = this.#subprograms.get(name);
    if (known === "compiling") return "recursion";
    return known && { name, result: known.result };
  }

  /** What helpers a subprogram may call depends on who calls it: for a second program type, it is compiled again. */
  #nameFor(definition: SubprogramDefinition, section: ResolvedSection): string {
    const name = this.#collected.nameOf(definition);
    const type = section.programType.name;
    const first = this.#firstCaller.get(definition) ?? type;
    this.#firstCaller.set(definition, first);
    return first === type ? name : `${name}_${type}`;
  }

  readonly #firstCaller = new Map<SubprogramDefinition, string>();

  /** The frames of all functions that are active at once share the stack. */
  #checkStack(name: string): void {
    const chain = this.#deepest(name);
    const total = chain.reduce((sum, link) => sum + (this.#compiled.get(link)?.stackSize ?? 0), 0);
    if (total <= STACK_LIMIT) return;
    const parts = chain.map((link) => `${link} ${this.#compiled.get(link)?.stackSize}`);
    this.#common.report({
      code: codes.stackOverflow.code,
      message: `'${name}' and what it calls need ${total} bytes of stack, and there are ${STACK_LIMIT}: ${parts.join(", ")}`,
      hint: "keep big values in a per-CPU map",
    });
  }

  /** The functions that are active at once where most stack is used. */
  #deepest(name: string): string[] {
    const compiled = this.#compiled.get(name);
    if (!compiled) return [];
    let deepest: string[] = [];
    let most = -1;
    for (const reference of compiled.function.references) {
      if (reference.kind !== "call") continue;
      const chain = this.#deepest(reference.function);
      const size = chain.reduce((sum, link) => sum + (this.#compiled.get(link)?.stackSize ?? 0), 0);
      if (size > most) [deepest, most] = [chain, size];
    }
    return [name, ...deepest];
  }
}
