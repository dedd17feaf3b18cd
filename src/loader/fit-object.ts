import { answerCore, type CoreAnswer, type CoreQuestion, isCandidate, nameAskedFor } from "../btf/index.ts";
import type { BpfObject, ObjectFunction } from "../object/object.ts";
import { type ExternTarget, findExterns } from "./externs.ts";
import { KernelTypes } from "./kernel-types.ts";
import { CodePatcher } from "./patch.ts";

/** What the source register of a 16-byte load or a call says. Source: include/uapi/linux/bpf.h. */
const BPF_PSEUDO_BTF_ID = 3;
const BPF_PSEUDO_KFUNC_CALL = 2;

/** What the kernel lacks, in words, by the function and the slot that need it. */
export type MissingParts = ReadonlyMap<string, ReadonlyMap<number, string>>;

export interface FittedObject {
  /** Without relocations and externs; the kernel's configuration has become a section. */
  readonly object: BpfObject;
  readonly missing: MissingParts;
}

/**
 * Fits an object's code to the types, symbols and configuration of the running kernel. What the kernel lacks makes the
 * verifier fail only where the code gets there: programs test for it first.
 * @param types a file with the kernel's types, where the kernel itself shows none
 * @throws {UnsupportedError} the kernel shows no types, lacks a symbol that is not weak, or has two types of one name that differ
 */
export function fitObject(object: BpfObject, types?: string): FittedObject {
  const kernel = new KernelTypes(types);
  const { targets, section } = findExterns(object, kernel);
  const fitter = new Fitter(object, kernel, targets);
  const functions = object.functions.map((fn) => fitter.fit(fn));
  const { externs: _, ...rest } = object;
  const sections = section ? [...object.sections, section] : object.sections;
  return { object: { ...rest, sections, functions }, missing: fitter.missing };
}

class Fitter {
  readonly missing = new Map<string, ReadonlyMap<number, string>>();
  readonly #object: BpfObject;
  readonly #kernel: KernelTypes;
  readonly #externs: ReadonlyMap<string, ExternTarget>;
  readonly #answers = new Map<string, CoreAnswer>();

  constructor(object: BpfObject, kernel: KernelTypes, externs: ReadonlyMap<string, ExternTarget>) {
    this.#object = object;
    this.#kernel = kernel;
    this.#externs = externs;
  }

  fit(fn: ObjectFunction): ObjectFunction {
    const { relocations = [], ...rest } = fn;
    const patcher = new CodePatcher(fn.name, fn.code);
    for (const relocation of relocations) patcher.apply(relocation.slot, this.#answer(relocation));
    const references = fn.references.flatMap((reference) => {
      if (reference.kind !== "extern" && reference.kind !== "kernelCall") return reference;
      const { slot } = reference;
      const target = this.#externs.get(reference.extern) ?? { kind: "missing", reason: `no '${reference.extern}'` };
      if (target.kind === "option") return { kind: "data" as const, slot, ...target.place };
      if (reference.kind === "kernelCall") {
        if (target.kind === "type") patcher.setCall(slot, BPF_PSEUDO_KFUNC_CALL, target.id);
        else patcher.disable(slot, target.kind === "missing" ? target.reason : `'${reference.extern}' is no function`);
      } else if (target.kind === "type") patcher.setWide(slot, BPF_PSEUDO_BTF_ID, BigInt(target.id));
      else patcher.setWide(slot, 0, target.kind === "address" ? target.address : 0n);
      return [];
    });
    if (patcher.missing.size > 0) this.missing.set(fn.name, patcher.missing);
    return { ...rest, code: patcher.code, references };
  }

  #answer(question: CoreQuestion): CoreAnswer {
    const key = `${question.kind} ${question.type} ${question.access}`;
    let answer = this.#answers.get(key);
    if (!answer) {
      const { btf } = this.#object;
      const name = nameAskedFor(btf, question);
      const isMeant = (type: Parameters<typeof isCandidate>[2]) => isCandidate(btf, question, type);
      answer = answerCore(btf, question, name === undefined ? [] : this.#kernel.named(name, isMeant));
      this.#answers.set(key, answer);
    }
    return answer;
  }
}
