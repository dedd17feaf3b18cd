import { renderDiagnostic, type SourceLocation, VerifierError } from "../errors/index.ts";
import type { LineInfo } from "../object/object.ts";
import { type LinkedPart, type LinkedProgram, lineAt } from "./relocate.ts";
import { hintFor } from "./verifier-hints.ts";

/** What a verifier's log says about the end of its work. */
export interface VerifierFinding {
  /** The telling line, as the kernel wrote it. */
  readonly message: string;
  /** The instruction that was refused, in slots from the start of the program. */
  readonly slot: number | undefined;
  /** The registers that the kernel knew at that place: `r1` → `"map value or null"`. */
  readonly registers: ReadonlyMap<string, string>;
}

/** `12: (79) r1 = *(u64 *)(r0 +0)`, with registers behind it in newer logs. */
const instructionLine = /^(\d+): \([0-9a-f]{2}\) /;
/** `R0=… R10=fp0`, behind an instruction or on a line of its own. */
const registerState = /(?:^|[\s;:])(R\d+(?:_\w+)?=.*)$/;
/** Where a path begins anew, with all registers. */
const pathStart = /^(from \d+ to \d+|\d+): (?:safe|R\d)/;
const statistics = /^(processed \d+ insns|verification time|stack depth|max_states|peak_states)/;
/** Comments that repeat source lines, and lines that only say how a state was reached. */
const noise =
  /^(;|from \d+ to \d+|\d+: |func#|last_idx|regs=|parent |mark_precise|R\d+(_\w+)?=|arg#\d+ reference type\(|Func#|Validating|caller:|callee:|(?:cur|old) state:|frame\d|$)/;

/** Of a log, in characters: more than anybody needs to see what a register held. */
const tail = 1 << 20;

/** Reads the end of a log: the last instruction, what was known there, and what the verifier said about it. */
export function parseVerifierLog(log: string): VerifierFinding {
  let slot: number | undefined;
  let said: string[] = [];
  const registers = new Map<string, string>();
  for (const line of log
    .slice(-tail)
    .split("\n")
    .map((text) => text.trim())) {
    const instruction = instructionLine.exec(line);
    if (instruction) {
      slot = Number(instruction[1]);
      said = [];
    }
    if (pathStart.test(line)) registers.clear();
    // Newer kernels tell only the registers that an instruction touches.
    const state = registerState.exec(line)?.[1];
    if (state !== undefined) readRegisters(state, registers);
    if (!instruction && !statistics.test(line) && !noise.test(line)) said.push(line);
  }
  const message = said.join("; ");
  return { message, slot: slot ?? slotNamedIn(message), registers };
}

/** `unreachable insn 2`: what is found before any path is walked. */
function slotNamedIn(message: string): number | undefined {
  const slot = /\binsn (\d+)/.exec(message)?.[1];
  return slot === undefined ? undefined : Number(slot);
}

/** `R0=map_value_or_null(id=1,off=0) R10=fp0` → words by register. */
function readRegisters(state: string, registers: Map<string, string>): void {
  for (const [, number, value] of state.matchAll(/R(\d+)(?:_\w+)?=([^\s(]+(?:\([^)]*\))?)/g)) {
    if (number !== undefined && value !== undefined) registers.set(`R${number}`, describeValue(value));
  }
}

const kinds: readonly (readonly [prefix: string, words: string])[] = [
  ["map_value", "a value of a map"],
  ["map_key", "a key of a map"],
  ["map_ptr", "a map"],
  ["ctx", "the context"],
  ["fp", "an address on the stack"],
  ["pkt_end", "the end of the packet"],
  ["pkt_meta", "the packet's metadata"],
  ["pkt", "an address in the packet"],
  ["ringbuf_mem", "a record of a ring buffer"],
  ["dynptr", "a dynptr"],
  ["flow_keys", "the dissector's keys"],
  ["tcp_sock", "a TCP socket"],
  ["sock", "a socket"],
  ["xdp_sock", "an XDP socket"],
  ["rdonly_mem", "memory that may only be read"],
  ["rdonly_buf", "a buffer that may only be read"],
  ["rdwr_buf", "a buffer"],
  ["tp_buffer", "the tracepoint's buffer"],
  ["buf", "a buffer"],
  ["mem", "memory"],
  ["func", "the address of a function"],
];

/** What a register holds, in words: `"a number from 0 to 255"`. */
export function describeValue(value: string): string {
  const constant = /^(?:inv|P)?(-?\d+|0x[0-9a-f]+)$/.exec(value)?.[1];
  if (constant !== undefined) return `the number ${signed(constant)}`;
  if (/^P?(?:inv|scalar)\b/.test(value)) return describeNumber(value);
  const nullable = /^\w*_or_null_?/.test(value) ? ", or missing" : "";
  const type = /^(?:\w+_)?ptr_(?:or_null_)?(\w+)/.exec(value)?.[1];
  const found = kinds.find(([prefix]) => value.startsWith(prefix));
  if (!found) return type === undefined ? value : `the kernel's ${type}${nullable}`;
  const [, words] = found;
  const map = /[(,]map=([^,)]+)/.exec(value)?.[1];
  return `${map === undefined ? words : words.replace("a map", `the map '${map}'`)}${nullable}`;
}

/** `scalar(smin=smin32=0,smax=umax=255,var_off=…)`: bounds that are equal share a number. */
function describeNumber(value: string): string {
  const bounds = new Map<string, bigint>();
  for (const [, names = "", number = ""] of value.matchAll(/((?:[su](?:min|max)(?:32)?(?:_value)?=)+)(-?\w+)/g)) {
    for (const name of names.split("=")) bounds.set(name.replace("_value", ""), signed(number));
  }
  const unsigned = (name: string): bigint | undefined => {
    const bound = bounds.get(name);
    return bound === undefined ? undefined : BigInt.asUintN(64, bound);
  };
  const [least, most] = [bounds.get("smin") ?? unsigned("umin"), bounds.get("smax") ?? unsigned("umax")];
  if (least !== undefined && least < 0n)
    return most === undefined ? `a number from ${least}` : `a number from ${least} to ${most}`;
  const top = unsigned("umax") ?? most;
  // Without a lower bound, what is at most 16 as a signed number may be huge as an unsigned one.
  if (top !== undefined && (least !== undefined || bounds.has("umax"))) return `a number from ${least ?? 0n} to ${top}`;
  if (top !== undefined) return `a number of at most ${top}, or below zero`;
  return least === undefined ? "any number" : `a number from ${least}`;
}

/** Newer kernels write large numbers in hexadecimal, negative ones as their 64 bits. */
function signed(text: string): bigint {
  return BigInt.asIntN(64, BigInt(text));
}

const testFirst =
  "test for it before: bpf_core_field_exists, bpf_core_enum_value_exists, or the address of a weak function";

/** The error for a rejected program: the verifier's last word at the source line, the registers in words, and the log. */
export function verifierError(program: LinkedProgram, log: string): VerifierError {
  const finding = parseVerifierLog(log);
  const missing = finding.slot === undefined ? undefined : program.missing?.get(finding.slot);
  const said = missing ?? (finding.message === "" ? "no reason is given" : withRegisters(finding));
  const code = missing === undefined ? "YDL3100" : "YDL3101";
  const message =
    missing === undefined
      ? `the kernel's verifier rejects '${program.name}'${inWhich(program, finding.slot)}: ${said}`
      : `'${program.name}' needs something that this kernel does not have: ${said}`;
  const hint = missing === undefined ? hintFor(finding.message) : testFirst;
  // Where no instruction is to blame, it is the whole program.
  const line = lineAt(program, finding.slot ?? 0);
  const location = line && locationOf(line);
  const diagnostic = { code, message, ...(hint && { hint }), ...(location && { location }) };
  return new VerifierError(code, renderDiagnostic(diagnostic), {
    log,
    program: program.name,
    ...(hint && { hint }),
    ...(location && { location }),
  });
}

/** Names the function that a program calls and that the instruction is in. */
function inWhich(program: LinkedProgram, slot = 0): string {
  const part: LinkedPart | undefined = program.parts.findLast((candidate) => candidate.slot <= slot);
  return part === undefined || part.slot === 0 ? "" : ` in the function '${part.function.name}'`;
}

/** The message, with what the registers that it names hold. */
function withRegisters({ message, registers }: VerifierFinding): string {
  const named = new Set([...message.matchAll(/\bR(\d+)\b/g)].map(([register]) => register));
  const known = [...named].flatMap((register) => {
    const words = registers.get(register);
    return words === undefined ? [] : [`${register} is ${words}`];
  });
  return known.length === 0 ? message : `${message} (${known.join(", ")})`;
}

function locationOf(line: LineInfo): SourceLocation {
  const rest = line.text.slice(Math.max(0, line.column - 1)).trimEnd().length;
  // Of where a function begins, clang does not tell the column.
  return {
    file: line.file,
    line: line.line,
    column: Math.max(1, line.column),
    length: Math.max(1, rest),
    lineText: line.text,
  };
}
