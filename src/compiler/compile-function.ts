import { relative } from "node:path";
import type { BtfBuilder, BtfId } from "../btf/index.ts";
import { decode, print as printAssembly } from "../bytecode/index.ts";
import type { SubprogramArgument } from "../define/definitions.ts";
import type { Diagnostic } from "../errors/index.ts";
import { helpers } from "../kernel/helpers.ts";
import type { LineInfo, ObjectFunction, Reference } from "../object/object.ts";
import { type AnySchema, i32, i64, u64 } from "../schema/index.ts";
import { checkFunction, type Surroundings } from "./check/index.ts";
import { printTyped } from "./check/print.ts";
import type { Type, TypedFunction } from "./check/typed-tree.ts";
import { type CoreUse, generate, type MachineCode, StackOverflow, type Target } from "./codegen/index.ts";
import type { DataLayout } from "./data-layout.ts";
import { codes, type DiagnosticName } from "./diagnostics/index.ts";
import type { IrFunction } from "./ir/ir.ts";
import { print as printIr } from "./ir/print.ts";
import { lockMistakes } from "./lower/lock-rules.ts";
import { lower } from "./lower/lower.ts";
import { optimize } from "./optimize/index.ts";
import { type ParsedFunction, ParseFailure, parseFunction } from "./parse/parse-function.ts";
import { type ReadFile, SourceText } from "./parse/source-text.ts";

/** What can be printed of a compilation. */
export type Stage = "ast" | "typed" | "ir" | "asm";

/** A program or a subprogram that becomes a function of the object. */
export interface FunctionSource {
  readonly name: string;
  /** The ELF section. */
  readonly section: string;
  readonly fn: (...parameters: never[]) => unknown;
  readonly origin: string | undefined;
}

export interface FunctionSurroundings extends Omit<Surroundings, "report" | "internText" | "scratch"> {
  readonly disable: ReadonlySet<string> | true | undefined;
  readonly layout: DataLayout;
  /** Adds a scratch map for a function to the object; gives its name. */
  readonly scratchMap: (owner: string, schema: AnySchema) => string;
  readonly types: BtfBuilder;
  readonly readFile: ReadFile;
  readonly report: (diagnostic: Diagnostic) => void;
  readonly print: ((stage: Stage, program: string, text: string) => void) | undefined;
}

export interface CompiledFunction {
  readonly function: ObjectFunction;
  /** Where the code depends on the kernel's types. */
  readonly relocations: readonly CoreUse[];
  readonly result: Type;
  /** Bytes of stack that the function itself needs. */
  readonly stackSize: number;
}

/** Takes one function through all stages; undefined when a mistake was reported. */
export function compileFunction(unit: FunctionSource, it: FunctionSurroundings): CompiledFunction | undefined {
  const { name } = unit;
  const source = new SourceText(Function.prototype.toString.call(unit.fn), unit.origin, it.readFile);
  let mistakes = 0;
  const report: Report = (diagnostic, message, start, end, hint) => {
    mistakes++;
    const location = source.locate(start, end);
    it.report({ code: codes[diagnostic].code, message, location, ...(hint === undefined ? {} : { hint }) });
  };

  const parsed = parse(unit, report);
  if (!parsed) return undefined;
  it.print?.("ast", name, printAst(parsed));
  const typed = checkFunction(parsed, name, {
    ...it,
    report,
    internText: (literal) => it.layout.text(literal),
    scratch: (schema) => it.scratchMap(name, schema),
  });
  if (mistakes > 0) return undefined;
  it.print?.("typed", name, printTyped(typed));
  const ir = lower(typed, it.layout);
  for (const { position, message, hint } of lockMistakes(ir)) report("lock", message, position, position + 1, hint);
  if (mistakes > 0) return undefined;
  if (it.disable !== true) optimize(ir, it.disable ? { disable: it.disable } : {});
  it.print?.("ir", name, printIr(ir));
  const machine = generateOrReport(ir, it.target, report);
  if (!machine) return undefined;
  it.print?.("asm", name, printAsm(machine));
  return {
    function: {
      name,
      section: unit.section,
      isProgram: it.parameters === undefined,
      code: machine.code,
      references: machine.references,
      type: functionType(name, typed, it),
      lines: lineInfo(machine, source),
    },
    relocations: machine.relocations,
    result: typed.result,
    stackSize: machine.stackSize,
  };
}

type Report = (diagnostic: DiagnosticName, message: string, start: number, end: number, hint?: string) => void;

function generateOrReport(ir: IrFunction, target: Target, report: Report): MachineCode | undefined {
  try {
    return generate(ir, { target });
  } catch (error) {
    if (!(error instanceof StackOverflow)) throw error;
    const biggest = error.slots.slice(0, 3).map(({ name, size }) => `${name} (${size})`);
    const message = `${error.message}; the biggest are ${biggest.join(", ")}`;
    report("stackOverflow", message, 0, 1, "keep big values in bpf.scratch(T), or in a per-CPU map");
    return undefined;
  }
}

function parse(unit: FunctionSource, report: Report): ParsedFunction | undefined {
  try {
    return parseFunction(unit.fn);
  } catch (error) {
    if (!(error instanceof ParseFailure)) throw error;
    report(error.diagnostic, error.message, error.position, error.position + 1, error.hint);
    return undefined;
  }
}

function printAst(parsed: ParsedFunction): string {
  return JSON.stringify(
    { parameters: parsed.parameters, body: parsed.body },
    (key, value) => (key === "start" || key === "end" ? undefined : typeof value === "bigint" ? `${value}n` : value),
    2,
  );
}

function printAsm({ code, references }: MachineCode): string {
  const names = new Map(references.map((reference) => [reference.slot, referenceName(reference)]));
  const helperNames = new Map([...helpers.values()].map(({ id, name }) => [id, name]));
  return printAssembly(decode(code), { reference: (slot) => names.get(slot), helper: (id) => helperNames.get(id) });
}

function referenceName(reference: Reference): string {
  switch (reference.kind) {
    case "map":
      return `map[${reference.map}]`;
    case "mapValue":
      return `&${reference.map}${reference.offset === 0 ? "" : `+${reference.offset}`}`;
    case "data":
      return `&${reference.section}${reference.offset === 0 ? "" : `+${reference.offset}`}`;
    case "call":
    case "function":
      return reference.function;
    case "extern":
    case "kernelCall":
      return reference.extern;
  }
}

/** `int name(struct CONTEXT *ctx)` for a program; a subprogram has its own arguments and result, and is static. */
function functionType(name: string, typed: TypedFunction, it: FunctionSurroundings): BtfId {
  const { types, section } = it;
  const pointerTo = (type: BtfId) => types.add({ kind: "pointer", type });
  const context = () => pointerTo(types.add({ kind: "forward", name: section.context.struct, of: "struct" }));
  const parameters = it.parameters
    ? it.parameters.map((argument, index) => ({ name: nameOfArgument(typed, index), type: argumentType(argument) }))
    : [{ name: "ctx", type: context() }];
  function argumentType(argument: SubprogramArgument): BtfId {
    if (argument.kind === "context") return context();
    const type = types.addSchema(argument);
    return argument.kind === "integer" || argument.kind === "boolean" ? type : pointerTo(type);
  }
  const { result } = typed;
  const wide = result.kind === "integer" && result.bits === 64;
  const returns = types.addSchema(it.parameters && wide ? (result.signed ? i64 : u64) : i32);
  const prototype = types.add({ kind: "functionPrototype", returns, parameters });
  return types.add({ kind: "function", name, type: prototype, linkage: it.parameters ? "static" : "global" });
}

function nameOfArgument(typed: TypedFunction, index: number): string {
  const parameter = typed.parameters[index];
  return parameter === undefined || parameter === "context" ? "ctx" : parameter.name.replaceAll(/[^A-Za-z0-9_]/g, "_");
}

/** Lines as the user wrote them; the kernel wants one for the first instruction, and none twice. */
function lineInfo(machine: MachineCode, source: SourceText): LineInfo[] {
  const lines: LineInfo[] = [];
  for (const { slot, position } of machine.lines) {
    const { file, line, column, lineText } = source.locate(Math.max(0, position), position + 1);
    const last = lines.at(-1);
    if (last && last.line === line && last.column === column) continue;
    lines.push({ slot: lines.length === 0 ? 0 : slot, file: displayName(file), line, column, text: lineText });
  }
  return lines;
}

/** Relative to the working directory where that is shorter, so that objects do not depend on where they were built. */
function displayName(file: string | undefined): string {
  if (file === undefined) return "kernel function";
  const path = relative(process.cwd(), file);
  return path.startsWith("..") ? file : path;
}
