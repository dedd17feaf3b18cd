import { UnsupportedError, YodelError } from "../../errors/index.ts";
import { maximumUsdtArguments, usdtKinds, usdtMapName, usdtRegisters } from "../../kernel/usdt.ts";
import { parseUsdtArguments, readUsdtPlaces, type UsdtArgument, type UsdtPlace } from "../../object/usdt-notes.ts";
import { isAtLeast, kernelVersion } from "../../sys/machine.ts";
import type { HashMapHandle } from "../hash-map.ts";
import type { Link } from "../link.ts";
import { nearestNames } from "../names.ts";
import { LinkGroup } from "./link-group.ts";
import { findNativeFile, withNativeFile } from "./native-file.ts";
import { type LiveProgram, wrongTarget } from "./target.ts";
import { attachAt } from "./user-probe.ts";

/** What a `usdt` program attaches to. */
export interface UserTracepointTarget {
  /** A program or shared library: its path, or its name. */
  readonly path: string;
  readonly provider: string;
  readonly name: string;
  /** Only in this process; everywhere when left out. */
  readonly pid?: number;
}

/** Tells the program which place was hit. */
let lastCookie = 0n;

/**
 * Attaches a program to a tracepoint that a program or library in user space was built with (USDT), at every place where it is.
 *
 * @param target what the section leaves open; `usdt/PATH:PROVIDER:NAME` says it all
 * @throws {YodelError} there is no such file, or it has no such probe (the hint lists the nearest)
 * @throws {UnsupportedError} the program reads arguments, and the kernel has no cookies
 * @kernel 4.17; with counters of users 4.20, with arguments 5.15
 */
export function attachUserTracepoint(program: LiveProgram, target: unknown): Link {
  const { path: wanted, provider, name, pid } = targetOf(program, target);
  const path = findNativeFile(wanted);
  const all = withNativeFile(path, readUsdtPlaces);
  const places = all.filter((place) => place.provider === provider && place.name === name);
  if (places.length === 0) {
    const names = [...new Set(all.map((place) => `${place.provider}:${place.name}`))];
    throw new YodelError("YDL4476", `'${path}' has no USDT probe '${provider}:${name}'`, {
      hint:
        names.length === 0
          ? "it has none at all: it was built without sys/sdt.h"
          : `the nearest of its ${names.length} are ${nearestNames(`${provider}:${name}`, names).join(", ")}`,
    });
  }
  const readsArguments = program.maps?.[usdtMapName] as HashMapHandle<bigint, PlacesEntry> | undefined;
  if (readsArguments && !isAtLeast(kernelVersion(), [5, 15])) {
    throw new UnsupportedError("YDL4474", "this kernel can't tell programs which place of a USDT probe was hit", {
      minimumKernel: "5.15",
    });
  }
  const words = `USDT probe ${provider}:${name} of ${path}`;
  const links = new LinkGroup(words);
  try {
    for (const { offset, semaphore, arguments: text } of places) {
      const cookie = readsArguments ? ++lastCookie : 0n;
      if (readsArguments) readsArguments.set(cookie, entryOf(text));
      links.add(attachAt(program, { path, offset, semaphore, pid, isReturn: false, words, cookie }));
    }
    return links;
  } catch (error) {
    links.close();
    throw error;
  }
}

function targetOf(program: LiveProgram, target: unknown): UserTracepointTarget {
  const [path, provider, name] = program.resolved.target[0]?.split(":") ?? [];
  const inSection =
    path === undefined ? {} : { path: path.includes("/") ? `/${path.replace(/^\//, "")}` : path, provider, name };
  const whole = { ...inSection, ...(typeof target === "object" ? target : {}) } as UserTracepointTarget;
  const isComplete = [whole.path, whole.provider, whole.name].every((part) => typeof part === "string");
  if (isComplete) return whole;
  throw wrongTarget(program, 'a USDT probe: { path: "libc.so.6", provider: "libc", name: "setjmp" }', target);
}

/** As `src/define/usdt.ts` lays it out. */
interface PlacesEntry {
  readonly count: number;
  readonly places: readonly {
    readonly kind: number;
    readonly size: number;
    readonly signed: number;
    readonly register: number;
    readonly value: bigint;
  }[];
}

function entryOf(text: UsdtPlace["arguments"]): PlacesEntry {
  const found = parseUsdtArguments(text);
  return {
    count: found.length,
    places: Array.from({ length: maximumUsdtArguments }, (_, index) => placeOf(found[index])),
  };
}

/** Kind 0: nobody knows. */
function placeOf(argument: UsdtArgument | undefined): PlacesEntry["places"][number] {
  const register = argument?.register === undefined ? 0 : usdtRegisters.indexOf(argument.register);
  const isKnown = argument !== undefined && register >= 0 && argument.index === undefined;
  if (!isKnown) return { kind: 0, size: 0, signed: 0, register: 0, value: 0n };
  const { kind, size, signed, value } = argument;
  return { kind: usdtKinds[kind], size, signed: signed ? 1 : 0, register, value };
}
