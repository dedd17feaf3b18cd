import { kernelFunctionTypes } from "./kernel-functions.generated.ts";

/** A type of the kernel, as far as a call needs it. */
export type KernelType =
  | { readonly kind: "void" }
  | { readonly kind: "integer"; readonly bits: 8 | 16 | 32 | 64; readonly signed: boolean }
  | { readonly kind: "boolean" }
  | { readonly kind: "enum"; readonly name: string }
  /** `target` is `"void"`, a struct's or union's name, or an integer in C; undefined for a function. */
  | { readonly kind: "pointer"; readonly target: PointerTarget; readonly constant: boolean };

export type PointerTarget =
  | { readonly kind: "void" }
  | { readonly kind: "struct" | "union"; readonly name: string }
  | { readonly kind: "function" }
  | { readonly kind: "scalar"; readonly type: KernelType }
  | { readonly kind: "pointer" };

export interface KernelFunctionParameter {
  /** The kernel marks by the end of the name what it does with it: `__sz` is the size of the memory before. */
  readonly name: string;
  readonly type: KernelType;
}

/** A function of the kernel that programs may call (kfunc). */
export interface KernelFunction {
  readonly name: string;
  readonly returns: KernelType;
  readonly parameters: readonly KernelFunctionParameter[];
}

/** The function with this name in the kernel that the table was made on; undefined when that has none. */
export function kernelFunction(name: string): KernelFunction | undefined {
  const types = Object.hasOwn(kernelFunctionTypes, name) ? kernelFunctionTypes[name] : undefined;
  if (!types) return undefined;
  const [returns = "void", ...parameters] = types;
  return {
    name,
    returns: parseType(returns),
    parameters: parameters.map((text) => {
      const at = Math.max(text.lastIndexOf(" "), text.lastIndexOf("*")) + 1;
      return { name: text.slice(at), type: parseType(text.slice(0, at).trim()) };
    }),
  };
}

/** Names of all of them. */
export function kernelFunctionNames(): string[] {
  return Object.keys(kernelFunctionTypes);
}

function parseType(text: string): KernelType {
  if (text.endsWith("*")) {
    const target = text.slice(0, -1).trim();
    const constant = target.startsWith("const ");
    return { kind: "pointer", target: parseTarget(constant ? target.slice("const ".length) : target), constant };
  }
  if (text === "void" || text === "bool") return { kind: text === "void" ? "void" : "boolean" };
  if (text.startsWith("enum ")) return { kind: "enum", name: text.slice("enum ".length) };
  const bits = Number(text.slice(1)) as 8 | 16 | 32 | 64;
  return { kind: "integer", bits, signed: text.startsWith("s") };
}

function parseTarget(text: string): PointerTarget {
  if (text === "void" || text === "function") return { kind: text };
  if (text.endsWith("*")) return { kind: "pointer" };
  const [first, name] = text.split(" ");
  if ((first === "struct" || first === "union") && name !== undefined) return { kind: first, name };
  return { kind: "scalar", type: parseType(text) };
}
