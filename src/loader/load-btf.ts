import { StringTable } from "../btf/bytes.ts";
import { writeBtf } from "../btf/write.ts";
import type { BpfObject } from "../object/object.ts";
import { loadBtf } from "../sys/bpf.ts";
import { FileDescriptor } from "./file-descriptor.ts";

/** An object's types in the kernel, with the strings of its lines beside them. */
export interface LoadedBtf {
  readonly fd: FileDescriptor;
  /** Where a file name or a line's text stands in the string section. */
  stringOffset(text: string): number;
}

/**
 * Loads an object's types. They make maps and programs readable for other tools and verifier messages exact, but nothing
 * depends on them: where the kernel refuses them (before 4.18, or a kind that is newer than it), there are none.
 */
export function loadObjectBtf(object: BpfObject): LoadedBtf | undefined {
  if (object.btf.types.length <= 1) return undefined;
  const strings = new StringTable();
  for (const { lines } of object.functions) {
    for (const line of lines) {
      strings.add(line.file);
      strings.add(line.text);
    }
  }
  const fd = loadBtf(writeBtf(object.btf, strings));
  if (fd < 0) return undefined;
  return {
    fd: new FileDescriptor(fd, "the object's BTF"),
    stringOffset: (text) => strings.add(text),
  };
}
