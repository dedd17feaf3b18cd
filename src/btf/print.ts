import { typeAt } from "./layout.ts";
import type { Btf, BtfId, BtfType } from "./types.ts";

/** Damaged BTF may have endless chains of pointers; C has no use for more than this. */
const MAX_DEPTH = 32;
/** Parts that one printout may have, for the same reason: types that contain themselves twice double at each step. */
const MAX_PARTS = 20_000;
const INDENT = "  ";

/**
 * A C declaration of something of this type, such as `u64 packets` or `char name[16]`; without a name, the type's own name.
 * Named structs, unions and enums are only named; those without a name are written out.
 */
export function cDeclaration(btf: Btf, id: BtfId, name = ""): string {
  return new Printer(btf).declare(id, name, 0, 0);
}

/**
 * The C definition of a type: a struct with its members, a union, an enum, a typedef with what it stands for, a function
 * or a variable. A section lists its variables.
 */
export function cDefinition(btf: Btf, id: BtfId): string {
  return new Printer(btf).define(id);
}

class Printer {
  readonly #btf: Btf;
  #parts = 0;

  constructor(btf: Btf) {
    this.#btf = btf;
  }

  define(id: BtfId): string {
    const type = typeAt(this.#btf, id);
    switch (type.kind) {
      case "struct":
      case "union":
      case "enum":
        return `${this.#body(type, 0, 0)};`;
      case "typedef":
        return `typedef ${this.declare(type.type, type.name, 0, 0)};`;
      case "function":
        return `${storage(type.linkage)}${this.declare(type.type, type.name, 0, 0)};`;
      case "variable":
        return `${storage(type.linkage)}${this.declare(type.type, type.name, 0, 0)};`;
      case "section":
        return type.variables.map((variable) => this.define(variable.type)).join("\n");
      case "declarationTag":
        return `${this.declare(type.type, "", 0, 0)} __attribute__((btf_decl_tag("${type.name}")));`;
      default:
        return `${this.declare(id, "", 0, 0)};`;
    }
  }

  /**
   * Builds a declaration from the name outwards, as C reads: `inner` is what is known of it already.
   * @param level of indentation of the line that the declaration begins on
   */
  declare(id: BtfId, inner: string, depth: number, level: number): string {
    if (depth > MAX_DEPTH || ++this.#parts > MAX_PARTS) return `… ${inner}`;
    const type = typeAt(this.#btf, id);
    const next = (target: BtfId, text: string): string => this.declare(target, text, depth + 1, level);
    switch (type.kind) {
      case "void":
        return join("void", inner);
      case "int":
      case "float":
      case "typedef":
        return join(type.name, inner);
      case "struct":
      case "union":
      case "enum":
        if (type.name !== "") return join(`${type.kind} ${type.name}`, inner);
        return join(this.#body(type, depth, level), inner);
      case "forward":
        return join(`${type.of} ${type.name}`, inner);
      case "pointer":
        return next(type.type, this.#bindsTighter(type.type) ? `(*${inner})` : `*${inner}`);
      case "array":
        return next(type.element, `${inner}[${type.length}]`);
      case "functionPrototype":
        return next(type.returns, `${inner}(${this.#parameters(type, depth, level)})`);
      case "const":
      case "volatile":
      case "restrict":
        // A qualifier of a pointer stands behind the star, all others in front.
        if (this.#isPointer(type.type)) return next(type.type, join(type.kind, inner));
        return `${type.kind} ${next(type.type, inner)}`;
      case "typeTag":
        return next(type.type, inner);
      case "function":
      case "variable":
        return next(type.type, inner === "" ? type.name : inner);
      case "section":
        return `section ${type.name}`;
      case "declarationTag":
        return next(type.type, inner);
    }
  }

  #parameters(type: Extract<BtfType, { readonly kind: "functionPrototype" }>, depth: number, level: number): string {
    if (type.parameters.length === 0) return "void";
    const isLast = (index: number): boolean => index === type.parameters.length - 1;
    return type.parameters
      .map((parameter, index) => {
        // The last parameter of a variadic function has neither name nor type.
        if (parameter.type === 0 && parameter.name === "" && isLast(index)) return "...";
        return this.declare(parameter.type, parameter.name, depth + 1, level);
      })
      .join(", ");
  }

  #body(type: Extract<BtfType, { readonly kind: "struct" | "union" | "enum" }>, depth: number, level: number): string {
    const head = join(type.kind, type.name);
    const indent = INDENT.repeat(level + 1);
    const lines =
      type.kind === "enum"
        ? type.enumerators.map(({ name, value }) => `${indent}${name} = ${value},`)
        : type.members.map((member) => {
            const declaration = this.declare(member.type, member.name, depth + 1, level + 1);
            return `${indent}${declaration}${member.bitSize === 0 ? "" : ` : ${member.bitSize}`};`;
          });
    return lines.length === 0 ? `${head} {}` : `${head} {\n${lines.join("\n")}\n${INDENT.repeat(level)}}`;
  }

  /** Arrays and functions stick to a name more closely than a star does. */
  #bindsTighter(id: BtfId): boolean {
    const { kind } = this.#withoutTags(id);
    return kind === "array" || kind === "functionPrototype";
  }

  #isPointer(id: BtfId): boolean {
    let type = this.#withoutTags(id);
    for (let depth = 0; depth < MAX_DEPTH; depth++) {
      if (type.kind !== "const" && type.kind !== "volatile" && type.kind !== "restrict") break;
      type = this.#withoutTags(type.type);
    }
    return type.kind === "pointer";
  }

  #withoutTags(id: BtfId): BtfType {
    let type = typeAt(this.#btf, id);
    for (let depth = 0; depth < MAX_DEPTH && type.kind === "typeTag"; depth++) type = typeAt(this.#btf, type.type);
    return type;
  }
}

function join(type: string, inner: string): string {
  return inner === "" ? type : type === "" ? inner : `${type} ${inner}`;
}

function storage(linkage: "static" | "global" | "extern"): string {
  return linkage === "global" ? "" : `${linkage} `;
}
