import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { readElf } from "../../src/object/index.ts";
import { load, VerifierError } from "../../src/runtime.ts";
import { compileC } from "../support/clang.ts";
import { requires } from "../support/requires.ts";
import { withoutTools } from "../support/tools.ts";

// Each program of the C files is rejected by the running kernel; the error must point at the line that says so, and its hint be
// the one that is written above the program. The words of other kernels are in src/loader/verifier-hints.test.ts.

const skip = withoutTools("clang-19") || requires("6.18", "the words of its verifier");

interface Expectation {
  readonly program: string;
  readonly hint: string;
}

function expectationsOf(file: string): Expectation[] {
  const source = readFileSync(join(import.meta.dirname, `${file}.bpf.c`), "utf8");
  const programs = source.matchAll(/^\/\/ hint: (.+)\nSEC\("\?.+\n.*?(\w+)\(/gm);
  return [...programs].map(([, hint = "", program = ""]) => ({ program, hint }));
}

function rejectionOf(object: ReturnType<typeof readElf>, program: string): VerifierError {
  try {
    load(object, { autoload: { [program]: true } }).close();
  } catch (error) {
    assert(error instanceof VerifierError, String(error));
    return error;
  }
  return assert.fail(`'${program}' is accepted`);
}

for (const file of ["rejected", "rejected-kfuncs"]) {
  describe(`what the verifier rejects in ${file}.bpf.c`, { skip }, () => {
    const expectations = expectationsOf(file);
    const object = skip ? undefined : readElf(compileC(file, "-g"));

    test("every program has its hint", () => {
      const programs = object?.functions.filter((fn) => fn.isProgram).map(({ name }) => name);
      assert.deepEqual(expectations.map(({ program }) => program).sort(), programs?.sort());
    });

    for (const { program, hint } of expectations) {
      // Has a test of its own below.
      if (program === "too_long") continue;
      test(`${program}: ${hint}`, () => {
        assert(object);
        const error = rejectionOf(object, program);
        assert.equal(error.code, "YDL3100");
        assert(error.hint?.includes(hint), error.message);
        assert.match(error.location?.lineText ?? "", /REJECTED/, error.message);
        assert(error.location?.file?.endsWith(`${file}.bpf.c`));
      });
    }
  });
}

test("the page for YDL3100 shows what is printed", { skip }, () => {
  const page = readFileSync(join(import.meta.dirname, "../../docs/errors/YDL3100.md"), "utf8");
  const object = readElf(compileC("rejected", "-g"));
  for (const program of ["negative_length", "in_function"]) {
    const { message, hint } = rejectionOf(object, program);
    const [first = ""] = message.split("\n");
    assert(page.includes(first.slice(first.indexOf(" - error"))), first);
    assert(page.includes(`  hint: ${hint}\n`), hint);
  }
});

// A million instructions are walked: once, and then twice for the log.
test("the whole log is there, however long it is", { skip }, () => {
  const { log, hint } = rejectionOf(readElf(compileC("rejected", "-g")), "too_long");
  assert.match(hint ?? "", /too many steps/);
  assert(log.length > 16 * 1024 * 1024, `${log.length} characters`);
  // The first instruction, and the summary.
  assert.match(log.slice(0, 1000), /^0: \(b7\) r0 = 0/m);
  assert.match(log.slice(-1000), /^processed 1000001 insns/m);
});
