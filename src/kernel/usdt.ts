import { registersContext } from "./registers.ts";

/** The map in which programs find where the arguments of a USDT probe are: made by the compiler's side, filled when a program attaches. */
export const usdtMapName = "usdt_places";

/** Arguments of a probe at most. Source: sys/sdt.h, STAP_PROBE12. */
export const maximumUsdtArguments = 12;

/** What `kind` says in an entry of the map. */
export const usdtKinds = { constant: 1, register: 2, memory: 3 } as const;

/** Registers by their number in an entry of the map. */
export const usdtRegisters: readonly string[] = Object.keys(registersContext.fields);
