import { type Command, suggestion, UsageError } from "./command.ts";
import { reportFailure } from "./failure.ts";

/** Each command with its line in the help. Its module is imported only when it is used: the tool starts quickly. */
const commands: Readonly<Record<string, { readonly summary: string; readonly load: () => Promise<Command> }>> = {
  count: {
    summary: "count the packets of every process in a cgroup",
    load: () => import("./count.ts"),
  },
  top: {
    summary: "show the traffic of each cgroup, live",
    load: () => import("./top.ts"),
  },
  export: {
    summary: "give the traffic of each cgroup to Prometheus or OpenTelemetry",
    load: () => import("./export.ts"),
  },
  record: {
    summary: "write the traffic of each cgroup to a file",
    load: () => import("./record.ts"),
  },
  replay: {
    summary: "show what was recorded",
    load: () => import("./replay.ts"),
  },
  unpin: {
    summary: "end counting that --pin keeps",
    load: () => import("./unpin.ts"),
  },
  build: {
    summary: "compile kernel functions to an ELF object (.bpf.o)",
    load: () => import("./build.ts"),
  },
  inspect: {
    summary: "show the maps, programs, types and code of an object",
    load: () => import("./inspect.ts"),
  },
  verify: {
    summary: "ask the kernel's verifier about programs, without attaching them",
    load: () => import("./verify.ts"),
  },
  types: {
    summary: "write TypeScript types for structs and enums of the kernel",
    load: () => import("./types.ts"),
  },
  doctor: {
    summary: "say what this machine can do, and how to fix what it cannot",
    load: () => import("./doctor.ts"),
  },
};

/**
 * Runs the command that the arguments name.
 * @returns the exit status: 0 done, 1 failed, 2 wrong usage
 */
export async function dispatch(args: readonly string[]): Promise<number> {
  const [name, ...rest] = args;
  try {
    if (name === undefined || name === "--help" || name === "-h" || (name === "help" && rest.length === 0)) {
      (name === undefined ? process.stderr : process.stdout).write(`${overview()}\n`);
      return name === undefined ? 2 : 0;
    }
    if (name === "--version" || name === "-v") {
      console.log(await version());
      return 0;
    }
    if (name === "help") return await showHelp(rest[0]!);
    if (wantsHelp(rest)) return await showHelp(name);
    return await (await find(name)).run(rest);
  } catch (error) {
    return reportFailure(error, name !== undefined && Object.hasOwn(commands, name) ? name : undefined);
  }
}

async function find(name: string): Promise<Command> {
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (command) return await command.load();
  if (name.startsWith("-")) {
    throw new UsageError(`unknown option '${name}'${suggestion(name, ["--help", "--version"])}`);
  }
  throw new UsageError(`unknown command '${name}'${suggestion(name, Object.keys(commands))}`);
}

async function showHelp(name: string): Promise<number> {
  console.log((await find(name)).help);
  return 0;
}

/** After `--`, `--help` is a name like any other. */
function wantsHelp(args: readonly string[]): boolean {
  const end = args.indexOf("--");
  return (end < 0 ? args : args.slice(0, end)).some((argument) => argument === "--help" || argument === "-h");
}

function overview(): string {
  const width = Math.max(...Object.keys(commands).map((name) => name.length));
  const lines = Object.entries(commands).map(([name, { summary }]) => `  ${name.padEnd(width)}  ${summary}`);
  return [
    "Usage: yodel COMMAND [OPTIONS]",
    "",
    "eBPF in plain TypeScript, and a packet counter for cgroups.",
    "",
    "Commands:",
    ...lines,
    "",
    "Options:",
    "  -h, --help     this text; 'yodel COMMAND --help' tells more about a command",
    "  -v, --version  the version of yodel",
    "",
    "YODEL_DEBUG=1 in the environment adds the stack trace to error messages.",
  ].join("\n");
}

async function version(): Promise<string> {
  const { readFileSync } = await import("node:fs");
  // The same place from src/cli/ and from dist/cli/.
  return JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8")).version;
}
