import { renderDiagnostic, type SourceLocation, VerifierError } from "../errors/index.ts";
import type { LineInfo } from "../object/object.ts";
import { type LinkedProgram, lineAt } from "./relocate.ts";

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
  /^(;|from \d+ to \d+|\d+: |func#|last_idx|regs=|parent |mark_precise|R\d+(_\w+)?=|arg#|Func#|Validating|caller:|callee:|frame\d|$)/;

/** Reads the end of a log: the last instruction, what was known there, and what the verifier said about it. */
export function parseVerifierLog(log: string): VerifierFinding {
  let slot: number | undefined;
  let said: string[] = [];
  const registers = new Map<string, string>();
  for (const line of log.split("\n").map((text) => text.trim())) {
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
  ["map_value_or_null", "a value of a map, or missing"],
  ["map_value", "a value of a map"],
  ["map_ptr", "a map"],
  ["ctx", "the context"],
  ["fp", "an address on the stack"],
  ["pkt_end", "the end of the packet"],
  ["pkt_meta", "the packet's metadata"],
  ["pkt", "an address in the packet"],
  ["sock_or_null", "a socket, or missing"],
  ["sock", "a socket"],
  ["mem_or_null", "memory, or missing"],
  ["mem", "memory"],
  ["inv", "a number"],
  ["scalar", "a number"],
];

/** What a register holds, in words: `"a number from 0 to 255"`. */
export function describeValue(value: string): string {
  const constant = /^(?:inv|P)?(-?\d+)$/.exec(value)?.[1];
  if (constant !== undefined) return `the number ${constant}`;
  const found = kinds.find(([prefix]) => value.startsWith(prefix));
  if (!found) return value;
  const [, words] = found;
  const map = /[(,]map=([^,)]+)/.exec(value)?.[1];
  if (map !== undefined) return words.replace("a map", `the map '${map}'`);
  if (words !== "a number") return words;
  const least = /[su]min(?:_value)?=(-?\w+)/.exec(value)?.[1] ?? "0";
  const most = /umax(?:_value)?=(\w+)/.exec(value)?.[1] ?? /smax(?:_value)?=(-?\w+)/.exec(value)?.[1];
  return most === undefined ? "any number" : `a number from ${Number(least)} to ${Number(most)}`;
}

/** What to do about the messages that are met most, by what they say. */
const hints: readonly (readonly [message: RegExp, hint: string])[] = [
  [
    /calling kernel function \w+ is not allowed/,
    "the kernel offers this function to other program types only, such as tracepoint and cgroup_skb, or to sleepable ones",
  ],
  [
    /map_value_or_null|mem_or_null|sock_or_null|_or_null'/,
    "check the result of the lookup before using it: if (!value) return …",
  ],
  [/invalid access to packet|pkt pointer/, "compare with the end of the packet before reading it"],
  [
    /invalid access to map value|unbounded memory access|min value is negative|max value is outside/,
    "limit the index first: if (index >= LENGTH) return …",
  ],
  [
    /invalid bpf_context access|invalid read from context/,
    "this program type does not offer the field, or not at this width; see the kernel's documentation of the context",
  ],
  [
    /R0 !read_ok|R0 is not a known value|At program exit the register R0|At subprogram exit/,
    "every path must return a value that this program type allows",
  ],
  [
    /unknown func|invalid func|program of this type cannot use helper|helper call is not allowed/,
    "this kernel does not offer the helper to this program type; `yodel doctor` tells the kernel's version",
  ],
  [
    /cannot call GPL-restricted|GPL/,
    'the helper needs a licence that is compatible with the GPL: export const license = "GPL"',
  ],
  [
    /back-edge|infinite loop|loop is not allowed/,
    "give the loop an end that the verifier can see: a constant number of rounds",
  ],
  [
    /too many instructions|BPF program is too large|processed \d+ insn|too complex/,
    "the program takes too many steps in all: shorten loops, or split it with a subprogram",
  ],
  [
    /combined stack size|stack depth|invalid indirect access to stack|invalid (?:read|write) (?:from|to|off)[^\n]*stack|stack off/,
    "512 bytes of stack are all there is: move large values to a per-CPU map",
  ],
  [/invalid mem access 'scalar'|invalid mem access 'inv'/, "a number is used as an address here"],
  [/!read_ok/, "the register is read before it was given a value on some path"],
  [/misaligned/, "the access crosses its natural alignment: use smaller fields or packed reads"],
  [
    /unrecognized bpf_ld_imm64|unknown opcode|unknown insn/,
    'the kernel does not know this instruction: compile for an older target (target: "v2"), or use a newer kernel',
  ],
  [/unreachable insn/, "part of the program is never reached"],
];

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
      ? `the kernel's verifier rejects '${program.name}': ${said}`
      : `'${program.name}' needs something that this kernel does not have: ${said}`;
  const hint = missing === undefined ? hints.find(([pattern]) => pattern.test(finding.message))?.[1] : testFirst;
  const line = finding.slot === undefined ? undefined : lineAt(program, finding.slot);
  const location = line && locationOf(line);
  const diagnostic = { code, message, ...(hint && { hint }), ...(location && { location }) };
  return new VerifierError(code, renderDiagnostic(diagnostic), {
    log,
    program: program.name,
    ...(hint && { hint }),
    ...(location && { location }),
  });
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
  return { file: line.file, line: line.line, column: line.column, length: Math.max(1, rest), lineText: line.text };
}
