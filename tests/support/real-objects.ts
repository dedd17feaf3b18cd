import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { runTool } from "./tools.ts";

// Objects that others wrote and clang compiled, out of Debian's packages: libxdp ships them as files, and each tool of
// libbpf-tools carries its object as bytes inside its executable.

export interface RealObject {
  readonly name: string;
  readonly file: Uint8Array;
}

const EM_BPF = 247;
const elfHeader = { machine: 18, sectionHeaders: 40, sectionHeaderSize: 58, sectionHeaderCount: 60 };
const magic = Buffer.from([0x7f, 0x45, 0x4c, 0x46]);

const packages = { "libbpf-tools": /\/s?bin\/./, libxdp1: /\.o$/ };

/** Why there are no such objects here, for `{ skip }`; false where there are. */
export function withoutRealObjects(): string | false {
  const missing = Object.keys(packages).filter((name) => filesOf(name).length === 0);
  return missing.length === 0
    ? false
    : `needs objects of ${missing.join(" and ")} (Debian: apt install ${missing.join(" ")})`;
}

/** In the order of their names. */
export function realObjects(): RealObject[] {
  const found = Object.entries(packages).flatMap(([name, pattern]) =>
    filesOf(name)
      .filter((path) => pattern.test(path))
      .flatMap((path) => objectsIn(path).map((file) => ({ name: basename(path), file }))),
  );
  return found.sort((a, b) => (a.name < b.name ? -1 : 1));
}

function filesOf(packageName: string): string[] {
  const { status, stdout } = runTool("dpkg", ["-L", packageName]);
  return status === 0 ? stdout.split("\n") : [];
}

/** A BPF object file itself, or those inside of another machine's executable. */
function objectsIn(path: string): Uint8Array[] {
  const bytes = readFileSync(path);
  const objects: Uint8Array[] = [];
  for (let at = bytes.indexOf(magic); at >= 0; at = bytes.indexOf(magic, at + magic.length)) {
    if (at + 64 > bytes.length || bytes.readUInt16LE(at + elfHeader.machine) !== EM_BPF) continue;
    // Section headers are the last thing that clang and libbpf's linker write.
    const headers = Number(bytes.readBigUInt64LE(at + elfHeader.sectionHeaders));
    const size = bytes.readUInt16LE(at + elfHeader.sectionHeaderSize);
    const end = at + headers + size * bytes.readUInt16LE(at + elfHeader.sectionHeaderCount);
    if (end <= bytes.length) objects.push(new Uint8Array(bytes.subarray(at, end)));
  }
  return objects;
}
