import type { Input } from "../reference/machine.ts";
import type { Content } from "./program.ts";
import type { Random } from "./random.ts";
import { bitsOf, type RandomScope, randomWord, type Shape } from "./scope.ts";

/** Contents of some maps and variables, as user space sets them. Per-CPU ones are set on the CPU that runs programs. */
export function initialContents(random: Random, scope: RandomScope): Content[] {
  const contents: Content[] = [];
  for (const { name, kind, value, key, entries } of scope.entries) {
    if (name === "out") continue;
    switch (kind) {
      case "variable":
        if (random.percent(60)) contents.push({ name, value: userValue(random, value) });
        break;
      case "array":
      case "perCpuArray":
        for (let index = 0; index < entries; index++) {
          if (random.percent(50)) contents.push({ name, key: index, value: userValue(random, value) });
        }
        break;
      case "hash":
      case "perCpuHash":
        for (let count = random.between(0, entries); count > 0; count--) {
          if (key) contents.push({ name, key: smallKey(random, key), value: userValue(random, value) });
        }
        break;
    }
  }
  return contents;
}

function userValue(random: Random, shape: Shape, small = false): unknown {
  switch (shape.kind) {
    case "scalar": {
      const value = small ? BigInt(random.below(shape.name === "bool" ? 2 : 4)) : randomWord(random, shape.name);
      if (shape.name === "bool") return value !== 0n;
      return bitsOf(shape.name) === 64 ? value : Number(value);
    }
    case "bits":
      return random.below(2 ** shape.width);
    case "chars":
      return "zyxwvutsrqponm".slice(0, random.below(shape.length));
    case "array":
      return Array.from({ length: shape.length }, () => userValue(random, shape.element, small));
    case "struct":
      if (shape.union) {
        const [name, field] = random.pick(shape.fields);
        return { [name]: userValue(random, field, small) };
      }
      return Object.fromEntries(shape.fields.map(([name, field]) => [name, userValue(random, field, small)]));
  }
}

function smallKey(random: Random, shape: Shape): unknown {
  return userValue(random, shape, true);
}

/** Packets and contexts for a few runs. */
export function randomInputs(random: Random, section: string): Input[] {
  return Array.from({ length: random.between(1, 4) }, (): Input => {
    const data = new Uint8Array(random.pick([60, 64, 100, 200]));
    for (let index = 0; index < data.length; index++) data[index] = random.below(256);
    const protocol = random.pick([0x0800, 0x86dd, 0x88cc, 0x9000]);
    data[12] = protocol >> 8;
    data[13] = protocol & 0xff;
    if (section === "xdp") return { data, context: {} };
    const word = () => Number(randomWord(random, "u32"));
    return { data, context: { mark: word(), priority: word(), cb: Array.from({ length: 5 }, word) } };
  });
}
