import { decode, print } from "../../../bytecode/index.ts";
import { parse } from "../../ir/parse.ts";
import { validate } from "../../ir/validate.ts";
import { optimize } from "../../optimize/index.ts";
import { generate, type MachineCode, type Target } from "../index.ts";

/** Code for IR text, and its assembly with the names of what the loader fills in. */
export function assemble(
  text: string,
  options: { readonly target?: Target; readonly optimized?: boolean } = {},
): MachineCode & { readonly assembly: string; readonly slots: number } {
  const { target = "v3", optimized = false } = options;
  const fn = parse(text);
  validate(fn);
  if (optimized) optimize(fn, { validate: true });
  const machine = generate(fn, { target });
  const names = new Map(
    machine.references.map((reference) => {
      if (reference.kind === "data") return [reference.slot, `&${reference.section}+${reference.offset}`];
      return [reference.slot, "map" in reference ? `&${reference.map}` : "?"];
    }),
  );
  const assembly = print(decode(machine.code), { reference: (slot) => names.get(slot) });
  return { ...machine, assembly, slots: machine.code.length / 8 };
}

/** Lines without their indentation, to compare with printed code. */
export function lines(text: string): string {
  return text
    .trim()
    .split("\n")
    .map((line) => line.trim())
    .join("\n");
}
