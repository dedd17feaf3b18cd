import { ObjectFormatError, UnsupportedError } from "../errors/index.ts";
import { areTypesCompatible, doTypesMatch, type PlacedType } from "./core-compare.ts";
import { type FieldLoad, type FieldPath, fieldLoad, findField, readFieldPath } from "./core-field.ts";
import { type CoreQuestion, withoutFlavour } from "./core-relocation.ts";
import { sizeOf, typeAt } from "./layout.ts";
import type { Btf, BtfType } from "./types.ts";

/**
 * CO-RE: what code assumes of the kernel's types is looked up in the types of the kernel that runs. Pure: types in, answers out.
 * Sources: Documentation/bpf/llvm_reloc.rst and Documentation/bpf/btf.rst.
 */
export type CoreAnswer =
  | {
      readonly kind: "value";
      readonly value: bigint;
      /** In bytes, of a load or store of the field, where it is not what the compiler took. */
      readonly accessSize?: number;
    }
  /** The kernel lacks it, and nothing can stand in its place. */
  | { readonly kind: "missing"; readonly reason: string };

/** The name under which the kernel has the type that is asked about; undefined when only the object's own type counts. */
export function nameAskedFor(local: Btf, { kind, type: id }: CoreQuestion): string | undefined {
  if (kind === "typeIdLocal") return undefined;
  const type = typeAt(local, id);
  const name = "name" in type ? withoutFlavour(type.name) : "";
  if (name !== "") return name;
  throw new UnsupportedError("YDL5007", `a CO-RE relocation asks about BTF type ${id}, a ${type.kind} without a name`, {
    hint: "give the type the name that the kernel has for it",
  });
}

/** Whether a type of the kernel may be the one that is meant: of that name (which the caller knows) and of that kind. */
export function isCandidate(local: Btf, { type }: CoreQuestion, candidate: PlacedType): boolean {
  return typeAt(local, type).kind === typeAt(candidate.btf, candidate.type).kind;
}

/**
 * Answers a question by the candidates in the kernel's types.
 * @throws {UnsupportedError} the candidates disagree
 * @throws {ObjectFormatError} the question does not fit the object's own type
 */
export function answerCore(local: Btf, question: CoreQuestion, candidates: readonly PlacedType[]): CoreAnswer {
  if (question.kind === "typeIdLocal") return { kind: "value", value: BigInt(question.type) };
  const asked = makeQuestion(local, question);
  const answers = candidates
    .filter((candidate) => isCandidate(local, question, candidate))
    .flatMap((candidate) => asked.of(candidate) ?? []);
  const [first] = answers;
  if (!first) return asked.otherwise;
  if (answers.every((answer) => areEqual(answer, first))) return first;
  throw new UnsupportedError(
    "YDL5008",
    `the kernel has several types for ${asked.what}, and they disagree: ${answers.map(print).join(", ")}`,
    { hint: "the types have one name in different parts of the kernel; CO-RE can't tell which is meant" },
  );
}

function areEqual(left: CoreAnswer, right: CoreAnswer): boolean {
  return print(left) === print(right);
}

function print(answer: CoreAnswer): string {
  if (answer.kind === "missing") return answer.reason;
  return answer.accessSize === undefined ? `${answer.value}` : `${answer.value} (${answer.accessSize} bytes)`;
}

interface Asked {
  readonly what: string;
  /** The answer by one candidate; undefined when it is not what is meant. */
  of(candidate: PlacedType): CoreAnswer | undefined;
  /** The answer when there is no candidate. */
  readonly otherwise: CoreAnswer;
}

const value = (answer: number | bigint | boolean): CoreAnswer => ({ kind: "value", value: BigInt(answer) });

function makeQuestion(local: Btf, question: CoreQuestion): Asked {
  const type = typeAt(local, question.type);
  switch (question.kind) {
    case "enumeratorExists":
    case "enumeratorValue":
      return enumeratorQuestion(type, question);
    case "typeIdTarget":
    case "typeExists":
    case "typeSize":
    case "typeMatches":
      return typeQuestion(local, type, question);
    default:
      return fieldQuestion(local, type, question);
  }
}

function typeName(type: BtfType): string {
  const name = "name" in type ? withoutFlavour(type.name) : "?";
  return type.kind === "typedef" ? name : `${type.kind} ${name}`;
}

function typeQuestion(local: Btf, type: BtfType, { kind, type: id }: CoreQuestion): Asked {
  const own = { btf: local, type: id };
  return {
    what: `'${typeName(type)}'`,
    otherwise: value(0),
    of(candidate) {
      if (kind === "typeMatches") return doTypesMatch(own, candidate) ? value(1) : undefined;
      if (!areTypesCompatible(own, candidate)) return undefined;
      if (kind === "typeExists") return value(1);
      return value(kind === "typeSize" ? (sizeOf(candidate.btf, candidate.type) ?? 0) : candidate.type);
    },
  };
}

function enumeratorQuestion(type: BtfType, { kind, access }: CoreQuestion): Asked {
  const wanted = type.kind === "enum" ? type.enumerators[Number(access)] : undefined;
  if (!wanted) throw new ObjectFormatError("YDL5202", `there is no enumerator '${access}' in a ${type.kind}`);
  const name = withoutFlavour(wanted.name);
  const what = `the enumerator '${name}' of '${typeName(type)}'`;
  const asksValue = kind === "enumeratorValue";
  return {
    what,
    otherwise: asksValue ? { kind: "missing", reason: `the kernel lacks ${what}` } : value(0),
    of(candidate) {
      const target = typeAt(candidate.btf, candidate.type);
      if (target.kind !== "enum") return undefined;
      const found = target.enumerators.find((enumerator) => withoutFlavour(enumerator.name) === name);
      return found && value(asksValue ? found.value : 1);
    },
  };
}

function fieldQuestion(local: Btf, type: BtfType, question: CoreQuestion): Asked {
  const path = readFieldPath(local, question.type, question.access);
  const what = `the field '${pathName(path)}' of '${typeName(type)}'`;
  const reason = `the kernel lacks ${what}`;
  const own = fieldLoad(path.place);
  return {
    what,
    otherwise: question.kind === "fieldExists" ? value(0) : { kind: "missing", reason },
    of(candidate) {
      const place = findField(path, local, candidate.btf, candidate.type);
      if (!place) return undefined;
      if (question.kind === "fieldExists") return value(1);
      const load = fieldLoad(place);
      if (!load) return { kind: "missing", reason: `${what} spans more than 8 aligned bytes in the kernel` };
      return fieldAnswer(question, own, load);
    },
  };
}

function fieldAnswer(question: CoreQuestion, own: FieldLoad | undefined, load: FieldLoad): CoreAnswer {
  switch (question.kind) {
    case "fieldByteSize":
      return value(load.byteSize);
    case "fieldSigned":
      return value(load.signed);
    case "fieldLeftShift":
      return value(load.leftShift);
    case "fieldRightShift":
      return value(load.rightShift);
    default: {
      const offset = BigInt(load.byteOffset);
      if (own === undefined || own.byteSize === load.byteSize) return { kind: "value", value: offset };
      // What can't be loaded in another width by itself may still be copied: only an instruction that loads minds the 0.
      const isSame = own.widening !== undefined && own.widening === load.widening;
      return { kind: "value", value: offset, accessSize: isSame ? load.byteSize : 0 };
    }
  }
}

/** As it is written in C, such as `tcp.ports[1]`. */
function pathName({ first, steps }: FieldPath): string {
  const names = steps.map((step) => ("name" in step ? `.${step.name}` : `[${step.index}]`)).join("");
  return `${first === 0 ? "" : `[${first}]`}${names}`.replace(/^\./, "");
}
